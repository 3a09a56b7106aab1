"""`python -m benchmarks.growth [CASES …]`: CPU a mail, by how much is stored."""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks.growth import stories
from benchmarks.growth.copies import multiply
from mailbot.daemon.standing import look_up
from mailbot.pipeline.contingency import write_snapshot
from mailbot.routines.digests import send_digests
from mailbot.routines.reports import send_weekly
from mailbot.simulate.line import SimulatedLine
from tests.databases import database_url, make_template
from tests.scenarios.line import ScenarioLine
from tests.scenarios.roads import InMemory
from tests.scenarios.settings import config
from tests.scenarios.times import BOGOTA, when
from tests.servers.postgresql import PostgreSQL

_START = datetime(2026, 11, 1, tzinfo=BOGOTA)
_NOW = when("Mon 23-Nov-2026 09:00")
_WARM = 3
"""Rounds of mails before those that count."""


class Timed(InMemory):
    """A road whose passes are timed: `spent` is their CPU time in seconds."""

    spent = 0.0

    def pass_at(self, moment: datetime) -> Sequence[bytes]:
        began = time.process_time()
        sent = super().pass_at(moment)
        self.spent += time.process_time() - began
        return sent


@contextmanager
def line_with(count: int) -> Iterator[tuple[ScenarioLine, Timed]]:
    """A line in memory that has about `count` cases, of which a tenth is open."""
    with tempfile.TemporaryDirectory(prefix="crecer-") as name:
        folder = Path(name)
        database = database_url(folder / "mailbot.db")
        with SimulatedLine(config(), folder, _START, database=database) as simulated:
            road = Timed(simulated, folder)
            line = ScenarioLine(road)
            stories.past(line)
            multiply(database, count)
            yield line, road


def measure(counts: Sequence[int], rounds: int) -> None:
    """Print what a mail costs with so many cases, measured in turns, and how much it grows."""
    with ExitStack() as stack:
        lines = {count: stack.enter_context(line_with(count)) for count in counts}
        costs: dict[int, list[float]] = {count: [] for count in counts}
        for count, (line, road) in lines.items():
            line.now = _NOW
            first = _pass(line, road)
            looks = ", ".join(f"{name} {took:.0f}" for name, took in _looks(road))
            print(f"{count:>9,} cases: the first pass of a day {first:.0f} ms; {looks}", flush=True)
        for place in range(_WARM + rounds):
            for count, (line, road) in lines.items():
                before = road.spent
                stories.present(line, place)
                costs[count].append((road.spent - before) / stories.MAILS * 1000)
        base = costs[counts[0]][_WARM:]
        for count, (line, road) in lines.items():
            mine = costs[count][_WARM:]
            idle = min(_pass(line, road) for _ in range(9))
            growth = statistics.median(a / b for a, b in zip(mine, base, strict=True))
            print(
                f"{count:>9,} cases: {statistics.median(mine):6.2f} ms a mail (least "
                f"{min(mine):.2f}), ×{growth:.2f}; a pass with nothing to do {idle:.2f} ms",
                flush=True,
            )


def _looks(road: Timed) -> Iterator[tuple[str, float]]:
    """Milliseconds of CPU of what looks at every open case, or at all that is stored."""
    desk = road.simulated.line.desk
    with road.store.read() as connection:
        yield "status", _milliseconds(lambda: look_up(connection, desk.policy, _NOW))
    yield "contingency sheet", _milliseconds(lambda: write_snapshot(desk, _NOW))
    yield "digests", _milliseconds(lambda: send_digests(desk, _NOW, _NOW))
    yield "state of the week", _milliseconds(lambda: send_weekly(desk, _NOW, _NOW))


def _milliseconds(what: Callable[[], object]) -> float:
    began = time.process_time()
    what()
    return (time.process_time() - began) * 1000


def _pass(line: ScenarioLine, road: Timed) -> float:
    before = road.spent
    road.pass_at(line.now)
    return (road.spent - before) * 1000


def main() -> None:
    """Measure with each number of cases."""
    options = argparse.ArgumentParser()
    options.add_argument("cases", nargs="*", type=int, default=[1_000, 100_000])
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--postgresql", action="store_true")
    asked = options.parse_args()
    with ExitStack() as stack:
        if asked.postgresql:
            make_template(stack.enter_context(PostgreSQL()).url)
        measure(asked.cases, asked.rounds)


if __name__ == "__main__":
    main()
