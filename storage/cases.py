"""Cases and their histories: rows in, frozen values out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from mailbot.errors import Overtaken
from mailbot.model.case import Case, CaseEvent
from mailbot.model.vocabulary import State
from mailbot.rules.similar import Matter
from storage import chain
from storage.case_rows import case_of_row, event_of_row, row_of_case, row_of_event
from storage.schema import case_events, cases
from storage.statements import Statement, any_of

OPEN_STATES = tuple(state for state in State if state is not State.CERRADO)
"""Naming the states leads to the index of what is open, past the archive."""

_MOST_ALIKE = 500
"""Beyond so many cases of a module in a window nobody needs to be told that it is massive."""

# What every mail asks is built once: to build a statement costs more than to run it.
_INSERT = Statement(insert(cases).returning(cases.c.id))
_UPDATE = Statement(
    update(cases).where(cases.c.id == bindparam("key"), cases.c.events == bindparam("events_seen"))
)
_INSERT_EVENT = Statement(insert(case_events))
_BY_ROW = select(cases).where(cases.c.id == bindparam("row"))
_BY_ROWS = Statement(select(cases).where(cases.c.id.in_(any_of("rows"))).order_by(cases.c.id))
_EVENTS = Statement(select(cases.c.id, cases.c.events).where(cases.c.id.in_(any_of("rows"))))
_BY_NUMBERS = Statement(
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
_MATTERS = (
    select(
        cases.c.id,
        cases.c.module,
        cases.c.subject,
        cases.c.description,
        cases.c.name,
        cases.c.entity,
        cases.c.city,
    )
    .where(cases.c.module.in_(any_of("modules")), cases.c.opened_at >= bindparam("since"))
    .order_by(cases.c.opened_at.desc(), cases.c.id.desc())
    .limit(_MOST_ALIKE)
)
_OF_PEOPLE = select(cases).where(cases.c.email.in_(any_of("emails"))).order_by(cases.c.id)
_OPENED_SINCE = Statement(
    select(func.count())
    .select_from(cases)
    .where(cases.c.email == bindparam("email"), cases.c.opened_at >= bindparam("since"))
)
_HISTORY = (
    select(case_events).where(case_events.c.case_id == bindparam("row")).order_by(case_events.c.seq)
)


def save(connection: Connection, new: Case, history: Sequence[CaseEvent], now: datetime) -> Case:
    """Insert or update a case, append `history`, and return the case with its row and count.

    Overtaken if the case has more history by now than `new` knows of.
    """
    seen = new.events
    first = seen + 1
    new = replace(new, events=new.events + len(history))
    row = row_of_case(new)
    if new.row:
        # The row stays locked until the commit, so that whoever comes next waits and sees it.
        if not _UPDATE.change(connection, row | {"key": new.row, "events_seen": seen}):
            raise Overtaken(f"El caso {new.number} cambió mientras se decidía; se decide de nuevo.")
    else:
        new = replace(new, row=int(_INSERT.scalar(connection, row)))
    if history:
        rows = [row_of_event(new.row, first + i, entry, now) for i, entry in enumerate(history)]
        before = chain.last_chain(connection, new.row, first - 1) if first > 1 else ""
        _INSERT_EVENT.change_each(connection, chain.sealed(rows, new.service_number, before))
    return new


def refuse_changed(connection: Connection, seen: Sequence[Case]) -> None:
    """Overtaken if one of these cases has another history by now than was seen."""
    if not seen:
        return
    counts = dict(_EVENTS.rows(connection, {"rows": [each.row for each in seen]}))
    for each in seen:
        if counts.get(each.row) != each.events:
            raise Overtaken(
                f"El caso {each.number} cambió mientras se decidía; se decide de nuevo."
            )


def by_row(connection: Connection, row: int) -> Case:
    """The case with this key."""
    return case_of_row(connection.execute(_BY_ROW, {"row": row}).mappings().one())


def by_rows(connection: Connection, rows: Iterable[int]) -> tuple[Case, ...]:
    """The cases with these keys."""
    keys = list(rows)
    if not keys:
        return ()
    found = _BY_ROWS.mappings(connection, {"rows": keys})
    return tuple(case_of_row(row) for row in found)


def by_numbers(connection: Connection, numbers: Sequence[str]) -> tuple[Case, ...]:
    """The cases that have one of these numbers, SERV or INC: both stay valid for ever."""
    if not numbers:
        return ()
    found = _BY_NUMBERS.mappings(connection, {"numbers": numbers})
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


def of_modules(
    connection: Connection, modules: Sequence[str], since: datetime,
    is_wanted: Callable[[Matter], bool],
) -> tuple[Case, ...]:  # fmt: skip
    """The newest cases of these modules that came in since then, by what they are about.

    On the day of a mass incident there are hundreds of others: only those wanted are read whole.
    """
    if not modules:
        return ()
    found = connection.execute(_MATTERS, {"modules": modules, "since": since})
    return by_rows(
        connection,
        [
            row
            for row, module, subject, description, *names in found
            if is_wanted(Matter.said(module, subject, description, names))
        ],
    )


def of_people(connection: Connection, emails: Sequence[str]) -> tuple[Case, ...]:
    """Every case of these people, closed ones too."""
    if not emails:
        return ()
    found = connection.execute(_OF_PEOPLE, {"emails": emails}).mappings()
    return tuple(case_of_row(row) for row in found)


def opened_since(connection: Connection, email: str, moment: datetime) -> int:
    """How many cases this person opened since `moment`."""
    values = {"email": email, "since": moment}
    return int(_OPENED_SINCE.scalar(connection, values))


def history(connection: Connection, row: int) -> tuple[CaseEvent, ...]:
    """The whole history of a case, in the order in which it was recorded."""
    found = connection.execute(_HISTORY, {"row": row}).mappings()
    return tuple(event_of_row(each) for each in found)


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
    # Asked for together and in order, they would be looked for in the whole archive.
    still_open = select(cases).where(cases.c.closed_at.is_(None), cases.c.state.in_(OPEN_STATES))
    closed = select(cases).where(cases.c.closed_at > moment)
    found = [row for query in (still_open, closed) for row in connection.execute(query).mappings()]
    found.sort(key=lambda row: (row["opened_at"], row["id"]))
    return tuple(case_of_row(row) for row in found)


def closed_before(
    connection: Connection, moment: datetime, domain: str, limit: int
) -> tuple[Case, ...]:
    """Up to `limit` cases closed before `moment`, oldest first, whose person is not of `domain`."""
    query = select(cases).where(cases.c.closed_at < moment, cases.c.email.not_like(f"%{domain}"))
    rows = connection.execute(query.order_by(cases.c.closed_at, cases.c.id).limit(limit))
    return tuple(case_of_row(row) for row in rows.mappings())


def of_person(connection: Connection, email: str) -> tuple[Case, ...]:
    """Every case of a person, in order of arrival."""
    query = select(cases).where(cases.c.email == email)
    rows = connection.execute(query.order_by(cases.c.opened_at, cases.c.id))
    return tuple(case_of_row(row) for row in rows.mappings())
