"""What follows from a decision, whatever it is about: of a mail, of a deadline, of the line."""

from collections.abc import Mapping
from datetime import datetime

from mailbot.model.decision import Decision
from mailbot.model.line import DeadAddress
from mailbot.model.vocabulary import Machine
from mailbot.pipeline.lookups import Lookups
from mailbot.rules import stand_ins
from mailbot.rules.dead_addresses import recipients, revived, spared
from mailbot.rules.event import MailArrived
from mailbot.rules.mass_family import Family, parents_to_ask, with_parents
from mailbot.rules.policy import Policy


def with_consequences(
    decision: Decision, lookups: Lookups, policy: Policy, now: datetime
) -> tuple[Decision, Mapping[str, DeadAddress]]:
    """The decision with all that follows from it, and the dead addresses among its recipients.

    Whatever closed the last child of a mass incident, its parent ends with it (§16.22). Addresses
    that mail does not reach are written to no more. Mails to advisors who are away, those that
    follow from this too, go to their coordinators as well (R32).
    """
    decision = with_parents(decision, _parents(decision, lookups), policy)
    dead = lookups.dead(recipients(decision, policy))
    decision = spared(decision, dead, policy)
    if stand_ins.are_asked_for(decision):
        decision = stand_ins.with_stand_ins(decision, lookups.absences(now), policy, now)
    return decision, dead


def with_sender_alive(
    event: MailArrived, decision: Decision, lookups: Lookups, policy: Policy, now: datetime
) -> Decision:
    """The decision; if a person wrote whose address was dead, that it lives again."""
    a_person = event.screening.machine is Machine.NONE and not event.identity.forged
    if not a_person or event.sender not in lookups.dead((event.sender,)):
        return decision
    return revived(event, decision, lookups.unreachable(event.sender), policy, now)


def _parents(decision: Decision, lookups: Lookups) -> dict[str, Family]:
    """The mass incidents that a decision may end, with all their children."""
    numbers = parents_to_ask(decision)
    if not numbers:
        return {}
    children = lookups.children(numbers)
    return {
        parent.number: Family(
            parent=parent,
            children=tuple(each for each in children if each.parent == parent.number),
        )
        for parent in lookups.named(numbers)
    }
