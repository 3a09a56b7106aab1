"""Every routine of the line, in the order in which they run."""

from mailbot.routines.routine import Routine

ROUTINES: tuple[Routine, ...] = ()
