"""The next wake-ups of cases: hints of when to look, recomputed at every change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from mailbot.model.case import Wakeup
from storage.schema import cases, deadlines
from storage.statements import Statement

HOLD, HELD, RELEASED = "hold", "held", "released"
"""A mark: closings for lack of an answer that are due by its moment wait for a person, or not."""

_INSERT = Statement(insert(deadlines))
_DELETE = Statement(delete(deadlines).where(deadlines.c.case_id == bindparam("row")))
_DUE = (
    select(deadlines.c.case_id, deadlines.c.kind, deadlines.c.due_at)
    .where(deadlines.c.due_at <= bindparam("now"))
    .order_by(deadlines.c.due_at, deadlines.c.id)
)


def plan(connection: Connection, row: int, due: Sequence[Wakeup], *, is_new: bool = False) -> None:
    """Replace the next wake-ups of a case; a new one has none yet."""
    if not is_new:
        _DELETE.change(connection, {"row": row})
    if due:
        rows = [{"case_id": row, "kind": each.kind, "due_at": each.at} for each in due]
        _INSERT.change_each(connection, rows)


def due(connection: Connection, now: datetime) -> tuple[tuple[int, str, datetime], ...]:
    """(case, kind, due) of the wake-ups that are due, in order."""
    return tuple((row[0], row[1], row[2]) for row in connection.execute(_DUE, {"now": now}))


def every(connection: Connection) -> tuple[tuple[str, str, datetime], ...]:
    """(case number, kind, due) of every wake-up, in order."""
    number = func.coalesce(cases.c.incident_number, cases.c.service_number)
    query = (
        select(number, deadlines.c.kind, deadlines.c.due_at)
        .join(cases, cases.c.id == deadlines.c.case_id)
        .order_by(deadlines.c.due_at, deadlines.c.id)
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))
