"""When time stood still for many cases, and who took the risk of it (section 4.2, R30, R31)."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.model.line import Authorisation, Contingency
from mailbot.reports.as_of import Seen
from mailbot.reports.facts import LineFacts
from mailbot.reports.period import Period

_STOPPED_BY_CONTINGENCY, _STOPPED_BY_ORDER = "T21", "T23"


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """A request that invoked the derecho de petición, with its legal term as it was told (R82)."""

    number: str
    at: datetime
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFigures:
    """The contingencies that touch the month, the orders asked in it, and the cases they stopped.

    Of an order that was decided after the month nobody knew then: `granted` is None.
    """

    contingencies: tuple[Contingency, ...]
    orders: tuple[Authorisation, ...]
    stopped: int
    paused: int
    petitions: tuple[Petition, ...]


class Stops:
    """Counts the cases that were stopped with others, and lists the petitions."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._stopped: Counter[str] = Counter()
        self._petitions: list[Petition] = []

    def add(self, seen: Seen) -> None:
        """Look at one case."""
        events = [event for event in seen.events if self._period.covers(event.at)]
        for rule in (_STOPPED_BY_CONTINGENCY, _STOPPED_BY_ORDER):
            self._stopped[rule] += any(
                event.rule == rule and event.target is not None for event in events
            )
        self._petitions += [
            Petition(number=seen.number, at=event.at, told=event.reason)
            for event in events
            if event.activity == "R82"
        ]

    def figures(self, facts: LineFacts) -> StopFigures:
        """What was counted, beside what the line put on record."""
        until = self._period.until
        return StopFigures(
            contingencies=tuple(
                replace(each, until=None) if each.until and each.until >= until else each
                for each in facts.contingencies
            ),
            orders=tuple(
                replace(each, granted=None, decided_at=None)
                if each.decided_at and each.decided_at >= until
                else each
                for each in facts.orders
            ),
            stopped=self._stopped[_STOPPED_BY_CONTINGENCY],
            paused=self._stopped[_STOPPED_BY_ORDER],
            petitions=tuple(sorted(self._petitions, key=lambda each: (each.at, each.number))),
        )
