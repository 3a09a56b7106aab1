"""The contingency sheet, written to disk while the line works: it lies there when it does not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailbot.pipeline.contingency import write_snapshot
from mailbot.pipeline.desk import Desk
from mailbot.routines.routine import Routine
from mailbot.rules.policy import Policy


def due(policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    """Now, if the sheet was never written or `snapshot_minutes` went by since it was."""
    pause = timedelta(minutes=policy.config.contingency.snapshot_minutes)
    return (now,) if last is None or now >= last + pause else ()


def run(desk: Desk, _at: datetime, now: datetime) -> None:
    """Write the sheet if anything in it changed."""
    write_snapshot(desk, now)


SNAPSHOT = Routine(name="contingency-sheet", due=due, run=run)
