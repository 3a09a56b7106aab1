"""What the line does by its own calendar: digests, reports, the sheet on disk."""

from mailbot.routines.routine import Routine, run_due

__all__ = ["Routine", "run_due"]
