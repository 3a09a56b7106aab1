"""Words of others that nothing marks as such: a mail or a chat that was copied into the new words.

Above them stands at most a line with a name, an address or a moment, a chat's line, or "De: …".
Such lines stand in honest mails too, so they cut nothing: they make a tag below them doubtful.
"""

import re
from collections.abc import Sequence

from mailbot.parsers.reply.attribution import resembles_attribution

_MONTH = (
    r"(?:ene(?:ro)?|feb(?:rero|ruary)?|mar(?:zo|ch)?|abr(?:il)?|apr(?:il)?|mayo?|june?|jun(?:io)?"
    r"|july?|jul(?:io)?|ago(?:sto)?|aug(?:ust)?|sept?(?:iembre|ember)?|set|oct(?:ubre|ober)?"
    r"|nov(?:iembre|ember)?|dic(?:iembre)?|dec(?:ember)?|jan(?:uary)?)\b\.?"
)
_DAY = (
    r"lun(?:es)?|mar(?:tes)?|mi[eé](?:rcoles)?|jue(?:ves)?|vie(?:rnes)?|s[aá]b(?:ado)?"
    r"|dom(?:ingo)?|(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|ayer|hoy|yesterday|today"
)
_DATE = re.compile(
    r"\b(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}"
    rf"|\d{{1,2}}\s(?:de\s)?{_MONTH}(?:,?\s(?:del?\s)?\d{{4}})?"
    rf"|{_MONTH}\s\d{{1,2}}(?:,?\s\d{{4}})?)(?!\w)",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(r"(?<![\w/.-])\d{1,2}/\d{1,2}(?![\w/])")
_WEEKDAY = re.compile(rf"\b(?:{_DAY})\b\.?", re.IGNORECASE)
_TIME = re.compile(
    r"(?<![\w:.])\d{1,2}\s?[:h]\s?\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\b\.?)?(?:\sh(?:oras|rs)?\b\.?)?"
    r"(?:\s?\(?(?:GMT|UTC)?[+-]\d{1,2}:?\d{2}\)?)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[<(\[]?\s?(?:mailto:)?[\w.+'-]{1,64}@[\w-]{1,100}(?:\.[\w-]{1,60}){1,5}"
    r"(?:\s?<mailto:[^<>\s]{1,200}>)?\s?[>)\]]?"
)
_JOINERS = re.compile(
    r"\b(?:el|la|las|los|a|de|del|en|at|on|via|y|d[ií]a|hora|fecha|enviado|escribi[oó]|dijo|dice"
    r"|wrote|says?|invitado|guest|externo|external|unverified)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;:·•|~*_–—\-()\[\]<>]+")
_NAME = re.compile(r"[^\W\d_a-zà-ÿ][\w.'’-]{0,30}")
_MOST_NAMES = 7
_SHORT = 2
_LONGEST = 160
_MOST_LOOKED_AT = 1_000
_WORTH_A_LOOK = re.compile(r"[\d@:：]")
_SAYS = re.compile(
    r"[*_]{0,4}(?:de|from|von|remitente|autor|(?:enviado|escrito|remitido|sent|written)"
    r"\s(?:por|by))[*_\s]{0,4}[:：][*_\s]{0,4}(?P<who>\S[^\n]{0,120})",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(r"\d")
# "[9:12, 23/11/2026] Marta Ruiz: …", "23/11/26, 9:12 a. m. - Marta Ruiz: …", "[Ayer 9:12] Marta".
_CHAT = re.compile(
    r"[*_>\s]{0,4}(?:\[(?P<inside>[^\[\]]{3,40})\]|(?P<before>[^\[\]]{8,40}?)\s[-–]\s)"
    r"\s{0,2}(?P<who>[^:\[\]]{2,80})(?P<said>:.{0,200})?$"
)
# Before a tag may stand a bullet, or what is left of HTML in a plain text.
_TAG = re.compile(
    r"(?:</?[a-z][^<>]{0,200}>|&nbsp;|[^\w\[\]［］<>&]){0,12}[\[［]+\s*"
    r"(?!(?:serv|inc)[-_ #]?20\d\d|[^\]］]{1,80}\.(?:png|jpe?g|gif|bmp)\b)[^\W\d_]{2}",
    re.IGNORECASE,
)


_RULE = re.compile(r"_{5,}$|-{5,}$")
_TELLING = (
    r"(?:dijo|dice|dijeron|dicen|escribi[oó]|escriben?|escribieron|manifest[oó]|manifiesta"
    r"|respondi[oó]|contest[oó]|indic[oó]|inform[oó]|coment[oó]|report[oó]|expres[oó]|señal[oó]"
    r"|says?|said|wrote|writes)"
)
# "Marta dijo ayer:", "El usuario escribe lo siguiente:", "Copio el correo:", "Texto del usuario:".
_QUOTES_SOMEBODY = re.compile(
    rf"(?:.{{0,100}}\b{_TELLING}(?:\s(?:ayer|hoy|as[ií]|esto|lo siguiente|por correo|en su correo"
    r"|textualmente|a la l[ií]nea)){0,2}"
    r"|.{0,60}\b(?:copi[oó]|pego|peg[oó]|transcrib[oe]|transcribi[oó]|reenv[ií][oó]|traslado"
    r"|cito|adjunto|anexo|remito)\b(?=.{0,60}\b(?:correo|mensaje|texto|respuesta|palabras|chat"
    r"|mail|esto|siguiente))[^:]{0,80}"
    r"|.{0,40}\b(?:texto|mensaje|correo|respuesta|palabras|solicitud|chat)\s(?:del?|de la)\s"
    r"[^:]{2,60}"
    r"|(?:el |su )?(?:correo|mensaje)(?: (?:dice|original|recibido|siguiente))?)"
    r"\s?[:：][\s*_]{0,4}$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:muy )?(?:cordialmente|atentamente|respetuosamente|saludos"
    r"|(?P<thanks>(?:muchas )?gracias)|un saludo|att?|atte|regards|best regards)\s?[,.:]?$",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:asesora?|profesional|analista|coordinadora?|contratista|ingeniera?|t[eé]cnic[oa]"
    r"|especialista|subdirecci[oó]n|direcci[oó]n|ministerio|l[ií]nea|nivel|oficina|grupo|ext\b"
    r"|tel[eé]?f?|cel(?:ular)?\b|pbx)",
    re.IGNORECASE,
)
_LONGEST_POST = 80
# What programs write for a picture, above all in signatures.
_CAPTION = re.compile(
    r"\W{0,4}(?:logo(?:tipo|s)?|imagen|image|foto|firma|[ií]cono?|picture|escudo|bandera|facebook"
    r"|twitter|instagram|linkedin|youtube|texto|interfaz|diagrama|ministerio|minhacienda|gobierno"
    r"|rep[uú]blica|siif|cid|un|una)\b",
    re.IGNORECASE,
)
_OPENS, _CLOSES = ("«", "“"), ("»", "”")


def may_be_tag(look: str) -> bool:
    """Whether a line may order something: it opens with words in brackets."""
    return _TAG.match(look) is not None and _CAPTION.match(look) is None


def is_enclosed(looks: Sequence[str], tags: Sequence[int]) -> bool:
    """Whether a line of `tags` stands between quotation marks that are opened and closed on lines
    of others."""
    opened = False
    wanted = set(tags)
    for index, look in enumerate(looks):
        if opened and index in wanted:
            return True
        if look == '"':
            opened = not opened
        elif opened or look[:1] in _OPENS:
            opened = not any(sign in look for sign in _CLOSES)
    return False


def find_copy(looks: Sequence[str], until: int) -> int | None:
    """The first line above line `until` that others' words may stand below; None without one.

    `looks` are the lines of the sender's own words in order, "" for blank or cut ones. Where more
    of them would have to be looked at than anybody writes, the next one counts as such a line.
    """
    said, looked_at = False, 0
    for index in range(until):
        look = looks[index]
        if said and look and (_RULE.match(look) or _ends_signature(looks, index)):
            return index
        if look and len(look) <= _LONGEST and _WORTH_A_LOOK.search(look):
            looked_at += 1
            if looked_at > _MOST_LOOKED_AT or _announces(looks, index, said=said):
                return index
        said = said or bool(look)
    return None


def _announces(looks: Sequence[str], index: int, *, said: bool) -> bool:
    look = looks[index]
    if (says := _SAYS.match(look)) and _is_somebody(says["who"]):
        return True
    if _is_chat(look) or _QUOTES_SOMEBODY.match(look):
        return True
    names, dated, timed, addressed = _parts(look)
    if names is None:
        return False
    if resembles_attribution(look) and (names > 1 or addressed):
        return True
    if dated and timed:
        return True
    if addressed:
        return dated or timed or _opens_block(looks, index)
    if timed:
        return names > 1 or (not names and _is_name(looks[index - 1] if index else ""))
    # A letter opens with a place and a date: "Bogotá, D. C., 23 de noviembre de 2026".
    return dated and names > 1 and said


def _ends_signature(looks: Sequence[str], index: int) -> bool:
    """Whether line `index` is the second of a signature below other words: a name below a closing,
    or a post below a name that opens a paragraph."""
    look = looks[index]
    if index < _SHORT or len(look) > _LONGEST_POST or may_be_tag(look):
        return False
    above = index - 1 if looks[index - 1] else index - 2
    if closing := _CLOSING.match(looks[above]):
        return any(looks[:above]) and (_names(look) or 0) >= (_SHORT if closing["thanks"] else 1)
    return (
        above == index - 1
        and not looks[index - 2]
        and _POST.match(look) is not None
        and _is_name(looks[above])
        and any(looks[:above])
    )


def _parts(look: str) -> tuple[int | None, bool, bool, bool]:
    """How many names a line holds, and whether a date, a time and an address; None: a sentence."""
    rest, addressed = _ADDRESS.subn(" ", look)
    rest, dated = _DATE.subn(" ", rest)
    if not dated:
        rest, dated = _SHORT_DATE.subn(" ", rest)
    rest, timed = _TIME.subn(" ", rest)
    rest, weekday = _WEEKDAY.subn(" ", rest) if timed else (rest, 0)
    names = _names(rest)
    if names is None and (dated or weekday) and timed and len(rest.split()) <= _SHORT:
        # "jperez 23/11/2026 9:12"
        names = 1
    return names, bool(dated or weekday), bool(timed), bool(addressed)


def _names(rest: str) -> int | None:
    words = [word for word in _BETWEEN.split(_JOINERS.sub(" ", rest)) if word.strip(".'\"“”«»")]
    if len(words) > _MOST_NAMES or not all(
        _NAME.fullmatch(word.strip(".'\"“”«»")) for word in words
    ):
        return None
    return len(words)


def _opens_block(looks: Sequence[str], index: int) -> bool:
    """Whether line `index` opens a paragraph, or stands right below a name that does."""
    above = looks[index - 1] if index else ""
    return not above or (_is_name(above) and not (looks[index - 2] if index > 1 else ""))


def _is_name(look: str) -> bool:
    return (_names(look) or 0) > 1


def _is_somebody(who: str) -> bool:
    return _ADDRESS.search(who) is not None or (
        not _NO_PERSON.search(who) and len(who.split()) <= _MOST_NAMES
    )


def _is_chat(look: str) -> bool:
    found = _CHAT.match(look)
    if found is None:
        return False
    names, dated, timed, _ = _parts(found["inside"] or found["before"])
    return names == 0 and (timed or dated) and bool(_names(found["who"]))
