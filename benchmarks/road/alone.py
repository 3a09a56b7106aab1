"""A pass over a box in a process of its own, for profilers that watch a process from outside.

`python -m benchmarks.road.alone TIME [COMMAND…]` reads a configuration (JSON, one line), makes a
first pass, so that all is loaded, and says so; at the next line it runs the command with its own
process id as last word, and makes the pass that is watched.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta

from mailbot.config import Config
from mailbot.daemon.line import Line, line
from mailbot.daemon.memory import spare_what_stays
from mailbot.daemon.once import one_pass

READY = "ready"


def main(first: datetime, command: Sequence[str]) -> None:
    """Make both passes; `command` tells the profiler that the second begins."""
    config = Config.model_validate_json(sys.stdin.readline())
    spare_what_stays()
    with line(config) as running:
        one_pass(running, first)
        print(READY, flush=True)
        sys.stdin.readline()
        if command:
            subprocess.run([*command, str(os.getpid())], check=True, stdout=subprocess.DEVNULL)
        print(watched(running, first + timedelta(minutes=1)))


def watched(running: Line, now: datetime) -> int:
    """The pass that counts: how many mails it decided about."""
    return one_pass(running, now).decided


if __name__ == "__main__":
    main(datetime.fromisoformat(sys.argv[1]), sys.argv[2:])
