"""Routines that failed the last time: how often in a row and why, for whoever looks at the line."""

import json
from datetime import datetime

from sqlalchemy import Connection, delete, select

from mailbot.model.line import RoutineFailure
from storage import numbers
from storage.schema import marks

_PREFIX = "failing:"


def count(connection: Connection, name: str, title: str, why: str, at: datetime) -> None:
    """Remember that a routine failed once more, in the attempt that was begun at `at`."""
    known = numbers.marked(connection, _PREFIX + name)
    times = 1 + (json.loads(known[1])["times"] if known else 0)
    note = json.dumps({"title": title, "times": times, "why": why}, ensure_ascii=False)
    numbers.mark(connection, _PREFIX + name, at, note)


def forget(connection: Connection, name: str) -> None:
    """Forget how often a routine failed: it succeeded."""
    connection.execute(delete(marks).where(marks.c.name == _PREFIX + name))


def standing(connection: Connection) -> tuple[RoutineFailure, ...]:
    """The routines that failed the last time, in order of their names."""
    query = (
        select(marks.c.at, marks.c.note)
        .where(marks.c.name.startswith(_PREFIX, autoescape=True))
        .order_by(marks.c.name)
    )
    return tuple(
        RoutineFailure(last=at, **json.loads(note)) for at, note in connection.execute(query)
    )
