"""How a case changes: each change is a new value whose stints and due time follow from it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.model.case import Case, Stint
from mailbot.model.vocabulary import State
from mailbot.rules import clock
from mailbot.rules.policy import Policy

_RUNNING = (State.ABIERTO, State.EN_PROGRESO)


def opened(case: Case, policy: Policy) -> Case:
    """A new case with its first stint, which begins when the request arrived (R7)."""
    return _with_due(replace(case, stints=(_stint(case, case.opened_at),)), policy)


def moved(case: Case, at: datetime, policy: Policy, **changes: Any) -> Case:
    """The case after a change at `at` of its state, group, level, assignee or criticality.

    Where one of the first, second, third or last changes, a new stint begins. A change never
    reaches back before the stint that runs: a mail that was overtaken counts from there on.
    """
    new = replace(case, **changes)
    last = case.stints[-1]
    start = max(at, last.start)
    if new.state not in _RUNNING and case.state in _RUNNING:
        new = replace(new, running_before=case.state)
    if _kind(new) != (last.state, last.group, last.level, last.criticality):
        stints = (*case.stints[:-1], replace(last, end=start), _stint(new, start))
        new = replace(new, stints=stints)
    return _with_due(new, policy)


def _stint(case: Case, start: datetime) -> Stint:
    return Stint(
        state=case.state,
        group=case.group,
        level=case.level,
        criticality=case.criticality,
        start=start,
    )


def _kind(case: Case) -> tuple[object, ...]:
    return (case.state, case.group, case.level, case.criticality)


def _with_due(case: Case, policy: Policy) -> Case:
    due = clock.due_at(
        case.stints,
        unit=case.requester.executing_unit,
        config=policy.config,
        calendar=policy.calendar,
    )
    return replace(case, due_at=due)
