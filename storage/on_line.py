"""What the line itself knows beside its cases: absences, contingencies, orders, records, alarms."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    or_,
    select,
    update,
)

from mailbot.model.line import (
    Absence,
    Alarm,
    Authorisation,
    Contingency,
    DeadAddress,
    Record,
    RecordKind,
)
from storage import dead_addresses
from storage.schema import absences, alarms, authorisations, contingencies, records
from storage.statements import NamedRow, Statement

_TABLES: dict[type, Table] = {
    Absence: absences,
    Contingency: contingencies,
    Record: records,
}

_PUBLIC_NEWS = Statement(
    select(records)
    .where(
        records.c.kind == RecordKind.NOVEDAD,
        records.c.public,
        or_(records.c.until.is_(None), records.c.until >= bindparam("day")),
    )
    .order_by(records.c.id)
)


def save(
    connection: Connection,
    what: Absence | Alarm | Authorisation | Contingency | DeadAddress | Record,
) -> None:
    """Insert what is new, change what is there: by its row, an authorisation by its code.

    An alarm that is over is forgotten: the mails about it stay.
    Raises IntegrityError for a new authorisation under the code of another order.
    """
    if isinstance(what, Alarm):
        _save_alarm(connection, what)
        return
    if isinstance(what, DeadAddress):
        dead_addresses.save(connection, what)
        return
    row = {each.name: getattr(what, each.name) for each in fields(what) if each.name != "row"}
    if isinstance(what, Authorisation):
        table = authorisations
        # Only its decision changes an order: a second one under its code must not replace it.
        if what.decided_at is None:
            connection.execute(insert(table).values(row))
        else:
            connection.execute(update(table).where(table.c.code == what.code).values(row))
        return
    table = _TABLES[type(what)]
    if what.row:
        connection.execute(update(table).where(table.c.id == what.row).values(row))
    else:
        connection.execute(insert(table).values(row))


def _save_alarm(connection: Connection, alarm: Alarm) -> None:
    this = alarms.c.kind == alarm.kind
    if alarm.over:
        connection.execute(delete(alarms).where(this))
    elif alarm.renewed:
        connection.execute(update(alarms).where(this).values(text=alarm.text))
    else:
        row = {"kind": alarm.kind, "since": alarm.since, "text": alarm.text}
        connection.execute(insert(alarms).values(row))


def standing_alarms(connection: Connection) -> tuple[Alarm, ...]:
    """The alarms that were raised and are not over, oldest first."""
    query = select(alarms).order_by(alarms.c.since, alarms.c.kind)
    return tuple(
        Alarm(kind=row["kind"], since=row["since"], text=row["text"])
        for row in connection.execute(query).mappings()
    )


def absent_from(connection: Connection, moment: datetime) -> tuple[Absence, ...]:
    """The absences that last at `moment` or begin later, in order of their beginning."""
    still = or_(absences.c.until.is_(None), absences.c.until > moment)
    query = select(absences).where(still).order_by(absences.c.since, absences.c.id)
    return tuple(
        Absence(row=row["id"], **_values(row, Absence))
        for row in connection.execute(query).mappings()
    )


def contingency(connection: Connection) -> Contingency | None:
    """The contingency that has begun and not ended."""
    query = select(contingencies).where(contingencies.c.until.is_(None))
    row = connection.execute(query.order_by(contingencies.c.id.desc()).limit(1)).mappings().first()
    return Contingency(row=row["id"], **_values(row, Contingency)) if row else None


def authorisation(connection: Connection, code: str) -> Authorisation | None:
    """The order that waits under this code, or was decided under it."""
    query = select(authorisations).where(authorisations.c.code == code)
    row = connection.execute(query).mappings().first()
    return Authorisation(**_values(row, Authorisation)) if row else None


def trials(
    connection: Connection, code: str, who: str, since: datetime
) -> tuple[Authorisation, ...]:  # fmt: skip
    """The trial of an import under `code`; without one those that `who` made since then and that
    wait, oldest first.
    """
    table = authorisations
    query = select(table).where(table.c.sheet_sha256.is_not(None))
    if code:
        query = query.where(table.c.code == code.upper())
    else:
        waiting = and_(table.c.asked_by == who, table.c.decided_at.is_(None))
        query = query.where(waiting, table.c.asked_at >= since)
    rows = connection.execute(query.order_by(table.c.asked_at, table.c.code)).mappings()
    return tuple(Authorisation(**_values(row, Authorisation)) for row in rows)


def public_news(connection: Connection, day: date) -> tuple[Record, ...]:
    """The notices that users are told on `day`, oldest first."""
    return _records(_PUBLIC_NEWS.mappings(connection, {"day": day}))


def recorded(
    connection: Connection, kind: RecordKind, first: date, last: date
) -> tuple[Record, ...]:
    """What was recorded of a kind for the days from `first` to `last`, in order."""
    days = records.c.day.between(first, last)
    query = select(records).where(and_(records.c.kind == kind, days))
    query = query.order_by(records.c.day, records.c.id)
    return _records(connection.execute(query).mappings().all())


def recorded_in(
    connection: Connection, kind: RecordKind, since: datetime, until: datetime
) -> tuple[Record, ...]:
    """What was put on record of a kind from `since` until before `until`, in order."""
    then = and_(records.c.at >= since, records.c.at < until)
    query = select(records).where(and_(records.c.kind == kind, then))
    query = query.order_by(records.c.at, records.c.id)
    return _records(connection.execute(query).mappings().all())


def recorded_before(
    connection: Connection, kind: RecordKind, until: datetime
) -> tuple[Record, ...]:
    """What was put on record of a kind before `until`, in order."""
    query = select(records).where(and_(records.c.kind == kind, records.c.at < until))
    query = query.order_by(records.c.at, records.c.id)
    return _records(connection.execute(query).mappings().all())


def contingencies_of(
    connection: Connection, since: datetime, until: datetime
) -> tuple[Contingency, ...]:
    """The contingencies that touch the time from `since` to `until`, in order."""
    table = contingencies
    lasted = or_(table.c.until.is_(None), table.c.until > since)
    query = select(table).where(table.c.since < until, lasted)
    found = connection.execute(query.order_by(table.c.since, table.c.id)).mappings()
    return tuple(Contingency(row=row["id"], **_values(row, Contingency)) for row in found)


def orders_of(
    connection: Connection, since: datetime, until: datetime
) -> tuple[Authorisation, ...]:
    """The orders on many cases that were asked from `since` until before `until`, in order."""
    table = authorisations
    query = select(table).where(table.c.asked_at >= since, table.c.asked_at < until)
    query = query.where(table.c.order.like("[LOTE%"))
    found = connection.execute(query.order_by(table.c.asked_at, table.c.code)).mappings()
    return tuple(Authorisation(**_values(row, Authorisation)) for row in found)


def _records(rows: Sequence[NamedRow]) -> tuple[Record, ...]:
    return tuple(
        Record(row=row["id"], **_values(row, Record) | {"kind": RecordKind(row["kind"])})
        for row in rows
    )


def _values(row: NamedRow, kind: type) -> dict[str, Any]:
    return {each.name: row[each.name] for each in fields(kind) if each.name != "row"}
