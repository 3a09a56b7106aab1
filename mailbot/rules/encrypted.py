"""Encrypted mail: it is kept, nothing in it runs, and who sent it is asked to send it open."""

from mailbot.model.case import Case
from mailbot.model.decision import Decision, Effect, SaveCase, Send
from mailbot.model.vocabulary import EventKind, Group, Outcome
from mailbot.rules import case_files, history, notices
from mailbot.rules.commands import receipt
from mailbot.rules.commands.receipt import TagResult
from mailbot.rules.event import MailArrived
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

WHY = "El correo viene cifrado y no se puede leer"
_TAG = "Correo cifrado"
_REFUSAL = f"{WHY}: no se ejecutó nada. Envíelo de nuevo sin cifrar; puede ir firmado."


def decide_staff_encrypted(event: MailArrived, policy: Policy) -> Decision:
    """Refuse whatever an encrypted mail of staff orders, its subject too, and say why (M-31).

    The words below a tag are lost with the cipher: half an order is none.
    """
    case = event.match.case if event.match else None
    effects: list[Effect] = []
    if case:
        note = history.entry(
            event, EventKind.NOTE, history.role_of(event.sender, policy), WHY,
            Route.STAFF_ENCRYPTED, text=event.mail.said,
        )  # fmt: skip
        effects.append(SaveCase(case=case, events=(note,)))
        effects += case_files.keep(case, event.mail.attachments)
    effects.append(_answer(event, case, policy))
    return Decision(
        outcome=Outcome.COMMAND, rule=Route.STAFF_ENCRYPTED, reason=f"{WHY}: no se ejecutó nada.",
        effects=tuple(effects), case=case.number if case else None,
    )  # fmt: skip


def tell_first_level(event: MailArrived, case: Case, policy: Policy) -> list[Send]:
    """M-44: a new case of which nothing but the envelope could be read."""
    if not event.mail.encrypted:
        return []
    facts = {
        **notices.message_facts(event),
        "title": "Caso nuevo con un correo cifrado",
        "why": f"{WHY}.",
        "expected": "Se pidió al usuario que lo envíe sin cifrar; si no responde, llámelo."
        if event.screening.answerable
        else "Pida al usuario que lo envíe sin cifrar: no se le envió respuesta automática.",
    }
    notice = notices.to_people(
        "M-44", policy.in_group(Group.N1), policy, case=case, reason=WHY, facts=facts
    )
    return [notice] if notice else []


def _answer(event: MailArrived, case: Case | None, policy: Policy) -> Send:
    member = event.identity.staff
    if member is None or not event.identity.verified:
        return receipt.unproven(event, case, policy)
    return receipt.done(event, member, case, (TagResult(tag=_TAG, ok=False, text=_REFUSAL),))
