"""The program, with a clock for `run` that begins where it is told and goes as fast as it is told.

`python -m tests.e2e.simulated_run START SPEED -c config.toml run`
"""

import sys
import time
from datetime import datetime, timedelta
from functools import partial

from mailbot.cli import main
from mailbot.daemon import running

if __name__ == "__main__":
    start, speed, *arguments = sys.argv[1:]
    began = time.monotonic()

    def clock() -> datetime:
        passed = timedelta(seconds=(time.monotonic() - began) * float(speed))
        return datetime.fromisoformat(start) + passed

    running.run = partial(running.run, clock=clock)
    sys.exit(main(arguments))
