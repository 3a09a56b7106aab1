"""Entries of a case's history, built from a mail."""

from dataclasses import replace

from mailbot.model.case import Case, CaseEvent
from mailbot.model.vocabulary import EventKind, Role, State
from mailbot.rules.event import MailArrived
from mailbot.rules.policy import Policy

SYSTEM = "mailbot"


def entry(
    event: MailArrived, kind: EventKind, role: Role, reason: str, rule: str, *,
    activity: str = "", text: str = "",
) -> CaseEvent:  # fmt: skip
    """What the author of a mail did, at its arrival."""
    return CaseEvent(
        at=event.arrived_at,
        event=kind,
        actor=event.sender or SYSTEM,
        role=role,
        reason=reason,
        text=text,
        mail=event.mail.message_id,
        rule=rule,
        activity=activity,
    )


def by_staff(
    event: MailArrived, kind: EventKind, role: Role, reason: str, *, rule: str, activity: str = "",
    text: str = "", source: State | None = None, target: State | None = None,
) -> CaseEvent:  # fmt: skip
    """What one of the line's people did, by a mail, in one of his roles."""
    done = entry(event, kind, role, reason, rule, activity=activity, text=text)
    return replace(done, source=source, target=target)


def transition(
    event: MailArrived, before: State | None, after: Case, reason: str, rule: str, activity: str
) -> CaseEvent:
    """A change of state that a mail brought about by itself."""
    return CaseEvent(
        at=event.arrived_at,
        event=EventKind.TRANSITION,
        actor=SYSTEM,
        role=Role.SYS,
        reason=reason,
        source=before,
        target=after.state,
        mail=event.mail.message_id,
        rule=rule,
        activity=activity,
    )


def role_of(address: str, policy: Policy) -> Role:
    """The first role of an address in the directory; USR for everyone else."""
    member = policy.staff.get(address)
    if member:
        return member.roles[0]
    return Role.OR if policy.governing_body(address) else Role.USR
