"""What the reports rest on: the cases that touch a time with their histories, and the records.

Cases are read in batches by their keys, each batch with its entries, so that a month of any size
takes the same memory. Of texts only those of changed facts are read: reports tell reasons.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from mailbot.model.line import RecordKind
from mailbot.model.vocabulary import EventKind, Outcome
from mailbot.reports.facts import CaseHistory, LineFacts
from storage import faq, on_line
from storage.case_rows import case_of_row, event_of_row
from storage.schema import case_events, cases, faq_shown, inbound
from storage.statements import any_of

_BATCH = 500

# What happened in the time, or was not over when it began.
_TOUCHED = and_(
    cases.c.opened_at < bindparam("until"),
    or_(
        cases.c.closed_at.is_(None),
        cases.c.closed_at >= bindparam("since"),
        cases.c.id.in_(
            select(case_events.c.case_id).where(
                case_events.c.at >= bindparam("since"), case_events.c.at < bindparam("until")
            )
        ),
    ),
)
_ROWS = select(cases.c.id).where(_TOUCHED).order_by(cases.c.id)
_CASES = select(cases).where(cases.c.id.in_(any_of("rows"))).order_by(cases.c.id)
_EVENTS = (
    select(
        *(column for column in case_events.c if column.name != "text"),
        case((case_events.c.event == EventKind.FIELD, case_events.c.text), else_="").label("text"),
    )
    .where(case_events.c.case_id.in_(any_of("rows")))
    .order_by(case_events.c.case_id, case_events.c.seq)
)


def touched(connection: Connection, since: datetime, until: datetime) -> tuple[int, ...]:
    """The keys of the cases that touch the time from `since` to `until`, in order."""
    found = connection.execute(_ROWS, {"since": since, "until": until})
    return tuple(found.scalars())


def histories(connection: Connection, rows: Sequence[int]) -> Iterator[CaseHistory]:
    """The cases with these keys and their histories, in order, a batch in memory at a time."""
    for start in range(0, len(rows), _BATCH):
        keys = {"rows": list(rows[start : start + _BATCH])}
        entries = defaultdict(list)
        for row in connection.execute(_EVENTS, keys).mappings():
            entries[row["case_id"]].append(event_of_row(row))
        for row in connection.execute(_CASES, keys).mappings():
            yield CaseHistory(case=case_of_row(row), events=tuple(entries[row["id"]]))


def facts(connection: Connection, since: datetime, until: datetime) -> LineFacts:
    """All that a report of the time from `since` to `until` rests on; cases come as they are read.

    Minutes and orders are those put on record in it, contingencies those that touch it.
    """
    time = {"since": since, "until": until}
    return LineFacts(
        cases=histories(connection, touched(connection, since, until)),
        contingencies=on_line.contingencies_of(connection, since, until),
        orders=on_line.orders_of(connection, since, until),
        minutes=on_line.recorded_in(connection, RecordKind.ACTA, since, until),
        faq=faq.proposed_before(connection, until),
        decisions=on_line.recorded_before(connection, RecordKind.PREGUNTA, until),
        shown=_count(connection, faq_shown.c.at, time),
        used=_count(connection, faq_shown.c.used_at, time),
        oriented=_count(
            connection, inbound.c.arrived_at, time, inbound.c.outcome == Outcome.ORIENTATION
        ),
    )


def _count(connection: Connection, column: Any, time: dict[str, datetime], *also: Any) -> int:
    query = select(func.count()).select_from(column.table).where(_between(column), *also)
    return int(connection.execute(query, time).scalar_one())


def _between(column: Any) -> Any:
    return and_(column >= bindparam("since"), column < bindparam("until"))
