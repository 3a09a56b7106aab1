"""What is to be done about an event: a function of values, with no clock and no look-ups inside."""

from datetime import datetime

from mailbot.model.decision import Decision
from mailbot.model.vocabulary import Outcome
from mailbot.rules.answers import (
    decide_confirmed,
    decide_rejected,
    decide_solved_alone,
    decide_survey,
    decide_unproven_vote,
)
from mailbot.rules.authorise import decide_authorisation
from mailbot.rules.case_message import (
    decide_late_answer,
    decide_message,
    decide_orientation,
    decide_stranger,
    decide_thanks,
)
from mailbot.rules.commands.carry import decide_command
from mailbot.rules.encrypted import decide_staff_encrypted
from mailbot.rules.event import MailArrived, View
from mailbot.rules.machine_mail_on_case import decide_machine, decide_report
from mailbot.rules.matching import Match
from mailbot.rules.new_request import decide_new_request
from mailbot.rules.parking import decide_too_many_cases
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route, route
from mailbot.rules.staff_mail import decide_staff_alone, decide_staff_on_case
from mailbot.rules.state_query import decide_state


def decide(event: MailArrived, view: View, policy: Policy, now: datetime) -> Decision:
    """The decision about a mail, by its route."""
    way = route(event, view, policy)
    match way:
        case Route.DELIVERY_REPORT:
            return decide_report(event, view, policy)
        case Route.OWN_LOOP | Route.MACHINE:
            return decide_machine(event, None)
        case Route.MACHINE_ON_CASE:
            return decide_machine(event, event.match)
        case Route.NO_SENDER:
            return _park(way, "El correo no dice quién lo envía: no hay a quién responder.")
        case Route.TOO_MANY_CASES:
            return decide_too_many_cases(event, view, policy, now)
        case Route.STAFF_ENCRYPTED:
            return decide_staff_encrypted(event, policy)
        case Route.STAFF_COMMAND:
            return decide_command(event, view, policy, now)
        case Route.AUTHORISATION:
            return decide_authorisation(event, view, policy, now)
        case Route.STAFF_ON_CASE:
            return decide_staff_on_case(event, _matched(event), policy)
        case Route.STAFF_ALONE:
            return decide_staff_alone(event, policy)
        case Route.STRANGER_ON_CASE:
            return decide_stranger(event, _matched(event), view, policy)
        case Route.STATE_QUERY:
            return decide_state(event, view, policy)
        case Route.SURVEY:
            return decide_survey(event, _matched(event), policy)
        case Route.UNPROVEN_VOTE:
            return decide_unproven_vote(event, _matched(event), view, policy, now)
        case Route.CONFIRMED:
            return decide_confirmed(event, _matched(event), view, policy, now)
        case Route.REJECTED:
            return decide_rejected(event, _matched(event), view, policy, now)
        case Route.SOLVED_ALONE:
            return decide_solved_alone(event, _matched(event), view, policy, now)
        case Route.MESSAGE_ON_CASE:
            return decide_message(event, _matched(event), view, policy, now)
        case Route.ORIENTATION:
            return decide_orientation(event)
        case Route.THANKS_ON_CLOSED_CASE:
            return decide_thanks(event, _matched(event))
        case Route.LATE_ANSWER:
            return decide_late_answer(event, _matched(event), view, policy, now)
        case Route.NEW_REQUEST | Route.REQUEST_ON_CLOSED_CASE:
            return decide_new_request(event, view, policy, now)


def _matched(event: MailArrived) -> Match:
    if event.match is None:
        raise ValueError("a mail was routed to a case that it does not have")
    return event.match


def _park(way: Route, reason: str) -> Decision:
    return Decision(outcome=Outcome.PARKED, rule=way, reason=reason)
