"""`python -m benchmarks.workers [MAILS]`: one PostgreSQL line worked on by 1, 2 and 4 processes.

Dovecot, PostgreSQL (durable), the SMTP server and all processes share this machine: the figures say
how much of it a mail costs, and whether processes get in each other's way; on two cores more than
two can't be faster than two. SQLite's one process stands beside as the measure.
"""

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from benchmarks.mails import request
from storage.store import Store, open_store, upgrade
from tests.e2e.line_at_work import LineAtWork
from tests.e2e.program import RunningProgram
from tests.e2e.test_many_processes import MORNING
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer

COUNTS = (1, 2, 4)
_WARM_EACH = 20
_LONGEST = 300.0
_PARENT, _TICKS = 1, range(11, 15)
"""Behind the name in /proc/PID/stat: the parent, and CPU time of it and of children that ended."""


def measure(mails: int) -> None:
    """Print mails a second, and CPU a mail, for each number of processes."""
    print(f"several processes, {mails} mails, {os.cpu_count()} cores")
    with Dovecot() as dovecot, PostgreSQL(durable=True) as server:
        _one(dovecot, None, 1, mails)
        for count in COUNTS:
            _one(dovecot, server, count, mails)


def _one(dovecot: Dovecot, server: PostgreSQL | None, count: int, mails: int) -> None:
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        sink = opened.enter_context(SmtpServer())
        own = {"files": folder / "archivo"}
        if server:
            server.create(f"obreros{count}")
            own["database"] = f"{server.url}/obreros{count}"
            upgrade(own["database"])
        line = LineAtWork(
            folder, dovecot.account(), sink, storage=own, staff=[], mailbox={"poll_seconds": 1}
        )
        # A question must cost little: one connection asks them all.
        store = opened.enter_context(closing(open_store(line.config)))
        running = [opened.enter_context(RunningProgram(line)) for _ in range(count)]
        for each in running:
            each.says("en marcha")
        # The first mails load what a process needs, once in its life.
        warm = _WARM_EACH * count
        _timed(line, store, range(warm))
        ours, theirs = [each.pid for each in running], [server.pid] if server else []
        before = cpu_seconds(ours), cpu_seconds(theirs)
        seconds = _timed(line, store, range(warm, warm + mails))
        own_cpu, database_cpu = (
            (cpu_seconds(pids) - since) * 1000 / mails
            for pids, since in zip((ours, theirs), before, strict=True)
        )
        kind = f"PostgreSQL, {count}" if server else "SQLite, 1"
        print(
            f"{kind:<15} {mails / seconds:6.1f} mails/s  mailbot {own_cpu:6.2f} ms CPU a mail, "
            f"PostgreSQL {database_cpu:5.2f}"
        )


def _timed(line: LineAtWork, store: Store, places: range) -> float:
    """How long it takes until mails that arrive are answered, with all before them."""
    began = time.perf_counter()
    for place in places:
        line.arrives(request(place), MORNING)
    while (done := _settled(store)) < 2 * places.stop:
        if time.perf_counter() - began > _LONGEST:
            raise TimeoutError(f"{done} of {2 * places.stop} steps are done")
        time.sleep(0.1)
    return time.perf_counter() - began


def _settled(store: Store) -> int:
    """How many mails were decided about, and how many answers have been accepted."""
    with store.read() as connection:
        decided = connection.exec_driver_sql(
            "SELECT count(*) FROM inbound WHERE status = 'decided'"
        ).scalar_one()
        sent = connection.exec_driver_sql("SELECT count(*) FROM outbox WHERE status = 'sent'")
        return int(decided + sent.scalar_one())


def cpu_seconds(roots: Sequence[int]) -> float:
    """What these processes and all that come from them have used."""
    stats = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stats[int(folder.name)] = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
    found, new = set(roots), set(roots)
    while new:
        new = {pid for pid, stat in stats.items() if int(stat[_PARENT]) in new} - found
        found |= new
    ticks = sum(int(stats[pid][place]) for pid in found if pid in stats for place in _TICKS)
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
