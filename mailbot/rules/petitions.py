"""A derecho de petición among the requests: flagged, dated, told of, never closed by silence."""

from dataclasses import dataclass, replace

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Effect, Enclosure, Send
from mailbot.model.vocabulary import EventKind, Role
from mailbot.rules import history, offers
from mailbot.rules.event import MailArrived
from mailbot.rules.petition import find_petition
from mailbot.rules.policy import Policy
from mailbot.rules.reasons import PETITION

_RULE = "petition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """The case, with its legal limit if the mail is a petition, and what follows from that."""

    case: Case
    events: tuple[CaseEvent, ...] = ()
    effects: tuple[Effect, ...] = ()


def flagged(case: Case, event: MailArrived, policy: Policy) -> Flagged:
    """Set the legal limit and tell CL1 and the office of petitions; a case is flagged once.

    The term runs in working days from the day after the mail's arrival (Ley 1755 de 2015, art. 14).
    """
    if case.petition_until:
        return Flagged(case=case)
    petition = find_petition(event.mail.said, event.mail.subject)
    if petition is None:
        return Flagged(case=case)
    until = policy.calendar.add_days(event.arrived_at, petition.working_days)
    last_day = policy.calendar.last_day(until)
    case = replace(case, petition_until=until)
    reason = (
        f"{PETITION} («{petition.words}»): término legal de {petition.working_days} días "
        f"hábiles, hasta el {last_day:%d/%m/%Y}"
    )
    entry = history.entry(event, EventKind.FIELD, Role.SYS, reason, _RULE, activity="R82")
    office = policy.config.addresses.petitions
    people = (*policy.with_role(Role.CL1), *((office,) if office else ()))
    if not people:
        return Flagged(case=case, events=(entry,))
    told = Send(
        template="M-37",
        to=people,
        case=case,
        facts={
            "text": event.mail.said,
            "legal_until": last_day,
            "days": petition.working_days,
            **offers.to_first(case, people, policy),
        },
        enclosures=_whole_mail(case, event),
        to_staff=True,
        once=f"petition:{case.service_number}",
        brake=False,
        reason="Un correo invoca el derecho de petición",
    )
    return Flagged(case=case, events=(entry,), effects=(told,))


def _whole_mail(case: Case, event: MailArrived) -> tuple[Enclosure, ...]:
    """The mail as it came: the term counts from it."""
    if not event.raw_sha256:
        return ()
    return (Enclosure(name=f"{case.number}_correo.eml", sha256=event.raw_sha256),)
