"""Where a mail goes: one ordered table of questions; the first that says yes decides."""

from collections.abc import Callable
from enum import StrEnum

from mailbot.model.vocabulary import Machine, Role, State
from mailbot.rules import asking, brakes, closed_case
from mailbot.rules.event import MailArrived, View
from mailbot.rules.matching import Standing, may_be_guessing
from mailbot.rules.one_time_codes import read_decision
from mailbot.rules.policy import Policy
from mailbot.rules.words import Meaning


class Route(StrEnum):
    """The ways that a mail can go; the name is kept with the mail as its rule."""

    DELIVERY_REPORT = "delivery-report"
    OWN_LOOP = "own-loop"
    MACHINE_ON_CASE = "machine-on-case"
    MACHINE = "machine"
    NO_SENDER = "no-sender"
    STAFF_ENCRYPTED = "staff-encrypted"
    STAFF_COMMAND = "staff-command"
    AUTHORISATION = "authorisation"
    STAFF_ON_CASE = "staff-on-case"
    STAFF_ALONE = "staff-alone"
    STRANGER_ON_CASE = "stranger-on-case"
    STATE_QUERY = "state-query"
    SURVEY = "survey"
    UNPROVEN_VOTE = "unproven-vote"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    SOLVED_ALONE = "solved-alone"
    THANKS_ON_CLOSED_CASE = "thanks-on-closed-case"
    LATE_ANSWER = "late-answer"
    REQUEST_ON_CLOSED_CASE = "request-on-closed-case"
    MESSAGE_ON_CASE = "message-on-case"
    ORIENTATION = "orientation"
    TOO_MANY_CASES = "too-many-cases"
    NEW_REQUEST = "new-request"


Question = Callable[[MailArrived, View, Policy], bool]


def route(event: MailArrived, view: View, policy: Policy) -> Route:
    """The way of a mail."""
    return next(way for way, asks in _TABLE if asks(event, view, policy))


def _to_orientation_boxes_only(event: MailArrived, policy: Policy) -> bool:
    boxes = set(policy.config.orientation.addresses)
    addressed = {a.address for a in (*event.mail.to, *event.mail.cc)}
    return bool(addressed & boxes) and not any(map(policy.is_own, addressed))


def _says(event: MailArrived, meaning: Meaning, *states: State) -> bool:
    """Whether the requester himself says this while the case is in one of these states."""
    match = event.match
    return (
        match is not None
        and match.standing is Standing.REQUESTER
        and match.case.state in states
        and not match.case.halted
        and event.words.meaning is meaning
    )


def _rates(event: MailArrived, policy: Policy) -> bool:
    """Whether the requester answers the survey, whether or not what he says can be counted.

    Where his remark says that it still fails, and the case may be opened again, that counts more.
    """
    rates = event.words.rates and _says(event, event.words.meaning, State.CERRADO)
    return rates and not (event.words.persists and closed_case.may_reopen(event, policy))


def _votes_unproven(event: MailArrived, policy: Policy) -> bool:
    """Whether a yes or a no that would move the case is under the requester's name alone.

    One that answers a mail of ours which asked something else is no better.
    """
    late_no = _says(event, Meaning.REJECT, State.CERRADO) and closed_case.may_reopen(event, policy)
    vote = any(
        _says(event, meaning, State.RESUELTO) for meaning in (Meaning.CONFIRM, Meaning.REJECT)
    )
    elsewhere = asking.answers_another_mail(event, asking.WHETHER_IT_WORKS)
    return (late_no and not event.proven) or (vote and (elsewhere or not event.proven))


def _is_of_a_stranger(event: MailArrived) -> bool:
    """Whether a mail names a case that its author has no part in, or only asks how it stands.

    Who may only be guessing a colleague's number can add to the case, but is told nothing of it.
    """
    match = event.match
    if match is None:
        return False
    asks = event.words.meaning is Meaning.STATE
    return match.standing is Standing.STRANGER or (asks and may_be_guessing(match, event.sender))


