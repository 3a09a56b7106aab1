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
    |написала|писал|yazdı|a scris|napsal|napsal(a)|napsala|写道|寫道|のメール""".replace(
        "\n    ", ""
    ).split("|")
)
_ENDING = " \t\xa0:：*_-"
# "X <x@y> escribió el lun, 23 nov 2026 a las 9:12:", "Am 3.2.2016 um 9:12 schrieb X <x@y>:"
_WROTE_INSIDE = re.compile(
    r"(?:\b(?:schrieb|skrev|schreef)\b|>\)? (?:escribi[oó]|wrote|a écrit|escreveu) ).{2,}[:：]$",
    re.IGNORECASE,
)
# "lun, 23 nov 2026 a las 9:12, X <x@y>:" without a verb.
_ENDS_WITH_ADDRESS = re.compile(r"<[^<>\s@]{1,100}@[^<>\s]{1,100}\s?>\)?\s?[:：]$")
# Old Gmail: "2016-03-03 17:21 GMT-05:00 X <x@y>" and nothing behind it; no line of a log.
_DATE_AND_SENDER = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2}\s(?:.{2,100}<[^<>\s]+@[^<>\s]+>:?$"
    r"|\d{1,2}:\d\d GMT[+-]\d\d:\d\d(?: [A-ZÁÉÍÓÚÑ][a-zà-ÿ.]{1,20}){1,6}:?$)"
)
_WORD_AND_NUMBER = r"[^\W\d_]{2,12}[.,]{0,2}\s{1,2}(?:[^\W\d_]{3,10}[.,]?\s)?\d"
_OPENS_WITH_DATE = re.compile(
    r"[\W_]{0,6}(?:(?:on|el|en|le|am|il|em|op|den|at|a|in data|w dniu|dnia|date)\s"
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
_TOLD = re.compile(r"\b(?:me|nos|le|les|se|te|lo|la) (?:escribi|ha escrito)", re.IGNORECASE)


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
        if _OPENS_WITH_DATE.match(look):
            sureness = weigh_attribution(joined)
            if sureness is not None:
                return Attribution(start, sureness)
        elif not named and _OPENS_WITH_NAME.match(look) and weigh_attribution(joined):
            # The date may stand in the line above.
            named = Attribution(start, Sureness.ADDRESSED)
    return named


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
    if not (has_date or has_time):
        return None
    if _WROTE_INSIDE.search(text):
        return sureness
    by_address = _ENDS_WITH_ADDRESS.search(text) and _OPENS_WITH_NUMBERS.match(text)
    return Sureness.ADDRESSED if by_address or _DATE_AND_SENDER.match(text) else None
