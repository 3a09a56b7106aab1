"""[COMPLETAR] and [TIPO]: the facts of a case, set or waived by who works on it (§4.2, §16.32)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Effect
from mailbot.model.mail import Address
from mailbot.model.vocabulary import (
    CaseClass,
    CaseType,
    Channel,
    EventKind,
    Field,
    FileStatus,
    State,
)
from mailbot.rules import clock, mass, moves, opening
from mailbot.rules.commands import fields
from mailbot.rules.commands.act import Act, Done
from mailbot.rules.commands.field_values import NAMES
from mailbot.rules.commands.fields import read_fields
from mailbot.rules.commands.handlers.to_user import letter
from mailbot.rules.commands.rights import Refused
from mailbot.rules.forwarded import is_internal
from mailbot.rules.intake import Request, kind, missing_fields
from mailbot.rules.intake.facts import Facts
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.screens import shows_screen
from mailbot.rules.intake.words import folded

_OF_REQUESTER = {
    Key.NAME: "name", Key.IDENTIFICATION: "identification", Key.SIIF_USER: "siif_user",
    Key.UNIT: "executing_unit", Key.ENTITY: "entity", Key.EMAIL: "email", Key.PHONE: "phone",
    Key.CITY: "city",
}  # fmt: skip
_OF_CASE = {
    Key.DESCRIPTION: "description", Key.TOPICS: "topics", Key.ATTENDEES: "attendees",
    Key.MODULE: "module", Key.CHANNEL: "channel",
}  # fmt: skip


def complete(act: Act) -> Done:
    """Set facts and waive missing ones; a case that waited for nothing else goes on (T8)."""
    if not act.said("omitir"):
        act.only(*(key for key, _value in act.command.keys))
    said = read_fields(act.command)
    facts = said.facts
    if Key.TYPE in facts:
        raise Refused("El tipo se cambia con su etiqueta: [TIPO acompanamiento].")
    shown = any(map(shows_screen, act.event.mail.attachments))
    if not (facts or said.omitted or shown):
        keys = ", ".join(f"{name}=" for name in NAMES.values() if name != "tipo")
        raise Refused(f"Falta qué completar: escriba {keys} u omitir=.")
    _refuse_personal(act, facts)
    _refuse_internal(act, facts.get(Key.EMAIL, ""))
    changes = _changes(act.case, facts)
    omitted = [*said.omitted, *([Field.SCREENSHOTS] if Key.SCREENS in facts else [])]
    given = {field for key in facts if (field := fields.field_of(key))} | set(omitted)
    if shown:
        given.add(Field.SCREENSHOTS)
    waived = tuple(f for f in act.case.missing if f in omitted)
    case = _changed(act, facts, tuple(f for f in act.case.missing if f not in given))
    events = list(act.facts_told(case))
    if shown and Field.SCREENSHOTS in act.case.missing:
        events.append(act.entry(EventKind.FIELD, "Pantallas recibidas"))
    if waived:
        reason = f"Datos que no se piden más: {fields.named(waived)}"
        events.append(act.entry(EventKind.FIELD, reason))
    if said.rest:
        events.append(act.entry(EventKind.NOTE, "Nota interna", said.rest))
    case, resumed, going_on = _gone_on(act, case)
    case, effects = (
        (case, ()) if case.requester.email == act.case.requester.email else _told_again(act, case)
    )
    told = _told_changes(changes, waived) or ("" if events else "Los datos ya estaban así.")
    words = [told, going_on, _lacking(case)]
    if effects:
        words.append(f"Enviamos de nuevo a {case.requester.email} lo que esperaba su respuesta.")
    return Done(
        said=" ".join(filter(None, words)), case=case, events=(*events, *resumed),
        effects=(*effects, *_seen_together(act, case)),
    )  # fmt: skip


def classify(act: Act) -> Done:
    """The type of help (A5, A14) and its class (A11); what the new type needs may be missing."""
    act.only("tipo", "clase", words=2)
    case_type, category = _said_type(act), _said_class(act)
    if not (case_type or category):
        raise Refused(
            "Falta el tipo (soporte, acompanamiento o capacitacion) o clase=incidente o "
            "clase=requerimiento."
        )
    case, words = act.case, list[str]()
    if case_type and case_type is not case.type:
        words.append(f"El tipo pasa de {case.type} a {case_type}.")
        missing = _missing_as(act, case_type)
        case = replace(case, type=case_type, missing=missing)
    if category and category is not case.category:
        words.append(f"La clase es {category}.")
        case = replace(case, category=category)
    events = act.facts_told(case)
    case, resumed, going_on = _gone_on(act, case)
    words = words or ["El tipo y la clase ya eran esos."]
    return Done(
        said=" ".join(filter(None, (*words, going_on, _lacking(case)))),
        case=case,
        events=(*events, *resumed),
    )


def _seen_together(act: Act, case: Case) -> tuple[Effect, ...]:
    """What is told of the case and its like, once its module or its section is known (A13)."""
    before, unit = act.case, case.requester.executing_unit
    if case.module == before.module and unit == before.requester.executing_unit:
        return ()
    return mass.seen_together(case, act.view.similar, act.policy, act.now, by=act.member.email)


def _refuse_personal(act: Act, facts: Facts) -> None:
    """Nobody asked for a mass incident: with a person it would be written to as a user's case."""
    personal = [NAMES[key] for key in facts if key in (*_OF_REQUESTER, Key.ATTENDEES)]
    if act.case.mass and personal:
        raise Refused(
            f"{act.case.number} es un incidente masivo y no tiene usuario: escriba "
            f"{', '.join(f'{name}=' for name in personal)} en el caso de la persona."
        )


