"""The inbound ledger: one row for each mail that the mailbox ever showed, with its one outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, case, insert, or_, select, update

from mailbot.model.vocabulary import Outcome
from mailbot.rules.parking import HELD_BY_A_BRAKE
from storage.schema import inbound
from storage.statements import any_of

RECEIVED, DECIDED, PARKED, DISCARDED = "received", "decided", "parked", "discarded"

SAME_CONTENT_DAYS = 7
"""Without a Message-ID, the same content from the same sender within these days is a duplicate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail as it was found in the mailbox, its bytes already kept under `raw_sha256`.

    `fault` says why the server would not hand its bytes over; "" for every other mail.
    """

    mailbox: str
    uidvalidity: int
    uid: int
    raw_sha256: str
    head_only: bool
    size: int
    arrived_at: datetime
    message_id: str | None
    content_hash: str
    sender: str
    subject: str
    fault: str = ""


DUPLICATE = "duplicate"
UNDELIVERED = "undelivered"
"""The rule of a mail that the server lists and does not hand over."""


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


_ARRIVAL = tuple(name for name in Arrival.__dataclass_fields__ if name != "fault")
_COLUMNS = tuple(inbound.c[name] for name in Entry.__dataclass_fields__)

_INSERT = insert(inbound).returning(inbound.c.id)
_UPDATE = update(inbound).where(inbound.c.id == bindparam("key"))
_UPDATE_EACH = update(inbound).where(inbound.c.id.in_(any_of("keys")))
_COUNT_ATTEMPT = _UPDATE.values(attempts=inbound.c.attempts + 1).returning(inbound.c.attempts)
_REOPEN = _UPDATE.values(rule=case((inbound.c.rule.in_(HELD_BY_A_BRAKE), inbound.c.rule), else_=""))
_KNOWN_UIDS = select(inbound.c.uid).where(
    inbound.c.mailbox == bindparam("mailbox"),
    inbound.c.uidvalidity == bindparam("uidvalidity"),
    inbound.c.uid.in_(any_of("uids")),
)
_OTHER_CONTENT = (
    select(inbound.c.id)
    .where(
        inbound.c.message_id == bindparam("message_id"),
        inbound.c.id < bindparam("key"),
        inbound.c.content_hash
        != select(inbound.c.content_hash).where(inbound.c.id == bindparam("key")).scalar_subquery(),
    )
    .limit(1)
)
_ORDERED_BEFORE = (
    select(inbound.c.id)
    .where(
        inbound.c.message_id == bindparam("message_id"),
        inbound.c.sender == bindparam("sender"),
        inbound.c.outcome == Outcome.COMMAND,
    )
    .limit(1)
)
_SAME_CONTENT = (
    select(inbound.c.id)
    .where(inbound.c.content_hash == bindparam("content_hash"), inbound.c.duplicate_of.is_(None))
    .order_by(inbound.c.id)
    .limit(1)
)
_SAME_ID = _SAME_CONTENT.where(inbound.c.message_id == bindparam("message_id"))
_SAME_WITHOUT_ID = _SAME_CONTENT.where(
    inbound.c.message_id.is_(None),
    inbound.c.sender == bindparam("sender"),
    inbound.c.arrived_at >= bindparam("since"),
)
_UNDECIDED = (
    select(*_COLUMNS)
    .where(inbound.c.status == RECEIVED)
    .order_by(inbound.c.arrived_at, inbound.c.id)
    .limit(bindparam("most"))
)
_OLDEST_UNDECIDED = (
    select(inbound.c.arrived_at)
    .where(inbound.c.status == RECEIVED)
    .order_by(inbound.c.arrived_at)
    .limit(1)
)
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
_LOSE_VALIDITY = update(inbound).where(*_OF_MAILBOX, inbound.c.uidvalidity != bindparam("validity"))
_CASES_OF_IDS = (
    select(inbound.c.message_id, inbound.c.case_id)
    .where(inbound.c.message_id.in_(any_of("ids")), inbound.c.case_id.is_not(None))
    .order_by(inbound.c.id.desc())
)


def duplicate_reason(original: int) -> str:
    """Why a mail is ignored as another copy of the mail `original`."""
    return f"Copia del correo {original}: mismo identificador y contenido."


def known_uids(
    connection: Connection, mailbox: str, uidvalidity: int, uids: Sequence[int]
) -> set[int]:
    """Which of these UIDs have a row already."""
    known: set[int] = set()
    for start in range(0, len(uids), 500):
        wanted = uids[start : start + 500]
        values = {"mailbox": mailbox, "uidvalidity": uidvalidity, "uids": wanted}
        known.update(connection.execute(_KNOWN_UIDS, values).scalars())
    return known


def has_other_content(connection: Connection, entry: Entry) -> bool:
    """Whether another mail came with this Message-ID and other content: a fault to be told."""
    if not entry.message_id:
        return False
    values = {"message_id": entry.message_id, "key": entry.id}
    return connection.execute(_OTHER_CONTENT, values).first() is not None


def ordered_before(connection: Connection, message_id: str, sender: str) -> bool:
    """Whether a mail with this id and author was decided about as an order already."""
    values = {"message_id": message_id, "sender": sender}
    return connection.execute(_ORDERED_BEFORE, values).first() is not None


def first_copy(
    connection: Connection, *, message_id: str | None, content_hash: str, sender: str,
    arrived_at: datetime,
) -> int | None:  # fmt: skip
    """The row that a mail with these marks would be another copy of, if any (design.md, commit 1).

    The same Message-ID alone is not enough: a stranger must not suppress a mail by sending its id
    first. Without an id the same content counts for a week, from the same sender.
    """
    if message_id:
        values = {"content_hash": content_hash, "message_id": message_id}
        return connection.execute(_SAME_ID, values).scalar()
    since = arrived_at - timedelta(days=SAME_CONTENT_DAYS)
    marks = {"content_hash": content_hash, "sender": sender, "since": since}
    return connection.execute(_SAME_WITHOUT_ID, marks).scalar()


def record(connection: Connection, arrival: Arrival, now: datetime) -> tuple[int, int | None]:
    """Add a row; returns its key, and that of the mail it is a copy of. A copy is decided at once.

    Its reason names the first copy, so that the conservation law holds for it as well.
    """
    original = None if arrival.fault else first_copy(
        connection, message_id=arrival.message_id, content_hash=arrival.content_hash,
        sender=arrival.sender, arrived_at=arrival.arrived_at,
    )  # fmt: skip
    values: dict[str, Any] = {name: getattr(arrival, name) for name in _ARRIVAL}
    values |= {"received_at": now, "attempts": 0, "status": RECEIVED}
    values |= {"rule": UNDELIVERED if arrival.fault else "", "reason": arrival.fault}
    if original is not None:
        values |= {
            "duplicate_of": original,
            "status": DECIDED,
            "outcome": Outcome.IGNORED,
            "rule": DUPLICATE,
            "reason": duplicate_reason(original),
            "decided_at": now,
        }
    return int(connection.execute(_INSERT, values).scalar_one()), original


def undecided(connection: Connection, limit: int) -> tuple[Entry, ...]:
    """Mails that wait for their outcome, in order of arrival."""
    rows = connection.execute(_UNDECIDED, {"most": limit}).mappings()
    return tuple(_entry(row) for row in rows)


def count_attempt(connection: Connection, entry_id: int) -> int:
    """Count an attempt before the work begins; returns how many there were with this one."""
    return int(connection.execute(_COUNT_ATTEMPT, {"key": entry_id}).scalar_one())


def count_first_attempts(connection: Connection, entry_ids: Sequence[int]) -> None:
    """Count the first attempt of several mails at once."""
    connection.execute(_UPDATE_EACH, {"keys": entry_ids, "attempts": 1})


def uncount_attempts(connection: Connection, entry_ids: Sequence[int]) -> None:
    """Attempts that ended for a reason that was not the mails' own (the disk, the database)."""
    connection.execute(
        update(inbound)
        .where(inbound.c.id.in_(entry_ids), inbound.c.attempts > 0)
        .values(attempts=inbound.c.attempts - 1)
    )


