"""Every routine of the line, in the order in which they run."""

from mailbot.routines.digests import DIGESTS
from mailbot.routines.reports import MINUTES, MONTHLY, WEEKLY
from mailbot.routines.routine import Routine
from mailbot.routines.search_index import SEARCH_INDEX
from mailbot.routines.snapshot import SNAPSHOT
from mailbot.routines.trials import TRIALS

ROUTINES: tuple[Routine, ...] = (
    SEARCH_INDEX, SNAPSHOT, TRIALS, DIGESTS, WEEKLY, MONTHLY, MINUTES,
)  # fmt: skip
