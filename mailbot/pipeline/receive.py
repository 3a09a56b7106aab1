"""Commit 1: every mail that the mailbox shows is durable here, with a row, before it is touched."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.inbox import Box, Fetched, Undelivered
from mailbot.logs import tell
from mailbot.parsers import identify
from storage import Store, arrivals
from storage.arrivals import Arrival

BATCH_MAILS = 50
BATCH_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """How many mails were new in the mailbox, and how many of them were known already.

    `uidvalidity` is that of the inbox during this pass. `ahead` is by how much the mailbox's own
    dates were beyond the pass's time, None without mail: one of the two clocks is wrong then.
    """

    uidvalidity: int = 0
    received: int = 0
    duplicates: int = 0
    ahead: timedelta | None = None


def receive(
    mailbox: Box, name: str, store: Store, mail_bytes: int, now: datetime,
    stopping: Callable[[], bool],
) -> Received:  # fmt: skip
    """Fetch and record what the inbox shows and the ledger does not know yet, in batches.

    Of a mail over `mail_bytes` only the beginning is fetched. A batch is one transaction: files
    first, then rows. Raises MailboxError or StorageError; what was committed stays, the rest is
    found again by the next pass, as when `stopping` says to end after a batch.
    """
    uidvalidity = mailbox.open()
    shown = mailbox.uids()
    with store.read() as connection:
        known = arrivals.known_uids(connection, name, uidvalidity, shown)
    listed = mailbox.sizes([uid for uid in shown if uid not in known])
    received = duplicates = 0
    ahead: timedelta | None = None
    for batch in _batches(mailbox.fetch(listed.values(), whole_limit=mail_bytes)):
        ahead = max(ahead or timedelta(), *((mail.internaldate or now) - now for mail in batch))
        with store.files.together():
            fresh = [_arrival(mail, name, uidvalidity, store, now) for mail in batch]
        with store.write() as connection:
            rows = arrivals.record_all(connection, fresh, now)
        for (key, original), arrival in zip(rows, fresh, strict=True):
            tell("mail.received", mail=key, duplicate_of=original, bytes=arrival.size)
        received += len(rows)
        duplicates += sum(original is not None for _key, original in rows)
        if stopping():
            break
        # The next mails are fetched before this name is given to them: not while these lie here.
        del batch
    return Received(uidvalidity=uidvalidity, received=received, duplicates=duplicates, ahead=ahead)


def _batches(
    mails: Iterable[Fetched | Undelivered],
) -> Iterator[Sequence[Fetched | Undelivered]]:
    batch: list[Fetched | Undelivered] = []
    weight = 0
    for mail in mails:
        batch.append(mail)
        weight += len(mail.raw) if isinstance(mail, Fetched) else 0
        if len(batch) == BATCH_MAILS or weight >= BATCH_BYTES:
            yield batch
            batch, weight = [], 0
            # As below: a large mail is let go before the next one is fetched.
            del mail
    if batch:
        yield batch


def _arrival(
    mail: Fetched | Undelivered, name: str, uidvalidity: int, store: Store, now: datetime
) -> Arrival:
    raw = mail.raw if isinstance(mail, Fetched) else b""
    identity = identify(raw)
    return Arrival(
        mailbox=name,
        uidvalidity=uidvalidity,
        uid=mail.uid,
        raw_sha256=store.files.put(raw),
        head_only=isinstance(mail, Fetched) and mail.head_only,
        size=mail.size,
        # Arrival is the mailbox's date (R7), never later than the pass's own time.
        arrived_at=min(mail.internaldate or now, now),
        message_id=identity.message_id,
        content_hash=identity.content_hash,
        sender=identity.sender,
        subject=identity.subject,
        references=identity.references,
        fault="" if isinstance(mail, Fetched) else mail.reason,
    )
