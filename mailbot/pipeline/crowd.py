"""The look-ups of the brakes: what an author, his domain and strangers set in motion before."""

from datetime import datetime, time

from mailbot.model.decision import Decision
from mailbot.model.vocabulary import Machine
from mailbot.pipeline.lookups import Lookups
from mailbot.rules import brakes, opening
from mailbot.rules.brakes import Crowd
from mailbot.rules.dead_addresses import revived
from mailbot.rules.event import MailArrived
from mailbot.rules.matching import Standing
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route


def look_for_crowd(
    event: MailArrived, lookups: Lookups, policy: Policy, now: datetime
) -> Crowd:  # fmt: skip
    """What came before a request that would open a case."""
    since = midnight(now, policy)
    of_person = lookups.opened_since(event.sender, since)
    most = policy.config.limits.bare_requests_per_domain_and_day
    if not most:
        return Crowd(of_person=of_person)
    of_domain = lookups.bare_since(brakes.neighbourhood(event.sender), since)
    if of_domain < most or not brakes.is_bare(opening.read_whole(event.mail)):
        return Crowd(of_person=of_person)
    return Crowd(of_person=of_person, of_domain=of_domain)


def look_for_strangers(
    event: MailArrived, lookups: Lookups, policy: Policy, now: datetime
) -> int:  # fmt: skip
    """How many mails of strangers came on the case today that a stranger's mail names."""
    match = event.match
    if match is None or match.standing is not Standing.STRANGER:
        return 0
    since = midnight(now, policy)
    return lookups.noted_since(match.case.row, Route.STRANGER_ON_CASE, since)


def look_for_life(
    event: MailArrived, decision: Decision, lookups: Lookups, policy: Policy, now: datetime
) -> Decision:
    """The decision; if a person wrote whose address was dead, that it lives again."""
    a_person = event.screening.machine is Machine.NONE and not event.identity.forged
    if not a_person or event.sender not in lookups.dead((event.sender,)):
        return decision
    return revived(event, decision, lookups.unreachable(event.sender), policy, now)


def midnight(now: datetime, policy: Policy) -> datetime:
    """When the day of `now` began."""
    zone = policy.calendar.zone
    return datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)
