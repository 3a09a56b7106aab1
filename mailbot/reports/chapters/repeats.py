"""Whom training would help: the same unit and module again and again in the month (A26)."""

from collections import defaultdict
from dataclasses import dataclass

from mailbot.reports.as_of import Seen
from mailbot.reports.period import Period

LEAST = 3
"""So many requests of a unit about a module make it a candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingCandidate:
    """A unit that asked again and again about one module; `people` are different addresses."""

    unit: str
    entity: str
    module: str
    requests: int
    people: int


class Repeats:
    """Counts the month's requests by unit and module."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._people: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._entities: dict[str, str] = {}

    def add(self, seen: Seen) -> None:
        """Count one request of somebody."""
        person, module = seen.case.requester, seen.case.module
        unit = person.executing_unit or person.entity
        if not (unit and module and self._period.covers(seen.case.opened_at)):
            return
        self._people[unit, module].append(person.email)
        self._entities.setdefault(unit, person.entity)

    def figures(self) -> tuple[TrainingCandidate, ...]:
        """The candidates, most requests first."""
        found = [
            TrainingCandidate(unit=unit, entity=self._entities[unit], module=module,
                      requests=len(people), people=len(set(people)))
            for (unit, module), people in self._people.items() if len(people) >= LEAST
        ]  # fmt: skip
        return tuple(sorted(found, key=lambda each: (-each.requests, each.unit, each.module)))
