"""The line that a mail program writes above a quote: "El lun, 23 nov 2026 a las 9:12, X escribió:".

Programs write it in the language of their user and break it over lines, so it is recognised by its
make: how it opens, a date or an address in it, and how it ends.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

_MOST_LINES = 5
_LONGEST = 420
_LONGEST_VERB = 24

_VERBS = tuple(
    """escribió|escribio|ha escrito|wrote|writes|a écrit|ha scritto|escreveu
    |napisał|napisał(a)|napisała|kirjoitti|írta|skrev|schrieb|schreef|geschreven|пишет|пише|написал
    |написала|писал|yazdı|a scris|napsal|napsal(a)|napsala|写道|寫道|のメール|pisze|escribiu
    |va escriure|va escriure el següent|şunu yazdı""".replace("\n    ", "").split("|")
)
_ENDING = " \t\xa0:：*_-"
# "X <x@y> escribió el lun, 23 nov 2026 a las 9:12:", "Am 3.2.2016 um 9:12 schrieb X <x@y>:"
_WROTE_INSIDE = re.compile(
    r"(?:\b(?:schrieb|skrev|schreef)\b|>\)? (?:escribi[oó]|wrote|a écrit|escreveu) ).{2,}[:：]$",
    re.IGNORECASE,
)
# Notes: "Ana Rojas/Entidad escribió el 23/11/2026 09:12:15 a.m.:"
_WROTE_AT = re.compile(
    r"\b(?:escribi[oó] el|wrote on|a écrit le|escreveu em) .{2,60}\d:\d\d(?::\d\d)?"
    r"(?:\s?[ap]\.?\s?m\.?)?\s?[:：]$",
    re.IGNORECASE,
)
# "lun, 23 nov 2026 a las 9:12, X <x@y>:" without a verb.
_ENDS_WITH_ADDRESS = re.compile(
    r"(?:<\s?[^<>\s@]{1,100}@[^<>\s]{1,100}\s?>\)?"
    r"|\d\d (?:por|by|von|par|da|de) [\w.+'-]{1,64}@[\w.-]{1,100})\s?[:：]$"
)
# Horde and its kin: "Citando a X <x@y>:", "Mensaje citado por X <x@y>:".
_CITES = re.compile(
    r"\W{0,6}(?:citando (?:a )?|mensaje citado por |quoting |zitat von |citat från |citando da )"
    r"\S.{0,150}[:：]$",
    re.IGNORECASE,
)
# Old Gmail: "2016-03-03 17:21 GMT-05:00 X <x@y>" and nothing behind it; no line of a log.
_DATE_AND_SENDER = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s(?:.{2,100}<[^<>\s]+@[^<>\s]+>:?$"
    r"|\d{1,2}:\d\d GMT[+-]\d\d:\d\d(?: [A-ZÁÉÍÓÚÑ][a-zà-ÿ.]{1,20}){1,6}:?$)"
)
_WORD_AND_NUMBER = r"[^\W\d_]{2,12}[.,]{0,2}\s{1,2}(?:[^\W\d_]{3,10}[.,]?\s)?\d"
_OPENS_WITH_DATE = re.compile(
    r"[\W_]{0,6}(?:(?:on|el|en|le|am|il|em|op|den|at|a|o|in data|w dniu|dnia|date|con fecha)\s"
    rf"|\d|在|{_WORD_AND_NUMBER})",
    re.IGNORECASE,
)
_OPENS_WITH_NUMBERS = re.compile(rf"[\W_]{{0,3}}(?:\d|{_WORD_AND_NUMBER})")
_OPENS_WITH_NAME = re.compile(r"[^<>:]{0,98}[\w\"')][\s]{0,3}<[^<>\s]*@")
_ADDRESS = re.compile(r"[\w.+'-]@[\w-]+\.\w")
_IN_BRACKETS = re.compile(r"<\s?(?:mailto:)?[^<>]{0,100}@")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?<!\d)(?:19|20)\d\d(?!\d)|年")
# "El 23 la entidad nos escribió:" tells a story; programs say "X escribió:" or "usted escribió:".
_TOLD = re.compile(
    r"\b(?:me|nos|le|les|se|te|lo|la) (?:escribi|ha escrito)"
    r"|\b(?:me|nos|le|les) (?:dij[oe]|dice|(?:indic|contest|inform|envi|mand)[aó]|respond[ei])\b"
    r"|:\d\d(?:\s?[ap]\.?\s?m\.?)?,?\s(?-i:el|la|los|las|un|una|mi|su|nuestr[oa])\s"
    r"(?!\d|lun|mar|mi[eé]|jue|vie|s[aá]b|dom)",
    re.IGNORECASE,
)
# "Línea SIIF <x@y>", "Ana de la Cruz, 23/11/2026", "Ana Rojas escribió": a name, no sentence.
_NAMED = re.compile(
    r"[\W_]{0,4}(?:(?:[^\W\d_a-z][\w./'-]{0,30}|de|del|la|las|los|y|da|do|dos|van|von)[\",]?\s)"
    rf"{{1,8}}(?:<|\(|\[|(?<=, )\d|[\w.+'-]+@|(?:{'|'.join(map(re.escape, _VERBS))})\W)"
    r"|[\w.+'-]+@"
)
# "… a las 9:12:00 -0500, Línea SIIF dijo:", where "… a las 9:12 salió este error:" is a sentence.
_TIME_AND_NAME = re.compile(
    r"\d[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\b\.?)?(?:\s[(+-]?(?:[A-Z]{2,5}|[+-]?\d{1,4})\S{0,6})?"
    r"[,;)]{0,2}\s[^\W\d_a-zà-ÿ]"
)
_LONGEST_INTRODUCTION = 250


class Sureness(IntEnum):
    """How sure it is that a program wrote the line: a date alone could be anybody's."""

    DATED = 1
    TIMED = 2
    ADDRESSED = 3


