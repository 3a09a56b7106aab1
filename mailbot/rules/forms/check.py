"""The answers of a form against what each fact must look like (domain.md §4.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mailbot.model.masking import HIDDEN, identifications
from mailbot.model.vocabulary import CaseType, Field
from mailbot.parsers.forms import FormKind, ReturnedForm
from mailbot.parsers.forms.wording import LABELS
from mailbot.rules.forms.people import attendee_faults, listed
from mailbot.rules.forms.phones import phone_fault
from mailbot.rules.forms.shown import has_link, is_identification, shown, without_unseen
from mailbot.rules.intake import Request, kind, missing_fields, values
from mailbot.rules.intake.facts import Facts, store
from mailbot.rules.intake.labels import Key
from mailbot.rules.intake.modules import module_of
from mailbot.rules.intake.request import SHORTEST_DESCRIPTION
from mailbot.rules.intake.words import folded
from mailbot.rules.numbers import numbers_in

MOST_KEPT = 5_000
"""Characters of a description or a list that the case keeps."""

_KEYS = {
    Field.NAME: Key.NAME, Field.IDENTIFICATION: Key.IDENTIFICATION,
    Field.SIIF_USER: Key.SIIF_USER, Field.EXECUTING_UNIT: Key.UNIT, Field.ENTITY: Key.ENTITY,
    Field.EMAIL: Key.EMAIL, Field.PHONE: Key.PHONE, Field.CITY: Key.CITY,
    Field.SCREENSHOTS: Key.SCREENS,
}  # fmt: skip
_WRONG = {
    Field.NAME: "Escriba nombres y apellidos, solo con letras.",
    Field.SIIF_USER: "El usuario SIIF es una sola palabra.",
    Field.EXECUTING_UNIT: "El código de la unidad ejecutora es como 13-01-01.",
    Field.ENTITY: "Escriba el nombre de la entidad.",
    Field.EMAIL: "Una dirección de correo es como nombre@entidad.gov.co.",
    Field.PHONE: "Un teléfono tiene diez dígitos, por ejemplo 310 123 4567 o (601) 381 1700.",
    Field.CITY: "Escriba el nombre de la ciudad.",
    Field.IDENTIFICATION: "La identificación es un número de 5 a 11 dígitos.",
}
_LOST_ZERO = "Parece que se perdió el cero inicial: el código es como 04-02-00."
_IDENTIFICATION_THERE = "Parece un número de identificación, que no va en esta casilla."
_SHORT = "Cuente un poco más: qué quería hacer, qué ocurrió y desde cuándo."
_TWO_CASES = "La plantilla nombra el caso {} y el archivo se envió para el caso {}."
_FIVE_DIGITS = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """An answer that does not hold: `kept` tells that its value counts all the same.

    `why` is Spanish and repeats what was written, but no identification (§16.14) and no link.
    """

    field: Field
    why: str
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedForm:
    """A returned form whose answers were checked.

    `facts` are the answers that hold, in normal form; `cases` the numbers that the form names, what
    is written in it before what the file carries; `missing` what the line must ask for yet, given
    the form alone. `doubts` are those of the reading and those of the check.
    """

    form: ReturnedForm
    type: CaseType
    facts: Facts
    description: str = ""
    topics: str = ""
    attendees: str = ""
    module: str | None = None
    cases: tuple[str, ...] = ()
    faults: tuple[FieldFault, ...] = ()
    missing: tuple[Field, ...] = ()
    doubts: tuple[str, ...] = field(default=())


def check_form(form: ReturnedForm, *, screens: int = 0) -> CheckedForm:
    """Check the answers of `form`; `screens` counts the screens that came beside it in the mail."""
    faults: list[FieldFault] = []
    facts: Facts = {}
    attendees = listed(form.attendees) or _text(form, Field.ATTENDEES)
    own = values.identification(without_unseen(form.answer(Field.IDENTIFICATION)))
    known = identifications(own, attendees)
    for each in form.answers:
        faults += _keep(facts, each.field, without_unseen(each.text), known)
    type_ = CaseType.ACOMPANAMIENTO if form.kind is FormKind.ACCOMPANIMENT else CaseType.SOPORTE
    description = _text(form, Field.DESCRIPTION)
    if 0 < len(description) < SHORTEST_DESCRIPTION:
        faults.append(FieldFault(field=Field.DESCRIPTION, why=_SHORT))
        description = ""
    faults += (
        FieldFault(field=Field.ATTENDEES, why=why, kept=True)
        for why in attendee_faults(form.attendees)
    )
    cases = tuple(dict.fromkeys((*numbers_in(form.case), *numbers_in(form.carried))))
    checked = CheckedForm(
        form=form, type=type_, facts=facts, description=description,
        topics=_text(form, Field.TOPICS), attendees=attendees[:MOST_KEPT],
        module=module_of("", "", form.module) if form.module else None, cases=cases,
        faults=tuple(faults), doubts=(*form.doubts, *_contradiction(cases)),
    )  # fmt: skip
    return _with_missing(checked, screens + form.pictures)


def request_of(checked: CheckedForm, screens: int) -> Request:
    """The form alone as a request; `screens` counts those that came with it."""
    facts = checked.facts
    return Request(
        type=checked.type,
        email=facts.get(Key.EMAIL, ""),
        name=facts.get(Key.NAME, ""),
        siif_user=facts.get(Key.SIIF_USER, ""),
        executing_unit=facts.get(Key.UNIT, ""),
        entity=facts.get(Key.ENTITY, ""),
        phone=facts.get(Key.PHONE, ""),
        city=facts.get(Key.CITY, ""),
        identification=facts.get(Key.IDENTIFICATION, ""),
        description=checked.description,
        topics=checked.topics,
        attendees=checked.attendees,
        module=checked.module,
        error_code=kind.error_code(folded(checked.description)),
        screens=screens,
        no_screen=Key.SCREENS in facts,
    )


def _with_missing(checked: CheckedForm, screens: int) -> CheckedForm:
    return replace(checked, missing=missing_fields(request_of(checked, screens), checked.type))


def _text(form: ReturnedForm, wanted: Field) -> str:
    text = without_unseen(form.answer(wanted))
    return "" if values.is_blank(text) else text[:MOST_KEPT]


def _keep(facts: Facts, wanted: Field, text: str, known: str) -> Iterator[FieldFault]:
    """Keep an answer in its normal form; the faults that it has."""
    key = _KEYS.get(wanted)
    if key is None or wanted is Field.SCREENSHOTS:
        if key is not None:
            store(facts, key, text)
        return
    if values.is_blank(text):
        return
    fresh = _facts_in(key, text, known)
    if key not in fresh:
        yield FieldFault(field=wanted, why=_why(wanted, text, known), kept=bool(fresh))
    # What a label asks for counts before what stands beside it under another.
    for found, value in fresh.items():
        if found is key:
            facts[found] = value
        else:
            facts.setdefault(found, value)
    if key is Key.PHONE and key in fresh:
        fault = phone_fault(fresh[key])
        if fault:
            why = f"{LABELS[wanted]}: «{fresh[key]}». {fault}"
            yield FieldFault(field=wanted, why=why, kept=True)


def _facts_in(key: Key, text: str, known: str) -> Facts:
    """What an answer tells; a number of identification in another place is no fact, nor a link."""
    fresh: Facts = {}
    if has_link(text) and key is not Key.EMAIL:
        return fresh
    store(fresh, key, text)
    return {
        found: value for found, value in fresh.items() if not is_identification(found, value, known)
    }


def _why(wanted: Field, text: str, known: str) -> str:
    label = LABELS[wanted]
    if wanted is Field.IDENTIFICATION:
        return f"{label}: {_WRONG[wanted]}"
    lost_zero = wanted is Field.EXECUTING_UNIT and _FIVE_DIGITS.fullmatch(text.strip())
    words = shown(text, known)
    if words == HIDDEN:
        return f"{label}: {_IDENTIFICATION_THERE} {_WRONG[wanted]}"
    return f"{label}: «{words}». {_LOST_ZERO if lost_zero else _WRONG[wanted]}"


def _contradiction(cases: tuple[str, ...]) -> tuple[str, ...]:
    return (_TWO_CASES.format(*cases[:2]),) if len(cases) > 1 else ()
