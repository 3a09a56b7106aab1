"""Facts that stand behind labels: lines, lists, `clave=valor`, and tables pasted from Word."""

import re
from dataclasses import dataclass, field

from mailbot.rules.intake.facts import TYPED, Facts, store
from mailbot.rules.intake.labels import Key, begins_label, label_key
from mailbot.rules.intake.layout import is_greeting
from mailbot.rules.intake.segments import LONGEST_LABEL, Segment, announces, segments_of
from mailbot.rules.intake.values import UNIT, is_blank, loose_unit, unit

_LONGEST_LINE = 1000
_LONGEST_VALUE = 200
_LONGEST_LEADING = 100
_SHORT_WORDS = 6
_MOST_LEADING = 4

_BULLET = re.compile(
    r"[ \t]*(?:(?:[-*•·●▪◦○■□➢➤✓☐>»]+|\(?\d{1,2}[.)](?=[ \tA-ZÁ-Úa-z])|[a-z]\))[ \t]*)*"
)
_CELLS = re.compile(r"[ \t]*(?:\t|\|)[ \t]*|[ ]{2,}")
_DASHED = re.compile(r"^([^-–—:=]{2,60}?)[ ]+[-–—][ ]*(?=\S)(.+)$")
_RULE = re.compile(r"[\s|+=_:-]*")
_SENTENCE_BEHIND = re.compile(r"[.;][ ]+(?=[^\W\d]|¿)|,[ ]+(?=[a-záéíóúñ¿])")
_BEFORE_SENTENCE = TYPED | {Key.ENTITY}
_SMALL = frozenset("de del la las los el y e para".split())
_LIST_KEYS = (Key.TOPICS, Key.ATTENDEES)


@dataclass(slots=True)
class Labelled:
    """What was read: the facts, and the lines that hold something else, in order."""

    facts: Facts = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def read_labelled(text: str) -> Labelled:
    """Take the labelled facts out of `text`; what is left keeps its words and order."""
    read = Labelled()
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        at += _read_at(lines, at, read)
    return read


def _unlisted(line: str) -> str:
    """A line without the bullet or number of a list before it."""
    line = line.strip()
    if line[:1].isalpha() and line[1:2] != ")":
        return line
    bullet = _BULLET.match(line)
    return line[bullet.end() if bullet else 0 :]


def _read_at(lines: list[str], at: int, read: Labelled) -> int:
    """Read the line `at`; how many lines that took."""
    line = _unlisted(lines[at])
    if not line or len(line) > _LONGEST_LINE:
        read.rest.append(lines[at].rstrip())
        return 1
    taken = _read_table(lines, at, line, read)
    if taken:
        return taken
    segments = list(segments_of(line))
    if not segments:
        taken = _read_unmarked(lines, at, line, read)
        if not taken:
            read.rest.append(lines[at].rstrip())
        return taken or 1
    return _read_segments(lines, at, line, segments, read)


def _read_segments(
    lines: list[str], at: int, line: str, segments: list[Segment], read: Labelled
) -> int:
    left = [line[: segments[0].start]]
    taken = 1
    ends = [segment.start for segment in segments[1:]] + [len(line)]
    for segment, end in zip(segments, ends, strict=True):
        value = line[segment.value : end].strip(" \t,;|/•·")
        last = end == len(line)
        if segment.key is Key.DESCRIPTION:
            left.append(value)
        elif segment.key in _LIST_KEYS and last:
            more, count = _list_below(lines, at + 1, bool(value))
            store(read.facts, segment.key, "\n".join(filter(None, [value, *more])))
            taken += count
        elif not value and last:
            taken += _value_below(lines, at, segment.key, read)
        else:
            left.append(_read_value(line[segment.start : end], segment, value, read))
    rest = " ".join(part.strip() for part in left if part.strip(" \t,;|/•·-"))
    if rest:
        read.rest.append(rest)
    return taken


def _read_value(written: str, segment: Segment, value: str, read: Labelled) -> str:
    """Store a value; what is left over as words of the message."""
    tail = ""
    if segment.key in _BEFORE_SENTENCE:
        sentence = _SENTENCE_BEHIND.search(value)
        if sentence and len(value[sentence.end() :].split()) >= 3:
            value, tail = value[: sentence.start()], value[sentence.end() :]
    if store(read.facts, segment.key, value) or _is_form(segment, value):
        return tail
    return written


def _is_form(segment: Segment, value: str) -> bool:
    """Whether a label whose value is of no use is a form's line all the same, not a sentence."""
    if segment.key is Key.HEADING:
        return not value
    return segment.start == 0 and (is_blank(value) or len(value.split()) <= _SHORT_WORDS)


