"""What a simulated year came to: counted from the store and from the days."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median, quantiles

from sqlalchemy import Connection, func, select

from mailbot.model.case import Case
from mailbot.model.vocabulary import Group, Level, State
from mailbot.rules import clock
from mailbot.rules.policy import Policy
from mailbot.simulate.year import Day
from storage import cases
from storage.schema import cases as case_table
from storage.schema import inbound, outbox

_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """A day: mail in and out, and how many cases stood in each state at its end."""

    date: date
    received: int
    sent: int
    states: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFigures:
    """How long a level took for the cases that passed through it, in working hours."""

    level: str
    cases: int
    median_hours: float
    p90_hours: float
    within: float
    """Share within the level's hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The whole of it."""

    requests: int
    received: int
    sent: int
    passes: int
    outcomes: dict[str, int]
    mails: dict[str, int]
    states: dict[str, int]
    closings: dict[str, int]
    levels: tuple[LevelFigures, ...]
    surveys: int
    answered: int
    satisfaction: float
    """Mean of question 4, 0 without answers."""
    faults: dict[str, int]
    days: tuple[DayFigures, ...]


@dataclass(slots=True)
class Tally:
    """Counts day by day, and everything at the end."""

    days: list[DayFigures] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    passes: int = 0

    def note(self, day: Day, connection: Connection) -> None:
        """A day is over."""
        self.passes += day.passes
        self.faults.update(day.faults)
        query = select(case_table.c.state, func.count()).where(case_table.c.state != State.CERRADO)
        found = connection.execute(query.group_by(case_table.c.state))
        self.days.append(
            DayFigures(
                date=day.date.date(), received=day.received, sent=day.sent,
                states={row[0]: row[1] for row in found},
            )
        )  # fmt: skip

    def figures(self, connection: Connection, policy: Policy, now: datetime) -> Figures:
        """What it came to, as of `now`."""
        every = _every_case(connection)
        answered = [case.survey for case in every if case.survey and case.survey.answered_at]
        rated = [survey.scores[3] for survey in answered if len(survey.scores) == 4]
        scores = [score for score in rated if score is not None]
        return Figures(
            requests=len(every),
            received=sum(day.received for day in self.days),
            sent=sum(day.sent for day in self.days),
            passes=self.passes,
            outcomes=_counted(connection, inbound.c.outcome),
            mails=_counted(connection, outbox.c.template),
            states=_sorted(Counter(case.state.value for case in every)),
            closings=_sorted(Counter(c.close_reason.value for c in every if c.close_reason)),
            levels=_levels(every, policy, now),
            surveys=sum(1 for case in every if case.survey),
            answered=len(answered),
            satisfaction=round(sum(scores) / len(scores), 2) if scores else 0.0,
            faults=_sorted(self.faults),
            days=tuple(self.days),
        )


def _every_case(connection: Connection) -> list[Case]:
    last = connection.execute(select(func.max(case_table.c.id))).scalar() or 0
    return [
        case
        for start in range(1, last + 1, _BATCH)
        for case in cases.by_rows(connection, range(start, start + _BATCH))
    ]


def _counted(connection: Connection, column: object) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).group_by(column))  # type: ignore[call-overload]
    return _sorted(Counter({str(row[0]): int(row[1]) for row in rows}))


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _levels(every: Sequence[Case], policy: Policy, now: datetime) -> tuple[LevelFigures, ...]:
    found = {level: list[tuple[float, float]]() for level in Level}
    for case in every:
        budgets = {clock.budget_group(stint.state, stint.group) for stint in case.stints}
        for budget in filter(None, budgets):
            level = clock.budget_level(budget)
            found[level].append((_hours(case, budget, policy, now), _allowed(case, level, policy)))
    return tuple(_level(level, taken) for level, taken in found.items() if taken)


def _hours(case: Case, budget: Group, policy: Policy, now: datetime) -> float:
    used = clock.consumed(
        case.stints, budget, rules=policy.config.clock, calendar=policy.calendar, now=now
    )
    return used.total_seconds() / 3600


def _allowed(case: Case, level: Level, policy: Policy) -> float:
    return clock.budget_hours(
        level, case.criticality, unit=case.requester.executing_unit, config=policy.config,
        at=case.opened_at,
    )  # fmt: skip


def _level(level: Level, taken: Sequence[tuple[float, float]]) -> LevelFigures:
    hours = [each for each, _allowed in taken]
    p90 = quantiles(hours, n=10)[-1] if len(hours) > 1 else hours[0]
    within = sum(1 for each, allowed in taken if each <= allowed)
    return LevelFigures(
        level=level.value, cases=len(hours), median_hours=round(median(hours), 1),
        p90_hours=round(p90, 1), within=round(within / len(hours), 3),
    )  # fmt: skip
