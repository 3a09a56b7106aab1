"""What any mail of a person does to his case, whatever its words: it is heard and kept."""

from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Effect
from mailbot.model.vocabulary import EventKind, State
from mailbot.rules import history, petitions
from mailbot.rules.event import MailArrived
from mailbot.rules.matching import Match, Standing, copied_people
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The case with what the mail adds to it, the entries for that, and the mails."""

    case: Case
    events: tuple[CaseEvent, ...]
    effects: tuple[Effect, ...] = ()


def heard(
    event: MailArrived, match: Match, policy: Policy, now: datetime,
    rule: Route = Route.MESSAGE_ON_CASE,
) -> Heard:  # fmt: skip
    """Keep the words; people on copy join the case, and who writes can be reached again."""
    case = match.case
    said = history.entry(
        event, EventKind.MAIL, history.role_of(event.sender, policy), match.reason, rule,
        text=event.mail.said,
    )  # fmt: skip
    if match.standing is not Standing.REQUESTER:
        return Heard(case=case, events=(said,))
    case = reached(_with_new_parties(case, event, policy), event, policy, now)
    flagged = petitions.flagged(case, event, policy)
    return Heard(case=flagged.case, events=(said, *flagged.events), effects=flagged.effects)


def reached(case: Case, event: MailArrived, policy: Policy, now: datetime) -> Case:
    """A person who writes can be reached: his silence counts again, from now on (S51).

    What he was asked or told meanwhile may not have arrived: his wait begins anew.
    """
    if not case.unreachable:
        return case
    case = replace(case, unreachable=False)
    start = max(event.arrived_at, now)
    if case.state is State.RESUELTO and case.confirmation_until:
        until = _anew(case, case.confirmation_until, start, policy)
        return replace(case, wait_started_at=start, confirmation_until=until)
    if case.state is State.PENDIENTE_CLIENTE and case.client_wait_until:
        until = _anew(case, case.client_wait_until, start, policy)
        return replace(case, wait_started_at=start, client_wait_until=until)
    return case


def _with_new_parties(case: Case, event: MailArrived, policy: Policy) -> Case:
    people = (p for p in copied_people(event.mail, policy) if p != case.requester.email)
    return replace(case, parties=tuple(dict.fromkeys((*case.parties, *people))))


def _anew(case: Case, until: datetime, start: datetime, policy: Policy) -> datetime:
    """When a wait ends that is as long as it was, and begins at `start`."""
    whole = policy.calendar.between(case.wait_started_at or start, until)
    return policy.calendar.advance(start, whole)
