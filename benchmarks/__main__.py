"""`python -m benchmarks [MAILS]`: a mail beside the floor, several processes, hostile mails."""

import sys

from benchmarks import hostile, workers
from benchmarks.road.measure import measure as measure_road


def main(count: int) -> None:
    """Print all; nothing is asserted here."""
    measure_road(count)
    workers.measure(min(count, 200))
    hostile.measure()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
