"""Which mails still lie in the inbox though they have their outcome, and which were moved."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from mailbot.model.vocabulary import Outcome
from storage.ledger import RECEIVED
from storage.schema import inbound
from storage.statements import any_of

_OF_MAILBOX = (
    inbound.c.filed_at.is_(None),
    inbound.c.mailbox == bindparam("box"),
    inbound.c.status != RECEIVED,
)
_UNFILED = (
    select(inbound.c.id, inbound.c.uid, inbound.c.outcome == Outcome.PARKED)
    .where(*_OF_MAILBOX, inbound.c.uidvalidity == bindparam("validity"))
    .order_by(inbound.c.id)
    .limit(bindparam("most"))
)
_MARK_FILED = update(inbound).where(inbound.c.id.in_(any_of("keys")))
_LOSE_VALIDITY = update(inbound).where(*_OF_MAILBOX, inbound.c.uidvalidity != bindparam("validity"))


def unfiled(
    connection: Connection, mailbox: str, uidvalidity: int, limit: int
) -> tuple[tuple[int, int, bool], ...]:
    """(key, uid, parked) of mails with an outcome that still lie in the inbox."""
    values = {"box": mailbox, "validity": uidvalidity, "most": limit}
    rows = connection.execute(_UNFILED, values)
    return tuple((row[0], row[1], bool(row[2])) for row in rows)


def mark_filed(connection: Connection, keys: Sequence[int], now: datetime) -> None:
    """These mails were moved to their folder (or a person took them out of the inbox)."""
    connection.execute(_MARK_FILED, {"keys": keys, "filed_at": now})


def mark_lost_validity(
    connection: Connection, mailbox: str, uidvalidity: int, now: datetime
) -> int:
    """The mailbox was made anew: its old UIDs name nothing any more, so nothing is left to file."""
    changes = {"box": mailbox, "validity": uidvalidity, "filed_at": now}
    return connection.execute(_LOSE_VALIDITY, changes).rowcount
