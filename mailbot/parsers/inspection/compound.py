"""Compound files (MS-CFB): what they list and hold, at a cost that grows with the file.

A library was tried first (olefile): it follows chains of sectors that go in a circle for as long as
a size in the file says, so that five kilobytes keep it busy for minutes. Here no sector of a table
is taken twice, no chain is longer than the file, and what is read is counted.
"""

import struct
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mailbot.parsers.inspection.values import Budget

_SECTORS_IN_HEAD = 109
_HEAD = struct.Struct("<8s16s6H10I")
_ENTRY = struct.Struct("<64sHBB3I16sI8s8sIQ")
_NONE, _LAST_SECTOR = 0xFFFFFFFF, 0xFFFFFFFA
_MINI_SIZE = 64
_STORAGE, _STREAM = 1, 2
_SHIFTS = (9, 12)
_DEEPEST = 40


class Damaged(Exception):
    """The bytes are no sound compound file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A storage or a stream: its names from the root down, and the class that it says it is of."""

    path: tuple[str, ...]
    is_stream: bool
    class_id: bytes
    start: int
    size: int

    @property
    def name(self) -> str:
        return self.path[-1]


class Compound:
    """A file that was opened; `root_class` is the class of the whole. Raises Damaged."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        if len(content) < _HEAD.size + 4 * _SECTORS_IN_HEAD:
            raise Damaged
        head = _HEAD.unpack_from(content)
        shift = head[5]
        if shift not in _SHIFTS:
            raise Damaged
        self._content, self._budget = content, budget
        self._sector = 1 << shift
        self._cutoff = head[13]
        self._table = self._read_table(first_more=head[16])
        self._directory = self._chained(head[11], len(content))
        budget.count(len(self._directory) // _ENTRY.size)
        root = self._entry(0, ())
        self.root_class = root.class_id
        self._mini_table = _numbers(self._chained(head[14], len(content)))
        self._mini = self._chained(root.start, root.size)
        self.entries: Sequence[Entry] = tuple(self._walk())

    def find(self, *path: str) -> Entry | None:
        """The stream of this path, in any case of its letters."""
        wanted = tuple(name.lower() for name in path)
        return next((e for e in self.entries if e.is_stream and _lower(e.path) == wanted), None)

    def read(self, entry: Entry) -> bytes:
        """The bytes of a stream. Raises Held beyond the budget, and Damaged."""
        if entry.size >= self._cutoff:
            content = self._chained(entry.start, entry.size)
        else:
            content = self._mini_chained(entry.start, entry.size)
        self._budget.spend(len(content), len(content))
        return content

    def _read_table(self, first_more: int) -> "array[int]":
        """Which sector follows which, from the sectors that the head and its continuation name."""
        places = list(struct.unpack_from(f"<{_SECTORS_IN_HEAD}I", self._content, _HEAD.size))
        more, seen = first_more, set[int]()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            numbers = _numbers(self._at(more))
            if not numbers:
                raise Damaged
            places += numbers[:-1]
            more = numbers[-1]
        sound = dict.fromkeys(place for place in places if place < _LAST_SECTOR)
        return _numbers(b"".join(self._at(place) for place in sound))

    def _at(self, place: int) -> bytes:
        start = (place + 1) * self._sector
        return self._content[start : start + self._sector]

    def _chained(self, start: int, size: int) -> bytes:
        most = -(-min(size, len(self._content)) // self._sector)
        return b"".join(map(self._at, _chain(start, self._table, most)))[:size]

    def _mini_chained(self, start: int, size: int) -> bytes:
        most = -(-min(size, len(self._mini)) // _MINI_SIZE)
        places = _chain(start, self._mini_table, most)
        pieces = (self._mini[p * _MINI_SIZE : (p + 1) * _MINI_SIZE] for p in places)
        return b"".join(pieces)[:size]

    def _walk(self) -> Iterator[Entry]:
        """Every entry below the root, each once, storages before what they hold."""
        waiting: list[tuple[int, tuple[str, ...]]] = [(self._children(0), ())]
        seen = {0, _NONE}
        while waiting:
            place, above = waiting.pop()
            if place in seen:
                continue
            seen.add(place)
            entry = self._entry(place, above)
            left, right = self._siblings(place)
            waiting += [(left, above), (right, above)]
            if not entry.is_stream:
                if len(entry.path) > _DEEPEST:
                    raise Damaged
                waiting.append((self._children(place), entry.path))
            yield entry

    def _entry(self, place: int, above: tuple[str, ...]) -> Entry:
        row = self._row(place)
        name = row[0][: max(0, min(row[1], 64) - 2)].decode("utf-16-le", "replace")
        # In files of small sectors the upper half of the size may hold anything.
        size = row[12] & 0xFFFFFFFF if self._sector == 1 << _SHIFTS[0] else row[12]
        return Entry(
            path=(*above, name), is_stream=row[2] == _STREAM, class_id=row[7], start=row[11],
            size=size,
        )  # fmt: skip

    def _siblings(self, place: int) -> tuple[int, int]:
        row = self._row(place)
        return row[4], row[5]

    def _children(self, place: int) -> int:
        return int(self._row(place)[6])

    def _row(self, place: int) -> tuple[Any, ...]:
        try:
            return _ENTRY.unpack_from(self._directory, place * _ENTRY.size)
        except struct.error:
            raise Damaged from None


def _chain(start: int, table: "array[int]", most: int) -> Iterator[int]:
    """The places of a chain, at most `most`: one that goes in a circle ends too."""
    place = start
    for _ in range(most):
        if place >= len(table):
            # The end, or a place that is none: what came before is what there is.
            return
        yield place
        place = table[place]


def _numbers(content: bytes) -> "array[int]":
    whole = len(content) // 4 * 4
    return array("I", struct.unpack(f"<{whole // 4}I", content[:whole]))


def _lower(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.lower() for name in path)
