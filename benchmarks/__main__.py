"""`python -m benchmarks [MAILS]`: what a mail costs, by how many processes, and hostile inputs."""

import sys

from benchmarks import hostile, mails, workers


def main(count: int) -> None:
    """Print all; nothing is asserted here."""
    mails.measure(count)
    workers.measure(min(count, 200))
    hostile.measure()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
