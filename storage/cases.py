"""Cases, their histories, files and next wake-ups: rows in, frozen values out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from mailbot.model.case import Case, CaseEvent, StoredFile, Wakeup
from mailbot.model.listing import CaseFilter, CaseList
from mailbot.model.vocabulary import Criticality, FileStatus, State
from mailbot.rules.intake.words import folded
from storage import chain
from storage.case_rows import (
    case_of_row,
    event_of_row,
    file_of_row,
    row_of_case,
    row_of_event,
    row_of_file,
)
from storage.schema import case_events, case_files, cases, deadlines
from storage.statements import any_of

_MOST_ALIKE = 500
"""Beyond so many cases of a module in a window nobody needs to be told that it is massive."""

_ORDER = {name: place for place, name in enumerate(Criticality)}
_IN_WORKING_ORDER = (
    case(_ORDER, value=cases.c.criticality, else_=9), cases.c.opened_at, cases.c.id,
)  # fmt: skip

# What every mail asks is built once: to build a statement costs more than to run it.
_INSERT = insert(cases).returning(cases.c.id)
_UPDATE = update(cases).where(cases.c.id == bindparam("key"))
_INSERT_EVENT = insert(case_events)
_INSERT_FILE = insert(case_files)
_INSERT_DEADLINE = insert(deadlines)
_DELETE_DEADLINES = delete(deadlines).where(deadlines.c.case_id == bindparam("row"))

_BY_ROW = select(cases).where(cases.c.id == bindparam("row"))
_BY_ROWS = select(cases).where(cases.c.id.in_(any_of("rows"))).order_by(cases.c.id)
_BY_NUMBERS = (
    select(cases)
    .where(
        or_(
            cases.c.service_number.in_(any_of("numbers")),
            cases.c.incident_number.in_(any_of("numbers")),
        )
    )
    .order_by(cases.c.id)
)
_HANGING_ON = (
    select(cases)
    .where(cases.c.parent.in_(any_of("parents")))
    .order_by(cases.c.opened_at, cases.c.id)
)
_OF_MODULES = (
    select(cases)
    .where(cases.c.module.in_(any_of("modules")), cases.c.opened_at >= bindparam("since"))
    .order_by(cases.c.opened_at.desc(), cases.c.id.desc())
    .limit(_MOST_ALIKE)
)
_OPENED_SINCE = (
    select(func.count())
    .select_from(cases)
    .where(cases.c.email == bindparam("email"), cases.c.opened_at >= bindparam("since"))
)
_LOADS = (
    select(cases.c.assignee, func.count())
    .where(
        cases.c.closed_at.is_(None),
        cases.c.state.in_((State.ABIERTO, State.EN_PROGRESO)),
        cases.c.assignee.is_not(None),
        # The parent of a mass incident is one piece of work, however many its children.
        cases.c.parent.is_(None),
    )
    .group_by(cases.c.assignee)
)
_HISTORY = (
    select(case_events).where(case_events.c.case_id == bindparam("row")).order_by(case_events.c.seq)
)
_FILES = (
    select(case_files).where(case_files.c.case_id == bindparam("row")).order_by(case_files.c.id)
)
_UNLINKED = (
    select(case_files.c.id, case_files.c.sha256, case_files.c.path)
    .where(text("NOT linked"))
    .order_by(case_files.c.id)
)
_DUE = (
    select(deadlines.c.case_id, deadlines.c.kind, deadlines.c.due_at)
    .where(deadlines.c.due_at <= bindparam("now"))
    .order_by(deadlines.c.due_at, deadlines.c.id)
)


def save(connection: Connection, new: Case, history: Sequence[CaseEvent], now: datetime) -> Case:
    """Insert or update a case, append `history`, and return the case with its row and count."""
    first = new.events + 1
    new = replace(new, events=new.events + len(history))
    row = row_of_case(new)
    if new.row:
        connection.execute(_UPDATE, row | {"key": new.row})
    else:
        new = replace(new, row=int(connection.execute(_INSERT, row).scalar_one()))
    if history:
        rows = [row_of_event(new.row, first + i, entry, now) for i, entry in enumerate(history)]
        before = chain.last_chain(connection, new.row, first - 1) if first > 1 else ""
        connection.execute(_INSERT_EVENT, chain.sealed(rows, new.service_number, before))
    return new


def by_row(connection: Connection, row: int) -> Case:
    """The case with this key."""
    return case_of_row(connection.execute(_BY_ROW, {"row": row}).mappings().one())


def by_rows(connection: Connection, rows: Iterable[int]) -> tuple[Case, ...]:
    """The cases with these keys."""
    keys = list(rows)
    if not keys:
        return ()
    found = connection.execute(_BY_ROWS, {"rows": keys}).mappings()
    return tuple(case_of_row(row) for row in found)


def by_numbers(connection: Connection, numbers: Sequence[str]) -> tuple[Case, ...]:
    """The cases that have one of these numbers, SERV or INC: both stay valid for ever."""
    if not numbers:
        return ()
    found = connection.execute(_BY_NUMBERS, {"numbers": numbers}).mappings()
    return tuple(case_of_row(row) for row in found)


def children(connection: Connection, number: str) -> tuple[str, ...]:
    """Numbers of the cases that hang on this one (mass incidents)."""
    query = select(cases).where(cases.c.parent == number).order_by(cases.c.id)
    return tuple(case_of_row(row).number for row in connection.execute(query).mappings())


def hanging_on(connection: Connection, numbers: Sequence[str]) -> tuple[Case, ...]:
    """The children of these mass incidents, in order of arrival."""
    if not numbers:
        return ()
    found = connection.execute(_HANGING_ON, {"parents": numbers}).mappings()
    return tuple(case_of_row(row) for row in found)


def of_modules(connection: Connection, modules: Sequence[str], since: datetime) -> tuple[Case, ...]:
    """The newest cases of these modules that came in since then: what may be the same matter."""
    if not modules:
        return ()
    found = connection.execute(_OF_MODULES, {"modules": modules, "since": since}).mappings()
    return tuple(case_of_row(row) for row in found)


def opened_since(connection: Connection, email: str, moment: datetime) -> int:
    """How many cases this person opened since `moment`."""
    values = {"email": email, "since": moment}
    return int(connection.execute(_OPENED_SINCE, values).scalar_one())


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
    # Naming the states leads to the index of what is open, past the archive.
    states = wanted.states or [state for state in State if state is not State.CERRADO]
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


def loads(connection: Connection) -> dict[str, int]:
    """How many running cases each advisor has: those in Abierto and Trabajo en Progreso."""
    return {row[0]: int(row[1]) for row in connection.execute(_LOADS)}


def history(connection: Connection, row: int) -> tuple[CaseEvent, ...]:
    """The whole history of a case, in the order in which it was recorded."""
    found = connection.execute(_HISTORY, {"row": row}).mappings()
    return tuple(event_of_row(each) for each in found)


def add_file(
    connection: Connection, row: int, inbound_id: int | None, file: StoredFile, *, linked: bool
) -> None:
    """Record a file of a case; its readable link is made after the commit.

    With `linked` none is owed: a file in quarantine gets no name that one could open by mistake.
    """
    connection.execute(_INSERT_FILE, row_of_file(row, inbound_id, file, linked=linked))


def release_file(connection: Connection, row: int, name: str) -> None:
    """Let a file out of quarantine; its readable link is owed from now on."""
    connection.execute(
        update(case_files)
        .where(
            case_files.c.case_id == row,
            case_files.c.name == name,
            case_files.c.status == FileStatus.QUARANTINED,
        )
        .values(status=FileStatus.RELEASED, linked=False)
    )


def files(connection: Connection, row: int) -> tuple[StoredFile, ...]:
    """The files of a case, in order of arrival."""
    found = connection.execute(_FILES, {"row": row}).mappings()
    return tuple(file_of_row(each) for each in found)


def unlinked_files(connection: Connection) -> tuple[tuple[int, str, str], ...]:
    """(key, sha256, path) of the files whose readable link is still owed."""
    return tuple((row[0], row[1], row[2]) for row in connection.execute(_UNLINKED))


def mark_linked(connection: Connection, keys: Sequence[int]) -> None:
    """The readable links of these files exist now."""
    connection.execute(update(case_files).where(case_files.c.id.in_(keys)).values(linked=True))


def open_after(connection: Connection, row: int, limit: int) -> tuple[Case, ...]:
    """Up to `limit` cases that are not closed, with keys beyond `row`, in order."""
    query = select(cases).where(cases.c.closed_at.is_(None), cases.c.id > row)
    found = connection.execute(query.order_by(cases.c.id).limit(limit))
    return tuple(case_of_row(each) for each in found.mappings())


def after(connection: Connection, row: int, limit: int) -> tuple[Case, ...]:
    """Up to `limit` cases with keys beyond `row`, closed ones too, in order."""
    query = select(cases).where(cases.c.id > row).order_by(cases.c.id).limit(limit)
    return tuple(case_of_row(each) for each in connection.execute(query).mappings())


def open_since(connection: Connection, moment: datetime) -> tuple[Case, ...]:
    """The cases that are not closed, or were closed after `moment`, in order of arrival."""
    query = select(cases).where(or_(cases.c.closed_at.is_(None), cases.c.closed_at > moment))
    found = connection.execute(query.order_by(cases.c.opened_at, cases.c.id)).mappings()
    return tuple(case_of_row(row) for row in found)


def set_deadlines(connection: Connection, row: int, due: Sequence[Wakeup]) -> None:
    """Replace the next wake-ups of a case."""
    connection.execute(_DELETE_DEADLINES, {"row": row})
    if due:
        rows = [{"case_id": row, "kind": each.kind, "due_at": each.at} for each in due]
        connection.execute(_INSERT_DEADLINE, rows)


def due_deadlines(connection: Connection, now: datetime) -> tuple[tuple[int, str, datetime], ...]:
    """(case, kind, due) of the wake-ups that are due, in order."""
    return tuple((row[0], row[1], row[2]) for row in connection.execute(_DUE, {"now": now}))


def every_deadline(connection: Connection) -> tuple[tuple[str, str, datetime], ...]:
    """(case number, kind, due) of every wake-up, in order."""
    number = func.coalesce(cases.c.incident_number, cases.c.service_number)
    query = (
        select(number, deadlines.c.kind, deadlines.c.due_at)
        .join(cases, cases.c.id == deadlines.c.case_id)
        .order_by(deadlines.c.due_at, deadlines.c.id)
    )
    return tuple((row[0], row[1], row[2]) for row in connection.execute(query))


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
