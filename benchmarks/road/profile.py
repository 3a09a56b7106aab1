"""Where the CPU time of a pass goes: `python -m benchmarks.road.profile [MAILS]` (`make profile`).

Looks once in each half millisecond of CPU time, of all threads together, at what the main thread
does: nothing is slowed down, unlike with a tracing profiler. While mails are handed to the SMTP
server it waits, so that `deliver` stands for the sender's thread as well.
"""

import gc
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from benchmarks.road.measure import Bench, bench

_EVERY = 0.0005
_MOST = 150
_ROOT = Path(__file__).parents[2]

Name = tuple[str, str]


class Samples:
    """How often each function was on the stack, and how often on top of it."""

    def __init__(self) -> None:
        self.within: Counter[Name] = Counter()
        self.itself: Counter[Name] = Counter()
        self.all = 0

    def look(self, _number: int, frame: FrameType | None) -> None:
        """Note the stack; a handler of SIGPROF."""
        self.all += 1
        seen: set[Name] = set()
        while frame is not None:
            code = frame.f_code
            name = code.co_filename, code.co_qualname
            if not seen:
                self.itself[name] += 1
            seen.add(name)
            frame = frame.f_back
        self.within.update(seen)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Look while this lasts."""
        signal.signal(signal.SIGPROF, self.look)
        signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def main(count: int) -> None:
    """Print both tables, in milliseconds a mail."""
    samples = Samples()
    with bench() as made:
        _run(made, count, samples)


def _run(made: Bench, count: int, samples: Samples) -> None:
    letters = made.letters(count)
    gc.collect()
    before = time.process_time()
    made.mailbot(letters, samples.looking())
    each = (time.process_time() - before) * 1000 / count
    print(f"{each:.2f} ms a mail in this process, {samples.all} looks")
    for title, found in (("with what it calls", samples.within), ("itself", samples.itself)):
        print(f"\nms a mail, {title}")
        for (file, name), looks in found.most_common(_MOST):
            print(f"{looks / samples.all * each:7.3f}  {_short(file)}:{name}")


def _short(file: str) -> str:
    return file.removeprefix(f"{_ROOT}/").rpartition("site-packages/")[2]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
