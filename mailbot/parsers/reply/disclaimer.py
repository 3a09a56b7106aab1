"""Paragraphs that entities and their gateways add: confidentiality, environment, warnings."""

import re

from mailbot.parsers.reply.parts import FOOTER, Draft

_HEADING = (
    r"aviso (?:legal|de confidencialidad|de privacidad|importante|de seguridad)|nota (?:legal"
    r"|confidencial|de confidencialidad)|cl[aá]usula de confidencialidad|confidencialidad"
    r"|declaraci[oó]n de confidencialidad|advertencia legal|descargo de responsabilidad"
    r"|exoneraci[oó]n de responsabilidad|disclaimer|confidentiality|legal notice|privacy notice"
)
_OPENING = re.compile(
    rf"[\W_]{{0,6}}(?:(?P<heading>{_HEADING})\b"
    r"|(?:[^\W\d_ ][^\W\d_ ]{2,12}[:.]\s{0,2})?(?:"
    r"est[ea] (?:mensaje|correo|e-?mail|comunicaci[oó]n|documento|transmisi[oó]n)"
    r"|el (?:presente|contenido de(?:l| est[ea])) (?:mensaje|correo)"
    r"|la (?:presente )?informaci[oó]n (?:contenida|aqu[ií]|incluida|transmitida|de este"
    r"|que contiene)"
    r"|si (?:usted )?(?:no es (?:el|la|usted)|ha recibido|recibi[oó]|recibe)"
    r"|this (?:e-?mail|message|communication|transmission)|if you are not the"
    r"|the (?:information|contents?) (?:contained|in|of|transmitted)))",
    re.IGNORECASE,
)
_GREEN = re.compile(
    r"[\W_]{0,8}(?:(?:piense (?:bien )?)?antes de imprimir|no imprima (?:este|el|si)\b"
    r"|evite imprimir|imprima este (?:correo|mensaje|e-?mail)|cuidar el (?:medio|planeta)"
    r"|(?:por favor,? )?(?:piense|considere|cuide|ayude)(?:mos|nos)?\b.{0,30}"
    r"(?:ambiente|planeta|imprimir)|please consider the environment|(?:please )?think before)",
    re.IGNORECASE,
)
_GREEN_WORDS = re.compile(
    r"ambiente|planeta|papel|[aá]rbol|piense|environment|ecol[oó]g", re.IGNORECASE
)
_NOTICE = re.compile(
    r"[\W_]{0,8}(?:libre de virus|virus[- ]free\b|(?:este correo electr[oó]nico|this e-?mail)"
    r" (?:ha sido|fue|has been) (?:comprobado|analizado|verificado|escaneado|scanned|checked)"
    r"|(?:no suele recibir|you don'?t often get) (?:correos?|email)"
    r"|\[?(?:external|externo|correo externo|remitente externo|external email)\]?$"
    r"|(?:caution|precauci[oó]n|cuidado|advertencia|atenci[oó]n|warning)\W{1,4}(?:this|est[ea])"
    r" (?:e-?mail|message|correo|mensaje)\b.{0,60}(?:outside|external|extern|fuera de))",
    re.IGNORECASE,
)
_LEGAL_TERMS = """confidencial|confidential|privilegi|destinatari|addressee|intended|divulg|disclos
|reservad|difusi|prohib|legalmente|legally|1581|uso exclusivo|datos personales
|propiedad de""".replace("\n", "").split("|")
_OTHER_TERMS = """elimin|borr|destru|delet|remitente|sender|opinion|sancion|retransmi|virus|notif
|responsab|dirigid|distribu|copia|por error|in error|by mistake|no autoriza|unauthori
|tratamiento de""".replace("\n", "").split("|")
# Where none of these words is, no line needs to be looked at.
_WORTH_A_LOOK = (
    "confiden|destinatari|privilegi|intended|aviso|legal|imprim|print|planeta|virus|1581|extern"
    "|outside|fuera de|suele recibir|often get|environment|divulg"
).split("|")
_WITHOUT_ACCENTS = str.maketrans("áéíóúü", "aeiouu")
_LONGEST_READ = 3_000
_LONGEST_NOTICE = 400
_LONGEST_HEADING = 60
_MOST_LINES = 60


def mark_disclaimers(draft: Draft) -> None:
    """Cut paragraphs that open like a disclaimer and hold enough of its usual words.

    One alone is not enough: "Este mensaje…" and "por error" are words of ordinary requests.
    """
    if not draft.mentions(_WORTH_A_LOOK):
        return
    index, count = 0, len(draft.lines)
    while index < count:
        end = _disclaimer_end(draft, index) if draft.is_own(index) else None
        if end is None:
            index += 1
            continue
        draft.mark(range(index, end), FOOTER)
        index = end


def _disclaimer_end(draft: Draft, start: int) -> int | None:
    """Where the disclaimer that opens in line `start` ends; None if none opens there."""
    look = draft.looks[start]
    if _NOTICE.match(look) or _GREEN.match(look):
        return _notice_end(draft, start)
    opening = _OPENING.match(look)
    if opening is None:
        return None
    end = _paragraph_end(draft, start)
    headed = opening["heading"] is not None
    if headed and end == start + 1 and len(look) <= _LONGEST_HEADING:
        below = next(draft.own_indexes(end), None)
        end = end if below is None else _paragraph_end(draft, below)
    legal, other = _count_terms(draft, start, end)
    if legal < (1 if headed else 2) or legal + other < (2 if headed else 3):
        return None
    return _with_paragraphs_below(draft, end)


def _notice_end(draft: Draft, start: int) -> int | None:
    """Where a short notice ends; "Antes de imprimir" alone may open a request too."""
    end = _paragraph_end(draft, start)
    shown = " ".join(draft.looks[start:end])
    if len(shown) > _LONGEST_NOTICE:
        return None
    return end if _NOTICE.match(shown) or _GREEN_WORDS.search(shown) else None


def _with_paragraphs_below(draft: Draft, end: int) -> int:
    """Disclaimers have several paragraphs, and translations."""
    while (below := next(draft.own_indexes(end), None)) is not None:
        next_end = _paragraph_end(draft, below)
        legal, other = _count_terms(draft, below, next_end)
        if not legal or legal + other < 2:
            break
        end = next_end
    return end


def _paragraph_end(draft: Draft, start: int) -> int:
    end = start
    longest = min(len(draft.lines), start + _MOST_LINES)
    while end < longest and draft.is_own(end):
        end += 1
    return end


def _count_terms(draft: Draft, start: int, end: int) -> tuple[int, int]:
    text = " ".join(line[:_LONGEST_READ] for line in draft.lines[start:end])[:_LONGEST_READ]
    words = " ".join(text.lower().translate(_WITHOUT_ACCENTS).split())
    return (
        sum(term in words for term in _LEGAL_TERMS),
        sum(term in words for term in _OTHER_TERMS),
    )
