"""Lines that only programs write above an earlier mail: "-----Mensaje original-----"."""

import re

_ORIGINAL = r"""mensaje original|mensaje anterior|correo original|respuesta original
|original message|message d['’]origine|message original|ursprüngliche nachricht
|originalnachricht|messaggio originale
|mensagem original|oorspronkelijk bericht|oprindelig (?:besked|meddelelse|mail)
|ursprungligt meddelande|opprinnelig melding|oryginalna wiadomość|wiadomość oryginalna
|alkuperäinen viesti|исходное сообщение|original appointment|cita original|原始邮件
|mensaje (?:de respuesta|citado|previo|recibido)|correo anterior|reply message|previous message
|antwort nachricht|orijinal mesaj|původní (?:zpráva|e-mail)|eredeti üzenet|mesaj original
|missatge original|mensaxe orixinal"""
_FORWARDED = r"""mensaje reenviado|correo reenviado|reenviado por .{1,100}|forwarded message
|forwarded by .{1,100}|message transféré|weitergeleitete nachricht|messaggio inoltrato
|mensagem (?:re)?encaminhada|doorgestuurd bericht|videresendt (?:besked|meddelelse|melding)
|vidarebefordrat meddelande|wiadomość przekazana dalej|przekazana wiadomość
|пересылаемое сообщение|пересланное сообщение|转发邮件"""


def _one_of(words: str) -> str:
    return "(?:" + words.replace("\n", "") + ")"


# Some phones put the header into the same line.
_RULED = re.compile(
    rf"(?:[\s*_>]{{0,6}}[-_=‐–—]{{2,60}}+[\s*]{{0,4}}|\*{{4,60}}+\s?)(?:{_one_of(_ORIGINAL)}"
    rf"|(?P<forward>{_one_of(_FORWARDED)}))"
    r"[\s*:]{0,4}(?:[-_=‐–—]{2,60}|\*{4,60})[\s*_]{0,6}"
    r"(?:$|(?:De|From|Fecha|Date|Asunto|Subject)\s?:)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"[\s*_>]{0,6}(?:begin forwarded message|(?:inicio|comienzo|principio) del mensaje reenviado"
    r"|empieza el mensaje reenviado|anfang der weitergeleiteten nachricht"
    r"|début du message (?:transféré|réexpédié)|inizio messaggio inoltrato"
    r"|início da mensagem (?:re)?encaminhada)\s?:?[\s*_]{0,6}$",
    re.IGNORECASE,
)
_UNRULED = re.compile(
    rf"[\s*_>]{{0,6}}(?:{_one_of(_ORIGINAL)}|{_one_of(_FORWARDED)})\s?:?[\s*_]{{0,6}}$",
    re.IGNORECASE,
)
SEPARATOR_SIGNS = "-_=*‐–—>#"
TITLE_OPENINGS = frozenset(
    """mensaje correo respuesta reenviado original message mensagem messaggio forwarded cita
    ursprüngliche originalnachricht weitergeleitete oorspronkelijk doorgestuurd oprindelig
    ursprungligt opprinnelig videresendt vidarebefordrat oryginalna wiadomość przekazana
    alkuperäinen исходное пересылаемое пересланное 原始邮件 转发邮件 begin inicio comienzo principio
    empieza anfang début inizio início""".split()
)
"""First words (in lower case) of the titles that stand without a rule."""
# GroupWise, and services that ask to write above a line.
_OTHERS = re.compile(
    r">{3}\s.{3,200}\d{1,2}:\d{2}.{0,12}>{3}$"
    r"|[#\W]{1,8}\s?(?:please (?:type your )?reply above this line"
    r"|(?:por favor,? )?(?:responda|escriba)(?: su respuesta)? (?:por )?encima de esta l[ií]nea)",
    re.IGNORECASE,
)
_VERB = r"(?:escribi[oó]|wrote|escreveu|a écrit|schrieb|ha scritto)"
# "---- X escribió ----": phones, and Zoho.
_RULED_VERB = re.compile(
    rf"[-‐–—]{{2,20}}\s?\S.{{1,200}}\s{_VERB}\s?:?\s?[-‐–—]{{2,20}}$", re.IGNORECASE
)
_RULED_TITLE = re.compile(r"[-_=‐–—]{3,60}\s{0,3}\w.{1,60}\w\s{0,3}:?\s{0,3}[-_=‐–—]{3,60}$")
_RULE = re.compile(r"(?:[-_=*~#+‐–—]\s?){2,}$")


def separator_kind(look: str) -> str | None:
    """Whether a line announces an "original" or a "forward", None if neither. It opens with one
    of SEPARATOR_SIGNS or TITLE_OPENINGS, or is none."""
    if look[0] in SEPARATOR_SIGNS:
        ruled = _RULED.match(look)
        if ruled is not None:
            return "forward" if ruled["forward"] else "original"
        if _OTHERS.match(look) or _RULED_VERB.match(look):
            return "original"
    return "forward" if _ANNOUNCED.match(look) else None


def is_title(look: str) -> bool:
    """Whether a line is such words without a rule around them; they count if a header follows."""
    return _UNRULED.match(look) is not None


def is_ruled_title(look: str) -> bool:
    """Whether a line is any words between drawn rules; they count if a header follows."""
    return _RULED_TITLE.match(look) is not None


def is_rule(look: str) -> bool:
    """Whether a line is nothing but a drawn rule ("________")."""
    return look[0] in "-_=*~#+‐–—" and _RULE.match(look) is not None
