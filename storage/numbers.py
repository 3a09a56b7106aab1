"""Case numbers: yearly series, never reused, gaps allowed; and the passes' time marks."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, text, update

from storage.schema import marks, numbers
from storage.statements import Statement

RECONCILED = "reconciled"
"""When the mailbox was last held against the ledger; its note is how many mails lacked a row.

The note is "" at the first pass of a line, which compares nothing.
"""

BACKED_UP = "backup"
"""When the last back-up of the line was made, by `mailbot backup`."""

RESTORED = "restored"
"""When the line was restored; its note is when the back-up was made, "" once nothing is held."""

_LAST = select(numbers.c.last).where(numbers.c.series == bindparam("of"))
_TAKE = Statement(
    text(
        "INSERT INTO numbers (series, last) VALUES (:series, :count) "
        "ON CONFLICT (series) DO UPDATE SET last = numbers.last + excluded.last RETURNING last"
    ).columns(numbers.c.last)
)
_MARKED = select(marks.c.at, marks.c.note).where(marks.c.name == bindparam("of"))
_MARK_AGAIN = update(marks).where(marks.c.name == bindparam("of"))


def take(connection: Connection, prefix: str, year: int) -> str:
    """The next number of a yearly series, e.g. `SERV-2026-000001`, in a transaction of its own.

    Whoever takes one at the same time waits for that transaction: the series is one row, counted on
    by one statement.
    """
    return take_many(connection, prefix, year, 1)[0]


def take_many(connection: Connection, prefix: str, year: int, count: int) -> tuple[str, ...]:
    """The next `count` numbers of a yearly series, in one transaction of their own."""
    series = f"{prefix}-{year}"
    last = _TAKE.scalar(connection, {"series": series, "count": count})
    return tuple(f"{series}-{number:06d}" for number in range(last - count + 1, last + 1))


def peek(connection: Connection, prefix: str, year: int, ahead: int = 0) -> str:
    """The number that `take` would give now, or after `ahead` others; nothing changes."""
    series = f"{prefix}-{year}"
    last = connection.execute(_LAST, {"of": series}).scalar()
    return f"{series}-{(last or 0) + 1 + ahead:06d}"


def mark(connection: Connection, name: str, at: datetime, note: str = "") -> None:
    """Remember when something last happened: `pass`, `imap`, `smtp`, …"""
    changed = connection.execute(_MARK_AGAIN, {"of": name, "at": at, "note": note}).rowcount
    if not changed:
        connection.execute(insert(marks).values(name=name, at=at, note=note))


def marked(connection: Connection, name: str) -> tuple[datetime, str] | None:
    """When `name` was last marked, and the note; None if never."""
    row = connection.execute(_MARKED, {"of": name}).first()
    return (row[0], row[1]) if row else None
