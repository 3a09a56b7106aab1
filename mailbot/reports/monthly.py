"""The monthly report as one value: every case of the month is looked at once (A26, R80)."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mailbot.model.faq import FaqEntry
from mailbot.reports.as_of import Seen, as_of
from mailbot.reports.attention import attentions
from mailbot.reports.chapters.by_group import TOTAL, ByGroup, GroupFigures
from mailbot.reports.chapters.detail import DetailRow, detail_of
from mailbot.reports.chapters.endings import EndingFigures, Endings
from mailbot.reports.chapters.faq_candidates import FaqCandidate, FaqCandidates
from mailbot.reports.chapters.first_level import FirstLevel, FirstLevelFigures
from mailbot.reports.chapters.masses import Mass, Masses
from mailbot.reports.chapters.movements import MovementFigures, Movements
from mailbot.reports.chapters.order import OrderChange, QueueOrder
from mailbot.reports.chapters.origins import Origin, Origins
from mailbot.reports.chapters.quality import Quality, QualityFigures
from mailbot.reports.chapters.repeats import Repeats, TrainingCandidate
from mailbot.reports.chapters.stops import StopFigures, Stops
from mailbot.reports.chapters.surveys import SurveyFigures, Surveys
from mailbot.reports.chapters.waits import Wait, Waits
from mailbot.reports.facts import LineFacts
from mailbot.reports.period import Period
from mailbot.rules.anonymous import ACTIVITY
from mailbot.rules.faq_decisions import as_decided
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
    candidates: tuple[TrainingCandidate, ...]
    faq_candidates: tuple[FaqCandidate, ...]
    detail: tuple[DetailRow, ...]
    line: LineFacts
    """The records of the line; its cases were gone through. `faq` are the questions that were
    proposed or decided about in the month, as they stood when it ended.
    """

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
        self.order = QueueOrder(period)
        self.stops = Stops(period)
        self.repeats = Repeats(period)
        self.causes = FaqCandidates(period)
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
        self.causes.add(seen)
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
    questions = as_decided(facts.faq, facts.decisions)
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
        faq_candidates=chapters.causes.figures(questions),
        detail=tuple(chapters.detail),
        line=replace(
            facts, cases=(), contingencies=(), orders=(), decisions=(),
            faq=tuple(each for each in questions if _is_asked_in(each, period)),
        ),
    )  # fmt: skip


def _is_asked_in(entry: FaqEntry, period: Period) -> bool:
    """Whether a question was proposed in the month, or decided about for the last time."""
    decided = entry.decided_at
    return period.covers(entry.proposed_at) or (decided is not None and period.covers(decided))


def _is_of_month(seen: Seen, period: Period) -> bool:
    """Whether it was open in the month, or something happened to it there."""
    closed_at = seen.closed_at
    if closed_at is None or closed_at >= period.start:
        return True
    # That its person was made anonymous meanwhile is nothing that was done for him.
    return any(event.at >= period.start and event.activity != ACTIVITY for event in seen.events)
