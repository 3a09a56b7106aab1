"""`python -m benchmarks.running [start] [latency] [monday] [backlog] [memory] [--mails N]`."""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from datetime import datetime

from benchmarks.running.house import House, children, house, memory
from tests.e2e.program import ROOT, RunningProgram, toml_of

PARTS = ("start", "latency", "monday", "backlog", "memory")
MONDAY = "2026-11-30T07:30:00-05:00"
"""When the digests, the state of the week and the contingency sheet are all due."""
_ANSWERS = 10
_PAUSE = 1.0


def start(stored: int) -> None:
    """What it costs until the program is ready, and a pass with nothing to do."""
    for count in (0, stored):
        with house(stored=count) as made:
            began = time.monotonic()
            with made.at_work() as program:
                ready = time.monotonic() - began
                held, _ = memory(program.pid)
            costs = [_once(made) for _ in range(3)]
            print(
                f"{count or 1:>7,} cases: ready after {ready:.2f} s, with {held:.0f} MB; "
                f"`mailbot once` with nothing to do {min(costs):.2f} s CPU",
                flush=True,
            )


def latency(due: int) -> None:
    """How soon a mail is answered, by an idle program and by ones with other things to do."""
    with house() as made, made.at_work():
        _answers(made, "idle")
    with house(due=due) as made, made.at_work():
        left = made.count("deadlines")
        _answers(made, f"{due:,} deadlines due")
        print(f"   meanwhile {left - made.count('deadlines'):,} deadlines were handled")
    with house(slow_seconds=5) as made, made.at_work() as program:
        for place in range(40):
            made.request(f"antes{place}@otra{place}.test")
        made.wait_until(lambda: made.undecided() == 0)
        waits = [_decided(made, place) for place in range(_ANSWERS)]
        print(f"an SMTP server of 5 s a mail: decided after {_told(waits)}", flush=True)
        program.die()


def monday(stored: int) -> None:
    """How soon a mail is answered while the digests, the week's state and the sheet are made."""
    with house(stored=stored) as made, made.at_work(MONDAY) as program:
        held, _ = memory(program.pid)
        began, waits, most = time.monotonic(), [], 0.0
        while not made.is_done("weekly-state", datetime.fromisoformat(MONDAY)):
            waits.append(_answered(made, f"lunes{len(waits)}@entidad{len(waits)}.test"))
            most = max([most, *(memory(child)[1] for child in children(program.pid))])
        took = time.monotonic() - began
        now, highest = memory(program.pid)
        print(
            f"the morning of a Monday with {stored:,} open cases, {took:.0f} s: answered after "
            f"{_told(waits)} ({len(waits)} mails); {held:.0f} MB before, {now:.0f} after, "
            f"{highest:.0f} at most, and {most:.0f} in a child",
            flush=True,
        )


def backlog(mails: int) -> None:
    """How long a full mailbox takes, with a stop in the middle, and what the program holds."""
    with house() as made:
        for place in range(mails):
            made.request(f"persona{place}@entidad{place % 400}.test")
        began = time.monotonic()
        with RunningProgram(made.line) as program:
            made.wait_until(lambda: made.count("cases") > mails // 2)
            asked = time.monotonic()
            status = program.stop(seconds=60)
            ended = time.monotonic() - asked
            print(
                f"half of {mails:,} mails after {asked - began:.0f} s; told to stop, "
                f"ended after {ended:.1f} s ({status})",
                flush=True,
            )
        with RunningProgram(made.line) as program:
            _watch(made, program, mails)
        took = time.monotonic() - began
        answered = {whom for _at, whom in made.sink.taken} - {"primera@entidad.test"}
        print(
            f"{mails:,} mails in {took:.0f} s ({mails / took:.0f} a second); "
            f"{made.count('cases') - 1:,} cases, {len(answered):,} people answered",
            flush=True,
        )


def large(mails: int = 10) -> None:
    """What the program holds while mails of nearly 20 MB come."""
    with house() as made, made.at_work() as program:
        before, _ = memory(program.pid)
        for place in range(mails):
            made.request(f"grande{place}@entidad.test", b"\x89PNG\r\n\x1a\n" + bytes(14_000_000))
            made.request(f"chica{place}@entidad.test")
        made.wait_until(lambda: made.count("cases") > 2 * mails)
        now, most = memory(program.pid)
        print(
            f"{mails} mails of 19 MB among small ones: {before:.0f} MB before, "
            f"{now:.0f} after, {most:.0f} at most",
            flush=True,
        )


def _watch(made: House, program: RunningProgram, mails: int) -> None:
    step = max(1_000, mails // 20)
    next_look = 0
    while (done := made.count("cases") - 1) < mails:
        if done >= next_look:
            now, most = memory(program.pid)
            print(f"  {done:>7,} cases: {now:.0f} MB, {most:.0f} at most", flush=True)
            next_look = (done // step + 1) * step
        time.sleep(0.5)
    now, most = memory(program.pid)
    print(f"  {done:>7,} cases: {now:.0f} MB, {most:.0f} at most", flush=True)
    made.wait_until(lambda: made.count("outbox WHERE next_attempt_at IS NOT NULL") == 0, 300)
    program.stop(seconds=30)


def _answers(made: House, what: str) -> None:
    waits = []
    for place in range(_ANSWERS):
        time.sleep(_PAUSE)
        waits.append(_answered(made, f"pregunta{place}@entidad{place}.test"))
    print(f"{what}: answered after {_told(waits)}", flush=True)


def _answered(made: House, who: str) -> float:
    began = time.monotonic()
    made.request(who)
    at = made.sink.when(who, timeout=120)
    return at - began if at else 120.0


def _decided(made: House, place: int) -> float:
    time.sleep(_PAUSE)
    before, began = made.count("cases"), time.monotonic()
    made.request(f"pregunta{place}@entidad{place}.test")
    while made.count("cases") == before:
        time.sleep(0.01)
    return time.monotonic() - began


def _told(waits: list[float]) -> str:
    return f"{statistics.median(waits):.2f} s in the middle, {max(waits):.2f} s at most"


def _once(made: House) -> float:
    file = made.line.folder / "otra.toml"
    file.write_text(toml_of(made.line.sections), "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = ["-m", "mailbot", "-c", str(file), "once", "--at", "2026-11-24T09:10"]
    subprocess.run([sys.executable, *words], check=True, capture_output=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure the parts that are named, or all."""
    options = argparse.ArgumentParser()
    options.add_argument("parts", nargs="*", default=PARTS)
    options.add_argument("--mails", type=int, default=2_000)
    options.add_argument("--cases", type=int, default=20_000)
    asked = options.parse_args()
    if "start" in asked.parts:
        start(asked.cases)
    if "latency" in asked.parts:
        latency(asked.cases)
    if "monday" in asked.parts:
        monday(asked.cases)
    if "backlog" in asked.parts:
        backlog(asked.mails)
    if "memory" in asked.parts:
        large()


if __name__ == "__main__":
    main()
