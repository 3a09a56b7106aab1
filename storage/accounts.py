"""What the ledger says as a whole: counts, what it knows of a mailbox, when mail last came."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, func, select

from storage.schema import inbound


def tally(connection: Connection) -> dict[str, int]:
    """How many mails have which status or outcome; `received` are those still waiting."""
    query = select(inbound.c.status, inbound.c.outcome, func.count()).group_by(
        inbound.c.status, inbound.c.outcome
    )
    return {(row[1] or row[0]): row[2] for row in connection.execute(query)}


def with_ids(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Which of these Message-IDs the ledger knows."""
    wanted, known = list(ids), set[str]()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        query = select(inbound.c.message_id).where(inbound.c.message_id.in_(part))
        known.update(str(found) for found in connection.execute(query).scalars())
    return known


def copies_of_ids(connection: Connection, ids: Iterable[str]) -> Counter[str]:
    """How many mails of the ledger have each of these Message-IDs; unknown ids are left out."""
    wanted, copies = list(dict.fromkeys(ids)), Counter[str]()
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        query = select(inbound.c.message_id, func.count()).where(inbound.c.message_id.in_(part))
        rows = connection.execute(query.group_by(inbound.c.message_id))
        copies.update({str(row[0]): int(row[1]) for row in rows})
    return copies


def knows_content(connection: Connection, content_hash: str) -> bool:
    """Whether a mail with this content was ever received."""
    query = select(inbound.c.id).where(inbound.c.content_hash == content_hash).limit(1)
    return connection.execute(query).first() is not None


def latest_arrivals(connection: Connection, before: int) -> tuple[datetime, datetime] | None:
    """When the latest mail and the one `before` mails ahead of it were received; None if fewer."""
    newest = select(inbound.c.id, inbound.c.received_at).order_by(inbound.c.id.desc()).limit(1)
    latest = connection.execute(newest).first()
    if latest is None:
        return None
    earlier = connection.execute(newest.where(inbound.c.id <= latest[0] - before)).first()
    return (latest[1], earlier[1]) if earlier else None


def first_received(connection: Connection) -> datetime | None:
    """When the line's first mail was received; None before."""
    first = select(inbound.c.received_at).order_by(inbound.c.id).limit(1)
    return connection.execute(first).scalar()
