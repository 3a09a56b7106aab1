"""The answers of a form are checked: what holds, what does not and why, what is missing yet."""

import pytest

from mailbot.model.vocabulary import CaseType, Field
from mailbot.parsers.forms import Answer, Attendee, FormKind, Medium, ReturnedForm
from mailbot.rules.forms import check_form, with_form
from mailbot.rules.forms.phones import phone_fault
from mailbot.rules.intake import Request
from mailbot.rules.intake.labels import Key

CEDULA = "52.123.456"


def form(answers=None, *, kind=FormKind.FUNCTIONAL, **more) -> ReturnedForm:
    told = tuple(Answer(field=field, text=text) for field, text in (answers or {}).items())
    return ReturnedForm(kind=kind, medium=Medium.DOCX, answers=told, **more)


WHOLE = {
    Field.NAME: "Ana María Pérez", Field.SIIF_USER: "MHaperez", Field.EXECUTING_UNIT: "13-01-01",
    Field.ENTITY: "Ministerio de Hacienda", Field.EMAIL: "ana@minhacienda.gov.co",
    Field.PHONE: "310 123 4567", Field.CITY: "Bogotá", Field.SCREENSHOTS: "No aplica",
    Field.DESCRIPTION: "Al generar la obligación sale un error",
}  # fmt: skip


def test_a_whole_form_lacks_nothing():
    checked = check_form(form(WHOLE))
    assert (checked.faults, checked.missing, checked.doubts) == ((), (), ())
    assert checked.type is CaseType.SOPORTE
    assert checked.facts[Key.UNIT] == "13-01-01"


@pytest.mark.parametrize(
    ("field", "text", "key", "value"),
    [
        (Field.EXECUTING_UNIT, "130101", Key.UNIT, "13-01-01"),
        (Field.EXECUTING_UNIT, "13 01 01", Key.UNIT, "13-01-01"),
        (Field.EXECUTING_UNIT, "13-01-01-DT", Key.UNIT, "13-01-01-DT"),
        (Field.EXECUTING_UNIT, "36-02-00-005-910110", Key.UNIT, "36-02-00-005-910110"),
        (Field.EXECUTING_UNIT, "UE 13-01-01 Minhacienda", Key.UNIT, "13-01-01"),
        (Field.ENTITY, "13-01-01 Ministerio de Hacienda", Key.ENTITY, "Ministerio de Hacienda"),
        (Field.EMAIL, "Ana.Perez@MinHacienda.gov.co", Key.EMAIL, "ana.perez@minhacienda.gov.co"),
        (Field.EMAIL, "Ana <ana@x.gov.co>; otra@x.gov.co", Key.EMAIL, "ana@x.gov.co"),
        (Field.PHONE, "3101234567", Key.PHONE, "3101234567"),
        (Field.PHONE, "(601) 381 1700 ext. 2345", Key.PHONE, "(601) 381 1700 ext. 2345"),
        (Field.PHONE, "cel. 310 123 4567", Key.PHONE, "310 123 4567"),
        (Field.PHONE, "+57 310 1234567", Key.PHONE, "+57 310 1234567"),
        (Field.IDENTIFICATION, "C.C. 52.123.456 de Cali", Key.IDENTIFICATION, "52123456"),
        (Field.NAME, "Dra. Ana María Pérez", Key.NAME, "Ana María Pérez"),
        (Field.NAME, "ana perez", Key.NAME, "ana perez"),
        (Field.SIIF_USER, "MHaperez (activo)", Key.SIIF_USER, "MHaperez"),
        (Field.CITY, "Bogotá D. C.", Key.CITY, "Bogotá D. C."),
        (Field.SCREENSHOTS, "N/A", Key.SCREENS, "no aplica"),
    ],
)
def test_an_answer_is_brought_into_its_normal_form(field, text, key, value):
    checked = check_form(form({field: text}))
    assert checked.facts[key] == value
    assert checked.faults == ()


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        (Field.EXECUTING_UNIT, "40200", "Unidad ejecutora: «40200». Parece que se perdió el cero"),
        (Field.EXECUTING_UNIT, "13-01", "Unidad ejecutora: «13-01». El código de la unidad"),
        (Field.EXECUTING_UNIT, "la de siempre", "Unidad ejecutora: «la de siempre». El código"),
        (Field.EMAIL, "ana.perez arroba minhacienda", "Correo electrónico de contacto: «ana.perez"),
        (Field.PHONE, "el del conmutador", "Teléfono de contacto: «el del conmutador»."),
        (Field.SIIF_USER, "el mismo de mi jefe", "Usuario SIIF Nación: «el mismo de mi jefe»."),
        (Field.NAME, "1234", "Nombres completos: «1234». Escriba nombres y apellidos"),
        (Field.CITY, "Piso 3", "Ciudad: «Piso 3». Escriba el nombre de la ciudad."),
        (Field.DESCRIPTION, "no carga", "Cuente un poco más:"),
    ],
)
def test_an_answer_that_does_not_hold_is_told_with_what_to_do(field, text, why):
    checked = check_form(form({**WHOLE, field: text}))
    (fault,) = checked.faults
    assert fault.field is field
    assert fault.why.startswith(why)
    assert not fault.kept
    assert checked.missing == (field,) or field is Field.CITY


