"""A line of five mails for the tests of back-ups, and looks into it."""

from datetime import timedelta

from sqlalchemy import text

from mailbot.config import Config
from storage import Store, arrivals, open_store
from storage.arrivals import Arrival
from tests.rules.timed import at

NOW = at("2027-02-26 10:00")
LATER = NOW + timedelta(hours=3)
MARTA = "marta@invias.gov.co"


def quiet(_what: str, _done: int, _total: int) -> None:
    """Nobody looks."""


def received(store: Store, uid: int) -> str:
    """A mail arrives; the SHA-256 of its bytes."""
    raw = f"correo {uid}".encode() * 50
    digest = store.files.put(raw)
    arrival = Arrival(
        mailbox="buzon", uidvalidity=1, uid=uid, raw_sha256=digest, head_only=False,
        size=len(raw), arrived_at=NOW, message_id=f"<{uid}@dane>", content_hash=digest,
        sender=MARTA, subject="Consulta",
    )  # fmt: skip
    with store.write() as connection:
        arrivals.record(connection, arrival, NOW)
    return digest


def rows(of: Config, query: str) -> list[tuple[object, ...]]:
    opened = open_store(of)
    try:
        with opened.read() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        opened.close()
