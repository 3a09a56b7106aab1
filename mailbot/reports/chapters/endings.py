"""How cases end and begin anew: closings by reason, reopenings, solutions refused (I5, I6)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from mailbot.model.vocabulary import CloseReason, State
from mailbot.reports.as_of import Seen
from mailbot.reports.numbers import Spread, share, spread
from mailbot.reports.period import Period
from mailbot.rules.reasons import SOLUTIONS

REASONS = {
    CloseReason.CONFIRMADO: "Confirmado por el usuario",
    CloseReason.ACEPTACION_TACITA: "Aceptación tácita (sin confirmación)",
    CloseReason.SIN_RESPUESTA: "Sin respuesta del usuario",
    CloseReason.SOLUCION_N1: "Solución en el primer nivel",
    CloseReason.AUTOSERVICIO: "Autoservicio (manuales o FAQ)",
    CloseReason.DUPLICADO: "Duplicado",
    CloseReason.TRASLADO: "Traslado a Capacitación",
    CloseReason.COORDINADOR: "Decisión de la coordinación",
}
_BY_SILENCE = (CloseReason.ACEPTACION_TACITA, CloseReason.SIN_RESPUESTA)
_WITH_SOLUTION = (
    CloseReason.CONFIRMADO, CloseReason.ACEPTACION_TACITA, CloseReason.SOLUCION_N1,
    CloseReason.TRASLADO, CloseReason.COORDINADOR,
)  # fmt: skip
_DAYS_OLD = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Undocumented:
    """A case that was closed without a solution on record."""

    number: str
    reason: CloseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """What came in and what was closed on one day."""

    day: date
    received: int
    closed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingFigures:
    """How the month's cases ended; `age` are the days that open cases had waited at its end.

    `closed` counts closings, `closed_cases` the cases that had one: some are opened again.
    """

    received: int
    closed: int
    closed_cases: int
    open_before: int
    open: int
    by_reason: tuple[tuple[CloseReason, int], ...]
    reopened_cases: int
    reopenings: int
    refused: int
    with_solution: int
    undocumented: tuple[Undocumented, ...]
    age: Spread
    days: tuple[DayCount, ...]

    @property
    def reopened_share(self) -> float | None:
        """Cases opened again in the month against those closed in it (I5)."""
        return share(self.reopened_cases, self.closed_cases)

    @property
    def silent_share(self) -> float | None:
        """The share of closings to which the person said nothing (I6)."""
        return share(sum(n for reason, n in self.by_reason if reason in _BY_SILENCE), self.closed)

    @property
    def documented_share(self) -> float | None:
        """The share of solved cases whose solution is on record (I9, R39)."""
        return share(self.with_solution - len(self.undocumented), self.with_solution)


class Endings:
    """Counts how cases come, end, and begin anew."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._received: Counter[date] = Counter()
        self._closed: Counter[date] = Counter()
        self._reasons: Counter[CloseReason] = Counter()
        self._open_before = self._reopened = self._reopenings = self._refused = 0
        self._with_solution = self._closed_cases = 0
        self._undocumented: list[Undocumented] = []
        self._ages: list[float] = []

    def add(self, seen: Seen) -> None:
        """Count one request of somebody."""
        covers = self._period.covers
        if covers(seen.case.opened_at):
            self._received[self._period.wall(seen.case.opened_at).date()] += 1
        self._open_before += _was_open(seen, self._period)
        closings = [closing for closing in seen.closings if covers(closing.at)]
        self._closed_cases += bool(closings)
        for closing in closings:
            self._closed[self._period.wall(closing.at).date()] += 1
            self._reasons[closing.reason] += 1
        reopenings = sum(covers(event.at) for event in seen.by_rule("T24"))
        self._reopenings += reopenings
        self._reopened += reopenings > 0
        self._refused += sum(covers(event.at) for event in seen.by_rule("T20"))
        if closings and closings[-1].reason in _WITH_SOLUTION:
            self._with_solution += 1
            if not _is_documented(seen):
                found = Undocumented(number=seen.number, reason=closings[-1].reason)
                self._undocumented.append(found)
        if seen.is_open:
            age = self._period.until - seen.case.opened_at
            self._ages.append(age.total_seconds() / _DAYS_OLD)

    def figures(self) -> EndingFigures:
        """What was counted, and each day of the month."""
        first, last = self._period.first_day, self._period.last_day
        days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
        return EndingFigures(
            received=self._received.total(), closed=self._closed.total(),
            closed_cases=self._closed_cases, open_before=self._open_before, open=len(self._ages),
            by_reason=tuple((reason, self._reasons[reason]) for reason in REASONS),
            reopened_cases=self._reopened, reopenings=self._reopenings, refused=self._refused,
            with_solution=self._with_solution, undocumented=tuple(self._undocumented),
            age=spread(self._ages),
            days=tuple(
                DayCount(day=day, received=self._received[day], closed=self._closed[day])
                for day in days
            ),
        )  # fmt: skip


def _was_open(seen: Seen, period: Period) -> bool:
    """Whether it was there, and not closed, when the month began."""
    before = [stint for stint in seen.stints if stint.start < period.start]
    return bool(before) and before[-1].state is not State.CERRADO


def _is_documented(seen: Seen) -> bool:
    # The text of a solution is checked when it is told (R39).
    return bool(seen.by_rule(*SOLUTIONS))
