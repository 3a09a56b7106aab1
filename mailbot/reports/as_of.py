"""A case as it stood when the month ended: what happened later leaves no trace in it.

Its course comes from its stints and its history, never from its state of today. What it is about
(module, unit, city) is what is known of it, without what became known afterwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from mailbot.model.case import Case, CaseEvent, Stint, Survey
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
from mailbot.rules.changed_facts import NOTED, OF_REQUESTER
from mailbot.rules.commands.field_values import LABELS
from mailbot.rules.intake.labels import Key

_CORRECTED = re.compile(r"(?P<label>[^:«]+): (?:de «(?P<before>.*?)» a )?«.*»", re.DOTALL)
_TYPE_CHANGED = re.compile(r"El tipo pasa de (\w+) a \w+")
_CLASS_SET = re.compile(r"La clase es (incidente|requerimiento)")
_REASONS = {
    "T3": CloseReason.SOLUCION_N1, "T9": CloseReason.SIN_RESPUESTA,
    "T18": CloseReason.CONFIRMADO, "T19": CloseReason.ACEPTACION_TACITA,
    "T25": CloseReason.TRASLADO, "T26": CloseReason.AUTOSERVICIO,
    "T28": CloseReason.COORDINADOR, "T29": CloseReason.DUPLICADO,
}  # fmt: skip
_BY_COORDINATOR = "Decisión de la coordinación"


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
        case=_without_corrections(history.case, events, later) if later else history.case,
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
    if event.rule == "T18" and event.reason.startswith(_BY_COORDINATOR):
        return CloseReason.COORDINADOR
    if event.rule in _REASONS:
        return _REASONS[event.rule]
    return case.close_reason or CloseReason.COORDINADOR


def _without_corrections(
    case: Case, events: Sequence[CaseEvent], later: Sequence[CaseEvent]
) -> Case:
    """What the case was about before entries of `later` changed it, as far as they tell."""
    category = case.category
    if any(_CLASS_SET.match(event.reason) for event in later):
        said = [found[1] for event in events if (found := _CLASS_SET.match(event.reason))]
        category = CaseClass(said[-1]) if said else None
    case = replace(case, category=category)
    for event in reversed(later):
        if event.event is EventKind.FIELD:
            case = _before(case, event.reason)
    return case


def _before(case: Case, reason: str) -> Case:
    """The case before the change that an entry tells of."""
    if changed := _TYPE_CHANGED.match(reason):
        return replace(case, type=_one_of(CaseType, changed[1], case.type))
    if reason == _IDENTIFIED:
        return replace(case, requester=replace(case.requester, identification=""))
    if reason == _DESCRIBED:
        return replace(case, description="")
    found = _CORRECTED.fullmatch(reason)
    if found is None:
        return case
    key, said = _KEYS.get(found["label"]), found["before"] or ""
    if key is Key.MODULE:
        return replace(case, module=said or None)
    if key is Key.CHANNEL:
        return replace(case, channel=_one_of(Channel, said, case.channel))
    if key in OF_REQUESTER:
        return replace(case, requester=replace(case.requester, **{OF_REQUESTER[key]: said}))
    return case


_KEYS = {LABELS[key]: key for key in (*OF_REQUESTER, Key.MODULE, Key.CHANNEL)}
_IDENTIFIED = f"{NOTED}{LABELS[Key.IDENTIFICATION].lower()}"
_DESCRIBED = f"{NOTED}{LABELS[Key.DESCRIPTION].lower()}"


_Kind = TypeVar("_Kind", CaseType, Channel)


def _one_of(kinds: type[_Kind], said: str, otherwise: _Kind) -> _Kind:
    return kinds(said) if said in list(kinds) else otherwise
