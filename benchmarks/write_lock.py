"""`python -m benchmarks.write_lock [MAILS]`: how long a mail keeps other writers waiting.

On PostgreSQL writers come one after the other (`storage/postgresql.py`), so a second
divided by this figure is what all processes of one line can do at most, on whatever hosts.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from sqlalchemy import Connection

from benchmarks.mails import request
from mailbot.daemon.line import line
from mailbot.daemon.once import one_pass
from mailbot.model.line import ProcessRole
from storage.store import Store, upgrade
from tests.e2e.line_at_work import LineAtWork, at
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer


class _Watch:
    """Write transactions, and their seconds from the lock had to the commit done.

    What is written within one is part of it.
    """

    def __init__(self) -> None:
        self.count = 0
        self.working = self.committing = 0.0
        self._write = Store.write

    @contextmanager
    def write(self, store: Store) -> Iterator[Connection]:
        if store._shared.connection is not None:
            with self._write(store) as connection:
                yield connection
            return
        with self._write(store) as connection:
            began = time.perf_counter()
            yield connection
            worked = time.perf_counter()
        self.count += 1
        self.working += worked - began
        self.committing += time.perf_counter() - worked


def measure(mails: int) -> None:
    """Print the milliseconds that a mail holds the lock, in how many transactions."""
    with (
        Dovecot() as dovecot, PostgreSQL(durable=True) as server, SmtpServer() as sink,
        tempfile.TemporaryDirectory() as folder,
    ):  # fmt: skip
        server.create("linea")
        storage = {"database": f"{server.url}/linea"}
        upgrade(storage["database"])
        work = LineAtWork(Path(folder), dovecot.account(), sink, storage=storage, staff=[])
        with line(work.config, roles=tuple(ProcessRole)) as running:
            running.desk.presence.still()
            work.arrives(request(mails), "2026-11-24 08:00")
            one_pass(running, at("2026-11-24 08:00"))
            for place in range(mails):
                work.arrives(request(place), "2026-11-24 09:00")
            watch = _Watch()
            with mock.patch.object(Store, "write", lambda store: watch.write(store)):
                one_pass(running, at("2026-11-24 09:00"))
    print(
        f"write lock: {watch.count / mails:.2f} transactions a mail, "
        f"{watch.working / mails * 1000:.2f} ms at work and "
        f"{watch.committing / mails * 1000:.2f} ms of commit (disk)"
    )


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
