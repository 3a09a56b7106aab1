"""Case numbers: yearly series, never reused, gaps allowed; and the passes' time marks."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.schema import marks, numbers

RECONCILED = "reconciled"
"""When the mailbox was last held against the ledger; its note is how many mails lacked a row.

The note is "" at the first pass of a line, which compares nothing.
"""

BACKED_UP = "backup"
"""When the last back-up of the line was made, by `mailbot backup`."""

RESTORED = "restored"
"""When the line was restored; its note is when the back-up was made, "" once nothing is held."""

_LAST = select(numbers.c.last).where(numbers.c.series == bindparam("of"))
_COUNT_ON = update(numbers).where(numbers.c.series == bindparam("of"))
_MARKED = select(marks.c.at, marks.c.note).where(marks.c.name == bindparam("of"))
_MARK_AGAIN = update(marks).where(marks.c.name == bindparam("of"))


def take(connection: Connection, prefix: str, year: int) -> str:
    """The next number of a yearly series, e.g. `SERV-2026-000001`, in a transaction of its own."""
    series = f"{prefix}-{year}"
    last = connection.execute(_LAST, {"of": series}).scalar()
    if last is None:
        connection.execute(insert(numbers).values(series=series, last=1))
        return f"{series}-{1:06d}"
    connection.execute(_COUNT_ON, {"of": series, "last": last + 1})
    return f"{series}-{last + 1:06d}"


def take_many(connection: Connection, prefix: str, year: int, count: int) -> tuple[str, ...]:
    """The next `count` numbers of a yearly series, in one transaction of their own."""
    return tuple(take(connection, prefix, year) for _ in range(count))


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
