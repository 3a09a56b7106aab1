"""The inbound ledger: one row for each mail that the mailbox ever showed, with its one outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, exists, func, select, update

from mailbot.errors import AlreadySettled
from mailbot.model.vocabulary import Outcome
from mailbot.rules.parking import HELD_BY_A_BRAKE
from storage.schema import inbound
from storage.statements import NamedRow, Statement, any_of

RECEIVED, DECIDED, PARKED, DISCARDED = "received", "decided", "parked", "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of the ledger."""

    id: int
    mailbox: str
    uidvalidity: int
    uid: int
    raw_sha256: str
    head_only: bool
    size: int
    arrived_at: datetime
    received_at: datetime
    message_id: str | None
    sender: str
    subject: str
    duplicate_of: int | None
    attempts: int
    status: str
    outcome: str | None
    rule: str
    reason: str
    case_id: int | None
    other_content: bool
    """Whether an earlier mail came with this Message-ID and other content: a fault to be told."""


_EARLIER = inbound.alias("earlier")
_OTHER_CONTENT = exists().where(
    _EARLIER.c.message_id == inbound.c.message_id,
    _EARLIER.c.id < inbound.c.id,
    _EARLIER.c.content_hash != inbound.c.content_hash,
)
COLUMNS = (
    *(inbound.c[name] for name in Entry.__dataclass_fields__ if name in inbound.c),
    _OTHER_CONTENT.label("other_content"),
)
"""What an `Entry` is read from."""

_UPDATE = update(inbound).where(inbound.c.id == bindparam("key"))
_SETTLE = Statement(_UPDATE.where(inbound.c.status == RECEIVED))
_COUNT_FIRST = Statement(update(inbound).where(inbound.c.id.in_(any_of("keys"))).values(attempts=1))
_COUNT_ATTEMPT = _UPDATE.values(attempts=inbound.c.attempts + 1).returning(inbound.c.attempts)
_REOPEN = _UPDATE.values(rule=case((inbound.c.rule.in_(HELD_BY_A_BRAKE), inbound.c.rule), else_=""))
_UNDECIDED = Statement(
    select(*COLUMNS)
    .where(inbound.c.status == RECEIVED)
    .order_by(inbound.c.arrived_at, inbound.c.id)
    .limit(bindparam("most"))
)
_LATEST = select(func.max(inbound.c.id))
_FIRST_UNDECIDED = select(func.min(inbound.c.id)).where(inbound.c.status == RECEIVED)
_UNDECIDED_COUNT = select(func.count()).where(inbound.c.status == RECEIVED)
_OLDEST_UNDECIDED = (
    select(inbound.c.arrived_at)
    .where(inbound.c.status == RECEIVED)
    .order_by(inbound.c.arrived_at)
    .limit(1)
)


def undecided(connection: Connection, limit: int) -> tuple[Entry, ...]:
    """Mails that wait for their outcome, in order of arrival."""
    return tuple(_entry(row) for row in _UNDECIDED.mappings(connection, {"most": limit}))


def undecided_count(connection: Connection) -> int:
    """How many mails still wait for their outcome."""
    return int(connection.execute(_UNDECIDED_COUNT).scalar_one())


def oldest_undecided(connection: Connection) -> datetime | None:
    """When the oldest mail that still waits for its outcome arrived."""
    return connection.execute(_OLDEST_UNDECIDED).scalar()


def latest(connection: Connection) -> int:
    """The key of the mail that was received last; 0 if none was."""
    return connection.execute(_LATEST).scalar() or 0


def first_undecided(connection: Connection) -> int | None:
    """The key of the first received of those mails that still wait for their outcome."""
    return connection.execute(_FIRST_UNDECIDED).scalar()


def count_attempt(connection: Connection, entry_id: int) -> int:
    """Count an attempt before the work begins; returns how many there were with this one."""
    return int(connection.execute(_COUNT_ATTEMPT, {"key": entry_id}).scalar_one())


def count_first_attempts(connection: Connection, entry_ids: Sequence[int]) -> None:
    """Count the first attempt of several mails at once."""
    _COUNT_FIRST.change(connection, {"keys": entry_ids})


def uncount_attempts(connection: Connection, entry_ids: Sequence[int]) -> None:
    """Attempts that ended for a reason that was not the mails' own (the disk, the database)."""
    connection.execute(
        update(inbound)
        .where(inbound.c.id.in_(entry_ids), inbound.c.attempts > 0, inbound.c.status == RECEIVED)
        .values(attempts=inbound.c.attempts - 1)
    )


def settle(
    connection: Connection, entry_id: int, *, outcome: str, rule: str, reason: str,
    case_id: int | None, now: datetime, parked: bool = False,
) -> None:  # fmt: skip
    """Give a mail its outcome. AlreadySettled if it has one."""
    changes = {
        "key": entry_id, "status": PARKED if parked else DECIDED, "outcome": outcome, "rule": rule,
        "reason": reason, "case_id": case_id, "decided_at": now,
    }  # fmt: skip
    if not _SETTLE.change(connection, changes):
        raise AlreadySettled(f"El correo {entry_id} ya tiene destino: otro proceso lo decidió.")


def reopen(
    connection: Connection, entry_id: int, *, raw_sha256: str | None = None,
    head_only: bool | None = None,
) -> None:  # fmt: skip
    """Let a parked mail run again, from other bytes if given; its attempts begin anew.

    What a brake held keeps the brake's name: a person has looked, and it does not bite again.
    """
    changes: dict[str, Any] = {
        "status": RECEIVED,
        "attempts": 0,
        "outcome": None,
        "reason": "",
    }
    if raw_sha256:
        changes["raw_sha256"] = raw_sha256
    if head_only is not None:
        changes["head_only"] = head_only
    connection.execute(_REOPEN, changes | {"key": entry_id})


def discard(connection: Connection, entry_id: int, reason: str) -> None:
    """A person decided that a parked mail needs nothing more; its bytes stay."""
    changes = {
        "key": entry_id, "status": DISCARDED, "outcome": Outcome.IGNORED, "rule": "discarded",
        "reason": reason,
    }  # fmt: skip
    connection.execute(_UPDATE, changes)


def entry(connection: Connection, entry_id: int) -> Entry | None:
    """The row with this key."""
    query = select(*COLUMNS).where(inbound.c.id == entry_id)
    row = connection.execute(query).mappings().first()
    return _entry(row) if row else None


def entries(connection: Connection, entry_ids: Sequence[int]) -> tuple[Entry, ...]:
    """The rows with these keys, in order of arrival."""
    query = select(*COLUMNS).where(inbound.c.id.in_(entry_ids))
    rows = connection.execute(query.order_by(inbound.c.arrived_at, inbound.c.id)).mappings()
    return tuple(_entry(row) for row in rows)


def parked(connection: Connection) -> tuple[Entry, ...]:
    """Mails set aside, oldest first."""
    query = select(*COLUMNS).where(inbound.c.status == PARKED).order_by(inbound.c.id)
    return tuple(_entry(row) for row in connection.execute(query).mappings())


def of_case(connection: Connection, case_id: int) -> tuple[Entry, ...]:
    """The received mails that belong to a case, in order of arrival."""
    query = select(*COLUMNS).where(inbound.c.case_id == case_id)
    rows = connection.execute(query.order_by(inbound.c.arrived_at, inbound.c.id)).mappings()
    return tuple(_entry(row) for row in rows)


def _entry(row: NamedRow) -> Entry:
    return Entry(**row)
