"""Figures of several programs beside each other, and the CPU time that each of them took."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

NOT_ASKED = "–"


@dataclass(slots=True)
class Cost:
    """CPU seconds and messages of one program, and on how many of them it raised."""

    seconds: float = 0.0
    messages: int = 0
    raised: int = 0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Count one message with the CPU time that the block takes."""
        self.messages += 1
        began = time.process_time()
        try:
            yield
        finally:
            self.seconds += time.process_time() - began

    def rows(self) -> tuple[str, str]:
        """Exceptions, and milliseconds of CPU a message."""
        return str(self.raised), f"{1000 * self.seconds / max(self.messages, 1):.2f}"


def of(right: int, total: int) -> str:
    """A count of a total with its percentage."""
    return f"{right} of {total}  {right / total:6.1%}" if total else NOT_ASKED


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows (name first) below the names of the programs, each column as wide as it needs."""
    table = [(title, *columns), *(tuple(row) for row in rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(columns) + 1)]
    print()
    for row in table:
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        print("   ".join((row[0].ljust(widths[0]), *cells)))
