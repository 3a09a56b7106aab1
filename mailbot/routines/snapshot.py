"""The contingency sheet, written to disk while the line works: it lies there when it does not."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from mailbot.errors import StorageError
from mailbot.logs import tell
from mailbot.pipeline.contingency import write_snapshot
from mailbot.pipeline.desk import Desk
from mailbot.routines.routine import Routine
from mailbot.rules.policy import Policy
from storage import case_lists

_MOST_AT_THE_END = 10_000
"""Open cases; the sheet of so many takes a second or two."""
_TOO_LARGE = "hay demasiados casos abiertos para escribirla al parar; queda la última"


def due(policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    """Now, if the sheet was never written or `snapshot_minutes` went by since it was."""
    pause = timedelta(minutes=policy.config.contingency.snapshot_minutes)
    return (now,) if last is None or now >= last + pause else ()


def run(desk: Desk, _at: datetime, now: datetime) -> None:
    """Write the sheet if anything in it changed."""
    write_snapshot(desk, now)


def leave_behind(desk: Desk, clock: Callable[[], datetime]) -> None:
    """Write the sheet as the line stops; neither its size nor a store that refuses delays that."""
    try:
        with desk.store.read() as connection:
            still_open = sum(count for _state, _level, count in case_lists.counts(connection))
        if still_open > _MOST_AT_THE_END:
            tell("sheet.stale", reason=_TOO_LARGE)
            return
        write_snapshot(desk, clock())
    except StorageError as error:
        tell("sheet.stale", reason=error)


SNAPSHOT = Routine(name="contingency-sheet", title="hoja de contingencia", due=due, run=run)