@dataclass(frozen=True, slots=True)
class Attribution:
    """The line where it starts, and how sure it is."""

    start: int
    sureness: Sureness


def may_end_attribution(look: str) -> bool:
    """Whether a line can be the last one of an attribution; cheap, asked of every line."""
    if look[-1] in ":：":
        return True
    if look[0] == "2" and _DATE_AND_SENDER.match(look):
        return True
    return look[-_LONGEST_VERB:].rstrip(_ENDING).lower().endswith(_VERBS)


def is_address_end(look: str) -> bool:
    """Whether a line with ">" is no quote but the end of an address broken over lines: ">:"."""
    word = look[1:].strip(_ENDING).lower()
    return look[-1] in ":：" and (not word or word in _VERBS)


def find_attribution(looks: Sequence[str], end: int, first: int) -> Attribution | None:
    """The attribution that ends in line `end`, not starting above line `first`; the shortest."""
    joined = ""
    blanks = 0
    named: Attribution | None = None
    for start in range(end, max(first, end - _MOST_LINES) - 1, -1):
        look = looks[start]
        if not look or (named and look[-1] in ".!?;"):
            blanks += 1
            if blanks > 1 or named:
                break
            continue
        joined = f"{look} {joined}" if joined else look
        if len(joined) > _LONGEST:
            break
        # A line may open with the digits of an address that was broken over lines.
        if _OPENS_WITH_DATE.match(look) and "@" not in look.partition(" ")[0]:
            sureness = weigh_attribution(joined)
            if sureness is not None:
                return Attribution(start, sureness)
        elif not named and (sureness := weigh_attribution(joined)) is not None:
            if _OPENS_WITH_NAME.match(look) or _CITES.match(look):
                # The date may stand in the line above.
                named = Attribution(start, Sureness.ADDRESSED)
            elif _NAMED.match(look) and _WROTE_AT.search(joined):
                named = Attribution(start, sureness)
    return named


def find_introduction(looks: Sequence[str], end: int, first: int) -> int | None:
    """Where the lines start that end in line `end` and introduce the marked quote right below.

    In any language: they open with a date or a name, and say who or when, or that somebody wrote.
    A sentence of the sender's is no such thing ("Esto dijo Pedro:"). Nothing above line `first`.
    """
    joined = ""
    for start in range(end, max(first, end - _MOST_LINES) - 1, -1):
        if not looks[start]:
            break
        joined = f"{looks[start]} {joined}".rstrip()
        if len(joined) > _LONGEST_INTRODUCTION or _TOLD.search(joined):
            break
        if resembles_attribution(joined) and _opens_introduction(joined):
            return start
    return None


def _opens_introduction(text: str) -> bool:
    if _NAMED.match(text) or _CITES.match(text):
        return True
    who = _ADDRESS.search(text) or _TIME_AND_NAME.search(text)
    return who is not None and _OPENS_WITH_DATE.match(text) is not None


def resembles_attribution(text: str) -> bool:
    """Whether `text` could announce a mail: it ends like that, and says who or when or both."""
    if text.rstrip(_ENDING).lower().endswith(_VERBS):
        return True
    if text[-1] not in ":：":
        return False
    if _ADDRESS.search(text) or _CITES.match(text):
        return True
    return _TIME.search(text) is not None and _DATE.search(text) is not None


@lru_cache(maxsize=256)
def weigh_attribution(text: str) -> Sureness | None:
    """How sure it is that `text`, on one line, is an attribution; None if it is none."""
    text = text.strip(" \t\xa0*_-|").replace("&lt;", "<").replace("&gt;", ">")
    has_date, has_time = _DATE.search(text) is not None, _TIME.search(text) is not None
    addressed = _IN_BRACKETS.search(text) or (_ADDRESS.search(text) and (has_date or has_time))
    sureness = (
        Sureness.ADDRESSED
        if addressed
        else Sureness.TIMED
        if has_date and has_time
        else Sureness.DATED
        if any(map(str.isdigit, text))
        else None
    )
    if _TOLD.search(text):
        return None
    if text.rstrip(_ENDING).lower().endswith(_VERBS):
        return sureness
    if _CITES.match(text) and _IN_BRACKETS.search(text):
        return Sureness.ADDRESSED
    if not (has_date or has_time):
        return None
    if _WROTE_INSIDE.search(text) or _WROTE_AT.search(text):
        return sureness
    by_address = _ENDS_WITH_ADDRESS.search(text) and _OPENS_WITH_NUMBERS.match(text)
    return Sureness.ADDRESSED if by_address or _DATE_AND_SENDER.match(text) else None
