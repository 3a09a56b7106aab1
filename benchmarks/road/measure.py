"""The same mails through the floor and through mailbot, CPU of every process counted."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.road import alone, floor
from benchmarks.road.mails import earlier_needed, earlier_requests, stream
from benchmarks.road.servers import Sink, group_cpu_seconds
from mailbot.daemon.line import line
from mailbot.daemon.memory import spare_what_stays
from mailbot.daemon.once import Counts, one_pass
from tests.e2e.line_at_work import LineAtWork, at
from tests.servers.dovecot import Dovecot

_LOADING = 20
"""Mails before those that count, for which all that is loaded late is loaded."""


@dataclass(slots=True, kw_only=True)
class Cost:
    """CPU seconds: of our own processes, of Dovecot's, of the SMTP server's; and wall seconds."""

    own: float = 0.0
    mailbox: float = 0.0
    smtp: float = 0.0
    wall: float = 0.0

    @property
    def every(self) -> float:
        return self.own + self.mailbox + self.smtp


def measure(count: int) -> None:
    """Print what the floor costs a mail, what mailbot does, and the ratios."""
    with bench() as made:
        letters = made.letters(count)
        size = sum(len(letter) for letter in letters) / count / 1024
        print(f"{count} mails of {size:.1f} KB on average")
        cost, done = made.mailbot(letters)
        first, answers = made.floor(letters)
        second, _ = made.floor(letters)
        base = replace(
            first,
            **{
                name: (getattr(first, name) + getattr(second, name)) / 2
                for name in ("own", "mailbox", "smtp", "wall")
            },
        )
        _tell("floor", first, count)
        _tell("floor, again", second, count)
        _tell("mailbot", cost, count)
        print(f"answers accepted: floor {answers}, mailbot {done.sent}; {done}")
        print(
            f"ratio: {cost.own / base.own:.2f} (own processes), "
            f"{cost.every / base.every:.2f} (servers included)"
        )


@contextmanager
def bench() -> Iterator["Bench"]:
    """Servers and a line, ready to measure."""
    with Dovecot() as dovecot, Sink() as sink, tempfile.TemporaryDirectory() as folder:
        yield Bench(dovecot=dovecot, sink=sink, folder=Path(folder))


@dataclass(slots=True, kw_only=True)
class Bench:
    dovecot: Dovecot
    sink: Sink
    folder: Path
    _work: LineAtWork | None = None

    def letters(self, count: int) -> list[bytes]:
        """The stream, after the line answered what its replies are about."""
        self._work = work = LineAtWork(self.folder, self.dovecot.account(), self.sink)
        for raw in earlier_requests(earlier_needed(count)):
            work.account.deliver(raw, at("2026-11-24 08:00"))
        work.works("2026-11-24 08:01")
        with work._store() as store, store.read() as connection:
            rows = connection.exec_driver_sql("SELECT raw FROM outbox_contents ORDER BY id")
            answers = [bytes(row[0]) for row in rows]
        return list(stream(count, answers))

    def floor(self, letters: list[bytes]) -> tuple[Cost, int]:
        account = self.dovecot.account()
        for letter in letters:
            account.deliver(letter, at("2026-11-24 08:02"))
        wanted = self._answered()
        with tempfile.TemporaryDirectory() as folder, self._counted() as cost:
            answers = floor.run(account, self.sink.port, Path(folder), wanted)
        return cost, answers

    def _answered(self) -> set[str]:
        """The ids of the mails that mailbot answered: the floor answers the same."""
        assert self._work is not None
        with self._work._store() as store, store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT inbound.message_id FROM outbox JOIN inbound ON inbound.id = inbound_id"
            )
            return {f"<{row[0]}>" for row in rows}

    def mailbot(
        self, letters: list[bytes], watch: AbstractContextManager[None] | None = None
    ) -> tuple[Cost, Counts]:
        """What a pass of mailbot costs over these mails; `watch` is open while it runs."""
        assert self._work is not None
        for letter in letters:
            self._work.account.deliver(letter, at("2026-11-24 08:02"))
        # As the running program does, at its start.
        spare_what_stays()
        with self._counted() as cost, line(self._work.config) as running, watch or nullcontext():
            done = one_pass(running, at("2026-11-24 08:03"))
        return cost, done

    def mailbot_alone(
        self, letters: list[bytes], profiler: Iterable[str], begins: Iterable[str]
    ) -> int:
        """The same pass in a process of its own, which `profiler` starts; `begins` is run when
        the pass does. Returns how many mails it decided about.
        """
        assert self._work is not None
        process = subprocess.Popen(
            [*profiler, sys.executable, "-m", alone.__name__, at("2026-11-24 08:02").isoformat(),
             *begins],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            for raw in earlier_requests(_LOADING):
                self._work.account.deliver(raw, at("2026-11-24 08:02"))
            print(json.dumps(self._work.sections, default=str), file=process.stdin, flush=True)
            # The profiler may speak there too.
            next(said for said in process.stdout if said.strip() == alone.READY)
            for letter in letters:
                self._work.account.deliver(letter, at("2026-11-24 08:02"))
            print(file=process.stdin, flush=True)
            [decided] = [int(said) for said in process.stdout if said.strip().isdecimal()]
            return decided

    @contextmanager
    def _counted(self) -> Iterator[Cost]:
        cost = Cost()
        before = self._now()
        yield cost
        after = self._now()
        cost.own, cost.mailbox, cost.smtp, cost.wall = (
            b - a for a, b in zip(before, after, strict=True)
        )

    def _now(self) -> tuple[float, float, float, float]:
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        own = time.process_time() + ended.ru_utime + ended.ru_stime
        group = self.dovecot._process.pid if self.dovecot._process else os.getpgid(0)
        return own, group_cpu_seconds(group), self.sink.cpu_seconds(), time.perf_counter()


def _tell(what: str, cost: Cost, count: int) -> None:
    each = 1000 / count
    print(
        f"{what:14} {cost.own * each:6.2f} ms own, {cost.mailbox * each:5.2f} Dovecot, "
        f"{cost.smtp * each:5.2f} SMTP server; {cost.wall * each:6.2f} wall"
    )
