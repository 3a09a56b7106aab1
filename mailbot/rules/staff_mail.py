"""Mail of the line's own people: without a command it is an internal note, and says so."""

from dataclasses import dataclass

from mailbot.model.decision import Decision, Effect, KeepFiles, SaveCase, Send
from mailbot.model.vocabulary import EventKind, Outcome, Role
from mailbot.rules import history
from mailbot.rules.event import MailArrived
from mailbot.rules.matching import Match
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

NOT_YET = "Esta versión guarda la etiqueta y todavía no la ejecuta: el caso no cambió."


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one tag, as the receipt tells it."""

    tag: str
    ok: bool
    text: str


def decide_command(event: MailArrived, policy: Policy) -> Decision:
    """Tags are read, kept and answered; none is carried out before its rule is here.

    So nobody believes that a tag worked: the receipt says of each that nothing changed.
    """
    verified = event.identity.verified
    tags = [command.written for command in event.orders.commands]
    tags += [unknown.written for unknown in event.orders.unknown]
    tags += [*event.orders.unplaced, *event.orders.doubtful, *event.orders.misplaced]
    reason = f"Etiquetas sin ejecutar: {', '.join(tags)}"
    effects: list[Effect] = []
    match = event.match
    if match:
        entry = history.entry(
            event, EventKind.COMMAND, history.role_of(event.sender, policy), reason,
            Route.STAFF_COMMAND, text=event.mail.text,
        )  # fmt: skip
        effects.append(SaveCase(case=match.case, events=(entry,)))
        if event.mail.attachments:
            effects.append(KeepFiles(number=match.case.number, files=event.mail.attachments))
    if verified:
        results = tuple(Result(tag=tag, ok=False, text=NOT_YET) for tag in tags)
        effects.append(_receipt(event, match, results))
    else:
        effects.append(_unproven(event, match, policy))
    return Decision(
        outcome=Outcome.COMMAND,
        rule=Route.STAFF_COMMAND,
        reason=reason if verified else f"{reason}; el remitente no está autenticado",
        effects=tuple(effects),
        case=match.case.number if match else None,
    )


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


def _receipt(event: MailArrived, match: Match | None, results: tuple[Result, ...] = ()) -> Send:
    return Send(
        template="M-31",
        to=(event.sender,),
        case=match.case if match else None,
        facts={"results": results, "note": match is not None and not results},
        answers=event.mail.message_id,
        answers_subject=event.mail.subject,
        references=event.mail.references,
        to_staff=True,
        urgent=True,
        brake=False,
        reason="Acuse de un correo interno",
    )
