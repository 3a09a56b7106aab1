"""What a line did, in the order of time, and kept on disk: years of it do not fit into memory."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine

from storage import recorded, rehearsal
from storage.engine import driver_failures_in_our_words
from storage.recorded import Due

_AT_ONCE = timedelta(hours=1)
"""A mail decided later than this was retried by a person: until then it blocked nobody."""

_PASS, _ARRIVE, _DECIDE = range(3)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)

_TABLE = """
CREATE TABLE agenda (
    at INTEGER, kind INTEGER, rank INTEGER, mail INTEGER, wanted INTEGER,
    PRIMARY KEY (at, kind, rank, mail)
) WITHOUT ROWID
"""
_ADD = "INSERT OR IGNORE INTO agenda VALUES (?, ?, ?, ?, ?)"
_LAST = "SELECT max(at) FROM agenda WHERE wanted"
_CUT = "DELETE FROM agenda WHERE at > ?"
_ALL = "SELECT at, kind, mail, wanted FROM agenda ORDER BY at, kind, rank, mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A pass of then: the mails that arrived by it, and those that were decided about, in order.

    `wanted` are those of the decided ones that are to be compared.
    """

    at: datetime
    arrived: tuple[int, ...]
    decided: tuple[int, ...]
    wanted: frozenset[int]


class Agenda:
    """The moments of a line until its last wanted mail, in a file of their own."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file)
        self._connection.executescript(f"PRAGMA journal_mode = OFF; {_TABLE}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def fill(
        self, source: Engine, is_wanted: Callable[[Due], bool], *, base: Connection,
        after: datetime | None,
    ) -> int:  # fmt: skip
        """Note what the line of `source` did that is not in `base` yet, which was made `after` a
        time (None: before anything); how many mails are wanted. Raises StorageError.
        """
        with driver_failures_in_our_words():
            return self._fill(source, is_wanted, base, after)

    def _fill(
        self, source: Engine, is_wanted: Callable[[Due], bool], base: Connection,
        after: datetime | None,
    ) -> int:  # fmt: skip
        wanted = 0
        for due in recorded.decided(source):
            known = rehearsal.standing(base, due.id)
            if known and known.decided_at == due.decided_at:
                continue
            is_late = due.decided_at - due.received_at > _AT_ONCE
            arrival = due.decided_at if is_late else due.received_at
            asked = is_wanted(due)
            wanted += asked
            rows = [(_ticks(due.decided_at), _DECIDE, _ticks(due.arrived_at), due.id, asked)]
            if known is None:
                rows.append((_ticks(arrival), _ARRIVE, 0, due.id, False))
            self._add(rows)
        (last,) = self._connection.execute(_LAST).fetchone()
        moments = (at for at in recorded.moments(source) if not after or at >= after)
        self._add((_ticks(at), _PASS, 0, 0, False) for at in moments)
        self._connection.execute(_CUT, (last if last is not None else -1,))
        self._connection.commit()
        return wanted

    @property
    def end(self) -> datetime | None:
        """When the last wanted mail was decided about; None where none is."""
        (last,) = self._connection.execute(_LAST).fetchone()
        return None if last is None else _EPOCH + last * _TICK

    @property
    def length(self) -> int:
        """How many mails are to be decided about."""
        query = "SELECT count(*) FROM agenda WHERE kind = ?"
        return int(self._connection.execute(query, (_DECIDE,)).fetchone()[0])

    def __iter__(self) -> Iterator[Moment]:
        with closing(self._connection.cursor()) as cursor:
            for ticks, group in groupby(cursor.execute(_ALL), key=lambda row: row[0]):
                rows = list(group)
                yield Moment(
                    at=_EPOCH + ticks * _TICK,
                    arrived=tuple(mail for _at, kind, mail, _wanted in rows if kind == _ARRIVE),
                    decided=tuple(mail for _at, kind, mail, _wanted in rows if kind == _DECIDE),
                    wanted=frozenset(mail for _at, _kind, mail, wanted in rows if wanted),
                )

    def _add(self, rows: Iterable[tuple[int, int, int, int, bool]]) -> None:
        self._connection.executemany(_ADD, rows)


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _TICK
