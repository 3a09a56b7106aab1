"""A stored line for the tests of a pass: mails as received, a desk, and what became of them."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

from mailbot.documents import load_documents
from mailbot.parsers import identify
from mailbot.pipeline.desk import Desk
from mailbot.rules.policy import Policy
from storage import Store, arrivals, ledger
from tests.rules.timed import at
from tests.storage.test_store import config

NOW = at("2026-12-07 10:00")


def received(store: Store, *mails: bytes) -> None:
    """Enter the mails as commit 1 does, a minute apart."""
    with store.write() as connection:
        for uid, raw in enumerate(mails, start=1):
            known = identify(raw)
            arrivals.record(
                connection,
                arrivals.Arrival(
                    mailbox="buzon", uidvalidity=1, uid=uid, raw_sha256=store.files.put(raw),
                    head_only=False, size=len(raw), arrived_at=NOW + timedelta(minutes=uid),
                    message_id=known.message_id, content_hash=known.content_hash,
                    sender=known.sender, subject=known.subject,
                ),
                NOW,
            )  # fmt: skip


def outcomes(store: Store) -> dict[str, tuple[str, int]]:
    """Outcome and counted attempts of each mail, by its subject."""
    with store.read() as connection:
        entries = (ledger.entry(connection, key) for key in range(1, 33))
        return {each.subject: (str(each.outcome), each.attempts) for each in entries if each}


def desk(store: Store, tmp_path: Path, read: Callable[[bytes], object]) -> Desk:
    """A desk that reads mails by `read`."""
    settings = config(tmp_path)
    tokens = count(1)
    return Desk(
        policy=Policy.from_config(settings), store=store,
        documents=load_documents(
            settings.documents, settings.phones, settings.identity.address
        ),
        new_token=lambda: f"{next(tokens):032x}", read=read,
    )  # fmt: skip
