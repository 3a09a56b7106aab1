"""`python -m benchmarks.road [MAILS]`."""

import sys

from benchmarks.road.measure import measure

if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
