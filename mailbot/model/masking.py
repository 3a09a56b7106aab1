"""Numbers of identification taken out of words (domain.md §16.14): no answer, log or copy has them.

Whoever is known by a number hides it wherever it stands; numbers of others are known by the word
before them, by their dots, or by the list of people that they stand in.
"""

import re
from functools import lru_cache

HIDDEN = "••••••"
"""What stands in the place of a number."""

# A number whole, and those that follow it in a list; the beginning of one that is too long.
_LABELLED_ID = re.compile(
    r"""(\b(?:c\.?\s?[ce]\.?|c[eé]dula(?:\s+de\s+(?:ciudadan[ií]a|extranjer[ií]a))?|nuip
        |(?:n[uú]mero|documento|tarjeta)\s+de\s+identi(?:dad|ficaci[oó]n)|identificaci[oó]n
        |identificad[oa]\s+con(?:\s+documento)?|t\.\s?i\.?)
        [\s:=.#°º*-]{0,6}(?:n[uú]mero|nro|no|n|es(?:\s+la)?|la)?[\s:=.#°º*"“-]{0,6})
        (?:\d[\d.,\s'’_/–·-]{3,16}\d(?!\d|[.,'’]\d)
            (?:\s?(?:[,;/]\s?(?:[ye]\s)?|\s[ye]\s)
                (?:\d{1,3}(?:[.,'’ ]\d{3}){2,3}|\d{6,11})(?!\d|[.,'’]\d)){0,40}
        |\d[\d.,\s'’_/–·-]{3,16}\d)""",
    re.IGNORECASE | re.VERBOSE,
)
# The tool's users have names: who writes a number there writes his own.
_AS_USER = re.compile(
    r"(\busuario(?:\s+siif)?[\s:=_-]{0,4})\d(?:[.,' ]?\d){6,10}(?!\d)", re.IGNORECASE
)
# 1.052.345.678 with its dots is written of nothing else: amounts here go without a billion.
_DOTTED_ID = re.compile(
    r"(?<![\d.,$])1\.\d{3}\.\d{3}\.\d{3}(?![\d.,])(?!\s*(?:pesos|cop)\b)", re.IGNORECASE
)
# «Mi cédula es …, y la de mi jefe 52987654»: the other one on the same line.
_ANOTHERS_ID = re.compile(
    r"(\bc[eé]dula\b[^\n]{1,100}?\b(?:la|el) del?\b[^\d\n,.;•]{1,25})\d(?:\.?\d){5,9}(?!\d)",
    re.IGNORECASE,
)
_MANY_DIGITS = re.compile(r"\d[\d., '’_/–·-]{3,}\d")
_ID_IN_LIST = re.compile(r"(?<![\d.])\d(?:[.,' ]?\d){5,10}(?!\d)")
# Who comes along is listed with numbers: behind the word, to the end of the paragraph.
_ATTENDANCE = re.compile(
    r"\b(?:asistentes?|asistir[aá]n?|participantes?)\b[^\n]*(?:\n[^\n]+){0,20}", re.IGNORECASE
)
# A number alone in an order: it may be one whose word was left out. A case's number is not alone.
_BARE_ID = re.compile(r"(?<![\w=.,-])\d(?:[.,']?\d){6,10}(?![\w-])")
# In a subject people write their number as it is. Of the country's numbers those of seven or eight
# figures are, and of ten those that begin with 1; a NIT has nine, a telephone's ten begin with 3 or
# 6. What a word before it calls a number of the tool's, an amount or a day is left.
_OTHER_NUMBER = r"""[oó]rden(?:es)?|op|obligaci[oó]n(?:es)?|compromisos?|cdps?|rps?|crps?|cxps?|rcp
    |registros?|radicad[oa]s?|rad|oficios?|memorandos?|circular(?:es)?|resoluci[oó]n(?:es)?
    |decretos?|contratos?|convenios?|facturas?|cuentas?|ctas?|nit|ref|referencia|consecutivos?
    |casos?|tickets?|incidentes?|serv|inc|req|requerimientos?|recaudos?|comprobantes?
    |asientos?|planillas?|liquidaci[oó]n(?:es)?|cheques?|transferencias?|t[eé]l|tel[eé]fonos?
    |cel|celular|m[oó]vil|ext|extensi[oó]n|whatsapp|fax|valor|saldos?|montos?|suma|total|por|cop
    |c[oó]digos?|c[oó]d|rubros?|posici[oó]n(?:es)?|pci|ue|lotes?|hallazgo
    |ajuste|cambio|deducci[oó]n(?:es)?|reintegros?|pagos?"""
