"""Cases that were solved before there was a search are found by it too."""

import time
from collections.abc import Sequence
from datetime import datetime

from mailbot.pipeline.desk import Desk
from mailbot.routines.routine import Routine
from mailbot.rules.policy import Policy
from storage import cases, faq, numbers

_AT_ONCE = 200
_PAUSE = 0.15
"""SQLite gives its lock to whoever asks next, and others ask again after up to 0.1 s."""
# Another name runs it again: for the day on which the words of the search change.
_NAME = "search-index-1"
_REACHED = f"{_NAME}:row"


def due_once(_policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    """Once in the life of a database."""
    return () if last else (now,)


def index_solved(desk: Desk, _at: datetime, now: datetime) -> None:
    """Index every solved case, in short transactions; what was done before it was ended stays."""
    with desk.store.read() as connection:
        reached = numbers.marked(connection, _REACHED)
    row = int(reached[1]) if reached else 0
    while True:
        with desk.store.write() as connection:
            some = cases.after(connection, row, _AT_ONCE)
            for case in some:
                faq.index_case(connection, case)
            row = some[-1].row if some else row
            numbers.mark(connection, _REACHED, now, str(row))
        if len(some) < _AT_ONCE:
            return
        time.sleep(_PAUSE)


SEARCH_INDEX = Routine(
    name=_NAME, title="índice de búsqueda de los casos resueltos", due=due_once, run=index_solved
)
