"""The labels of a line: where they start, where their values start, what they announce."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.rules.intake.facts import TYPED
from mailbot.rules.intake.labels import MOST_WORDS, Key, label_key

LONGEST_LABEL = 60
"""A label has no more characters than this."""

_LONGEST_START = 200
_SEPARATOR = re.compile(r"[:=]")
_WORD_START = re.compile(r"[^\s,;|/•·.:=]+")
_OPEN_BEFORE = ",;|/•·.:=-–(\t"
_SENTENCE = re.compile(r".*\w{5}[.;,][ ]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """A label in a line: where it starts, where its value starts, what it announces."""

    start: int
    value: int
    key: Key


def segments_of(line: str) -> Iterator[Segment]:
    """The labels of a line that end in a colon or an equals sign.

    Within a sentence only those count whose value can be told from words; a line that began with
    a label is no sentence.
    """
    floor, listing = 0, False
    for mark in _SEPARATOR.finditer(line):
        found = _label_before(line, floor, mark.start())
        if found:
            start, key = found
            clear = start == 0 or line[:start].rstrip(" ")[-1:] in ("", *_OPEN_BEFORE)
            wide = line[max(0, start - 2) : start] == "  "
            if clear or wide or listing or mark[0] == "=" or key in TYPED:
                listing = True
                yield Segment(start, mark.end(), key)
        floor = mark.end()


def _label_before(line: str, floor: int, end: int) -> tuple[int, Key] | None:
    """The longest label that ends at `end`, and where it starts."""
    begin = max(floor, end - LONGEST_LABEL)
    prefix = line[begin:end]
    if prefix.endswith(")") and label_key(prefix) is None:
        # What stands in brackets explains the label: "Teléfono (con indicativo)".
        prefix = prefix[: max(prefix.rfind("("), 0)]
    # "… de usuario. Nombre" is no label, but "No. de cédula" is one.
    sentence = _SENTENCE.match(prefix)
    if sentence:
        begin, prefix = begin + sentence.end(), prefix[sentence.end() :]
    starts = [word.start() for word in _WORD_START.finditer(prefix)][-MOST_WORDS:]
    for start in starts:
        key = label_key(prefix[start:])
        if key:
            return begin + start, key
    return None


def announces(line: str) -> bool:
    """Whether a line is a label, or begins with one."""
    if label_key(line[:LONGEST_LABEL]) and len(line) <= LONGEST_LABEL:
        return True
    return any(segment.start == 0 for segment in segments_of(line[:_LONGEST_START]))
