"""The program as in `simulated_run`, with a routine that takes an hour and is due at once.

`python -m tests.e2e.slow_run START SPEED -c config.toml run`. The routine writes the number of the
process that does it into `lento` in the folder of files.
"""

import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime

from mailbot.daemon import round as daemon_round
from mailbot.pipeline.desk import Desk
from mailbot.routines import Routine
from mailbot.rules.policy import Policy
from tests.e2e.simulated_run import run_simulated


def due(_policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    return () if last else (now,)


def take_an_hour(desk: Desk, _at: datetime, _now: datetime) -> None:
    partial = desk.store.files.root / "lento.parte"
    partial.write_text(str(os.getpid()))
    partial.rename(partial.with_suffix(""))
    time.sleep(3600)


SLOW = Routine(name="slow", title="slow", due=due, run=take_an_hour)

if __name__ == "__main__":
    # The process that does it knows this file by its name, not as the main program.
    from tests.e2e import slow_run

    daemon_round.ROUTINES = (slow_run.SLOW, *daemon_round.ROUTINES)
    run_simulated(sys.argv[1:])
