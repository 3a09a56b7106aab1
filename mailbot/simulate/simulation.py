"""A simulation from beginning to end: set up, day after day, checked after each pass."""

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from mailbot.simulate.agenda import Agenda
from mailbot.simulate.cast import cast
from mailbot.simulate.checks import Inspector, Violation
from mailbot.simulate.happenings import Happenings
from mailbot.simulate.house import house
from mailbot.simulate.letters import Writer
from mailbot.simulate.line import Passed, SimulatedLine
from mailbot.simulate.people import cedulas, users
from mailbot.simulate.tally import Figures, Tally
from mailbot.simulate.town import Town
from mailbot.simulate.words import GUEST_IDENTIFICATION
from mailbot.simulate.year import Day, Stopped, Year

START = (2026, 1, 1)
_PEOPLE_A_REQUEST = 12
"""So many people for each request of a working day: each writes about once in two weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is simulated. `keep_going` counts violations instead of stopping at the first pass."""

    days: int
    seed: int
    per_day: float = 25.0
    keep_going: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationResult:
    """What it came to, and every violation that was found."""

    seed: int
    per_day: float
    start: datetime
    figures: Figures
    violations: tuple[Violation, ...]


class Simulation:
    """The line, the town, and the inspector between them; `folder` holds the store."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._violations: list[Violation] = []
        self._tally = Tally()
        config = house(folder)
        self._start = datetime(*START, tzinfo=ZoneInfo(config.calendar.timezone))
        self._stack = ExitStack()
        self.line = self._stack.enter_context(
            SimulatedLine(config, folder, self._start, seed=settings.seed)
        )
        town = Town(
            seed=settings.seed, calendar=self.line.policy.calendar, agenda=Agenda(),
            writer=Writer(),
        )  # fmt: skip
        count = max(20, round(settings.per_day * _PEOPLE_A_REQUEST))
        people = users(count, random.Random(f"{settings.seed}:people"))
        known = cedulas(people) | {GUEST_IDENTIFICATION}
        self._inspector = self._stack.enter_context(Inspector(self.line, known))
        players = cast(people, self.line.policy, town, self.line.release)
        happenings = Happenings(
            cast=players, town=town, policy=self.line.policy, per_day=settings.per_day
        )
        self._year = Year(self.line, players, town, happenings, self._watch, self._broke)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def days(self) -> Iterator[Day]:
        """The days, one by one; ends early at a violation unless it is to keep going."""
        try:
            for day in self._year.days(self._start, self._settings.days):
                with self.line.store.read() as connection:
                    self._tally.note(day, connection)
                self._found(self._inspector.everything(day.date + timedelta(days=1)))
                yield day
        except Stopped:
            return

    def result(self) -> SimulationResult:
        """What it came to until now; the whole box is reconciled with the ledger."""
        days = len(self._tally.days)
        now = self._start + timedelta(days=days)
        self._violations += self._inspector.box(now)
        with self.line.store.read() as connection:
            figures = self._tally.figures(connection, self.line.policy, now)
        return SimulationResult(
            seed=self._settings.seed, per_day=self._settings.per_day, start=self._start,
            figures=figures, violations=tuple(self._violations),
        )  # fmt: skip

    def _watch(self, passed: Passed) -> None:
        self._found(self._inspector.after_pass(passed))

    def _broke(self, at: datetime, error: Exception) -> None:
        place = extract_tb(error.__traceback__)[-1]
        what = f"una pasada falló en {place.filename}:{place.lineno}: {error!r}"
        self._found([Violation(rule="nada falla", what=what, at=at)])

    def _found(self, violations: list[Violation]) -> None:
        self._violations += violations
        if violations and not self._settings.keep_going:
            raise Stopped
