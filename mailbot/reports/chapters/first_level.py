"""What the first level does with a service: solves it, or makes it an incident (A10 to A14)."""

from dataclasses import dataclass
from datetime import timedelta

from mailbot.model.vocabulary import CloseReason, Group, State
from mailbot.reports.as_of import Seen
from mailbot.reports.numbers import Spread, share, spread
from mailbot.reports.period import Period
from mailbot.rules.calendar import WorkingCalendar

_FIRST = (Group.N1, Group.BO)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLevelFigures:
    """`solved` and `escalated` count services whose first level ended in the month.

    `assignment` are the working hours that incidents waited in Back Office's queue for a solver.
    """

    solved: int
    alone: int
    escalated: int
    incomplete: int
    received: int
    assignment: Spread

    @property
    def solved_share(self) -> float | None:
        """The share of services that the first level solved itself (I2)."""
        return share(self.solved, self.solved + self.escalated)

    @property
    def alone_share(self) -> float | None:
        """The share of services that people solved themselves, with manuals or the FAQ (R57)."""
        return share(self.alone, self.solved + self.escalated + self.alone)

    @property
    def incomplete_share(self) -> float | None:
        """The share of requests that came without data that were needed (R60)."""
        return share(self.incomplete, self.received)


class FirstLevel:
    """Counts what became of services, and measures the time to the assignment."""

    def __init__(self, period: Period, calendar: WorkingCalendar) -> None:
        self._period, self._calendar = period, calendar
        self._solved = self._alone = self._escalated = self._incomplete = self._received = 0
        self._waits: list[float] = []

    def add(self, seen: Seen) -> None:
        """Count one request of somebody."""
        covers = self._period.covers
        self._waits += self._waited(seen)
        if covers(seen.case.opened_at):
            self._received += 1
            self._incomplete += _was_incomplete(seen)
        if any(covers(event.at) for event in seen.by_rule("T4")):
            self._escalated += 1
            return
        endings = {closing.reason for closing in seen.closings if covers(closing.at)}
        self._solved += CloseReason.SOLUCION_N1 in endings
        self._alone += CloseReason.AUTOSERVICIO in endings

    def figures(self) -> FirstLevelFigures:
        """What was counted."""
        return FirstLevelFigures(
            solved=self._solved, alone=self._alone, escalated=self._escalated,
            incomplete=self._incomplete, received=self._received, assignment=spread(self._waits),
        )  # fmt: skip

    def _waited(self, seen: Seen) -> list[float]:
        """Working hours in Back Office's queue, of each assignment of the month."""
        found, waited, queued = [], timedelta(0), False
        for stint in seen.stints:
            if stint.group is Group.BO and stint.state is State.ABIERTO:
                queued = True
                if stint.end:
                    waited += self._calendar.between(stint.start, stint.end)
            elif stint.group not in _FIRST:
                # A case that was never in the queue has no assignment to wait for.
                if queued and self._period.covers(stint.start):
                    found.append(waited / _HOUR)
                waited, queued = timedelta(0), False
        return found


def _was_incomplete(seen: Seen) -> bool:
    """Whether something was missing when it came: it began by waiting for its person (Q13)."""
    intake = seen.by_rule("T7")
    return bool(intake) and intake[0].activity in ("A6", "A7") and intake[0].actor == "mailbot"
