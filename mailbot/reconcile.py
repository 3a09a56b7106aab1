"""The conservation law, checked: every mail that the mailbox shows has its row and its outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailbot.config.servers import Mailbox as MailboxSection
from mailbot.inbox import Box, Filed
from mailbot.parsers import identify
from storage import Store, accounts, arrivals, filing, ledger
from storage.arrivals import Arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class Unaccounted:
    """A mail of a folder that the ledger does not know."""

    folder: str
    uid: int
    message_id: str | None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """What was compared.

    `folders` counts the mails of each folder, `outcomes` the ledger's rows by outcome. `pending`
    are mails of the inbox that no pass has received yet, `undecided` rows without an outcome.
    """

    folders: dict[str, int]
    outcomes: dict[str, int]
    pending: int
    undecided: int
    unaccounted: tuple[Unaccounted, ...]
    adopted: int = 0


def reconcile(
    mailbox: Box, name: str, store: Store, section: MailboxSection, now: datetime, *,
    adopt: bool = False,
) -> Reconciliation:  # fmt: skip
    """Compare the inbox by UID, the done and parked folders by Message-ID or else by content.

    With `adopt`, unknown mails of the two folders are taken in like new arrivals, for the next
    pass to decide about (after a restore). Raises MailboxError or StorageError.
    """
    uidvalidity = mailbox.open()
    shown = mailbox.uids()
    with store.read() as connection:
        known = arrivals.known_uids(connection, name, uidvalidity, shown)
        outcomes = accounts.tally(connection)
    folders = {section.folder: len(shown)}
    strays: list[Unaccounted] = []
    for folder in (section.done_folder, section.parked_folder):
        mails = list(mailbox.listing(folder))
        folders[folder] = len(mails)
        strays += _unknown(mailbox, store, folder, mails)
    adopted = sum(_adopt(mailbox, name, store, stray, now) for stray in strays) if adopt else 0
    return Reconciliation(
        folders=folders,
        outcomes=outcomes,
        pending=len(shown) - len(known),
        undecided=outcomes.get(ledger.RECEIVED, 0),
        unaccounted=() if adopted == len(strays) else tuple(strays),
        adopted=adopted,
    )


def _unknown(mailbox: Box, store: Store, folder: str, mails: list[Filed]) -> Iterator[Unaccounted]:
    with store.read() as connection:
        left = accounts.copies_of_ids(connection, [m.message_id for m in mails if m.message_id])
    for mail in mails:
        if mail.message_id and left[mail.message_id] > 0:
            # Each copy that was delivered has a row of its own, so each row accounts for one mail.
            left[mail.message_id] -= 1
        elif mail.message_id in left or not _known_by_content(mailbox, store, folder, mail):
            yield Unaccounted(
                folder=folder,
                uid=mail.uid,
                message_id=mail.message_id,
                arrived_at=mail.internaldate,
            )


def _known_by_content(mailbox: Box, store: Store, folder: str, mail: Filed) -> bool:
    # An id that the ledger does not know may have been read differently: the content decides.
    raw = mailbox.fetch_from(folder, mail.uid)
    if raw is None:
        return True
    identity = identify(raw)
    with store.read() as connection:
        if identity.message_id and accounts.with_ids(connection, [identity.message_id]):
            return True
        return accounts.knows_content(connection, identity.content_hash)


def _adopt(mailbox: Box, name: str, store: Store, stray: Unaccounted, now: datetime) -> int:
    raw = mailbox.fetch_from(stray.folder, stray.uid)
    if raw is None:
        return 0
    identity = identify(raw)
    arrival = Arrival(
        mailbox=arrivals.adopted_as(name, stray.folder),
        uidvalidity=0,
        uid=stray.uid,
        raw_sha256=store.files.put(raw),
        head_only=False,
        size=len(raw),
        arrived_at=min(stray.arrived_at or now, now),
        message_id=identity.message_id,
        content_hash=identity.content_hash,
        sender=identity.sender,
        subject=identity.subject,
    )
    with store.write() as connection:
        key, _original = arrivals.record(connection, arrival, now)
        filing.mark_filed(connection, [key], now)
    return 1
