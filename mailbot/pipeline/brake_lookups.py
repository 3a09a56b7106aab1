"""The look-ups of the brakes: what an author, his domain and strangers set in motion before."""

from datetime import datetime

from mailbot.pipeline.lookups import Lookups
from mailbot.rules import brakes, form_return, opening
from mailbot.rules.brakes import Crowd
from mailbot.rules.event import MailArrived
from mailbot.rules.intake import Request
from mailbot.rules.matching import told_of
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route


def look_for_crowd(
    event: MailArrived, lookups: Lookups, policy: Policy, now: datetime
) -> Crowd:  # fmt: skip
    """What came before a request that would open a case."""
    since = brakes.midnight(now, policy)
    of_person = _opened_by_same(event, lookups, policy, since)
    most = policy.config.limits.bare_requests_per_domain_and_day
    if not most:
        return Crowd(of_person=of_person)
    of_domain = lookups.bare_since(brakes.neighbourhood(event.sender), since)
    if of_domain < most or not brakes.is_bare(_whole(event, policy)):
        return Crowd(of_person=of_person)
    return Crowd(of_person=of_person, of_domain=of_domain)


def _opened_by_same(
    event: MailArrived, lookups: Lookups, policy: Policy, since: datetime
) -> int:  # fmt: skip
    """How many cases the author opened: not those that others opened under a forged name of his.

    Forged requests are counted among themselves. Which are is told by each case's first entry, and
    looked up only where the number of all of them makes a difference.
    """
    opened = lookups.opened_since(event.sender, since)
    if opened < policy.config.limits.new_cases_per_person_and_day:
        return opened
    rows = [each.row for each in lookups.of_person(event.sender) if each.opened_at >= since]
    rules = (lookups.history(row)[0].rule for row in rows)
    forged = sum(rule == brakes.FORGED_REQUEST for rule in rules)
    return forged if event.identity.forged else opened - forged


def _whole(event: MailArrived, policy: Policy) -> Request:
    return form_return.read(event).over(opening.read_whole(event.mail, policy))


def look_for_strangers(
    event: MailArrived, lookups: Lookups, policy: Policy, now: datetime
) -> int:  # fmt: skip
    """How many mails of strangers came on the case today that a stranger's mail names."""
    match = event.match
    if match is None or told_of(match, event.sender):
        return 0
    since = brakes.midnight(now, policy)
    return lookups.noted_since(match.case.row, Route.STRANGER_ON_CASE, since)
