"""[NUEVO], [REGISTRAR], [ORIENTAR]: what reaches the line by its own people (A4 to A9, A22)."""

from dataclasses import replace

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Effect, KeepFiles
from mailbot.model.mail import Mail
from mailbot.model.masking import hidden
from mailbot.model.vocabulary import EventKind, Field, Group, Role, State
from mailbot.rules import case_files, history, moves, notices, opening, petitions
from mailbot.rules import forwarded as passed_on
from mailbot.rules.commands import fields
from mailbot.rules.commands.act import Done, Order
from mailbot.rules.commands.fields import read_fields
from mailbot.rules.commands.reported import (
    Report,
    author_of,
    inner_files,
    missing_of,
    read_report,
    refuse_internal,
    refuse_lacking,
    required,
    with_words,
    without_words,
)
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag
from mailbot.rules.intake.labels import Key
from mailbot.rules.matching import copied_people
from mailbot.rules.petitions import Flagged

_RULE = "T1"


def open_service(order: Order, _case: Case | None) -> Done:
    """T1: a service for who called, came or wrote to an advisor; its person is told (R42, A9)."""
    reported = read_report(order, organ="")
    body = order.policy.governing_body(reported.request.email)
    refuse_lacking(required(reported), reported)
    missing = () if body or reported.own else missing_of(reported, order)
    case = _case_of(order, reported, missing)
    if body:
        case = replace(case, group=Group.BO, governing_body=body.code)
    case = moves.opened(case, order.policy)
    events = [_created(order, case, reported)]
    if missing:
        before = case.state
        case = opening.waiting(case, order.at, order.told_at, order.policy)
        reason = "Faltan datos de la solicitud; se piden al usuario"
        events.append(history.transition(order.event, before, case, reason, "T7", "A6"))
    petition = _petition(order, case, reported)
    case = petition.case
    events += petition.events
    effects: list[Effect] = [*_files_inside(order, case, reported), *petition.effects]
    first = case.requester.email not in order.view.acknowledged
    effects.append(
        opening.acknowledgement(
            case, first=first, answers=_answered(reported), news=order.view.news
        )
    )
    if body:
        facts = {**notices.message_facts(order.event), "text": case.description}
        effects += opening.tell_of_governing_body(case, order.policy, facts)
    asked = f" Le pedimos: {fields.listed(missing)}." if missing else ""
    return Done(
        said=f"Abrimos el servicio {case.number} para {_who(case)} y le informamos el número."
        + asked,
        case=case,
        events=tuple(events),
        effects=tuple(effects),
    )


def draft(order: Order, _case: Case | None) -> Done:
    """T1: a draft in Back Office's queue; its person learns the number from `[INCIDENTE]` (R45)."""
    organ = _organ(order)
    reported = read_report(order, organ=organ)
    refuse_lacking((Field.EMAIL, Field.DESCRIPTION), reported)
    body = organ or getattr(order.policy.governing_body(reported.request.email), "code", "")
    missing = () if body else missing_of(reported, order)
    case = replace(
        _case_of(order, reported, missing), group=Group.BO, drafted_by=order.member.email,
        governing_body=body or None,
    )  # fmt: skip
    case = moves.opened(case, order.policy)
    why = f"{order.member.name} pide registrar una solicitud que atendió"
    why += f"; es del órgano rector {body}." if body else "."
    lacking = f" Faltan: {fields.listed(missing)}." if missing else ""
    facts = {
        **notices.message_facts(order.event),
        "title": "Solicitud por registrar",
        "why": why + lacking,
        "text": case.description,
        "expected": "Complete los datos y confírmela con la etiqueta de incidente.",
    }
    people = (*order.policy.in_group(Group.BO), *order.policy.with_role(Role.CL1))
    petition = _petition(order, case, reported)
    case = petition.case
    notice = notices.to_people("M-44", people, order.policy, case=case, reason=why, facts=facts)
    return Done(
        said=f"El servicio {case.number} quedó en la cola de Back Office, para {_who(case)}; el "
        f"usuario conocerá el número cuando Back Office lo confirme.{lacking}",
        case=case,
        events=(_created(order, case, reported), *petition.events),
        effects=(
            *_files_inside(order, case, reported),
            *([notice] if notice else []),
            *petition.effects,
        ),
    )


