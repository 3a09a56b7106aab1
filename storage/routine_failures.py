"""Routines that failed the last time: how often in a row and why, for whoever looks at the line."""

import json
from collections.abc import Collection
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


def forget_all_but(connection: Connection, names: Collection[str]) -> None:
    """Forget the failures of routines with other names: nothing else would ever end them."""
    known = [_PREFIX + name for name in names]
    gone = marks.c.name.startswith(_PREFIX, autoescape=True) & marks.c.name.not_in(known)
    connection.execute(delete(marks).where(gone))


def standing(connection: Connection) -> tuple[RoutineFailure, ...]:
    """The routines that failed the last time, in order of their names."""
    query = (
        select(marks.c.name, marks.c.at, marks.c.note)
        .where(marks.c.name.startswith(_PREFIX, autoescape=True))
        .order_by(marks.c.name)
    )
    return tuple(
        RoutineFailure(name=name.removeprefix(_PREFIX), last=at, **json.loads(note))
        for name, at, note in connection.execute(query)
    )
