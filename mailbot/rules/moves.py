"""How a case changes: each change is a new value whose stints and due time follow from it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.model.case import Case, Stint, Survey
from mailbot.model.vocabulary import CloseReason, Group, State
from mailbot.rules import clock
from mailbot.rules.policy import Policy

_RUNNING = (State.ABIERTO, State.EN_PROGRESO)
_BY_ITSELF = (State.ABIERTO, State.RESUELTO, State.CERRADO)
"""States in which a case stands with no mass incident: it was given back, or has its solution."""


def opened(case: Case, policy: Policy) -> Case:
    """A new case with its first stint, which begins when the request arrived (R7)."""
    return _with_stints(case, (_stint(case, case.opened_at),), policy)


def moved(case: Case, at: datetime, policy: Policy, **changes: Any) -> Case:
    """The case after a change at `at` of its state, group, level, assignee or criticality.

    Where one of the first, second, third or last changes, a new stint begins. A change never
    reaches back before the stint that runs: a mail that was overtaken counts from there on.
    """
    if case.state in _RUNNING and changes.get("state", case.state) not in _RUNNING:
        changes["running_before"] = case.state
    new = replace(case, **changes)
    last = case.stints[-1]
    start = max(at, last.start)
    if new.state is not case.state:
        new = _still_stopped(case, new, start, policy)
    if _kind(new) == (last.state, last.group, last.level, last.criticality):
        return _with_stints(new, new.stints, policy)
    mass = None if new.state in _BY_ITSELF else last.mass
    stints = (*case.stints[:-1], replace(last, end=start), _stint(new, start, mass))
    return _with_stints(new, stints, policy)


def beside(case: Case, mass: State | None, at: datetime, policy: Policy) -> Case:
    """The case as it stands from `at` on with a mass incident in the state `mass` (§16.22).

    With None it speaks for itself again.
    """
    *before, last = case.stints
    if last.mass is mass:
        return case
    start = max(at, last.start)
    if start > last.start:
        before.append(replace(last, end=start))
    new = replace(last, start=start, mass=mass)
    return _with_stints(case, (*before, new), policy)


def taken(case: Case, at: datetime, advisor: str, policy: Policy) -> Case:
    """A service that an advisor of the first level begins to work on (T2)."""
    return moved(
        case, at, policy, state=State.EN_PROGRESO, assignee=advisor, assigned_at=at, taken_at=at
    )


def assigned(case: Case, at: datetime, policy: Policy, group: Group, advisor: str | None) -> Case:
    """The case with an advisor, or in the queue of a group; its state becomes running (T5, T6).

    With a new group its level follows; capacitación has none of its own, the level stays (§16.23).
    A child of a mass incident that goes to somebody by itself speaks for itself from then on.
    """
    level = case.level if group is Group.CAP else clock.budget_level(group)
    new = moved(
        case, at, policy, state=State.EN_PROGRESO, group=group, level=level, assignee=advisor,
        assigned_at=at, taken_at=None,
    )  # fmt: skip
    return beside(new, None, at, policy)


def told(case: Case, solution: str, kind: str, cause: str, *, by: str) -> Case:
    """The case with the solution that its person is told, and who answers for it (R20, A18)."""
    return replace(
        case, solution=solution, solution_type=kind, cause=cause or case.cause, resolved_by=by,
        assignee=case.assignee or by,
    )  # fmt: skip


def is_escalation(before: Case, after: Case) -> bool:
    """Whether a person is told that his case went to another group; those of a mass are not."""
    return after.group is not before.group and not after.mass


def closed(
    case: Case, at: datetime, policy: Policy, reason: CloseReason, *, asked_at: datetime
) -> Case:
    """A closed case; the survey goes with every closing but those of §16.20 and Q21."""
    # One vote a case: what was answered once stays, also after a reopening (R11).
    survey = case.survey if case.survey and case.survey.answered_at else None
    if survey is None and reason is not CloseReason.DUPLICADO and not case.mass:
        until = policy.calendar.add_days(at, policy.config.survey.valid_working_days)
        survey = Survey(sent_at=asked_at, until=until)
    back = case.running_before
    if case.stopped and case.halted and case.stopped.back_to in _RUNNING:
        back = case.stopped.back_to
    return moved(
        case, at, policy, state=State.CERRADO, closed_at=at, close_reason=reason, survey=survey,
        running_before=back,
        wait_started_at=None, client_wait_until=None, confirmation_until=None, stopped=None,
    )  # fmt: skip


def resumed(case: Case, at: datetime, policy: Policy) -> Case:
    """A case that waited for its person, in the state that it had before (T8).

    Where nobody took it yet, its time to be taken begins anew.
    """
    return moved(
        case, at, policy, state=case.running_before or State.ABIERTO, running_before=None,
        wait_started_at=None, client_wait_until=None,
        assigned_at=case.assigned_at if case.taken_at else at,
    )  # fmt: skip


def reopened(case: Case, at: datetime, policy: Policy) -> Case:
    """A closed case as an answer of the person gives it back (T24, §16.24).

    A survey that nobody answered yet is withdrawn (Q5 b).
    """
    kept = case.survey if case.survey and case.survey.answered_at else None
    return moved(
        case, at, policy, state=case.running_before or State.ABIERTO, running_before=None,
        closed_at=None, close_reason=None, survey=kept,
        assigned_at=case.assigned_at if case.taken_at else at,
    )  # fmt: skip


def replanned(case: Case, policy: Policy) -> Case:
    """The case with the due time that a changed configuration gives it."""
    return _with_stints(case, case.stints, policy)


def _still_stopped(case: Case, new: Case, at: datetime, policy: Policy) -> Case:
    """A case that was stopped with others stays so: its clock does not run before they go on."""
    stopped = new.stopped
    if stopped is None:
        return new
    if not clock.is_running(new.state, new.group, policy.config.clock):
        return replace(new, stopped=replace(stopped, back_to=new.state))
    since = stopped.since if case.halted else at
    return replace(
        new, state=State.PENDIENTE_PROVEEDOR,
        stopped=replace(stopped, since=since, back_to=new.state),
    )  # fmt: skip


def _stint(case: Case, start: datetime, mass: State | None = None) -> Stint:
    return Stint(
        state=case.state,
        group=case.group,
        level=case.level,
        criticality=case.criticality,
        start=start,
        mass=mass,
    )


def _kind(case: Case) -> tuple[object, ...]:
    return (case.state, case.group, case.level, case.criticality)


def _with_stints(case: Case, stints: tuple[Stint, ...], policy: Policy) -> Case:
    """The case with these stints, and the due time that follows from them."""
    due = clock.due_at(
        stints,
        unit=case.requester.executing_unit,
        config=policy.config,
        calendar=policy.calendar,
    )
    return replace(case, stints=stints, due_at=due)
