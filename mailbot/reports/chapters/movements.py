"""Escalations from group to group, and cases that were given back as assigned by mistake (A15)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from mailbot.model.vocabulary import Group
from mailbot.reports.as_of import Seen
from mailbot.reports.numbers import share
from mailbot.reports.period import Period
from mailbot.rules.reasons import ASSIGNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How many cases went from one group to another in the month."""

    source: Group
    target: Group
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """A case that an advisor gave back to Back Office, and why."""

    number: str
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementFigures:
    """The moves of the month; `assignments` are those to a person or a group of solvers."""

    moves: tuple[Move, ...]
    assignments: int
    given_back: tuple[GivenBack, ...]

    @property
    def mistaken(self) -> float | None:
        """The share of assignments that were given back (I10)."""
        return share(len(self.given_back), self.assignments)


class Movements:
    """Counts how cases go from group to group."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._moves: Counter[tuple[Group, Group]] = Counter()
        self._assignments = 0
        self._given_back: list[GivenBack] = []

    def add(self, seen: Seen) -> None:
        """Count the moves of one case."""
        covers = self._period.covers
        for before, after in zip(seen.stints, seen.stints[1:], strict=False):
            if before.group is not after.group and covers(after.start):
                self._moves[before.group, after.group] += 1
        for event in seen.events:
            if not covers(event.at):
                continue
            if event.rule in ("T5", "T6") or event.reason.startswith(ASSIGNED):
                self._assignments += 1
            if event.rule == "T27":
                self._given_back.append(
                    GivenBack(number=seen.number, at=event.at, by=event.actor, reason=event.reason)
                )

    def figures(self) -> MovementFigures:
        """The moves in the groups' order, what was given back in order of time."""
        groups = list(Group)
        pairs = sorted(self._moves, key=lambda pair: tuple(groups.index(each) for each in pair))
        return MovementFigures(
            moves=tuple(Move(source=a, target=b, count=self._moves[a, b]) for a, b in pairs),
            assignments=self._assignments,
            given_back=tuple(sorted(self._given_back, key=lambda each: (each.at, each.number))),
        )
