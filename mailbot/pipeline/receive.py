"""Commit 1: every mail that the mailbox shows is durable here, with a row, before it is touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.inbox import Fetched, Listed, Mailbox
from mailbot.parsers import identify
from storage import Store, ledger
from storage.ledger import Arrival

HEAD_BYTES = 262_144
"""What is fetched and kept of a mail over the limit, after its header (contract.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """How many mails were new in the mailbox, and how many of them were known already."""

    received: int = 0
    duplicates: int = 0


def receive(mailbox: Mailbox, store: Store, mail_bytes: int, now: datetime) -> Received:
    """Fetch and record what the inbox shows and the ledger does not know yet, in batches.

    A batch is one transaction: files first, then rows. Raises MailboxError or StorageError; what
    was committed stays, the rest is found again by the next pass.
    """
    shown = mailbox.uids()
    with store.read() as connection:
        known = ledger.known_uids(connection, mailbox.name, mailbox.uidvalidity, shown)
    listed = mailbox.sizes([uid for uid in shown if uid not in known])
    large = [each for each in listed.values() if each.size > mail_bytes]
    small = [uid for uid, each in listed.items() if each.size <= mail_bytes]
    total = duplicates = 0
    for batch in mailbox.fetch(small):
        recorded = _record(mailbox, store, batch, now, head_only=False)
        total, duplicates = total + len(batch), duplicates + recorded
    for each in large:
        head = _fetch_head(mailbox, each)
        recorded = _record(mailbox, store, head, now, head_only=True)
        total, duplicates = total + len(head), duplicates + recorded
    return Received(received=total, duplicates=duplicates)


def _fetch_head(mailbox: Mailbox, listed: Listed) -> Sequence[Fetched]:
    raw = mailbox.fetch_head(listed.uid, HEAD_BYTES)
    if raw is None:
        return ()
    return (Fetched(uid=listed.uid, raw=raw, internaldate=listed.internaldate, size=listed.size),)


def _record(
    mailbox: Mailbox, store: Store, batch: Sequence[Fetched], now: datetime, *, head_only: bool
) -> int:
    """Keep a batch; returns how many of it were copies of mails known already."""
    with store.write() as connection:
        rows = [
            ledger.record(connection, arrival, now)
            for arrival in _arrivals(mailbox, store, batch, now, head_only=head_only)
        ]
    return sum(original is not None for _key, original in rows)


def _arrivals(
    mailbox: Mailbox, store: Store, batch: Iterable[Fetched], now: datetime, *, head_only: bool
) -> Iterable[Arrival]:
    for fetched in batch:
        identity = identify(fetched.raw)
        yield Arrival(
            mailbox=mailbox.name,
            uidvalidity=mailbox.uidvalidity,
            uid=fetched.uid,
            raw_sha256=store.files.put(fetched.raw),
            head_only=head_only,
            size=fetched.size,
            # Arrival is the mailbox's date (R7), never later than the pass's own time.
            arrived_at=min(fetched.internaldate, now),
            message_id=identity.message_id,
            content_hash=identity.content_hash,
            sender=identity.sender,
            subject=identity.subject,
        )
