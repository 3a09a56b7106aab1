"""Which received mails a process decides about next; among many, those that it claims.

A claim counts as long as its process is at work (`storage/sessions.py`): nothing is renewed, and
what a dead process had claimed is anybody's at once.
"""

from collections.abc import Collection

from sqlalchemy import Connection, text, update

from storage import ledger
from storage.ledger import RECEIVED, Entry
from storage.schema import inbound
from storage.store import Store

MOST_CLAIMED = 8
"""Few enough that several processes share what came in."""


def next_mails(
    store: Store, number: int | None, tried: Collection[int], most: int
) -> tuple[Entry, ...]:
    """Up to `most` undecided mails in order of arrival, without those `tried` in this pass.

    With a `number`, the process's own among others, they are claimed for it first. Of mails that
    may be about the same case, or come from the same person, only the oldest can be claimed: they
    are decided about in order of arrival, whoever decides.
    """
    if number is None:
        with store.read() as connection:
            waiting = ledger.undecided(connection, most + len(tried))
        return tuple(entry for entry in waiting if entry.id not in tried)
    with store.write_beside() as connection:
        keys = _claimed(connection, number, min(most, MOST_CLAIMED))
        return ledger.entries(connection, keys)


def give_back(store: Store, number: int | None) -> None:
    """Claim nothing any more: what is undecided is anybody's."""
    if number is None:
        return
    mine = update(inbound).where(inbound.c.claimed_by == number, inbound.c.status == RECEIVED)
    with store.write_beside() as connection:
        connection.execute(mine.values(claimed_by=None))


def _claimed(connection: Connection, number: int, most: int) -> list[int]:
    from storage.sessions import ALIVE

    taking = text(f"""
        UPDATE inbound SET claimed_by = :number WHERE id IN (
            SELECT id FROM inbound AS mail
            WHERE status = 'received'
            AND (claimed_by IS NULL OR claimed_by NOT IN ({ALIVE}))
            AND NOT EXISTS (
                SELECT FROM inbound AS earlier
                WHERE earlier.status = 'received' AND earlier.lane = mail.lane
                AND (earlier.arrived_at, earlier.id) < (mail.arrived_at, mail.id)
            )
            ORDER BY arrived_at, id LIMIT :most
            FOR UPDATE SKIP LOCKED
        ) RETURNING id
    """)
    return list(connection.execute(taking, {"number": number, "most": most}).scalars())
