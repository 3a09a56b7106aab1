"""Message-IDs out of the headers that hold them, however they are written."""

import re

from mailbot.parsers.limits import ID_OCTETS

_BRACKETED = re.compile(rf"<([^<>]{{1,{ID_OCTETS}}})>")
_NOT_IN_IDS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_EDGES = "<>[]\"',;"


def read_ids(value: str, most: int) -> tuple[str, ...]:
    """The ids in a repaired value, in order, each once, without brackets.

    Of more than `most` the first and the last ones are kept: those at the ends find a thread.
    Without any bracket every word with an "@" counts.
    """
    found = _BRACKETED.findall(value)
    if not found:
        found = [
            word.strip(_EDGES) for word in value.split() if "@" in word and len(word) < ID_OCTETS
        ]
    ids = tuple(dict.fromkeys(filter(None, (_bounded(each) for each in found))))
    return ids if len(ids) <= most else ids[:1] + ids[1 - most :]


def read_message_id(value: str) -> str | None:
    """The id that a Message-ID header gives its mail, or None."""
    ids = read_ids(value, 1)
    if ids:
        return ids[0]
    # Ids without an "@" are wrong but there, and replies will name them.
    return _bounded(_NOT_IN_IDS.sub("", value).strip(_EDGES)) or None


def _bounded(found: str) -> str:
    found = _NOT_IN_IDS.sub("", found)
    if len(found) * 4 <= ID_OCTETS:
        return found
    return found.encode(errors="replace")[:ID_OCTETS].decode(errors="ignore")
