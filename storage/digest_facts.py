"""What the coordinators' digest asks of the ledger and the outbox: what came, what went out late.

Both are looked at from their newest row backwards, past nothing but what is newer.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, select

from mailbot.rules.opening import ACKNOWLEDGEMENTS
from storage import numbers
from storage.deadlines import HELD, HOLD
from storage.schema import inbound, outbox


def _rows_before(table: Table, earlier: ColumnElement[bool]) -> ColumnElement[int]:
    newest = select(table.c.id).where(earlier).order_by(table.c.id.desc()).limit(1)
    return func.coalesce(newest.scalar_subquery(), 0)


_CAME = (
    select(inbound.c.status, func.count())
    .where(inbound.c.id > _rows_before(inbound, inbound.c.received_at < bindparam("since")))
    .where(inbound.c.id <= _rows_before(inbound, inbound.c.received_at < bindparam("until")))
    .group_by(inbound.c.status)
)
_ACKNOWLEDGED = (
    select(inbound.c.arrived_at, outbox.c.sent_at)
    .join_from(outbox, inbound, outbox.c.inbound_id == inbound.c.id)
    .where(outbox.c.id > _rows_before(outbox, outbox.c.created_at < bindparam("since")))
    .where(outbox.c.template.in_(ACKNOWLEDGEMENTS), outbox.c.sent_at.is_not(None))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """How many requests were acknowledged, how many of them late, and after how long the last."""

    total: int = 0
    late: int = 0
    slowest: timedelta | None = None


def came(connection: Connection, since: datetime, until: datetime) -> Counter[str]:
    """How many mails were received from `since` until before `until`, by their status now."""
    rows = connection.execute(_CAME, {"since": since, "until": until})
    return Counter({str(row[0]): int(row[1]) for row in rows})


def acknowledged(connection: Connection, since: datetime, most: timedelta) -> Acknowledged:
    """The acknowledgements composed since then that went out; late: more than `most` after the
    request's arrival.
    """
    rows = connection.execute(_ACKNOWLEDGED, {"since": since})
    took = [sent - arrived for arrived, sent in rows]
    late = [each for each in took if each > most]
    return Acknowledged(total=len(took), late=len(late), slowest=max(late, default=None))


def closings_held_until(connection: Connection) -> datetime | None:
    """Until when silent closings that fell due wait for a person; None if none are held."""
    hold = numbers.marked(connection, HOLD)
    return hold[0] if hold and hold[1] == HELD else None
