"""A mail arrives: its row in the ledger, and whether it is another copy of one that came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from mailbot.model.vocabulary import Outcome
from storage.lanes import Lanes
from storage.ledger import DECIDED, RECEIVED, Entry
from storage.schema import inbound
from storage.statements import Statement, any_of

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


Marks = tuple[str | None, str]
"""A mail's Message-ID and the hash of its content."""

_NOT_KEPT = ("fault", "references")
_ARRIVAL = tuple(name for name in Arrival.__dataclass_fields__ if name not in _NOT_KEPT)
_INSERT = Statement(insert(inbound))
_KNOWN_UIDS = select(inbound.c.uid).where(
    inbound.c.mailbox == bindparam("mailbox"),
    inbound.c.uidvalidity == bindparam("uidvalidity"),
    inbound.c.uid.in_(any_of("uids")),
)
_KEYS = Statement(_KNOWN_UIDS.with_only_columns(inbound.c.uid, inbound.c.id))
_SAME_IDS = Statement(
    select(inbound.c.message_id, inbound.c.content_hash, inbound.c.id)
    .where(
        inbound.c.message_id.in_(any_of("message_ids")),
        inbound.c.content_hash.in_(any_of("content_hashes")),
        inbound.c.duplicate_of.is_(None),
    )
    .order_by(inbound.c.id.desc())
)
_SAME_WITHOUT_ID = (
    select(inbound.c.id)
    .where(
        inbound.c.content_hash == bindparam("content_hash"),
        inbound.c.duplicate_of.is_(None),
        inbound.c.message_id.is_(None),
        inbound.c.sender == bindparam("sender"),
        inbound.c.arrived_at >= bindparam("since"),
    )
    .order_by(inbound.c.id)
    .limit(1)
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
        marks = message_id, content_hash
        return first_copies(connection, [marks]).get(marks)
    since = arrived_at - timedelta(days=SAME_CONTENT_DAYS)
    values = {"content_hash": content_hash, "sender": sender, "since": since}
    return connection.execute(_SAME_WITHOUT_ID, values).scalar()


def first_copies(connection: Connection, marks: Sequence[Marks]) -> dict[Marks, int]:
    """The rows that mails with these Message-IDs and contents would be other copies of."""
    if not marks:
        return {}
    ids, hashes = zip(*marks, strict=True)
    rows = _SAME_IDS.rows(connection, {"message_ids": ids, "content_hashes": hashes})
    # They come from the last to the first, which stays.
    return {(message_id, content_hash): key for message_id, content_hash, key in rows}


def record(connection: Connection, arrival: Arrival, now: datetime) -> tuple[int, int | None]:
    """Add a row; returns its key, and that of the mail it is a copy of. A copy is decided at once.

    Its reason names the first copy, so that the conservation law holds for it as well.
    """
    (recorded,) = record_all(connection, (arrival,), now)
    return recorded


def record_all(
    connection: Connection, found: Sequence[Arrival], now: datetime
) -> list[tuple[int, int | None]]:
    """What `record` does for each of these mails of one mailbox, in a few statements for all."""
    lanes = Lanes(connection)
    keys: dict[int, int] = {}
    copied: dict[int, int] = {}
    rows: list[dict[str, Any]] = []
    for each, original in zip(found, _originals(connection, found), strict=True):
        row = _row(each, lanes, now)
        if isinstance(original, Arrival):
            if original.uid not in keys:
                # It has its key once it has its row.
                keys |= _added(connection, rows)
                rows = []
            original = keys[original.uid]
        if original is not None:
            copied[each.uid] = original
            row |= _decided_as_copy_of(original, now)
        rows.append(row)
    keys |= _added(connection, rows)
    return [(keys[each.uid], copied.get(each.uid)) for each in found]


def _row(arrival: Arrival, lanes: Lanes, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(arrival, name) for name in _ARRIVAL}
    lane = lanes.of(arrival.message_id, arrival.references, arrival.subject, arrival.sender)
    return values | {
        "received_at": now,
        "attempts": 0,
        "status": RECEIVED,
        "lane": lane,
        "rule": UNDELIVERED if arrival.fault else "",
        "reason": arrival.fault,
        "duplicate_of": None,
        "outcome": None,
        "decided_at": None,
    }


def _decided_as_copy_of(original: int, now: datetime) -> dict[str, Any]:
    return {
        "duplicate_of": original,
        "status": DECIDED,
        "outcome": Outcome.IGNORED,
        "rule": DUPLICATE,
        "reason": duplicate_reason(original),
        "decided_at": now,
    }


def _added(connection: Connection, rows: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Add these rows of one mailbox; returns their keys by UID."""
    if not rows:
        return {}
    _INSERT.change_each(connection, rows)
    where = {name: rows[0][name] for name in ("mailbox", "uidvalidity")}
    return dict(_KEYS.rows(connection, where | {"uids": [row["uid"] for row in rows]}))


def _originals(connection: Connection, found: Sequence[Arrival]) -> list[int | Arrival | None]:
    """What each of these is a copy of: a mail known before (its key), one beside it, or none."""
    known = first_copies(
        connection, [(each.message_id, each.content_hash) for each in found if each.message_id]
    )
    beside: dict[Marks, list[Arrival]] = {}
    originals: list[int | Arrival | None] = []
    for each in found:
        marks = each.message_id, each.content_hash
        others = beside.setdefault(marks, [])
        original: int | Arrival | None = None
        if not each.fault:
            original = known.get(marks) if each.message_id else _known_without_id(connection, each)
            original = original or next((one for one in others if _is_copy(each, one)), None)
        if original is None:
            others.append(each)
        originals.append(original)
    return originals


def _known_without_id(connection: Connection, arrival: Arrival) -> int | None:
    return first_copy(
        connection, message_id=None, content_hash=arrival.content_hash, sender=arrival.sender,
        arrived_at=arrival.arrived_at,
    )  # fmt: skip


def _is_copy(arrival: Arrival, earlier: Arrival) -> bool:
    """Whether of two mails of the same id and content one is a copy, as `first_copy` has it."""
    if arrival.message_id:
        return True
    since = arrival.arrived_at - timedelta(days=SAME_CONTENT_DAYS)
    return arrival.sender == earlier.sender and earlier.arrived_at >= since


def latest_raws(connection: Connection, most: int) -> tuple[str, ...]:
    """The hashes of the mails that came last, the newest first."""
    return tuple(connection.execute(_LATEST_RAWS, {"most": most}).scalars())