def settle(
    connection: Connection, entry_id: int, *, outcome: str, rule: str, reason: str,
    case_id: int | None, now: datetime, parked: bool = False,
) -> None:  # fmt: skip
    """Give a mail its outcome."""
    changes = {
        "key": entry_id, "status": PARKED if parked else DECIDED, "outcome": outcome, "rule": rule,
        "reason": reason, "case_id": case_id, "decided_at": now,
    }  # fmt: skip
    connection.execute(_UPDATE, changes)


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
    query = select(*_COLUMNS).where(inbound.c.id == entry_id)
    row = connection.execute(query).mappings().first()
    return _entry(row) if row else None


def parked(connection: Connection) -> tuple[Entry, ...]:
    """Mails set aside, oldest first."""
    query = select(*_COLUMNS).where(inbound.c.status == PARKED).order_by(inbound.c.id)
    return tuple(_entry(row) for row in connection.execute(query).mappings())


def of_case(connection: Connection, case_id: int) -> tuple[Entry, ...]:
    """The received mails that belong to a case, in order of arrival."""
    query = select(*_COLUMNS).where(inbound.c.case_id == case_id)
    rows = connection.execute(query.order_by(inbound.c.arrived_at, inbound.c.id)).mappings()
    return tuple(_entry(row) for row in rows)


