"""A mail of ours that the server refused for good: a person must know, on the case."""

from datetime import datetime

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, SaveCase
from mailbot.model.vocabulary import EventKind, Group, Outcome, Role
from mailbot.rules import dead_addresses, history, notices
from mailbot.rules.policy import Policy

REFUSED = "refused"


def decide_refused(
    case: Case | None, template: str, recipient: str, why: str, message_id: str, policy: Policy,
    now: datetime, code: int | None = None,
) -> Decision:  # fmt: skip
    """Note it on the case and ask N1 and the advisor to phone; HERR sees mails to our own people.

    `code` is that of the server's final reply about the recipient, None where it gave none. If the
    person served was to get it his silence says nothing until he writes (S51); an address that the
    server does not know is dead.
    """
    reason = f"El servidor rechazó el correo {template} para {recipient}: {why}"
    effects: list[Effect] = []
    if case:
        note = CaseEvent(
            at=now, event=EventKind.NOTE, actor=history.SYSTEM, role=Role.SYS, reason=reason,
            mail=message_id, rule=REFUSED,
        )  # fmt: skip
        if recipient == case.requester.email:
            case = dead_addresses.lost(case)
        effects.append(SaveCase(case=case, events=(note,)))
    status = dead_addresses.refusal_status(why, code)
    if status is not None:
        effects += dead_addresses.died(recipient, status, message_id, policy, now)
    to_staff = recipient in policy.staff
    facts = {
        "title": "Un correo no se pudo entregar",
        "why": reason,
        "expected": "Revise la dirección en la configuración."
        if to_staff
        else "Comuníquese por teléfono y pida una dirección que funcione.",
        "sender": "",
        "text": "",
        "files": (),
    }
    phone = (*policy.in_group(Group.N1), *policy.advisor(case))
    people = policy.with_role(Role.HERR) if to_staff else tuple(dict.fromkeys(phone))
    # Telling a person by mail that mail to that very person fails would never end.
    others = tuple(person for person in people if person != recipient)
    if others:
        # On the case it might go, for an advisor who is away, to that very person all the same.
        about = None if to_staff else case
        notice = notices.to_people(
            "M-44", others, policy, case=about, reason=reason, facts=facts,
            once=f"refused:{message_id}:{recipient}",
        )  # fmt: skip
        effects.extend([notice] if notice else [])
    return Decision(
        outcome=Outcome.DELIVERY_REPORT, rule=REFUSED, reason=reason, effects=tuple(effects),
        case=case.number if case else None,
    )  # fmt: skip
