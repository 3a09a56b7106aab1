"""`python -m benchmarks [MAILS]`: what a mail costs, and what the most hostile inputs cost."""

import sys

from benchmarks import hostile, mails


def main(count: int) -> None:
    """Print both; nothing is asserted here."""
    mails.measure(count)
    hostile.measure()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
