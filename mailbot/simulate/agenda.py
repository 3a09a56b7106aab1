"""What people mean to do, in order of time. A plan may be dropped when its time comes."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

Write = Callable[[datetime], bytes | None]
"""Writes a mail at a time, or thinks better of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Somebody will write at `at`."""

    at: datetime
    write: Write


@dataclass(slots=True)
class Agenda:
    """Everybody's plans; of two for the same moment the older one comes first."""

    _heap: list[tuple[datetime, int, Write]] = field(default_factory=list)
    _count: int = 0

    def add(self, plans: Iterable[Plan]) -> None:
        for plan in plans:
            self._count += 1
            heapq.heappush(self._heap, (plan.at, self._count, plan.write))

    def due(self, now: datetime) -> Iterator[tuple[datetime, bytes]]:
        """(time, mail) of what is written by `now`; carrying one out may add others."""
        while self._heap and self._heap[0][0] <= now:
            at, _order, write = heapq.heappop(self._heap)
            raw = write(at)
            if raw is not None:
                yield at, raw
