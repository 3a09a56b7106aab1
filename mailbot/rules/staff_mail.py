"""Mail of the line's own people: without a command it is an internal note, and says so."""

from mailbot.model.case import Case
from mailbot.model.decision import Decision, Effect, SaveCase, Send
from mailbot.model.vocabulary import EventKind, Outcome
from mailbot.rules import case_files, history
from mailbot.rules.commands import receipt
from mailbot.rules.event import MailArrived
from mailbot.rules.matching import Match
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route


def decide_staff_on_case(event: MailArrived, match: Match, policy: Policy) -> Decision:
    """Keep an advisor's words as an internal note: nothing goes to the user."""
    verified = event.identity.verified
    reason = "Nota interna" if verified else "Nota interna de un remitente sin autenticar"
    note = history.entry(
        event, EventKind.NOTE, history.role_of(event.sender, policy), reason, Route.STAFF_ON_CASE,
        text=event.mail.said,
    )  # fmt: skip
    effects: list[Effect] = [SaveCase(case=match.case, events=(note,))]
    effects += case_files.keep(match.case, event.mail.attachments)
    effects.append(_answer(event, match.case, policy))
    return Decision(
        outcome=Outcome.CASE_EVENT,
        rule=Route.STAFF_ON_CASE,
        reason=f"{match.reason}. {reason}: el usuario no recibe nada.",
        effects=tuple(effects),
        case=match.case.number,
    )


def decide_staff_alone(event: MailArrived, policy: Policy) -> Decision:
    """Mail of staff that belongs to no case opens none; the receipt says what can be done."""
    return Decision(
        outcome=Outcome.IGNORED,
        rule=Route.STAFF_ALONE,
        reason="Escribe alguien de la línea, sin caso: no se abre ninguno.",
        effects=(_answer(event, None, policy),),
    )


def _answer(event: MailArrived, case: Case | None, policy: Policy) -> Send:
    member = event.identity.staff
    if member is None or not event.identity.verified:
        return receipt.unproven(event, case, policy)
    return receipt.done(event, member, case, ())
