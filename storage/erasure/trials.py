"""The sheets that trials of an import keep (§16.7): those that nobody can import any more go."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select, update

from storage import ledger
from storage.erasure.owed import Owed, owe
from storage.schema import authorisations, inbound

_OLDEST = select(func.min(inbound.c.arrived_at)).where(inbound.c.status == ledger.RECEIVED)
# Without a sheet from the start is None; "" is one that had its time.
_DONE = select(authorisations.c.code, authorisations.c.sheet_sha256).where(
    authorisations.c.sheet_sha256 != "",
    or_(authorisations.c.decided_at.is_not(None), authorisations.c.expires_at < bindparam("until")),
)
_RELEASE = (
    update(authorisations).where(authorisations.c.code == bindparam("key")).values(sheet_sha256="")
)


def release_sheets(connection: Connection, now: datetime) -> int:
    """Let go of the sheets that were imported, or whose 24 hours are over; how many they were.

    Their bytes are owed to `forget_owed`. A confirmation that arrived in time and waits to be
    decided about finds its sheet still.
    """
    oldest = connection.execute(_OLDEST).scalar_one()
    until = min(now, oldest) if oldest else now
    done = connection.execute(_DONE, {"until": until}).all()
    for code, digest in done:
        connection.execute(_RELEASE, {"key": code})
        owed = Owed(blobs=frozenset({digest}), paths=(), mails=())
        owe(connection, f"sheet-{code}", owed, now)
    return len(done)
