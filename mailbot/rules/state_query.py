"""A person asks how a case stands, whether or not the mail names one (activity 17, §9)."""

from collections.abc import Sequence
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.decision import Decision, Effect, SaveCase, Send
from mailbot.model.vocabulary import CloseReason, EventKind, Outcome, State
from mailbot.rules import case_files, history
from mailbot.rules.closed_case import reopening_facts, window_until
from mailbot.rules.event import MailArrived, View
from mailbot.rules.opening import orientation
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

MOST_TOLD = 5
"""How many cases who names none is told of."""

_REASON = "El usuario preguntó por el estado"


def asked_about(cases: Sequence[Case], policy: Policy, now: datetime) -> tuple[Case, ...]:
    """Of a person's cases, in order of arrival, those that a question without a number is about.

    The newest first: what is open; else the last that was closed, while an answer may open it.
    """
    newest = cases[::-1]
    if still_open := [case for case in newest if case.state is not State.CERRADO]:
        return tuple(still_open[:MOST_TOLD])
    own = [case for case in newest if case.close_reason is not CloseReason.DUPLICADO]
    return tuple(case for case in own if window_until(case, policy) > now)[:1]


def decide_state(event: MailArrived, view: View, policy: Policy) -> Decision:
    """M-38 about the case, or about each of those in `view.own`; nothing internal in it.

    Who has none is told so, and how to ask for help (M-01).
    """
    match = event.match
    told = (match.case,) if match else view.own
    if not told:
        return _none_to_tell(event)
    note = history.entry(
        event, EventKind.MAIL, history.role_of(event.sender, policy), "Preguntó por el estado",
        Route.STATE_QUERY, text=event.mail.text,
    )  # fmt: skip
    effects: list[Effect] = [SaveCase(case=case, events=(note,)) for case in told]
    effects += case_files.keep(told[0], event.mail.attachments)
    effects += [_answer(event, case, policy) for case in told]
    which = match.reason if match else "No nombra ningún caso; su remitente los tiene"
    return Decision(
        outcome=Outcome.CASE_EVENT, rule=Route.STATE_QUERY, reason=f"{which}. {_REASON}.",
        effects=tuple(effects), case=told[0].number,
    )  # fmt: skip


def _none_to_tell(event: MailArrived) -> Decision:
    reason = "Pregunta por el estado y no tiene casos: se le indica cómo pedir ayuda"
    answer = orientation(event.sender, event.mail, reason=reason, no_case=True)
    return Decision(
        outcome=Outcome.ORIENTATION, rule=Route.STATE_QUERY, reason=f"{reason}.",
        effects=(answer,),
    )  # fmt: skip


def _answer(event: MailArrived, case: Case, policy: Policy) -> Send:
    return Send(
        template="M-38",
        to=(event.sender,),
        case=case,
        facts={**reopening_facts(case, policy), "unnamed": event.match is None},
        answers=event.mail.message_id,
        references=event.mail.references,
        reason=_REASON,
    )
