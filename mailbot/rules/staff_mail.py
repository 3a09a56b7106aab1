"""Mail of the line's own people: without a command it is an internal note, and says so."""

from mailbot.model.decision import Decision, Effect, KeepFiles, SaveCase, Send
from mailbot.model.vocabulary import EventKind, Outcome, Role
from mailbot.rules import history
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
        text=event.mail.text or event.mail.body,
    )  # fmt: skip
    effects: list[Effect] = [SaveCase(case=match.case, events=(note,))]
    if event.mail.attachments:
        effects.append(KeepFiles(number=match.case.number, files=event.mail.attachments))
    effects.append(_receipt(event, match) if verified else _unproven(event, match, policy))
    return Decision(
        outcome=Outcome.CASE_EVENT,
        rule=Route.STAFF_ON_CASE,
        reason=f"{match.reason}. {reason}: el usuario no recibe nada.",
        effects=tuple(effects),
        case=match.case.number,
    )


def decide_staff_alone(event: MailArrived, policy: Policy) -> Decision:
    """Mail of staff that belongs to no case opens none; the receipt says what can be done."""
    verified = event.identity.verified
    told = _receipt(event, None) if verified else _unproven(event, None, policy)
    return Decision(
        outcome=Outcome.IGNORED,
        rule=Route.STAFF_ALONE,
        reason="Escribe alguien de la línea, sin caso: no se abre ninguno.",
        effects=(told,),
    )


def _unproven(event: MailArrived, match: Match | None, policy: Policy) -> Send:
    """Tell the real person and who runs mailbot, once a person, case and day (§16.13)."""
    day = event.arrived_at.astimezone(policy.calendar.zone).date()
    number = match.case.number if match else "sin caso"
    return Send(
        template="M-45",
        to=tuple(dict.fromkeys((event.sender, *policy.with_role(Role.HERR)))),
        case=match.case if match else None,
        facts={
            "what": "Llegó un correo con su dirección y no hay prueba de que lo envió usted.",
            "why": event.identity.reason,
        },
        to_staff=True,
        once=f"unproven:{event.sender}:{number}:{day}",
        brake=False,
        reason="Aviso de un correo interno sin autenticar",
    )


def _receipt(event: MailArrived, match: Match | None) -> Send:
    return Send(
        template="M-31",
        to=(event.sender,),
        case=match.case if match else None,
        facts={"results": (), "note": match is not None},
        answers=event.mail.message_id,
        answers_subject=event.mail.subject,
        references=event.mail.references,
        to_staff=True,
        urgent=True,
        brake=False,
        reason="Acuse de un correo interno",
    )