def _value_below(lines: list[str], at: int, key: Key, read: Labelled) -> int:
    """Read the value of a label from the line below it; how many lines more that took."""
    below = _next_line(lines, at + 1)
    if below is None:
        return 0
    value = _unlisted(lines[below])
    if len(value) > _LONGEST_VALUE or announces(value) or is_greeting(value):
        return 0
    return below - at if store(read.facts, key, value) else 0


def _list_below(lines: list[str], at: int, begun: bool) -> tuple[list[str], int]:
    """The lines of a list up to a blank line or a label, and how many lines that took."""
    start = at if begun else (_next_line(lines, at) or at)
    items = []
    for line in lines[start:]:
        item = _unlisted(line)
        if not item or announces(item):
            break
        items.append(item)
    return (items, start - at + len(items)) if items else ([], 0)


def _next_line(lines: list[str], at: int) -> int | None:
    """The next line that holds something, at most two blank ones further."""
    return next((n for n in range(at, min(at + 3, len(lines))) if lines[n].strip()), None)


def _read_table(lines: list[str], at: int, line: str, read: Labelled) -> int:
    """Read a row of cells: labels above their values, or labels beside them."""
    if not ("  " in line or "\t" in line or "|" in line):
        return 0
    cells = [cell for cell in _CELLS.split(line.strip(" |\t")) if cell]
    if len(cells) < 2 or any(len(cell) > _LONGEST_VALUE for cell in cells):
        return 0
    keys = [label_key(cell) if len(cell) <= LONGEST_LABEL else None for cell in cells]
    if all(keys):
        return _read_columns(lines, at, keys, read)
    pairs = list(zip(keys[::2], cells[1::2], strict=False))
    if len(pairs) * 2 < len(cells) or not all(key for key, _ in pairs):
        return 0
    for key, value in pairs:
        if key is Key.DESCRIPTION:
            read.rest.append(value)
        elif key:
            store(read.facts, key, value)
    return 1


def _read_columns(lines: list[str], at: int, keys: list[Key | None], read: Labelled) -> int:
    below = _next_line(lines, at + 1)
    if below is not None and "|" in lines[below] and _RULE.fullmatch(lines[below]):
        below = _next_line(lines, below + 1)
    if below is None:
        return 0
    cells = _CELLS.split(lines[below].strip(" |\t"))
    if len(cells) != len(keys) or any(label_key(cell[:LONGEST_LABEL]) for cell in cells):
        return 0
    for key, value in zip(keys, cells, strict=True):
        if key is Key.DESCRIPTION:
            read.rest.append(value)
        elif key:
            store(read.facts, key, value)
    return below - at + 1


def _read_unmarked(lines: list[str], at: int, line: str, read: Labelled) -> int:
    """Read a label without a colon: alone above its value, before a dash, before a clear value."""
    if len(line) <= LONGEST_LABEL:
        if UNIT.match(line) and loose_unit(line):
            return int(store(read.facts, Key.UNIT, line))
        key = label_key(line)
        if key is Key.DESCRIPTION:
            return 1
        if key:
            below = _value_below(lines, at, key, read)
            return below + 1 if below else 0
    dashed = _DASHED.match(line)
    if dashed:
        key = label_key(dashed[1])
        if key and key is not Key.DESCRIPTION and store(read.facts, key, dashed[2]):
            return 1
    return int(len(line) <= _LONGEST_LEADING and _read_leading(line, read))


def _read_leading(line: str, read: Labelled) -> bool:
    """A line such as "UE 13-01-01" or "Cel 310 123 4567", all of it label and value."""
    words = line.split(maxsplit=_MOST_LEADING)
    if not words or not begins_label(words[0]):
        return False
    for count in range(len(words) - 1, 0, -1):
        key = label_key(" ".join(words[:count]))
        if key in TYPED:
            value = " ".join(words[count:])
            return _is_bare(key, value) and store(read.facts, key, value)
    return False


def _is_title(words: str) -> bool:
    """Whether words could be an entity's name: each with a capital, but for the small ones."""
    bare = (word.strip("()-–,") for word in words.split())
    return all(not word or word[0].isupper() or word in _SMALL for word in bare)


def _is_bare(key: Key, value: str) -> bool:
    """Whether a value comes without a sentence around it."""
    if key in (Key.SIIF_USER, Key.EMAIL):
        return " " not in value.strip()
    if key is Key.UNIT:
        return value[:1].isdigit() and _is_title(unit(value)[1])
    letters = re.sub(r"(?i)ext(?:ensi[oó]n)?|int|cel|tel|fijo|y|o|/", "", value)
    return value[:1] in "(+" or (value[:1].isdigit() and not any(c.isalpha() for c in letters))
