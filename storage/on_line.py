"""What the line itself knows beside its cases: absences, contingencies, orders, records, alarms."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, and_, delete, insert, or_, select, update

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

_TABLES: dict[type, Table] = {
    Absence: absences,
    Contingency: contingencies,
    Record: records,
}


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
    if alarm.over:
        connection.execute(delete(alarms).where(alarms.c.kind == alarm.kind))
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


def public_news(connection: Connection, day: date) -> tuple[Record, ...]:
    """The notices that users are told on `day`, oldest first."""
    news = records.c.kind == RecordKind.NOVEDAD
    now = or_(records.c.until.is_(None), records.c.until >= day)
    query = select(records).where(and_(news, records.c.public, now)).order_by(records.c.id)
    return _records(connection.execute(query).mappings().all())


def recorded(
    connection: Connection, kind: RecordKind, first: date, last: date
) -> tuple[Record, ...]:
    """What was recorded of a kind for the days from `first` to `last`, in order."""
    days = records.c.day.between(first, last)
    query = select(records).where(and_(records.c.kind == kind, days))
    query = query.order_by(records.c.day, records.c.id)
    return _records(connection.execute(query).mappings().all())


def _records(rows: Sequence[RowMapping]) -> tuple[Record, ...]:
    return tuple(
        Record(row=row["id"], **_values(row, Record) | {"kind": RecordKind(row["kind"])})
        for row in rows
    )


def _values(row: RowMapping, kind: type) -> dict[str, Any]:
    return {each.name: row[each.name] for each in fields(kind) if each.name != "row"}