def _asks_for_state(event: MailArrived, view: View) -> bool:
    """Whether the mail asks how a case stands, which it names or its author has."""
    asks = event.words.meaning is Meaning.STATE
    return asks and (event.match is not None or bool(view.own))


def _decides_an_order(event: MailArrived, policy: Policy) -> bool:
    """Whether staff answers M-30; without a code only the Administrador can be meaning that."""
    member = policy.staff.get(event.sender)
    answer = read_decision(event.mail.text) if member else None
    return bool(member and answer and (answer.code or Role.ADM in member.roles))


def _is_service(event: MailArrived) -> bool:
    return event.match is not None and event.match.case.incident_number is None


_TABLE: tuple[tuple[Route, Question], ...] = (
    (Route.DELIVERY_REPORT, lambda e, _v, _p: e.screening.machine is Machine.DELIVERY_REPORT),
    (Route.OWN_LOOP, lambda e, _v, _p: e.screening.machine is Machine.LOOP),
    (
        Route.MACHINE_ON_CASE,
        lambda e, _v, _p: e.screening.machine is not Machine.NONE and e.match is not None,
    ),
    (Route.MACHINE, lambda e, _v, _p: e.screening.machine is not Machine.NONE),
    (Route.NO_SENDER, lambda e, _v, _p: not e.sender),
    (Route.STAFF_ENCRYPTED, lambda e, _v, p: e.mail.encrypted and e.sender in p.staff),
    (Route.STAFF_COMMAND, lambda e, _v, _p: e.orders.orders),
    (Route.AUTHORISATION, lambda e, _v, p: _decides_an_order(e, p)),
    (
        Route.STAFF_ON_CASE,
        lambda e, _v, _p: e.match is not None and e.match.standing is Standing.STAFF,
    ),
    (Route.STAFF_ALONE, lambda e, _v, p: e.match is None and e.sender in p.staff),
    (Route.STRANGER_ON_CASE, lambda e, _v, _p: _is_of_a_stranger(e)),
    (Route.STATE_QUERY, lambda e, v, _p: _asks_for_state(e, v)),
    (Route.SURVEY, lambda e, _v, p: _rates(e, p)),
    (Route.UNPROVEN_VOTE, lambda e, _v, p: _votes_unproven(e, p)),
    (
        Route.THANKS_ON_CLOSED_CASE,
        lambda e, _v, _p: closed_case.is_closed(e) and closed_case.asks_for_nothing(e),
    ),
    (Route.LATE_ANSWER, lambda e, _v, p: closed_case.is_closed(e) and closed_case.may_reopen(e, p)),
    (
        Route.TOO_MANY_CASES,
        lambda e, v, p: closed_case.is_closed(e) and brakes.is_over(v.crowd, p.config.limits),
    ),
    (Route.REQUEST_ON_CLOSED_CASE, lambda e, _v, _p: closed_case.is_closed(e)),
    (Route.CONFIRMED, lambda e, _v, _p: _says(e, Meaning.CONFIRM, State.RESUELTO)),
    (Route.REJECTED, lambda e, _v, _p: _says(e, Meaning.REJECT, State.RESUELTO)),
    (
        Route.SOLVED_ALONE,
        lambda e, _v, _p: (
            e.words.solved
            and e.proven
            and _is_service(e)
            and _says(e, Meaning.CONFIRM, State.ABIERTO, State.EN_PROGRESO, State.PENDIENTE_CLIENTE)
        ),
    ),
    (Route.MESSAGE_ON_CASE, lambda e, _v, _p: e.match is not None),
    (Route.ORIENTATION, lambda e, _v, p: _to_orientation_boxes_only(e, p)),
    (Route.TOO_MANY_CASES, lambda _e, v, p: brakes.is_over(v.crowd, p.config.limits)),
    (Route.NEW_REQUEST, lambda _e, _v, _p: True),
)
