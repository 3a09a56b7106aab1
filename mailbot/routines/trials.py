"""The sheets of trials are kept no longer than they can be imported (§16.7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailbot.pipeline.desk import Desk
from mailbot.routines.routine import Routine
from mailbot.rules.policy import Policy
from storage import erasure

_EVERY = timedelta(hours=1)


def due_hourly(_policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    """At the first pass, and once an hour from then on."""
    return () if last and now - last < _EVERY else (now,)


def release_sheets(desk: Desk, _at: datetime, now: datetime) -> None:
    """Let go of the sheets that nobody can import any more; the next pass deletes them."""
    with desk.store.write() as connection:
        erasure.release_sheets(connection, now)


TRIALS = Routine(
    name="trials", title="limpieza de las hojas de ensayo", due=due_hourly, run=release_sheets
)
