"""Cases that were solved before there was a search are found by it too."""

from collections.abc import Sequence
from datetime import datetime

from mailbot.pipeline.desk import Desk
from mailbot.routines.routine import Routine
from mailbot.rules.policy import Policy
from storage import cases, faq

_AT_ONCE = 500


def due_once(_policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    """Once in the life of a database."""
    return () if last else (now,)


def index_solved(desk: Desk, _at: datetime, _now: datetime) -> None:
    """Index every solved case, in short transactions; a second time changes nothing."""
    row = 0
    while True:
        with desk.store.write() as connection:
            some = cases.after(connection, row, _AT_ONCE)
            for case in some:
                faq.index_case(connection, case)
        if not some:
            return
        row = some[-1].row


# Another name runs it again: for the day on which the words of the search change.
SEARCH_INDEX = Routine(name="search-index-1", due=due_once, run=index_solved)
