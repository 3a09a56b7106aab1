"""The program, with a clock for `run` that begins where it is told and goes as fast as it is told.

`python -m tests.e2e.simulated_run START SPEED -c config.toml run`
"""

import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NoReturn

from mailbot.cli import main
from mailbot.daemon import running


def run_simulated(words: Sequence[str]) -> NoReturn:
    """Run the program with such a clock."""
    start, speed, *arguments = words
    began = time.monotonic()

    def clock() -> datetime:
        passed = timedelta(seconds=(time.monotonic() - began) * float(speed))
        return datetime.fromisoformat(start) + passed

    running.run = partial(running.run, clock=clock)
    sys.exit(main(list(arguments)))


if __name__ == "__main__":
    run_simulated(sys.argv[1:])