_FILLER = r"""de|del|la|las|el|los|pago|presupuestal(?:es)?|contable|bancaria|n[uú]mero|n[uú]m|nro
    |no|n|nos|siif|compra|cobro|devengado|ingreso|egreso"""
_SUBJECT_NUMBER = re.compile(
    rf"""(?P<other>\b(?:{_OTHER_NUMBER})\b(?:[\s.:,;#=°º()/$-]|\b(?:{_FILLER})\b){{0,12}}
            \d+(?:[.,]\d+)*(?:(?:\s*[,;/&+-]\s*|\s+(?:y|e|al?|hasta)\s+)\d+(?:[.,]\d+)*)*
        |\$\s*\d[\d.,' ]*
        |(?<!\d)\d[\d.,']*\s*(?:pesos|cop|millones|usd)\b
        |(?<![\d.,-])20[0-4]\d[01]\d[0-3]\d(?!\d))
    |(?<![\w.,/=-])(?:1(?:[.,' ]?\d{{3}}){{3}}|\d{{7,8}}|\d{{1,2}}(?:[.,' ]\d{{3}}){{2}})
        (?![\w-]|[/.,]\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_AND = "|"
_SHOWN = 4
_CUT = "***"
_TAIL = re.compile(r"\*{3}\d{4}(?!\d)")
_MOST_OF_SUBJECT = 1_000


def identifications(identification: str, attendees: str) -> str:
    """The numbers that a case must hide, as `identification` of the functions below.

    Those of the people who come along stand in their list (activity 7).
    """
    listed = (*_ID_IN_LIST.findall(attendees), *_TAIL.findall(attendees))
    return _AND.join(filter(None, (identification, *listed)))


def hidden(text: str, identification: str = "") -> str:
    """`text` without numbers of identification: those that are known, and those that show."""
    if not _MANY_DIGITS.search(text):
        return text
    text = _LABELLED_ID.sub(rf"\1{HIDDEN}", text)
    text = _AS_USER.sub(rf"\1{HIDDEN}", text)
    text = _ANOTHERS_ID.sub(rf"\1{HIDDEN}", text)
    text = _DOTTED_ID.sub(HIDDEN, text)
    text = _ATTENDANCE.sub(lambda people: _ID_IN_LIST.sub(HIDDEN, people[0]), text)
    if any(char.isdigit() for char in identification):
        text = _as_written(identification).sub(HIDDEN, text)
    return text


def without_bare_numbers(words: str) -> str:
    """The words of an order without any number long enough to be somebody's identification."""
    return _BARE_ID.sub(HIDDEN, hidden(words))


def in_subject(subject: str, identification: str = "") -> str:
    """A subject as mails and lists echo it: without what may be somebody's number, said or not.

    Numbers of cases, orders, amounts and the like stay. No more of it is read than any mail shows.
    """
    subject = hidden(subject[:_MOST_OF_SUBJECT], identification)
    if not _MANY_DIGITS.search(subject):
        return subject
    return _SUBJECT_NUMBER.sub(lambda found: found["other"] or HIDDEN, subject)


def tail(identification: str) -> str:
    """`***1234`: enough to compare a number with the one that somebody has in hand.

    Of a tail, it is the same: what a history tells of a number stands for it.
    """
    if identification.startswith(_CUT):
        return identification
    digits = "".join(char for char in identification if char.isdigit())
    return f"{_CUT}{digits[-_SHOWN:]}" if len(digits) > _SHOWN else _CUT if digits else ""


def with_tails(attendees: str) -> str:
    """A list of people with the last digits of their numbers (see `tail`)."""
    return _ID_IN_LIST.sub(lambda number: tail(number[0]), attendees)


@lru_cache(maxsize=64)
def _as_written(identification: str) -> re.Pattern[str]:
    # 1098765432 is the same number as 1.098.765.432.
    numbers = map(_spelled, identification.split(_AND))
    return re.compile(rf"(?<!\d)(?:{'|'.join(filter(None, numbers))})(?!\d)")


def _spelled(number: str) -> str:
    digits = r"[.,\s]?".join(char for char in number if char.isdigit())
    # Of a number whose last digits alone are known, any that is long enough is meant.
    return rf"(?:\d[.,\s]?){{1,7}}{digits}" if digits and number.startswith(_CUT) else digits
