"""The parent of a mass incident and its children: what one says of the others (§16.22)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, SaveCase, Send
from mailbot.model.vocabulary import CloseReason, EventKind, Role, State
from mailbot.rules import clock, history, moves
from mailbot.rules.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A parent with all its children."""

    parent: Case
    children: tuple[Case, ...]


def joined(child: Case, parent: Case, at: datetime, policy: Policy) -> Case:
    """A case as the child of `parent`: same advisor, level, criticality and due time.

    What it waited for from its person is moot. It is never "not taken": the parent speaks for it,
    and its time stands still while the parent's does.
    """
    new = moves.moved(
        replace(child, parent=parent.number, module=child.module or parent.module), at, policy,
        state=State.EN_PROGRESO, group=parent.group, level=parent.level, assignee=parent.assignee,
        criticality=parent.criticality, assigned_at=at, taken_at=None, running_before=None,
        wait_started_at=None, client_wait_until=None,
    )  # fmt: skip
    return _standing(new, parent, at, policy)


def followed(
    parent: Case, children: Iterable[Case], entry: CaseEvent, at: datetime, policy: Policy
) -> tuple[SaveCase, ...]:
    """The children that stand with their parent, after it changed its state, advisor or rank.

    Their own state stays; their time stops and runs with the parent's (§16.22). `entry` is that of
    the parent; each child gets its own.
    """
    saved = []
    for child in children:
        if child.parent != parent.number or not child.stands_with_parent:
            continue
        new = _standing(_handed(child, parent, at, policy), parent, at, policy)
        given = (child.group, child.assignee) != (new.group, new.assignee)
        told = replace(
            entry, event=EventKind.ASSIGNED if given else EventKind.FIELD, source=None, target=None,
            reason=f"Sigue al incidente masivo {parent.number}: {entry.reason}",
        )  # fmt: skip
        saved.append(SaveCase(case=new, events=(told,)))
    return tuple(saved)


def awaits_answer(child: Case) -> bool:
    """Whether its person was told no solution since it became part of the mass incident."""
    if child.state in (State.RESUELTO, State.CERRADO):
        return False
    # What it was told before is another matter; what came after is the answer, or its own solution.
    since = takewhile(lambda stint: stint.mass is None, reversed(child.stints))
    return all(stint.state is not State.RESUELTO for stint in since)


def after_child_closed(
    child: Case, parent: Case, siblings: Iterable[Case], policy: Policy
) -> SaveCase | None:
    """The parent as closed, if `child` was the last of its children; None while it is not.

    `siblings` are the parent's children, `child` itself among them or not. A parent whose solution
    is not there yet stays open: others may still report it.
    """
    if parent.state is not State.RESUELTO or child.closed_at is None:
        return None
    others = [each for each in siblings if each.service_number != child.service_number]
    if any(each.state is not State.CERRADO for each in others):
        return None
    return closed_with(parent, (*others, child), child.closed_at, policy)


def closed_with(parent: Case, children: Sequence[Case], at: datetime, policy: Policy) -> SaveCase:
    """A solved parent as closed, all its children being so: nobody is written to, no survey."""
    confirmed = all(each.close_reason is CloseReason.CONFIRMADO for each in children)
    ending = CloseReason.CONFIRMADO if confirmed else CloseReason.ACEPTACION_TACITA
    at = max(at, parent.stints[-1].start)
    closed = moves.closed(parent, at, policy, ending, asked_at=at)
    entry = CaseEvent(
        at=at, event=EventKind.TRANSITION, actor=history.SYSTEM, role=Role.SYS,
        reason="Se cerró el último caso del incidente masivo", source=parent.state,
        target=closed.state, rule="T18", activity="A21",
    )  # fmt: skip
    return SaveCase(case=closed, events=(entry,))


def with_recipients(effects: Iterable[Effect]) -> list[Effect]:
    """Effects without the mails to the person of a parent: there is none, only the advisors."""
    addressed = map(_addressed, effects)
    return [each for each in addressed if not isinstance(each, Send) or each.to]


def parents_to_ask(decision: Decision) -> tuple[str, ...]:
    """Numbers of the parents that a decision may end, since it closes a child of theirs."""
    return tuple(_last_closed(decision))


def with_parents(decision: Decision, families: Mapping[str, Family], policy: Policy) -> Decision:
    """The decision, and the parents whose last child it closes.

    `families` are those of `parents_to_ask`, as they stood before. A parent that the decision
    changes itself is left as it says. The decision rests on the others as they stand: two that
    close the last two children at once would each leave the parent to the other.
    """
    new = {each.case.service_number: each.case for each in _saved(decision)}
    ends: list[SaveCase] = []
    rests_on: list[Case] = []
    for number, child in _last_closed(decision).items():
        family = families.get(number)
        if family is None or family.parent.service_number in new:
            continue
        children = (new.get(each.service_number, each) for each in family.children)
        end = after_child_closed(child, family.parent, children, policy)
        ends += [end] if end else []
        rests_on += [] if end else [family.parent]
        rests_on += [each for each in family.children if each.service_number not in new]
    if not ends and not rests_on:
        return decision
    return replace(decision, effects=(*decision.effects, *ends), rests_on=tuple(rests_on))


def _handed(child: Case, parent: Case, at: datetime, policy: Policy) -> Case:
    """A child that works on nothing of its own, with its parent's advisor, level and rank."""
    if child.state is not State.EN_PROGRESO or child.halted:
        return child
    given = (child.group, child.assignee) != (parent.group, parent.assignee)
    return moves.moved(
        child, at, policy, group=parent.group, level=clock.budget_level(parent.group),
        assignee=parent.assignee, criticality=parent.criticality,
        assigned_at=at if given else child.assigned_at,
    )  # fmt: skip


def _standing(child: Case, parent: Case, at: datetime, policy: Policy) -> Case:
    """A child beside its parent as that stands now: while the time of both runs, one due time."""
    # A parent that was stopped with others goes on with them, and so does each child by itself.
    state = parent.stopped.back_to if parent.stopped and parent.halted else parent.state
    new = moves.beside(child, state, at, policy)
    if new.state is not State.EN_PROGRESO or new.due_at is None:
        return new
    return replace(new, due_at=parent.due_at or new.due_at)


def _last_closed(decision: Decision) -> dict[str, Case]:
    """Parent → the last of its children that the decision closes."""
    return {
        each.case.parent: each.case
        for each in _saved(decision)
        if each.case.parent and each.case.state is State.CERRADO
    }


def _addressed(effect: Effect) -> Effect:
    if not (isinstance(effect, Send) and effect.case and effect.case.mass):
        return effect
    return replace(effect, to=tuple(filter(None, effect.to)))


def _saved(decision: Decision) -> Iterable[SaveCase]:
    return (each for each in decision.effects if isinstance(each, SaveCase))
