"""Mail written by machines: recorded, never answered, never a reason to change a case."""

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, SaveCase, SettleReport
from mailbot.model.mail import DeliveryReport, ReportedRecipient
from mailbot.model.vocabulary import EventKind, Group, Outcome, Role
from mailbot.rules import dead_addresses, history, notices
from mailbot.rules.event import MailArrived, OwnMail, View
from mailbot.rules.matching import Match
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route


def decide_machine(event: MailArrived, match: Match | None) -> Decision:
    """A note on the case that it belongs to, otherwise nothing but the ledger's row."""
    if match is None:
        return Decision(
            outcome=Outcome.IGNORED, rule=event.screening.rule, reason=event.screening.reason
        )
    note = history.entry(
        event, EventKind.NOTE, Role.SYS, f"Correo automático: {event.screening.reason}",
        event.screening.rule, text=event.mail.said,
    )  # fmt: skip
    return Decision(
        outcome=Outcome.CASE_EVENT,
        rule=Route.MACHINE_ON_CASE,
        reason=f"{event.screening.reason} {match.reason}: queda como nota, no es una respuesta.",
        effects=(SaveCase(case=match.case, events=(note,)),),
        case=match.case.number,
    )


def decide_report(event: MailArrived, view: View, policy: Policy) -> Decision:
    """Tie a delivery report to the mail of ours that it speaks of; if it is final, people phone."""
    report, own = event.mail.report, view.reported
    if report is None or own is None:
        reason = "Informe de entrega de un correo que no es nuestro o que ya no se puede reconocer."
        return Decision(outcome=Outcome.DELIVERY_REPORT, rule=Route.DELIVERY_REPORT, reason=reason)
    if event.identity.forged:
        return _unproven(event, own, report, policy)
    failed = _failed(report, own)
    effects: list[Effect] = [
        SettleReport(
            message_id=own.message_id, address=r.address, permanent=r.permanent, status=r.status
        )
        for r in report.recipients
    ]
    for each in failed:
        if dead_addresses.is_of_address(each.status):
            effects += dead_addresses.died(
                each.address, each.status or "", own.message_id, policy, event.arrived_at
            )
    if own.case:
        lost = own.case.requester.email in {each.address for each in failed}
        # Silence says nothing while our mail does not arrive: the waits are suspended (S51).
        case = dead_addresses.lost(own.case) if lost else own.case
        effects.append(SaveCase(case=case, events=(_note(event, own, report),)))
        effects.extend(_tell_to_phone(event, own, own.case, policy) if lost else ())
    return Decision(
        outcome=Outcome.DELIVERY_REPORT,
        rule=Route.DELIVERY_REPORT,
        reason=f"Informe de entrega de nuestro correo {own.template}: {_what(report)}.",
        effects=tuple(effects),
        case=own.case.number if own.case else None,
    )


def _unproven(event: MailArrived, own: OwnMail, report: DeliveryReport, policy: Policy) -> Decision:
    """A report whose sender our own receiver calls false: anybody may have written it.

    No address dies of it, no mail counts as lost and no wait stops. Real servers fail the check
    too: so people are told once, who can find out.
    """
    why = "El aviso de que un correo no llegó puede ser falso: su remitente no superó DMARC"
    effects: list[Effect] = []
    if own.case:
        note = history.entry(
            event, EventKind.NOTE, Role.SYS, f"{why}. No se tiene en cuenta.",
            Route.DELIVERY_REPORT, text=event.mail.said,
        )  # fmt: skip
        effects.append(SaveCase(case=own.case, events=(note,)))
    facts = {
        **notices.message_facts(event),
        "title": "Un aviso de correo devuelto puede ser falso",
        "why": f"{why}. Dice que nuestro correo {own.template} {_what(report)}. Nada cambió.",
        "expected": "Si tiene duda de que el correo haya llegado, llame a la persona.",
    }
    people = (*policy.in_group(Group.N1), *policy.advisor(own.case))
    notice = notices.to_people(
        "M-44", people, policy, case=own.case, reason=why, facts=facts,
        once=f"unproven-report:{own.message_id}",
    )  # fmt: skip
    return Decision(
        outcome=Outcome.DELIVERY_REPORT,
        rule=Route.DELIVERY_REPORT,
        reason=f"{why}. No se tiene en cuenta.",
        effects=(*effects, *((notice,) if notice else ())),
        case=own.case.number if own.case else None,
    )


def _failed(report: DeliveryReport, own: OwnMail) -> tuple[ReportedRecipient, ...]:
    """Whom our mail can't reach, of those that it went to: a report on others proves nothing."""
    went_to = {address.lower() for address in (*own.to, *own.cc)}
    return tuple(r for r in report.recipients if r.permanent and r.address in went_to)


def _note(event: MailArrived, own: OwnMail, report: DeliveryReport) -> CaseEvent:
    codes = ", ".join(sorted({r.status for r in report.recipients if r.status}))
    reason = f"Nuestro correo {own.template} {_what(report)} {codes}".strip()
    return history.entry(
        event, EventKind.NOTE, Role.SYS, reason, Route.DELIVERY_REPORT,
        text=event.mail.said,
    )  # fmt: skip


def _what(report: DeliveryReport) -> str:
    failed = [r.address for r in report.recipients if r.permanent]
    if failed:
        return f"no llegó a {', '.join(failed)}"
    delivered = bool(report.recipients) and all(
        (r.status or "").startswith("2.") for r in report.recipients
    )
    return "fue entregado" if delivered else "se demora"


def _tell_to_phone(
    event: MailArrived, own: OwnMail, case: Case, policy: Policy
) -> list[Effect]:  # fmt: skip
    phone = case.requester.phone or "no lo tenemos"
    facts = {
        **notices.message_facts(event),
        "title": "Llame al usuario: nuestro correo no le llegó",
        "why": f"El correo {own.template} no se pudo entregar a {case.requester.email}.",
        "expected": f"Llame al usuario (teléfono: {phone}) y pida una dirección que funcione.",
    }
    people = (*policy.in_group(Group.N1), *policy.advisor(case))
    notice = notices.to_people(
        "M-44", people, policy, case=case, reason="Correo devuelto", facts=facts,
        once=f"bounce:{own.message_id}",
    )  # fmt: skip
    return [notice] if notice else []
