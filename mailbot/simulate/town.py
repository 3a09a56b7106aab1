"""What everybody in the simulated town shares: the calendar, the writing desk, a way to wait."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from mailbot.rules.calendar import WorkingCalendar
from mailbot.simulate.agenda import Agenda
from mailbot.simulate.letters import Writer
from mailbot.simulate.reading import Letter


class Actor(Protocol):
    """Somebody with a mailbox of his own, who knows what lies in it and nothing else."""

    def receives(self, letter: Letter, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """The calendar, everybody's plans and the writing desk; `seed` begins everybody's chance."""

    seed: int
    calendar: WorkingCalendar
    agenda: Agenda
    writer: Writer

    def chance_of(self, who: str) -> random.Random:
        """Somebody's own chance: what he does depends on no other person's luck."""
        return random.Random(f"{self.seed}:{who}")

    def at_work(self, after: datetime, minutes: float) -> datetime:
        """The moment that lies so many working minutes after `after`."""
        start = self.calendar.next_open(after)
        return self.calendar.advance(start, timedelta(minutes=max(1.0, minutes)))
