"""What profilers see from outside: `python -m benchmarks.road.outside callgrind|py-spy [MAILS]`.

Callgrind counts the instructions of a pass by C function and by shared object: exact, the same in
each run, some fifty times slower, and without the kernel. py-spy looks at the stacks, those of C
code too, a thousand times a second. What each wrote stays in `profiles/` for a viewer.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.road.alone import watched
from benchmarks.road.measure import bench

_FOLDER = Path("profiles")
_CALLGRIND = _FOLDER / "callgrind.out"
_PY_SPY = _FOLDER / "py-spy.txt"
_MOST = 40
_NAME = re.compile(r"(c?)(ob|fn)=\((\d+)\)(?: (.*))?")
_COST = re.compile(r"[+*\-\d]\S* \d")
_FRAME = re.compile(r"(.*) \((.*?)(?::\d+)?\)")


def callgrind(count: int) -> None:
    """Print the share of each shared object and of the C functions that cost most."""
    _watch(
        count,
        ["valgrind", "--quiet", "--tool=callgrind", "--instr-atstart=no",
         f"--callgrind-out-file={_CALLGRIND}"],
        ["callgrind_control", "--instr=on"],
    )  # fmt: skip
    objects: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    with _CALLGRIND.open("r", encoding="utf-8", errors="replace") as file:
        for instructions, function, its_object in costs(file):
            objects[its_object] += instructions
            functions[f"{its_object}: {function}"] += instructions
    print(f"{objects.total() / count / 1e6:.2f} million instructions a mail")
    _tell("by shared object", objects, objects.total())
    _tell("by C function", functions, objects.total())


def py_spy(count: int) -> None:
    """Print the share of each function, Python's and C's, itself and with what it calls."""
    _watch(
        count,
        [".programs/py-spy/bin/py-spy", "record", "--native", "--rate=1000", "--format=raw",
         f"--output={_PY_SPY}", "--"],
    )  # fmt: skip
    itself: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for stack, looks in stacks(_PY_SPY.read_text("utf-8").splitlines()):
        itself[stack[-1]] += looks
        within.update(dict.fromkeys(stack, looks))
    print(f"{itself.total()} looks")
    _tell("with what it calls", within, itself.total())
    _tell("itself", itself, itself.total())


def costs(lines: Iterator[str]) -> Iterator[tuple[int, str, str]]:
    """(instructions, function, shared object) of each line that tells a function's own cost.

    https://valgrind.org/docs/manual/cl-format.html
    """
    names: dict[tuple[str, str], str] = {}
    now = {"ob": "", "fn": ""}
    for line in lines:
        if named := _NAME.match(line):
            called, kind, number, name = named.groups()
            # A name is told once, with a number that stands for it from then on.
            name = names.setdefault((kind, number), name)
            if not called:
                now[kind] = name
        elif line.startswith("calls="):
            # What the called function cost is told where it stands itself.
            next(lines)
        elif _COST.match(line):
            yield int(line.split()[1]), now["fn"], Path(now["ob"]).name


def stacks(lines: Iterable[str]) -> Iterator[tuple[list[str], int]]:
    """The stacks within the pass that counts, and how often each was seen (py-spy's raw format)."""
    for line in lines:
        frames, _, looks = line.rpartition(" ")
        names = [_named(frame) for frame in frames.split(";")]
        start = next((place for place, name in enumerate(names) if _is_start(name)), None)
        if start is not None:
            yield names[start:], int(looks)


def _named(frame: str) -> str:
    found = _FRAME.fullmatch(frame)
    return f"{found[2].rpartition('site-packages/')[2]}:{found[1]}" if found else frame


def _is_start(name: str) -> bool:
    return name.endswith(f"alone.py:{watched.__name__}")


def _watch(count: int, profiler: list[str], begins: Iterable[str] = ()) -> None:
    _FOLDER.mkdir(exist_ok=True)
    with bench() as made:
        letters = made.letters(count)
        decided = made.mailbot_alone(letters, profiler, begins)
    print(f"{decided} mails decided about")


def _tell(title: str, counts: Counter[str], every: int) -> None:
    print(f"\n%, {title}")
    for name, count in counts.most_common(_MOST):
        print(f"{100 * count / every:6.2f}  {name}")


if __name__ == "__main__":
    profilers = {"callgrind": callgrind, "py-spy": py_spy}
    profilers[sys.argv[1]](int(sys.argv[2]) if len(sys.argv) > 2 else 100)