@pytest.mark.parametrize("text", ["abc", "123", "12345678901234"])
def test_the_digits_of_an_identification_stand_in_no_fault(text):
    (fault,) = check_form(form({Field.IDENTIFICATION: text})).faults
    assert (
        fault.why == "Número de identificación: La identificación es un número de 5 a 11 dígitos."
    )


@pytest.mark.parametrize("text", ["N/A", "no tengo", "pendiente", "___", "no aplica"])
def test_an_answer_that_says_nothing_is_missing_and_no_fault(text):
    checked = check_form(form({**WHOLE, Field.SIIF_USER: text}))
    assert checked.missing == (Field.SIIF_USER,)
    assert checked.faults == ()


@pytest.mark.parametrize(
    ("phone", "fault"),
    [
        ("3101234567", ""), ("310 123 4567", ""), ("+57 310 123 4567", ""), ("573101234567", ""),
        ("(601) 381 1700", ""), ("6013811700 ext. 2345", ""), ("+57 (604) 4441234", ""),
        ("01 8000 910071", ""), ("01800910071", ""), ("+1 202 555 0100", ""),
        ("3811700", "Le falta el indicativo"), ("381 1700 ext. 12", "Le falta el indicativo"),
        ("ext. 2345", "Falta el número"), ("5551234567", "Los celulares empiezan por 3"),
        ("31012345678", "Un teléfono tiene diez"), ("+1", "Un teléfono tiene diez"),
    ],
)  # fmt: skip
def test_telephones_of_colombia(phone, fault):
    assert phone_fault(phone).startswith(fault)
    assert bool(phone_fault(phone)) is bool(fault)


def test_a_telephone_without_its_prefix_counts_and_is_told():
    checked = check_form(form({**WHOLE, Field.PHONE: "3811700 ext. 2345"}))
    (fault,) = checked.faults
    assert fault.kept
    assert checked.missing == ()
    assert checked.facts[Key.PHONE] == "3811700 ext. 2345"


def test_a_unit_beside_the_entity_counts_where_its_own_place_is_empty():
    checked = check_form(form({Field.ENTITY: "130101 Ministerio de Hacienda"}))
    assert checked.facts[Key.UNIT] == "13-01-01"
    own = check_form(form({Field.ENTITY: "130101 Ministerio", Field.EXECUTING_UNIT: "13-01-02"}))
    assert own.facts[Key.UNIT] == "13-01-02"


def test_half_a_form_lacks_the_rest_in_the_order_of_the_contract():
    checked = check_form(form({Field.NAME: "Ana Pérez", Field.PHONE: "3101234567"}))
    assert checked.missing == (
        Field.SIIF_USER, Field.EXECUTING_UNIT, Field.ENTITY, Field.EMAIL, Field.DESCRIPTION,
        Field.SCREENSHOTS,
    )  # fmt: skip


@pytest.mark.parametrize(("pictures", "screens"), [(1, 0), (0, 2)])
def test_a_screen_in_the_form_or_beside_it_is_a_screen(pictures, screens):
    told = {field: text for field, text in WHOLE.items() if field is not Field.SCREENSHOTS}
    assert check_form(form(told)).missing == (Field.SCREENSHOTS,)
    assert check_form(form(told, pictures=pictures), screens=screens).missing == ()


TRAINING = {
    **{field: text for field, text in WHOLE.items() if field is not Field.SCREENSHOTS},
    Field.IDENTIFICATION: CEDULA, Field.TOPICS: "Cadena presupuestal",
}  # fmt: skip


