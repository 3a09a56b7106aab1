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


def may_be_tag(look: str) -> bool:
    """Whether a line may order something: it opens with words in brackets."""
    return _TAG.match(look) is not None


def find_copy(looks: Sequence[str], until: int) -> int | None:
    """The first line above line `until` that others' words may stand below; None without one.

    `looks` are the lines of the sender's own words in order, "" for blank or cut ones. Where more
    of them would have to be looked at than anybody writes, the next one counts as such a line.
    """
    said, looked_at = False, 0
    for index in range(until):
        look = looks[index]
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
    if _is_chat(look):
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
