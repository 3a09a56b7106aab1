"""A person asks for help: one case, one answer (activities 1, 4 to 9)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from mailbot.model.case import Case, CaseEvent, Requester
from mailbot.model.decision import Decision, Effect, Enclosure, KeepFiles, SaveCase, Send
from mailbot.model.vocabulary import CaseType, EventKind, Field, Group, Outcome, Role, State
from mailbot.rules import clock, history, moves, notices
from mailbot.rules.event import MailArrived, View
from mailbot.rules.intake import Request, missing_fields, read_request
from mailbot.rules.matching import copied_people
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

ACKNOWLEDGEMENTS = ("M-02", "M-03", "M-23")
"""The mails that tell a person a new number; the first one carries the privacy line (R83)."""

LONGEST_DESCRIPTION = 5_000

_RULE = Route.NEW_REQUEST


def decide_new_request(event: MailArrived, view: View, policy: Policy, now: datetime) -> Decision:
    """Open a case with the facts that the mail holds, and answer its author alone.

    An incomplete request waits for its author (Q13); one that nobody may be answered about stays
    Abierto, because nobody was asked for anything.
    """
    body = policy.governing_body(event.sender)
    request = _read(event)
    missing = () if body else missing_fields(request, request.type)
    case = _opened(event, request, missing, view.number, policy)
    if body:
        case = replace(case, group=Group.BO, governing_body=body.code)
    previous = event.match.case if event.match else None
    if previous:
        case = replace(case, related=(previous.number,))
    case = moves.opened(case, policy)
    events: list[CaseEvent] = [_created(event, case)]
    if missing and event.screening.answerable:
        case, waiting = _wait_for_author(event, case, policy, now)
        events.append(waiting)
    effects: list[Effect] = [SaveCase(case=case, events=tuple(events))]
    if previous:
        effects.append(_tie(event, previous, case))
    if event.mail.attachments:
        effects.append(KeepFiles(number=case.number, files=event.mail.attachments))
    if event.screening.answerable:
        effects.append(_acknowledge(event, case, previous, view))
    effects.extend(_tell_the_line(event, case, policy))
    return Decision(
        outcome=Outcome.NEW_CASE,
        rule=Route.REQUEST_ON_CLOSED_CASE if previous else _RULE,
        reason=_reason(event, view),
        effects=tuple(effects),
        case=case.number,
    )


def _read(event: MailArrived) -> Request:
    """The facts of the mail; a forward without a word above it describes itself."""
    request = read_request(event.mail)
    if event.mail.text.strip() or not event.mail.quoted.strip():
        return request
    return replace(request, description=event.mail.quoted.strip()[:LONGEST_DESCRIPTION])


def _opened(
    event: MailArrived, request: Request, missing: tuple[Field, ...], number: str, policy: Policy
) -> Case:
    return Case(
        service_number=number,
        type=request.type,
        requester=_requester(event, request),
        parties=tuple(dict.fromkeys(copied_people(event.mail, policy))),
        subject=event.mail.subject,
        description=request.description,
        topics=request.topics,
        attendees=request.attendees,
        module=request.module,
        missing=missing,
        opened_at=event.arrived_at,
        thread_id=event.mail.message_id,
    )


def _requester(event: MailArrived, request: Request) -> Requester:
    return Requester(
        email=event.sender,
        name=request.name,
        siif_user=request.siif_user,
        executing_unit=request.executing_unit,
        entity=request.entity,
        phone=request.phone,
        city=request.city,
        identification=request.identification,
    )


def _created(event: MailArrived, case: Case) -> CaseEvent:
    return history.entry(
        event, EventKind.CREATED, Role.USR, f"Solicitud registrada: {case.service_number}", _RULE,
        activity="A9", text=event.mail.text or event.mail.body,
    )  # fmt: skip


def _wait_for_author(
    event: MailArrived, case: Case, policy: Policy, now: datetime
) -> tuple[Case, CaseEvent]:
    # Waits put on people start when they are told, never before (domain.md §16.21).
    asked_at = max(event.arrived_at, now)
    until = clock.intake_wait(
        unit=case.requester.executing_unit,
        config=policy.config,
        calendar=policy.calendar,
        start=asked_at,
    )
    waiting = moves.moved(
        case, event.arrived_at, policy, state=State.PENDIENTE_CLIENTE,
        wait_started_at=asked_at, client_wait_until=until,
    )  # fmt: skip
    reason = "Faltan datos de la solicitud; se piden a quien la envió"
    return waiting, history.transition(event, case.state, waiting, reason, "T7", "A6")


def _tie(event: MailArrived, previous: Case, case: Case) -> SaveCase:
    note = history.entry(
        event, EventKind.NOTE, Role.USR, f"El mensaje abrió el servicio {case.number}",
        Route.REQUEST_ON_CLOSED_CASE,
    )  # fmt: skip
    tied = replace(previous, related=tuple(dict.fromkeys((*previous.related, case.number))))
    return SaveCase(case=tied, events=(note,))


def _acknowledge(event: MailArrived, case: Case, previous: Case | None, view: View) -> Send:
    facts: dict[str, Any] = {"missing": case.missing, "privacy": view.first_acknowledgement}
    template = "M-02" if case.type is CaseType.SOPORTE else "M-03"
    if previous:
        template, facts["previous"] = "M-23", previous.number
    return Send(
        template=template,
        to=(event.sender,),
        case=case,
        facts=facts,
        enclosures=_forms(case) if case.missing else (),
        answers=event.mail.message_id,
        answers_subject=event.mail.subject,
        references=event.mail.references,
        # No brake hides a number from a person: `new_cases_per_person_and_day` bounds these.
        brake=False,
        reason="Se informa el número de servicio (A9)",
    )


def _forms(case: Case) -> tuple[Enclosure, ...]:
    if case.type is not CaseType.SOPORTE:
        return (form(case, "accompaniment_form"),)
    return (form(case, "functional_form"), form(case, "circular_050"))


def form(case: Case | None, document: str) -> Enclosure:
    """A document of the line to send along; its file name carries the case number, if any."""
    prefix = f"{case.number}_" if case else ""
    return Enclosure(name=prefix + document, document=document)


def _tell_the_line(event: MailArrived, case: Case, policy: Policy) -> list[Send]:
    if case.governing_body:
        people = (*policy.in_group(Group.BO), *policy.with_role(Role.CL1))
        why = f"La solicitud viene del órgano rector {case.governing_body}."
        expected = "Back Office complete el caso y lo registre como incidente."
        title = f"Solicitud de {case.governing_body} en la línea"
    elif not event.screening.answerable:
        people = policy.in_group(Group.N1)
        why = event.screening.reason
        expected = "Revise quién escribe y respóndale: no se envió respuesta automática."
        title = "Caso nuevo sin respuesta automática"
    else:
        return []
    facts = {**notices.message_facts(event), "title": title, "why": why, "expected": expected}
    notice = notices.to_people("M-44", people, policy, case=case, reason=why, facts=facts)
    return [notice] if notice else []


def _reason(event: MailArrived, view: View) -> str:
    words = "Solicitud nueva de una persona; no pertenece a ningún caso."
    if event.match:
        words = f"{event.match.reason}, que está cerrado: se abre un servicio relacionado."
    if view.other_content:
        words += " Su identificador ya lo usó otro correo con otro contenido."
    if not event.screening.answerable:
        words += f" Sin respuesta automática: {event.screening.reason}"
    return words
