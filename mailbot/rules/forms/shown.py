"""An answer as mails and the history may repeat it: no identification, no link, no unseen sign."""

import re

from mailbot.model.masking import HIDDEN, hidden, in_subject, without_bare_numbers
from mailbot.rules.forms.phones import phone_fault
from mailbot.rules.intake.labels import Key

_LONGEST = 60
_MOST_READ = 1_000
_HIDDEN_LINK = "[enlace]"
# Signs that turn the words around or stand between digits that masking looks for.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_LINK = re.compile(r"(?:\b[a-z][a-z+.-]{1,9}://|\bwww\.)\S*", re.IGNORECASE)
# Programs make a link of these too; logins and addresses look like it, so it is no fault.
_HOST = re.compile(
    r"(?<![\w@.-])(?:[\w-]{1,63}\.){1,5}(?:com|net|org|info|co|io|xyz|top|link|site|online)"
    r"(?:/\S*|(?![\w.-]))",
    re.IGNORECASE,
)
# Of the country's identifications those of seven or eight figures, and of ten that begin with 1. A
# landline without its prefix has seven, and begins with none of 0, 1 and 9.
_LIKE_IDENTIFICATION = re.compile(
    r"[019]\d{6}|\d{8}|1\d{9}|\d{1,2}(?:[.,' ]\d{3}){2}|1(?:[.,' ]\d{3}){3}"
)


def without_unseen(text: str) -> str:
    """`text` without signs that nobody sees; lines and tabs stay."""
    return _UNSEEN.sub("", text)


def has_link(text: str) -> bool:
    """Whether an answer holds a link: no fact of a person is one."""
    return _LINK.search(text) is not None


def is_identification(key: Key, value: str, known: str) -> bool:
    """Whether the value of another fact is, or holds, somebody's number of identification.

    `known` are the numbers that the form itself tells, as `masking.identifications` gives them.
    """
    if key is Key.IDENTIFICATION:
        return False
    if key is not Key.PHONE:
        return in_subject(value, known) != value
    if not phone_fault(value):
        return False
    return bool(_LIKE_IDENTIFICATION.fullmatch(value)) or hidden(value, known) != value


def in_column(key: Key, value: str, known: str) -> str:
    """A fact as sheets hold it that need no identification: without any that stands in it.

    A telephone stays, also one of seven figures without its prefix: advisors call it. The address
    stays whatever it is, since the person is reached there.
    """
    if key is Key.EMAIL:
        return value
    if key is Key.PHONE:
        return HIDDEN if is_identification(key, value, known) else value
    return in_subject(value, known)


def shown(text: str, known: str) -> str:
    """The beginning of an answer on one line, with marks where numbers and links stood."""
    words = " ".join(without_unseen(text).split())[:_MOST_READ]
    words = _HOST.sub(_HIDDEN_LINK, _LINK.sub(_HIDDEN_LINK, words))
    words = without_bare_numbers(in_subject(words, known))
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
