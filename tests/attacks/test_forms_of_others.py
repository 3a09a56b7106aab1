"""Forms as a way into somebody else's case, or to have what is written in them repeated."""

import pytest

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import Answer, FormKind, Medium, ReturnedForm
from mailbot.parsers.forms.wording import LABELS
from mailbot.rules.forms import check_form
from mailbot.rules.intake.labels import Key
from tests.scenarios.conftest import empty_database, line, line_with
from tests.scenarios.line import ScenarioLine
from tests.scenarios.test_returned_forms import ANSWERS, IDENTIFICATION, SCREEN, asked, form

# Fixtures of the scenarios, for pytest to find here.
__all__ = ["asked", "empty_database", "line", "line_with"]

OTHERS = ANSWERS | {
    Field.NAME: "Pedro Paz", Field.EMAIL: "pedro@invias.test", Field.SIIF_USER: "MHppaz",
    Field.PHONE: "300 666 6666",
}  # fmt: skip
NOT_OF_CASE = "«pedro.docx» es de otra persona que quien solicitó el caso"
SEND_YOURS = "«pedro.docx» está a nombre de otra persona"


def test_a_form_of_another_person_fills_in_nothing_whoever_sends_it_back(asked: ScenarioLine):
    (case,) = asked.every_case()
    files = [("pedro.docx", form(asked, OTHERS)), SCREEN]
    asked.marta.replies_to("M-02", "Adjunto.", files=files)

    assert (case.requester["siif_user"], case.requester["phone"]) == (None, None)
    assert case.state == "Pendiente por Cliente"
    assert any("pedro" in name for name in case.file_names)
    assert NOT_OF_CASE in asked.mail("M-43").words
    assert SEND_YOURS not in asked.mail("M-43").words
    assert SEND_YOURS in asked.marta.latest("M-02").words
    assert "300 666 6666" not in case.story


def test_the_requesters_own_form_counts_behind_that_of_another_person(asked: ScenarioLine):
    (case,) = asked.every_case()
    files = [("pedro.docx", form(asked, OTHERS)), ("marta.docx", form(asked)), SCREEN]
    asked.marta.replies_to("M-02", "Van las dos.", files=files)

    assert (case.missing, case.requester["siif_user"]) == ([], "MHmruiz")
    assert NOT_OF_CASE in asked.mail("M-11").words


@pytest.mark.parametrize(
    "own", [{Field.EMAIL: "marta.ruiz@correo.test"}, {Field.NAME: "Martha Cecilia Ruiz Paz"}]
)
def test_who_signs_otherwise_or_has_two_addresses_is_the_same_person(
    asked: ScenarioLine, own: dict[Field, str]
):
    (case,) = asked.every_case()
    files = [("p.docx", form(asked, ANSWERS | own)), SCREEN]
    asked.marta.replies_to("M-02", "Adjunto.", files=files)
    assert (case.missing, case.requester["siif_user"]) == ([], "MHmruiz")


def test_a_form_of_another_person_typed_into_the_mail_fills_in_nothing_either(
    asked: ScenarioLine,
):
    (case,) = asked.every_case()
    typed = "\n".join(f"{LABELS[field]}: {text}" for field, text in OTHERS.items())
    asked.marta.replies_to("M-02", f"Plantilla de funcionales\n{typed}", files=[SCREEN])

    assert (case.requester["siif_user"], case.requester["phone"]) == (None, None)
    assert "es de otra persona que quien solicitó el caso" in asked.mail("M-43").words


@pytest.mark.parametrize("told", [OTHERS, {**OTHERS, Field.EMAIL: ""}])
def test_a_proven_colleague_does_not_make_a_case_his_by_his_own_form(
    asked: ScenarioLine, told: dict[Field, str]
):
    (case,) = asked.every_case()
    asked.posts(
        "Adjunto.", sender="pedro@invias.test", name="Pedro Paz", verdict="pass",
        subject=f"Caso {case.number}", files=[("pedro.docx", form(asked, told)), SCREEN],
    )  # fmt: skip

    assert (case.requester["siif_user"], case.requester["phone"]) == (None, None)
    assert NOT_OF_CASE in asked.mail("M-11").words
    # He learns how to ask for help himself.
    assert asked.mail("M-01").to == ["pedro@invias.test"]


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("verdict", ["", "pass"])
def test_only_who_is_proven_leaves_contact_facts_in_a_closed_case(
    asked: ScenarioLine, verdict: str, typed: bool
):
    (case,) = asked.every_case()
    asked.at("Wed 25-Nov-2026 09:00")
    assert case.state == "Cerrado"
    # Without the problem: "no deja …" would be a no to the closing, which is asked about first.
    told = {**ANSWERS, Field.PHONE: "300 666 6666", Field.DESCRIPTION: ""}
    lines = "\n".join(f"{LABELS[field]}: {text}" for field, text in told.items() if text)
    files = [SCREEN] if typed else [("plantilla.docx", form(asked, told)), SCREEN]
    asked.posts(
        lines if typed else "Adjunto la plantilla.",
        sender="marta@invias.test", name="Marta Ruiz", subject=f"Caso {case.number}",
        verdict=verdict, files=files,
    )  # fmt: skip

    assert case.state == "Abierto"
    proven = verdict == "pass"
    assert case.requester["phone"] == ("300 666 6666" if proven else None)
    assert case.requester["siif_user"] == ("MHmruiz" if proven else None)
    assert bool(case.missing) is not proven
    unproven = "los datos de contacto que envió no se anotaron"
    assert any(unproven in mail.words for mail in asked.mails("M-11")) is not proven
    assert (unproven in case.story) is not proven


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("verdict", ["", "pass"])
def test_nor_does_a_second_mail_after_an_unproven_one_opened_it_again(
    asked: ScenarioLine, verdict: str, typed: bool
):
    (case,) = asked.every_case()
    asked.at("Wed 25-Nov-2026 09:00")
    mine = {"sender": "marta@invias.test", "name": "Marta Ruiz", "subject": f"Caso {case.number}"}
    asked.posts("Todavía necesito ayuda.", **mine)
    assert case.state == "Abierto"
    told = {**ANSWERS, Field.PHONE: "300 666 6666"}
    lines = "\n".join(f"{LABELS[field]}: {text}" for field, text in told.items())
    files = [SCREEN] if typed else [("plantilla.docx", form(asked, told)), SCREEN]
    asked.posts(lines if typed else "Adjunto.", verdict=verdict, files=files, **mine)

    proven = verdict == "pass"
    assert case.requester["phone"] == ("300 666 6666" if proven else None)
    assert case.requester["siif_user"] == ("MHmruiz" if proven else None)
    unproven = "los datos de contacto que envió no se anotaron"
    assert (unproven in asked.mails("M-43")[-1].words) is not proven
    assert (unproven in case.story) is not proven


