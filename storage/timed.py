"""What time brought about on each case, in two databases: what only one of them has."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from storage import recorded
from storage.engine import driver_failures_in_our_words

_TABLE = "CREATE TABLE timed (number TEXT, words TEXT, at TEXT, then_ INTEGER, now INTEGER)"
_ADD = "INSERT INTO timed VALUES (?, ?, ?, ?, ?)"
_DIFFERENT = """
SELECT number, words, min(at), sum(then_), sum(now) FROM timed
GROUP BY number, words HAVING sum(then_) <> sum(now) ORDER BY number, min(at), words
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedDifference:
    """How often something happened on a case by its deadlines, then and now; when first."""

    number: str
    words: str
    at: datetime
    then: int
    now: int
    numbers: tuple[str, ...] = ()
    """All numbers of the case, where they were looked up."""


def timed_differences(
    file: Path, then: Engine, now: Engine, since: datetime | None, until: datetime
) -> Iterator[TimedDifference]:
    """What happened since a time (None: ever) until another, included, not as often in both.

    `file` is where it is counted, since it may be much. Raises StorageError.
    """
    with driver_failures_in_our_words(), closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"PRAGMA journal_mode = OFF; {_TABLE}")
        for source, counts in ((then, (1, 0)), (now, (0, 1))):
            connection.executemany(
                _ADD,
                (
                    (each.number, each.words, each.at.astimezone(UTC).isoformat(), *counts)
                    for each in recorded.timed(source)
                    if each.at <= until and (since is None or each.at >= since)
                ),
            )
        for number, words, at, before, after in connection.execute(_DIFFERENT):
            yield TimedDifference(
                number=number, words=words, at=datetime.fromisoformat(at), then=before, now=after
            )
