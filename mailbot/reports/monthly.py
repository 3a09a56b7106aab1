"""The monthly report as one value: every case of the month is looked at once (A26, R80)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mailbot.model.faq import FaqEntry, FaqState
from mailbot.reports.as_of import Seen, as_of
from mailbot.reports.attention import attentions
from mailbot.reports.chapters.by_group import TOTAL, ByGroup, GroupFigures
from mailbot.reports.chapters.detail import DetailRow, detail_of
from mailbot.reports.chapters.endings import EndingFigures, Endings
from mailbot.reports.chapters.first_level import FirstLevel, FirstLevelFigures
from mailbot.reports.chapters.masses import Mass, Masses
from mailbot.reports.chapters.movements import MovementFigures, Movements
from mailbot.reports.chapters.order import Order, OrderChange
from mailbot.reports.chapters.origins import Origin, Origins
from mailbot.reports.chapters.quality import Quality, QualityFigures
from mailbot.reports.chapters.repeats import Candidate, Repeats
from mailbot.reports.chapters.stops import StopFigures, Stops
from mailbot.reports.chapters.surveys import SurveyFigures, Surveys
from mailbot.reports.chapters.waits import Wait, Waits
from mailbot.reports.facts import LineFacts
from mailbot.reports.period import Period
from mailbot.rules.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReport:
    """Everything that the report of a month says; the same facts always give the same value."""

    period: Period
    groups: tuple[GroupFigures, ...]
    origins: tuple[Origin, ...]
    first_level: FirstLevelFigures
    movements: MovementFigures
    waits: tuple[Wait, ...]
    endings: EndingFigures
    masses: tuple[Mass, ...]
    surveys: tuple[SurveyFigures, ...]
    quality: QualityFigures
    order: tuple[OrderChange, ...]
    stops: StopFigures
    candidates: tuple[Candidate, ...]
    detail: tuple[DetailRow, ...]
    line: LineFacts
    """The records of the line; its cases were gone through."""

    @property
    def total(self) -> GroupFigures:
        """The figures of the whole line."""
        return next(each for each in self.groups if each.name == TOTAL)

    @property
    def survey(self) -> SurveyFigures:
        """The surveys of the whole line."""
        return self.surveys[0]

    def of(self, scope: str) -> tuple[GroupFigures, ...]:
        """The figures of each group ("Grupo"), level ("Nivel") or side ("Responsable")."""
        return tuple(each for each in self.groups if each.scope == scope)


class _Chapters:
    """All chapters of one month, each shown every case once."""

    def __init__(self, period: Period, policy: Policy) -> None:
        self.groups = ByGroup(period)
        self.origins = Origins(period, policy)
        self.first_level = FirstLevel(period, policy.calendar)
        self.movements = Movements(period)
        self.waits = Waits(period, policy.calendar)
        self.endings = Endings(period)
        self.masses = Masses(period, policy)
        self.surveys = Surveys(period, policy.config.targets.satisfied)
        self.quality = Quality(period)
        self.order = Order(period)
        self.stops = Stops(period)
        self.repeats = Repeats(period)
        self.detail: list[DetailRow] = []
        self._period, self._policy = period, policy

    def add(self, seen: Seen) -> None:
        measured = tuple(attentions(seen, self._period, self._policy))
        self.groups.add(seen, measured)
        self.quality.add(seen, measured)
        self.order.add(seen)
        self.waits.add(seen)
        self.masses.add(seen)
        self.stops.add(seen)
        self.movements.add(seen)
        self.detail.append(detail_of(seen, measured))
        if seen.case.mass:
            # Nobody asked for the parent of a mass incident (§16.22).
            return
        for chapter in (self.origins, self.first_level, self.endings, self.surveys, self.repeats):
            chapter.add(seen)


def build(
    facts: LineFacts, period: Period, policy: Policy, *,
    progress: Callable[[], None] = lambda: None,
) -> MonthlyReport:  # fmt: skip
    """The report of a month; `progress` is told of each case that was looked at."""
    chapters = _Chapters(period, policy)
    for history in facts.cases:
        seen = as_of(history, period.until)
        if seen is not None and _is_of_month(seen, period):
            chapters.add(seen)
        progress()
    return MonthlyReport(
        period=period,
        groups=chapters.groups.figures(),
        origins=chapters.origins.figures(),
        first_level=chapters.first_level.figures(),
        movements=chapters.movements.figures(),
        waits=chapters.waits.figures(),
        endings=chapters.endings.figures(),
        masses=chapters.masses.figures(),
        surveys=chapters.surveys.figures(),
        quality=chapters.quality.figures(),
        order=chapters.order.figures(),
        stops=chapters.stops.figures(facts),
        candidates=chapters.repeats.figures(),
        detail=tuple(chapters.detail),
        line=LineFacts(
            minutes=facts.minutes, shown=facts.shown, used=facts.used, oriented=facts.oriented,
            faq=tuple(_undecided_then(entry, period) for entry in facts.faq),
        ),
    )  # fmt: skip


def _undecided_then(entry: FaqEntry, period: Period) -> FaqEntry:
    """The question as it stood: what was decided later was a proposal."""
    if entry.decided_at is None or entry.decided_at < period.until:
        return entry
    return replace(entry, state=FaqState.PROPUESTA, decided_at=None, decided_by=None)


def _is_of_month(seen: Seen, period: Period) -> bool:
    """Whether it was open in the month, or something happened to it there."""
    closed_at = seen.closed_at
    if closed_at is None or closed_at >= period.start:
        return True
    return bool(seen.events) and seen.events[-1].at >= period.start