def training(*people: Attendee, **more):
    return check_form(form(TRAINING, kind=FormKind.ACCOMPANIMENT, attendees=people, **more))


def test_a_form_of_accompaniment_needs_those_who_attend():
    assert training().missing == (Field.ATTENDEES,)
    checked = training(Attendee(name="Luis Gómez", identification="79.123.456", siif_user="lg"))
    assert (checked.missing, checked.faults) == ((), ())
    assert checked.type is CaseType.ACOMPANAMIENTO
    assert checked.attendees == "Luis Gómez, 79123456, lg"


@pytest.mark.parametrize(
    ("people", "faults"),
    [
        (
            [Attendee(name="Luis Gómez"), Attendee(identification="52000111")],
            ["Asistente 1: falta el número de identificación.",
             "Asistente 2: falta el nombre completo."],
        ),
        (
            [Attendee(name="Luis Gómez", identification="79")],
            ["Asistente 1: la identificación debe ser un número de 5 a 11 dígitos."],
        ),
        (
            [Attendee(name="Luis Gómez", identification="79123456"),
             Attendee(name="Marta Díaz", identification="79.123.456")],
            ["Los asistentes 1 y 2 tienen la misma identificación."],
        ),
        (
            [Attendee(name="Luis Gómez", identification="79123456", email="luis arroba x")],
            ["Asistente 1: el correo no es una dirección completa."],
        ),
        (
            [Attendee(name="Luis Gómez")] * 7,
            [*(f"Asistente {n}: falta el número de identificación." for n in range(1, 6)),
             "Hay 2 observaciones más en la lista de asistentes."],
        ),
    ],
)  # fmt: skip
def test_what_the_list_of_attendees_lacks_is_told(people, faults):
    checked = training(*people)
    assert [fault.why for fault in checked.faults] == faults
    assert all(fault.kept for fault in checked.faults)
    assert not any("79" in fault.why.replace("5 a 11", "") for fault in checked.faults)


def test_the_numbers_that_a_form_names_are_in_their_official_form():
    checked = check_form(form(WHOLE, case="serv 2026 77", carried="SERV-2026-000123"))
    assert checked.cases == ("SERV-2026-000077", "SERV-2026-000123")
    assert checked.doubts == (
        "La plantilla nombra el caso SERV-2026-000077 y el archivo se envió para el caso "
        "SERV-2026-000123.",
    )
    same = check_form(form(WHOLE, case="SERV-2026-000123", carried="SERV-2026-000123"))
    assert (same.cases, same.doubts) == (("SERV-2026-000123",), ())


def test_the_module_is_the_one_that_was_chosen():
    assert check_form(form(WHOLE, module="Contabilidad (CON)")).module == "CON"
    assert check_form(form(WHOLE, module="Otro")).module is None


def test_a_form_counts_before_the_other_words_of_the_mail():
    mail = Request(
        email="otra@x.gov.co", name="Otra Persona", phone="3000000000",
        description="Adjunto la plantilla, gracias", screens=2,
    )  # fmt: skip
    request = with_form(mail, check_form(form(WHOLE)), screens=1)
    assert (request.name, request.email) == ("Ana María Pérez", "ana@minhacienda.gov.co")
    assert request.description == "Al generar la obligación sale un error"
    assert (request.screens, request.no_screen) == (1, True)


def test_what_the_form_leaves_out_is_taken_from_the_mail():
    mail = Request(
        email="ana@x.gov.co", name="Ana Pérez", city="Cali", description="No carga el PAC"
    )
    request = with_form(mail, check_form(form({Field.PHONE: "3101234567"})), screens=0)
    assert (request.name, request.city, request.phone) == ("Ana Pérez", "Cali", "3101234567")
    assert request.description == "No carga el PAC"


def test_a_mail_that_tells_more_than_the_form_keeps_its_words():
    words = (
        "Además de lo que dice la plantilla, el viernes pasado el mismo usuario tuvo otro error "
        "con el PAC."
    )
    request = with_form(Request(description=words), check_form(form(WHOLE)), screens=0)
    assert request.description == f"{WHOLE[Field.DESCRIPTION]}\n\n{words}"


def test_a_form_of_accompaniment_makes_the_request_one():
    checked = training(Attendee(name="Luis Gómez", identification="79123456"))
    assert with_form(Request(), checked, screens=0).type is CaseType.ACOMPANAMIENTO