def checked(answers: dict[Field, str]):
    told = tuple(Answer(field=field, text=text) for field, text in answers.items())
    return check_form(ReturnedForm(kind=FormKind.FUNCTIONAL, medium=Medium.DOCX, answers=told))


PLACES = (
    Field.SIIF_USER, Field.EXECUTING_UNIT, Field.PHONE, Field.EMAIL, Field.CITY, Field.NAME,
    Field.ENTITY,
)  # fmt: skip


@pytest.mark.parametrize("field", PLACES)
@pytest.mark.parametrize(
    "number",
    ["52.345.678", "52345678", "1052345678", "1.052.345.678", "CC 52345678", "5\u200b2345678"],
)  # fmt: skip
def test_an_identification_in_another_place_is_a_fault_that_does_not_repeat_it(
    field: Field, number: str
):
    read = checked({**ANSWERS, field: number})
    (fault,) = read.faults
    assert (fault.field, fault.kept) == (field, False)
    digits = "".join(char for char in f"{fault.why} {read.facts}" if char.isdigit())
    assert "2345678" not in digits
    assert field in read.missing or field is Field.CITY


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.SIIF_USER, "MHmruiz CC 52345678"), (Field.SIIF_USER, "52.345.678 Marta"),
        (Field.PHONE, "ninguno, mi cédula es 52345678"), (Field.ENTITY, "INVIAS 52345678"),
        (Field.PHONE, "2345678"),
    ],
)  # fmt: skip
def test_no_identification_comes_back_among_other_words(field: Field, text: str):
    read = checked({**ANSWERS, Field.IDENTIFICATION: "2345678", field: text})
    told = " ".join((*(fault.why for fault in read.faults), *_told(read.facts)))
    assert "2345678" not in told
    assert "345.678" not in told


def _told(facts: dict[Key, str]) -> list[str]:
    return [value for key, value in facts.items() if key is not Key.IDENTIFICATION]


@pytest.mark.parametrize("field", [place for place in PLACES if place is not Field.EMAIL])
@pytest.mark.parametrize("link", ["http://malo.test/a", "www.malo.test", "HTTPS://malo.test"])
def test_a_link_is_no_fact_and_is_not_repeated(field: Field, link: str):
    read = checked({**ANSWERS, field: f"Entidad {link}"})
    (fault,) = read.faults
    assert fault.field is field
    assert "malo.test" not in f"{fault.why} {read.facts}".lower()


def test_what_turns_words_around_is_taken_out_of_facts_and_faults():
    turned = {
        Field.CITY: "Bo\u202egotá", Field.ENTITY: "E\u2066NA\u202eX", Field.SIIF_USER: "a\u202eb c",
        Field.DESCRIPTION: "No deja autorizar\u202e la orden de pago",
    }  # fmt: skip
    read = checked({**ANSWERS, **turned})
    told = f"{read.facts} {read.description} {[fault.why for fault in read.faults]}"
    assert not {"\u202e", "\u2066"} & set(told)
    assert "\\u" not in told
    assert read.facts[Key.CITY] == "Bogotá"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.PHONE, "3811700"), (Field.PHONE, "310 123 4567"), (Field.PHONE, "3101234567"),
        (Field.PHONE, "(601) 381 1700"), (Field.PHONE, "+1 202 555 0100"),
        (Field.SIIF_USER, "mruiz@invias.gov.co"), (Field.EXECUTING_UNIT, "24-02-00-005-910110"),
        (Field.ENTITY, "Instituto Nacional de Vías NIT 800215807"),
    ],
)  # fmt: skip
def test_honest_answers_count_as_before(field: Field, text: str):
    assert all(fault.kept for fault in checked({**ANSWERS, field: text}).faults)


def test_an_identification_for_a_user_is_in_no_mail_and_no_history(asked: ScenarioLine):
    (case,) = asked.every_case()
    wrong = ANSWERS | {
        Field.SIIF_USER: IDENTIFICATION, Field.EXECUTING_UNIT: "CC 52345678",
        Field.PHONE: "52345678", Field.ENTITY: "x http://malo.test/a",
    }  # fmt: skip
    before = len(asked.sent)
    asked.marta.replies_to(
        "M-02", "Adjunto.", files=[("plantilla.docx", form(asked, wrong)), SCREEN]
    )

    words = " ".join(f"{mail.subject} {mail.words}" for mail in asked.sent[before:])
    assert "Parece un número de identificación, que no va en esta casilla." in words
    for text in (IDENTIFICATION, "52345678", "malo.test"):
        assert text not in f"{words} {case.story}"
