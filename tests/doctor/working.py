"""A line at work on disk, to be spoiled in one place, and what it says then."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from mailbot.config import Config, load
from mailbot.doctor import CHECKS, Finding, Level
from mailbot.inbox import Facts
from mailbot.parsers import identify
from mailbot.sender import Probe
from storage import arrivals, numbers, open_store
from storage.store import Store
from tests.doctor.house import FACTS, NOW, PROBE, change, examined


@dataclass(kw_only=True)
class House:
    """A working line: its folder, its servers, and the time."""

    config_file: Path
    now: datetime = NOW
    mailbox: Callable[[Config], Facts] = field(default=lambda _: FACTS)
    smtp: Callable[[Config], Probe] = field(default=lambda _: PROBE)

    @property
    def folder(self) -> Path:
        return self.config_file.parent

    def write(self, name: str, content: bytes | str) -> None:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        path.chmod(0o600)

    def change(self, old: str, new: str) -> None:
        change(self.config_file, old, new)

    def add(self, tables: str) -> None:
        self.change("[trust]", f"{tables}\n[trust]")

    def store(self) -> Store:
        return open_store(load(self.config_file, {}))

    def complaints(self, check: str = "") -> list[Finding]:
        """What `check` (all without one) finds to be done; a configuration loads before any."""
        checks = [each for each in CHECKS if check in ("", each.name)]
        said = examined(self.config_file, self.now, self.mailbox, self.smtp, checks=checks)
        return [finding for finding in said if finding.level != Level.OK]


def received(house: House, receiver: str) -> None:
    """Three mails that the server `receiver` vouches for, and a pass."""
    store = house.store()
    for uid in range(1, 4):
        proof = f"Authentication-Results: {receiver};\r\n dmarc=pass\r\n" if receiver else ""
        raw = f"{proof}From: a@b.gov.co\r\nMessage-ID: <{receiver}{uid}@b>\r\n\r\nHola".encode()
        known = identify(raw)
        arrival = arrivals.Arrival(
            mailbox="b", uidvalidity=len(receiver), uid=uid, raw_sha256=store.files.put(raw),
            head_only=False, size=len(raw), arrived_at=NOW - timedelta(hours=3),
            message_id=known.message_id, content_hash=known.content_hash, sender=known.sender,
            subject=known.subject,
        )  # fmt: skip
        with store.write() as connection:
            arrivals.record(connection, arrival, NOW)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE inbound SET status = 'decided'")
        numbers.mark(connection, "pass", NOW - timedelta(minutes=1))
        numbers.mark(connection, "contingency-sheet", NOW - timedelta(minutes=1))
    (store.files.root / "contingencia.xlsx").write_bytes(b"PK")
    store.close()


def sql(house: House, statement: str) -> None:
    store = house.store()
    with store.write() as connection:
        connection.exec_driver_sql(statement)
    store.close()