def _refuse_internal(act: Act, email: str) -> None:
    if email == act.case.requester.email:
        return
    if email and is_internal(Address(address=email), act.policy):
        raise Refused(f"{email} es de la línea o de la Administración: escriba el del usuario.")


def _value(case: Case, key: Key) -> str:
    if key in _OF_REQUESTER:
        return str(getattr(case.requester, _OF_REQUESTER[key]))
    return str(getattr(case, _OF_CASE[key]) or "")


def _changes(case: Case, facts: Facts) -> tuple[Key, ...]:
    """What differs from what the case says, in the order of the keys."""
    told = (key for key in NAMES if key in facts and key is not Key.SCREENS)
    return tuple(key for key in told if _value(case, key) != facts[key])


def _changed(act: Act, facts: Facts, missing: tuple[Field, ...]) -> Case:
    case = act.case
    requester = replace(
        case.requester,
        **{name: facts[key] for key, name in _OF_REQUESTER.items() if key in facts},
    )
    own = {name: facts[key] for key, name in _OF_CASE.items() if key in facts}
    if "channel" in own:
        own["channel"] = Channel(own["channel"])
    if "description" in own:
        own["description"] = own["description"][: opening.LONGEST_DESCRIPTION]
    moved_to = requester.email != case.requester.email
    # An agreement of another unit may give other hours: the due time follows.
    return moves.moved(
        case, act.at, act.policy, requester=requester, missing=missing,
        unreachable=case.unreachable and not moved_to, **own,
    )  # fmt: skip


def _gone_on(act: Act, case: Case) -> tuple[Case, tuple[CaseEvent, ...], str]:
    """The case on its way again if it waited for the facts of its intake alone (Q13)."""
    waits_for_intake = case.state is State.PENDIENTE_CLIENTE and not case.question
    if case.missing or not waits_for_intake or not act.case.missing:
        return case, (), ""
    resumed = moves.resumed(case, act.at, act.policy)
    change = replace(act.transition(resumed, "Ya no faltan datos de la solicitud"), rule="T8")
    return resumed, (change,), "El caso ya no espera al usuario: su tiempo corre."


def _told_again(act: Act, case: Case) -> tuple[Case, tuple[Effect, ...]]:
    """What waits for the person goes to the new address, and he has his whole time (§16.21)."""
    reason = "Se corrigió la dirección del usuario"
    if case.state is State.RESUELTO and not case.mass:
        case = replace(case, wait_started_at=act.told_at, confirmation_until=_whole_wait(act, case))
        facts = {"text": case.solution, "kind": case.solution_type}
        return case, (letter("M-12", act, case, facts, reason=reason),)
    if case.state is not State.PENDIENTE_CLIENTE:
        return case, ()
    case = replace(case, wait_started_at=act.told_at, client_wait_until=_whole_wait(act, case))
    if case.question:
        return case, (letter("M-10", act, case, {"question": case.question}, reason=reason),)
    first = case.requester.email not in act.view.acknowledged
    return case, (opening.acknowledgement(case, first=first, answers=None),)


def _whole_wait(act: Act, case: Case) -> datetime:
    """Until when the person has time for what the case waits for, from now on."""
    unit, policy, level = case.requester.executing_unit, act.policy, clock.budget_level(case.group)
    config, calendar = policy.config, policy.calendar
    if case.state is State.RESUELTO:
        return clock.confirmation_wait(
            level, unit=unit, config=config, calendar=calendar, start=act.told_at
        )
    if case.question:
        return clock.client_wait(
            level, unit=unit, config=config, calendar=calendar, start=act.told_at
        )
    return clock.intake_wait(unit=unit, config=config, calendar=calendar, start=act.told_at)


def _told_changes(changes: Sequence[Key], waived: Sequence[Field]) -> str:
    told = []
    if changes:
        told.append(f"Quedó anotado: {', '.join(NAMES[key] for key in changes)}.")
    if waived:
        told.append(f"No se pide más: {fields.named(waived)}.")
    return " ".join(told)


def _lacking(case: Case) -> str:
    if case.missing:
        return f"Faltan: {fields.listed(case.missing)}."
    return "No falta ningún dato."


def _said_type(act: Act) -> CaseType | None:
    said = act.said("tipo") or next(
        (word for word in act.command.arguments if folded(word) not in list(CaseClass)), ""
    )
    found = kind.type_named(said)
    if said and found is None:
        raise Refused(f"«{said}» no es un tipo: use soporte, acompanamiento o capacitacion.")
    return found


def _said_class(act: Act) -> CaseClass | None:
    said = act.said("clase") or next(
        (word for word in act.command.arguments if folded(word) in list(CaseClass)), ""
    )
    if not said:
        return None
    if folded(said) not in list(CaseClass):
        raise Refused(f"«{said}» no es una clase: use incidente o requerimiento.")
    return CaseClass(folded(said))


def _missing_as(act: Act, case_type: CaseType) -> tuple[Field, ...]:
    """What is missing for a type: also what the old one never asked for; what was waived stays."""
    case, known = act.case, act.case.requester
    files = [each for each in act.files if each.status != FileStatus.QUARANTINED]
    request = Request(
        email=known.email, name=known.name, siif_user=known.siif_user,
        executing_unit=known.executing_unit, entity=known.entity, phone=known.phone,
        city=known.city, identification=known.identification, description=case.description,
        topics=case.topics, attendees=case.attendees, screens=len(files),
    )  # fmt: skip
    if case.governing_body and case.drafted_by is None and not case.missing:
        # Nothing is asked of an Órgano Rector (§16.25).
        return ()
    asked_before = missing_fields(Request(), case.type)
    lacking = missing_fields(request, case_type)
    return tuple(f for f in lacking if f in case.missing or f not in asked_before)
