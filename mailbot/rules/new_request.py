"""A person asks for help: one case, one answer (activities 1, 4 to 9)."""

from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Decision, Effect, SaveCase, Send, ShowFaq
from mailbot.model.vocabulary import EventKind, Field, Group, Outcome, Role
from mailbot.rules import (
    brakes,
    case_files,
    closed_case,
    encrypted,
    form_return,
    history,
    moves,
    notices,
    opening,
    petitions,
)
from mailbot.rules.event import MailArrived, View
from mailbot.rules.intake import Request, missing_fields
from mailbot.rules.matching import copied_people, told_of
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

_RULE = Route.NEW_REQUEST


def decide_new_request(event: MailArrived, view: View, policy: Policy, now: datetime) -> Decision:
    """Open a case with the facts that the mail holds, and answer its author alone.

    An incomplete request waits for its author (Q13); one that nobody may be answered about stays
    Abierto, because nobody was asked for anything.
    """
    # Whoever only claims to write for an Órgano Rector jumps no line.
    body = None if event.identity.forged else policy.governing_body(event.sender)
    back = form_return.read(event)
    request = back.over(opening.read_whole(event.mail, policy))
    missing = () if body else missing_fields(request, request.type)
    case = _opened(event, request, missing, view.number, policy)
    if body:
        case = replace(case, group=Group.BO, governing_body=body.code)
    previous = event.match.case if event.match else None
    if previous:
        case = replace(case, related=(previous.number,))
    petition = petitions.flagged(moves.opened(case, policy), event, policy)
    case = petition.case
    events: list[CaseEvent] = [_created(event, case), *petition.events]
    events += form_return.entry(event, back, case, policy)
    if missing and event.screening.answerable:
        case, waiting = _wait_for_author(event, case, policy, now)
        events.append(waiting)
    effects: list[Effect] = [SaveCase(case=case, events=tuple(events))]
    if previous:
        effects.append(_tie(event, previous, case))
    effects += case_files.keep(case, event.mail.attachments)
    if event.screening.answerable:
        effects.append(
            opening.acknowledgement(
                case,
                first=view.first_acknowledgement,
                answers=event.mail,
                previous=told_of(event.match, event.sender),
                news=view.news,
                faults=back.faults(missing),
                solved_before=view.answers,
            )
        )
        effects += _shown(case, view)
    effects += [
        *petition.effects,
        *_tell_the_line(event, case, policy),
        *encrypted.tell_first_level(event, case, policy),
        *form_return.tell_handlers(event, back, case, policy),
    ]
    return Decision(
        outcome=Outcome.NEW_CASE,
        rule=Route.REQUEST_ON_CLOSED_CASE if previous else _RULE,
        reason=_reason(event, view, policy),
        effects=tuple(effects),
        case=case.number,
    )


def _opened(
    event: MailArrived, request: Request, missing: tuple[Field, ...], number: str, policy: Policy
) -> Case:
    # Whom a forger puts on copy has no part in anything.
    copied = () if event.identity.forged else copied_people(event.mail, policy)
    return Case(
        service_number=number,
        type=request.type,
        requester=opening.requester(event.sender, request),
        parties=tuple(dict.fromkeys(copied)),
        subject=event.mail.subject,
        description=request.description,
        topics=request.topics,
        attendees=request.attendees,
        module=request.module,
        missing=missing,
        opened_at=event.arrived_at,
        thread_id=event.mail.message_id,
    )


def _created(event: MailArrived, case: Case) -> CaseEvent:
    return history.entry(
        event, EventKind.CREATED, Role.USR, f"Solicitud registrada: {case.service_number}",
        brakes.FORGED_REQUEST if event.identity.forged else _RULE,
        activity="A9", text=event.mail.said,
    )  # fmt: skip


def _wait_for_author(
    event: MailArrived, case: Case, policy: Policy, now: datetime
) -> tuple[Case, CaseEvent]:
    # Waits put on people start when they are told, never before (domain.md §16.21).
    asked_at = max(event.arrived_at, now)
    waiting = opening.waiting(case, event.arrived_at, asked_at, policy)
    reason = "Faltan datos de la solicitud; se piden a quien la envió"
    return waiting, history.transition(event, case.state, waiting, reason, "T7", "A6")


def _tie(event: MailArrived, previous: Case, case: Case) -> SaveCase:
    note = history.entry(
        event, EventKind.NOTE, Role.USR, f"El mensaje abrió el servicio {case.number}",
        Route.REQUEST_ON_CLOSED_CASE,
    )  # fmt: skip
    tied = replace(previous, related=tuple(dict.fromkeys((*previous.related, case.number))))
    return SaveCase(case=tied, events=(note,))


def _tell_the_line(event: MailArrived, case: Case, policy: Policy) -> list[Send]:
    facts = notices.message_facts(event)
    told = opening.tell_of_governing_body(case, policy, facts) if case.governing_body else []
    if event.screening.answerable:
        return told
    why = event.screening.reason
    facts |= {
        "title": "Caso nuevo sin respuesta automática",
        "why": why,
        "expected": (
            "Llame a esa persona antes de responderle: no se envió respuesta automática."
            if event.identity.forged
            else "Revise quién escribe y respóndale: no se envió respuesta automática."
        ),
    }
    people = policy.in_group(Group.N1)
    notice = notices.to_people("M-44", people, policy, case=case, reason=why, facts=facts)
    return [*told, notice] if notice else told


def _shown(case: Case, view: View) -> list[Effect]:
    numbers = tuple(entry.number for entry in view.answers)
    return [ShowFaq(number=case.number, entries=numbers, at=case.opened_at)] if numbers else []


def _reason(event: MailArrived, view: View, policy: Policy) -> str:
    words = "Solicitud nueva de una persona; no pertenece a ningún caso."
    if event.match:
        words = f"{event.match.reason}, que está cerrado: se abre un servicio relacionado."
        words = " ".join(filter(None, (words, closed_case.why_not_again(event, policy))))
    if view.other_content:
        words += " Su identificador ya lo usó otro correo con otro contenido."
    if not event.screening.answerable:
        words += f" Sin respuesta automática: {event.screening.reason}"
    return words