def orient(order: Order, _case: Case | None) -> Done:
    """A4: the circular, the form and the phones, to who wrote to an advisor; no case."""
    order.only("correo", words=1)
    said = read_fields(without_words(order))
    facts = with_words(said.facts, order, organ="")
    forward = passed_on.forwarded(order.event.mail, order.policy)
    email = facts.get(Key.EMAIL) or author_of(forward)
    if not email:
        raise Refused("Falta a quién orientar: escriba [ORIENTAR correo=…].")
    refuse_internal(email, order, forward)
    answers = forward if forward and author_of(forward) == email else None
    reason = f"{order.member.email} orientó a quien le escribió (A4)"
    unsent = " Su texto no se envió: la orientación es siempre la misma." if said.rest else ""
    return Done(
        said=f"Enviamos a {email} la circular, la plantilla y los teléfonos; no se abrió ningún "
        f"caso.{unsent}",
        effects=(opening.orientation(email, answers, reason=reason, brake=False),),
    )


def _case_of(order: Order, reported: Report, missing: tuple[Field, ...]) -> Case:
    told, forward = reported.request, reported.forward
    copies = (*copied_people(order.event.mail, order.policy),
              *(copied_people(forward, order.policy) if forward else ()))  # fmt: skip
    return Case(
        service_number=order.view.services[0],
        type=told.type,
        channel=reported.channel,
        requester=opening.requester(told.email, told),
        parties=tuple(each for each in dict.fromkeys(copies) if each != told.email),
        subject=forward.subject if forward else "",
        description=told.description[: opening.LONGEST_DESCRIPTION],
        topics=told.topics,
        attendees=told.attendees,
        module=told.module,
        missing=missing,
        opened_at=order.at,
        thread_id=answered.message_id if (answered := _answered(reported)) else None,
    )


def _created(order: Order, case: Case, reported: Report) -> CaseEvent:
    reason = f"Solicitud registrada por {order.member.email} ({case.channel}): {case.number}"
    activity = "A22" if order.command.tag is Tag.REGISTRAR else "A9"
    theirs = reported.forward.text if reported.forward else ""
    told = (reported.words, case.description, "" if theirs in case.description else theirs)
    text = "\n\n".join(dict.fromkeys(filter(None, told)))
    return history.by_staff(
        order.event, EventKind.CREATED, order.role, reason, rule=_RULE, activity=activity,
        text=hidden(text, case.requester.identification), target=State.ABIERTO,
    )  # fmt: skip


def _petition(order: Order, case: Case, reported: Report) -> Flagged:
    """The case, flagged if the mail that is passed on invokes the right of petition (R82)."""
    if reported.forward is None:
        return Flagged(case=case)
    return petitions.flagged(case, replace(order.event, mail=reported.forward), order.policy)


def _files_inside(order: Order, case: Case, reported: Report) -> tuple[KeepFiles, ...]:
    """The files inside an attached mail; those of this mail are kept with the case anyway."""
    return case_files.keep(case, inner_files(order, reported.forward))


def _answered(reported: Report) -> Mail | None:
    """The person's own mail, if we hold it: then our answer hangs on its thread."""
    forward = reported.forward
    held = forward is not None and forward.message_id is not None
    return forward if held and author_of(forward) == reported.request.email else None


def _who(case: Case) -> str:
    name, email = case.requester.name, case.requester.email
    return f"{name} ({email})" if name else email


def _organ(order: Order) -> str:
    """The Órgano Rector that is named, "" for none. Raises Refused for an unknown one."""
    codes = [body.code for body in order.policy.config.governing_body]
    said = order.said("organo").upper()
    if not said:
        said = next((w.upper() for w in order.command.arguments if w.upper() in codes), "")
    if said and said not in codes:
        known = ", ".join(codes) or "ninguno"
        raise Refused(f"No conozco el órgano «{said}». Los configurados son: {known}.")
    return said
