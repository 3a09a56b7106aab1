"""Who is told beside an advisor who is away: the coordinators of his level (Q5 b, R32)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeGuard

from mailbot.model.decision import Decision, Effect, Send
from mailbot.model.line import Absence
from mailbot.model.vocabulary import Role
from mailbot.rules import offers
from mailbot.rules.assignment import absence_of, coordinators
from mailbot.rules.policy import Policy

_ASK_FOR_ACTION = ("M-11", "M-16", "M-21", "M-22", "M-41", "M-42", "M-43", "M-44")
"""Mails on a case that wait for somebody who acts; M-07 has its coordinators on copy anyway."""


def are_asked_for(decision: Decision) -> bool:
    """Whether a mail goes to the advisor of its case, so that absences must be looked up."""
    return any(_to_advisor(effect) for effect in decision.effects)


def with_stand_ins(
    decision: Decision, absences: Sequence[Absence], policy: Policy, now: datetime
) -> Decision:
    """The decision, with the coordinators addressed too where the advisor is away.

    An advisor counts as away if he is when the mail leaves, which may be the next morning (R85).
    """
    return replace(
        decision,
        effects=tuple(
            _shared(effect, absences, policy, now) if _to_advisor(effect) else effect
            for effect in decision.effects
        ),
    )


def leaves_at(send: Send, policy: Policy, now: datetime) -> datetime:
    """When a mail composed now leaves: staff mail waits for working time, unless urgent (R85)."""
    return policy.calendar.next_open(now) if send.to_staff and not send.urgent else now


def _to_advisor(effect: Effect) -> TypeGuard[Send]:
    return (
        isinstance(effect, Send)
        and effect.template in _ASK_FOR_ACTION
        and effect.case is not None
        and effect.case.assignee in effect.to
    )


def _shared(send: Send, absences: Sequence[Absence], policy: Policy, now: datetime) -> Send:
    case, moment = send.case, leaves_at(send, policy, now)
    if case is None or case.assignee is None or not absence_of(case.assignee, absences, moment):
        return send
    leaders = coordinators(case.group, policy) or policy.with_role(Role.CL1)
    present = tuple(each for each in leaders if not absence_of(each, absences, moment))
    people = present or leaders
    to = tuple(dict.fromkeys((*send.to, *people)))
    facts = dict(send.facts)
    if send.to_staff:
        # A user isn't told who is away.
        facts["absent"] = case.assignee
    if send.to_staff and send.to[0] == case.assignee:
        # What is offered is what those can do who are here.
        facts |= offers.to_first(case, people, policy)
    return replace(send, to=to, cc=tuple(each for each in send.cc if each not in to), facts=facts)
