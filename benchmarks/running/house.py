"""A line with real servers, and the program at work on it."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.growth.copies import multiply
from benchmarks.running.sink import Sink
from storage import ledger, numbers, open_store
from tests.daemon.notified import NotifySocket
from tests.databases import database_url
from tests.e2e.letters import COMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork
from tests.e2e.program import START, RunningProgram
from tests.servers.dovecot import Dovecot

MORNING = "2026-11-24 08:00"
ARRIVED = "2026-11-24 08:30"


@dataclass(frozen=True, kw_only=True)
class House:
    """The line, its SMTP server, and where the program says that it is ready."""

    line: LineAtWork
    sink: Sink
    notified: NotifySocket

    @contextmanager
    def at_work(self, start: str = START) -> Iterator[RunningProgram]:
        """The program, from the moment when it is ready; its clock begins at `start`."""
        before = self.notified.count("READY=1")
        os.environ["NOTIFY_SOCKET"] = str(self.notified.path)
        with RunningProgram(self.line, start=start) as program:
            self.notified.wait_for("READY=1", before + 1, seconds=3600)
            yield program
            program.stop(seconds=30)

    def request(self, sender: str, picture: bytes = b"") -> None:
        """A mail arrives that opens a case."""
        raw = letter(COMPLETE, sender=sender, files={"pantalla.png": picture or screen()})
        self.line.arrives(raw, ARRIVED)

    def count(self, of: str) -> int:
        """What the store counts."""
        with self._reading() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {of}").scalar_one())

    def wait_until(self, is_so: Callable[[], bool], seconds: float = 3600) -> None:
        """Look twice a second until it is so."""
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.5)

    def is_done(self, routine: str, since: datetime) -> bool:
        """Whether a routine was run for an occasion since then."""
        with self._reading() as connection:
            marked = numbers.marked(connection, f"routine:{routine}")
        return marked is not None and marked[0] >= since

    def undecided(self) -> int:
        """How many mails wait for their outcome."""
        with self._reading() as connection:
            return ledger.undecided_count(connection)

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        store = open_store(self.line.config)
        try:
            with store.read() as connection:
                yield connection
        finally:
            store.close()


@contextmanager
def house(*, stored: int = 0, due: int = 0, slow_seconds: float = 0) -> Iterator[House]:
    """A line with about so many cases: `stored` that sleep, `due` that wait for nine o'clock."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="andar-")))
        sink = stack.enter_context(Sink())
        dovecot = stack.enter_context(Dovecot())
        notified = stack.enter_context(NotifySocket(folder))
        # What a minute of the line says would hide what is printed here.
        line = LineAtWork(folder, dovecot.account(), sink, log={"level": "warning"})  # type: ignore[arg-type]
        made = House(line=line, sink=sink, notified=notified)
        made.request("primera@entidad.test")
        line.works(MORNING)
        if stored or due:
            multiply(database_url(folder / "mailbot.db"), stored or due, asleep=not due)
        sink.seconds = slow_seconds
        yield made


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are there."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def memory(pid: int) -> tuple[float, float]:
    """Megabytes that a process holds now, and that it held at most."""
    words = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    now, most = (int(words[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, most
