"""A case as it stood when the month ended: what happened later leaves no trace in it.

Its course comes from its stints and its history, never from its state of today. What it is about
(module, unit, city) is what is known of it, without what became known afterwards.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mailbot.model.case import Case, CaseEvent, Stint, Survey
from mailbot.model.masking import HIDDEN
from mailbot.model.vocabulary import (
    CaseClass,
    CaseType,
    Channel,
    CloseReason,
    EventKind,
    Group,
    State,
)
from mailbot.reports.facts import CaseHistory
from mailbot.rules import told
from mailbot.rules.reasons import BY_COORDINATION
from mailbot.rules.told import Fact, FactChanged

_REASONS = {
    "T3": CloseReason.SOLUCION_N1, "T9": CloseReason.SIN_RESPUESTA,
    "T18": CloseReason.CONFIRMADO, "T19": CloseReason.ACEPTACION_TACITA,
    "T25": CloseReason.TRASLADO, "T26": CloseReason.AUTOSERVICIO,
    "T28": CloseReason.COORDINADOR, "T29": CloseReason.DUPLICADO,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One closing of a case: when, why, and with whom it was."""

    at: datetime
    reason: CloseReason
    group: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case as it stood at `until`.

    `case` is for what it is about alone. The last of `stints` has no end; `events` and `closings`
    are those before `until`, in order.
    """

    case: Case
    number: str
    stints: tuple[Stint, ...]
    events: tuple[CaseEvent, ...]
    closings: tuple[Closing, ...]
    until: datetime

    @property
    def now(self) -> Stint:
        """Where it stood."""
        return self.stints[-1]

    @property
    def is_open(self) -> bool:
        """Whether it was not closed."""
        return self.now.state is not State.CERRADO

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed, if it was."""
        return None if self.is_open or not self.closings else self.closings[-1].at

    @property
    def survey(self) -> Survey | None:
        """The survey, if it was answered by then: it is answered once."""
        survey = self.case.survey
        if survey is None or survey.answered_at is None or survey.answered_at >= self.until:
            return None
        return survey

    def by_rule(self, *rules: str) -> tuple[CaseEvent, ...]:
        """The entries of its history that one of `rules` of the procedure made."""
        return tuple(event for event in self.events if event.rule in rules)


def as_of(history: CaseHistory, until: datetime) -> Seen | None:
    """The case as it stood at `until`; None if it had not come in."""
    stints = _stints_before(history.case.stints, until)
    if not stints:
        return None
    events = tuple(event for event in history.events if event.at < until)
    later = tuple(event for event in history.events if event.at >= until)
    return Seen(
        case=_without_corrections(history.case, later),
        number=_number(history.case, events, later),
        stints=stints,
        events=events,
        closings=tuple(_closings(events, stints, history.case)),
        until=until,
    )


def _stints_before(stints: Sequence[Stint], until: datetime) -> tuple[Stint, ...]:
    begun = [stint for stint in stints if stint.start < until]
    if begun and begun[-1].end is not None:
        begun[-1] = replace(begun[-1], end=None)
    return tuple(begun)


def _number(case: Case, events: Iterable[CaseEvent], later: Iterable[CaseEvent]) -> str:
    """The number in force then: an incident's once it was made one."""
    if case.incident_number is None:
        return case.service_number
    born_later = any(event.rule == "T4" for event in later)
    made_before = any(event.rule == "T4" for event in events)
    return case.service_number if born_later and not made_before else case.incident_number


def _closings(
    events: Iterable[CaseEvent], stints: Sequence[Stint], case: Case
) -> Iterable[Closing]:
    for event in events:
        if event.event is EventKind.TRANSITION and event.target is State.CERRADO:
            before = [s for s in stints if s.start <= event.at and s.state is not State.CERRADO]
            group = (before or stints)[-1].group
            yield Closing(at=event.at, reason=_reason(event, case), group=group)


def _reason(event: CaseEvent, case: Case) -> CloseReason:
    if event.rule == "T18" and event.reason.startswith(BY_COORDINATION):
        return CloseReason.COORDINADOR
    if event.rule in _REASONS:
        return _REASONS[event.rule]
    return case.close_reason or CloseReason.COORDINADOR


def _without_corrections(case: Case, later: Sequence[CaseEvent]) -> Case:
    """What the case was about before the entries of `later` changed it."""
    for event in reversed(later):
        for change in reversed(told.in_entry(event)):
            case = _before(case, change)
    return case


def _before(case: Case, change: FactChanged) -> Case:
    """The case before a change.

    Who comes along hides numbers elsewhere. Histories told them without any once: then it stays.
    """
    if change.fact is Fact.ATTENDEES and HIDDEN in change.old:
        return case
    kind = _KINDS.get(change.fact)
    old = (kind(change.old) if change.old else None) if kind else change.old
    before: dict[str, Any] = {change.fact: old}
    if change.fact in told.OF_REQUESTER:
        return replace(case, requester=replace(case.requester, **before))
    return replace(case, **before)


_KINDS: dict[Fact, Callable[[str], object]] = {
    Fact.CHANNEL: Channel, Fact.TYPE: CaseType, Fact.CLASS: CaseClass, Fact.MODULE: str,
}  # fmt: skip
