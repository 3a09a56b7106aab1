"""`make loops`: thirty days with every kind of program, as a table; exit 1 where a bound broke.

The limits are the default ones, and a brake on domains is set. Every kind comes twice: as the line
knows it, and with all knowledge of machines taken away.
"""

import logging
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from mailbot.simulate.house import house
from mailbot.simulate.line import SimulatedLine
from tests.loops.kinds import DOMAINS, KINDS, Kind
from tests.loops.laboratory import START, Figures, Laboratory, blind, line_in

_ROW = "{:62}{:>7}{:>7}{:>7}{:>7}{:>8}   {:>7}{:>8}{:>7}{:>8}"
_HEAD = (
    "mails of ours to each program, in {} days", "a day", "in all", "bound", "cases", "parked",
    "a day*", "in all*", "cases*", "parked*",
)  # fmt: skip


def main(days: int = 30) -> int:
    """Print the table for so many days; 1 if anything went over its bound."""
    broken = False
    logging.getLogger("mailbot").setLevel(logging.CRITICAL)  # Thousands of mails are held back.
    _say(_ROW.format(*_HEAD).format(days))
    with tempfile.TemporaryDirectory() as place:
        empty = Path(place) / "vacia"
        SimulatedLine(house(empty), empty, START).close()
        for number, (name, kind) in enumerate(KINDS.items()):
            seen, unseen = (
                _measured(kind, Path(place) / f"{number}-{way}", empty / "mailbot.db", days, way)
                for way in ("seen", "blind")
            )
            over = any(_is_over(kind, found) for found in (seen, unseen))
            broken |= over
            figures = (
                max(seen.by_day), seen.sent, kind.most_in_30, seen.cases, seen.parked,
                max(unseen.by_day), unseen.sent, unseen.cases, unseen.parked,
            )  # fmt: skip
            _say(_ROW.format(name, *figures) + ("  OVER" if over else ""))
    _say("* with no machine known as such: the brakes alone.")
    return int(broken)


def _measured(kind: Kind, folder: Path, empty: Path, days: int, way: str) -> Figures:
    program = kind.make("entidad.test", folder / "otra")
    sight = blind() if way == "blind" else nullcontext()
    with sight, line_in(folder, empty, **DOMAINS) as line:
        found = Laboratory(line, {"it": program}, ("it",) if kind.solved else ()).runs(days)
    return found["it"]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _is_over(kind: Kind, found: Figures) -> bool:
    return max(found.by_day) > kind.most_a_day or found.sent > kind.most_in_30


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
