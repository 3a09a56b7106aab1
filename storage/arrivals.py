"""A mail arrives: its row in the ledger, and whether it is another copy of one that came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from mailbot.model.vocabulary import Outcome
from storage.lanes import lane_of
from storage.ledger import DECIDED, RECEIVED, Entry
from storage.schema import inbound
from storage.statements import any_of

SAME_CONTENT_DAYS = 7
"""Without a Message-ID, the same content from the same sender within these days is a duplicate."""

DUPLICATE = "duplicate"
UNDELIVERED = "undelivered"
"""The rule of a mail that the server lists and does not hand over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail as it was found in the mailbox, its bytes already kept under `raw_sha256`.

    `fault` says why the server would not hand its bytes over; "" for every other mail.
    `references` are the ids of the mails that it answers.
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
    references: tuple[str, ...] = ()


_NOT_KEPT = ("fault", "references")
_ARRIVAL = tuple(name for name in Arrival.__dataclass_fields__ if name not in _NOT_KEPT)
_INSERT = insert(inbound).returning(inbound.c.id)
_KNOWN_UIDS = select(inbound.c.uid).where(
    inbound.c.mailbox == bindparam("mailbox"),
    inbound.c.uidvalidity == bindparam("uidvalidity"),
    inbound.c.uid.in_(any_of("uids")),
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
_LATEST_RAWS = (
    select(inbound.c.raw_sha256)
    .where(inbound.c.rule != UNDELIVERED)
    .order_by(inbound.c.id.desc())
    .limit(bindparam("most"))
)


def adopted_as(mailbox: str, folder: str) -> str:
    """Under which name the ledger keeps mails that were adopted from a folder of a mailbox.

    They have the folder's own UIDs, kept apart from the inbox's.
    """
    return f"{mailbox}#{folder}"


def is_adopted_from(entry: Entry, folder: str) -> bool:
    """Whether a mail came from this folder by `reconcile --adopt`; no inbox has UIDVALIDITY 0."""
    return entry.uidvalidity == 0 and entry.mailbox.endswith(adopted_as("", folder))


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
    values["lane"] = lane_of(connection, arrival.references, arrival.subject, arrival.sender)
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


def latest_raws(connection: Connection, most: int) -> tuple[str, ...]:
    """The hashes of the mails that came last, the newest first."""
    return tuple(connection.execute(_LATEST_RAWS, {"most": most}).scalars())
