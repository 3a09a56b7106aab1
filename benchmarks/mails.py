"""What a mail costs from the mailbox to the answer accepted, over a real Dovecot and aiosmtpd.

The SMTP server runs in this process too, so its share is in the figures.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mailbot.daemon.line import line
from mailbot.daemon.once import one_pass
from tests.e2e.letters import COMPLETE, INCOMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork, at
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer


def measure(mails: int) -> None:
    """Print CPU and wall time a mail, for new requests (half of them with a picture)."""
    with Dovecot() as dovecot, SmtpServer() as sink, tempfile.TemporaryDirectory() as folder:
        work = LineAtWork(Path(folder), dovecot.account(), sink)
        with line(work.config) as running:
            one_pass(running, at("2026-11-24 08:00"))
            for place in range(mails):
                work.account.deliver(request(place), at("2026-11-24 09:00"))
            with _timed("a pass", mails):
                counts = one_pass(running, at("2026-11-24 09:00"))
            with _timed("an empty pass", 1):
                one_pass(running, at("2026-11-24 09:01"))
    print(f"received {counts.received}, decided {counts.decided}, sent {counts.sent}")


def request(place: int) -> bytes:
    """A new request of somebody new, every other one complete and with a picture."""
    sender = f"persona{place}@entidad{place}.test"
    if place % 2:
        return letter(INCOMPLETE, sender=sender)
    return letter(COMPLETE, sender=sender, files={"pantalla.png": screen() + bytes([place % 250])})


@contextmanager
def _timed(what: str, mails: int) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(f"{what}: {cpu / mails * 1000:.2f} ms CPU, {wall / mails * 1000:.2f} ms a mail")