def unfiled(
    connection: Connection, mailbox: str, uidvalidity: int, limit: int
) -> tuple[tuple[int, int, bool], ...]:
    """(key, uid, parked) of mails with an outcome that still lie in the inbox."""
    values = {"box": mailbox, "validity": uidvalidity, "most": limit}
    rows = connection.execute(_UNFILED, values)
    return tuple((row[0], row[1], bool(row[2])) for row in rows)


def mark_filed(connection: Connection, keys: Sequence[int], now: datetime) -> None:
    """These mails were moved to their folder (or a person took them out of the inbox)."""
    connection.execute(_UPDATE_EACH, {"keys": keys, "filed_at": now})


def mark_lost_validity(
    connection: Connection, mailbox: str, uidvalidity: int, now: datetime
) -> int:
    """The mailbox was made anew: its old UIDs name nothing any more, so nothing is left to file."""
    changes = {"box": mailbox, "validity": uidvalidity, "filed_at": now}
    return connection.execute(_LOSE_VALIDITY, changes).rowcount


def cases_of_ids(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Message-ID → case, of persons' mails that belong to a case."""
    if not ids:
        return {}
    return {row[0]: row[1] for row in connection.execute(_CASES_OF_IDS, {"ids": ids})}


def subjects_of_ids(connection: Connection, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(Message-ID, subject) of the received mails with these ids."""
    if not ids:
        return ()
    query = select(inbound.c.message_id, inbound.c.subject).distinct()
    rows = connection.execute(query.where(inbound.c.message_id.in_(ids)))
    return tuple((row[0], row[1]) for row in rows)


def tagged_subjects(connection: Connection, case_id: int, most: int) -> tuple[tuple[str, str], ...]:
    """(sender, subject) of up to `most` received mails of a case with a bracket in the subject."""
    bracket = or_(inbound.c.subject.contains("["), inbound.c.subject.contains("［"))
    query = select(inbound.c.sender, inbound.c.subject).distinct()
    rows = connection.execute(query.where(inbound.c.case_id == case_id, bracket).limit(most))
    return tuple((row[0], row[1]) for row in rows)


def oldest_undecided(connection: Connection) -> datetime | None:
    """When the oldest mail that still waits for its outcome arrived."""
    return connection.execute(_OLDEST_UNDECIDED).scalar()


def _entry(row: RowMapping) -> Entry:
    return Entry(**row)
