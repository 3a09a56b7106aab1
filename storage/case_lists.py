"""Lists and counts of cases, as people ask for them: in working order, by state, by advisor."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, or_, select

from mailbot.model.case import Case
from mailbot.model.listing import CaseFilter, CaseList
from mailbot.model.vocabulary import Criticality, State
from mailbot.rules.intake.words import folded
from storage.case_rows import case_of_row
from storage.cases import OPEN_STATES, by_rows
from storage.schema import cases
from storage.statements import Statement, any_of

_ORDER = {name: place for place, name in enumerate(Criticality)}
_IN_WORKING_ORDER = (
    case(_ORDER, value=cases.c.criticality, else_=9), cases.c.opened_at, cases.c.id,
)  # fmt: skip
_RUNNING = (
    select(cases.c.id)
    .where(
        cases.c.closed_at.is_(None),
        cases.c.state.in_(any_of("states")),
        cases.c.assignee == bindparam("advisor"),
        # The parent of a mass incident is one piece of work, however many its children. (Asked
        # for as it is, SQLite would look through all that ever had no parent.)
        func.coalesce(cases.c.parent, "") == "",
    )
    .limit(bindparam("most"))
)
_LOAD = Statement(select(func.count()).select_from(_RUNNING.subquery()))


def listed(
    connection: Connection, *, state: str | None, level: str | None, assignee: str | None,
    overdue_at: datetime | None,
) -> tuple[Case, ...]:  # fmt: skip
    """Cases in working order: criticality, then arrival. Without a state, those not closed."""
    query = select(cases)
    query = query.where(cases.c.state == state if state else cases.c.closed_at.is_(None))
    if level:
        query = query.where(cases.c.level == level)
    if assignee:
        query = query.where(cases.c.assignee == assignee.lower())
    if overdue_at:
        query = query.where(cases.c.due_at < overdue_at)
    query = query.order_by(*_IN_WORKING_ORDER)
    return tuple(case_of_row(row) for row in connection.execute(query).mappings())


def matching(connection: Connection, wanted: CaseFilter, most: int) -> CaseList:
    """The first `most` open cases that are asked for, in working order, and how many there are."""
    states = wanted.states or OPEN_STATES
    query = select(cases.c.id, cases.c.entity, cases.c.executing_unit)
    query = query.where(cases.c.closed_at.is_(None), cases.c.state.in_(states))
    query = query.where(*_conditions(wanted)).order_by(*_IN_WORKING_ORDER)
    name = folded(wanted.entity)
    keys = [
        row[0]
        for row in connection.execute(query)
        if not name or name in folded(row[1]) or row[2].lower().startswith(name)
    ]
    found = {each.row: each for each in by_rows(connection, keys[:most])}
    return CaseList(cases=tuple(found[key] for key in keys[:most]), total=len(keys))


def counts(connection: Connection) -> tuple[tuple[str, str, int], ...]:
    """(state, level, how many) of the cases that are not closed."""
    query = (
        select(cases.c.state, cases.c.level, func.count())
        .where(cases.c.closed_at.is_(None))
        .group_by(cases.c.state, cases.c.level)
        .order_by(cases.c.state, cases.c.level)
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


def loads(connection: Connection, advisors: Iterable[str], most: int) -> dict[str, int]:
    """How many running cases each of these advisors has: in Abierto and Trabajo en Progreso.

    Nobody's are counted past `most`: to say who has fewest costs the same whatever is open.
    """
    values = {"states": (State.ABIERTO, State.EN_PROGRESO), "most": most}
    return {
        advisor: _LOAD.scalar(connection, values | {"advisor": advisor}) for advisor in advisors
    }


def _conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.level:
        found.append(cases.c.level == wanted.level)
    if wanted.groups:
        found.append(cases.c.group.in_(wanted.groups))
    if wanted.assignee:
        waiting = and_(cases.c.assignee.is_(None), cases.c.group.in_(wanted.queues))
        found.append(or_(cases.c.assignee == wanted.assignee, waiting))
    if wanted.module:
        found.append(cases.c.module == wanted.module)
    if wanted.overdue_at:
        found.append(cases.c.due_at <= wanted.overdue_at)
    return found
