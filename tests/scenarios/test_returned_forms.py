"""R60, R61: forms that come back complete a case, however people return them (activities 6, 7)."""

import io
import zipfile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter

from mailbot.documents import Document, numbered
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms.wording import LABELS, TAGS
from tests.parsers.forms.filling import DOCX, in_cells, in_controls, saved
from tests.scenarios.letters import Letter, screen
from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import PROBLEM
from tests.scenarios.roads import OpenLine

ANSWERS = {
    Field.NAME: "Marta Ruiz",
    Field.SIIF_USER: "MHmruiz",
    Field.EXECUTING_UNIT: "24-02-00",
    Field.ENTITY: "Instituto Nacional de Vías",
    Field.EMAIL: "marta@invias.test",
    Field.PHONE: "310 555 0147",
    Field.CITY: "Bogotá",
    Field.DESCRIPTION: PROBLEM,
}
IDENTIFICATION = "52.345.678"
TRAINING = {**ANSWERS, Field.IDENTIFICATION: IDENTIFICATION, Field.TOPICS: "Cadena presupuestal"}
PEOPLE = (("Luis Gómez", "79123456", "MHlgomez"), ("Marta Díaz Rojas", "1020304050", ""))
SCREEN = "pantalla.png"
WITHOUT = ["Unidad ejecutora", "Usuario SIIF", "Teléfono"]


def enclosed(letter: Letter, ending: str) -> bytes:
    """The form that went out with a mail."""
    return next(
        part.get_content()
        for part in letter.message.iter_attachments()
        if "Plantilla" in (part.get_filename() or "") and part.get_filename().endswith(ending)
    )


def sent_for(number: str, content: bytes) -> bytes:
    """A form as it carries another number, or none."""
    form = Document(key="functional_form", file_name="f.docx", type=DOCX, content=content)
    return numbered(form, number)


def in_fields(content: bytes, answers: dict[Field, str]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    values = {TAGS[field]: text for field, text in answers.items()}
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


FILL = {"docx": in_controls, "xlsx": in_cells, "pdf": in_fields}


@pytest.fixture
def asked(line: ScenarioLine) -> ScenarioLine:
    """Marta wrote without her unit, her user, a telephone and a screen; she got the form."""
    line.at("Tue 24-Nov-2026 09:20")
    line.marta.asks(without=WITHOUT, files=[])
    line.at("Tue 24-Nov-2026 11:00")
    return line


def form(line: ScenarioLine, answers: dict[Field, str] = ANSWERS) -> bytes:
    return in_controls(enclosed(line.mail("M-02", to="marta@invias.test"), ".docx"), answers)


def without(*fields: Field) -> dict[Field, str]:
    return {field: text for field, text in ANSWERS.items() if field not in fields}


@pytest.mark.parametrize("ending", FILL)
def test_a_filled_form_completes_the_case_in_each_format(line_with: OpenLine, ending: str):
    line = line_with(documents={"format": ending})
    line.at("Tue 24-Nov-2026 09:20")
    case = line.marta.asks(without=WITHOUT, files=[])
    filled = FILL[ending](enclosed(line.mail("M-02"), ending), ANSWERS)

    line.at("Tue 24-Nov-2026 11:00")
    line.marta.replies_to("M-02", "Adjunto la plantilla.", files=[(f"f.{ending}", filled), SCREEN])

    assert (case.state, case.missing, case.client_wait_until) == ("Abierto", [], None)
    assert case.requester["siif_user"] == "MHmruiz"
    assert case.requester["phone"] == "310 555 0147"
    assert case.due_at == "Tue 24-Nov-2026 15:00"
    told = line.mail("M-11")
    assert (told.to, len(told.files)) == (["ana@"], 2)
    assert "QUÉ REVISAR" not in told.plain
    assert len(line.mails("M-02")) == 1


def test_a_form_typed_into_the_mail_completes_it_too(asked: ScenarioLine):
    (case,) = asked.every_case()
    pasted = "\n".join(f"{LABELS[field]}: {text}" for field, text in ANSWERS.items())
    asked.marta.replies_to("M-02", f"Plantilla de funcionales\n{pasted}", files=[SCREEN])

    assert (case.state, case.missing) == ("Abierto", [])
    assert case.requester["executing_unit"] == "24-02-00"


def test_a_new_mail_with_a_form_opens_a_case_with_what_the_form_says(asked: ScenarioLine):
    blank = enclosed(asked.mail("M-02"), ".docx")
    filled = in_controls(blank, {**ANSWERS, Field.SCREENSHOTS: "No aplica"})
    other = asked.user("Marta Ruiz", "mruiz@otra.test")
    # Its own number was taken out: this form was for another matter.
    other.writes(
        "Buenos días, adjunto la plantilla.", subject="Solicitud",
        files=[("solicitud.docx", sent_for("", filled))],
    )  # fmt: skip
    case = asked.case_of_latest_mail()

    assert (case.state, case.missing, case.description) == ("Abierto", [], PROBLEM)
    assert case.requester["email"] == "mruiz@otra.test"


def test_the_form_itself_is_no_screen_of_the_error(asked: ScenarioLine):
    (case,) = asked.every_case()
    asked.marta.replies_to("M-02", "Adjunto.", files=[("plantilla.docx", form(asked))])
    assert (case.state, case.missing) == ("Pendiente por Cliente", ["screenshots"])


def test_what_a_half_filled_form_lacks_is_asked_for_in_one_mail(asked: ScenarioLine):
    (case,) = asked.every_case()
    half = form(asked, without(Field.EXECUTING_UNIT) | {Field.PHONE: "3811700"})
    asked.marta.replies_to("M-02", "Adjunto.", files=[("plantilla.docx", half), SCREEN])

    assert (case.state, case.missing) == ("Pendiente por Cliente", ["executing_unit"])
    assert case.requester["siif_user"] == "MHmruiz"
    # The wait begins anew: she was asked at eleven.
    assert case.client_wait_until == "Tue 24-Nov-2026 15:00"
    question = asked.marta.latest("M-02")
    assert (question.to, question.sent_at) == (["marta@invias.test"], "Tue 24-Nov-2026 11:00")
    assert "unidad ejecutora" in question.words
    assert "usuario de SIIF" not in question.words
    assert "Teléfono de contacto: «3811700». Le falta el indicativo" in question.words
    assert question.tells("Tue 24-Nov-2026 15:00")
    assert "SOLUCIONADO" not in question.words


def test_an_answer_that_does_not_hold_is_told_with_what_is_expected(asked: ScenarioLine):
    (case,) = asked.every_case()
    wrong = form(asked, ANSWERS | {Field.EXECUTING_UNIT: "13"})
    asked.marta.replies_to("M-02", "Adjunto.", files=[("plantilla.docx", wrong), SCREEN])

    assert case.missing == ["executing_unit"]
    question = asked.marta.latest("M-02")
    assert "Unidad ejecutora: «13». El código de la unidad ejecutora es como" in question.words


def test_a_form_that_comes_back_empty_is_asked_for_again(asked: ScenarioLine):
    (case,) = asked.every_case()
    blank = enclosed(asked.mail("M-02"), ".docx")
    asked.marta.replies_to("M-02", "Buenos días.", files=[("Plantilla.docx", blank)])

    assert case.state == "Pendiente por Cliente"
    assert len(asked.mails("M-02")) == 2
    assert "vino en blanco" in case.story


def test_who_hands_the_empty_form_back_again_and_again_is_asked_twice_then_an_advisor_is_told(
    asked: ScenarioLine,
):
    (case,) = asked.every_case()
    blank = enclosed(asked.mail("M-02"), ".docx")
    for minute in (5, 10, 15, 20):
        asked.at(f"Tue 24-Nov-2026 11:{minute:02}")
        asked.marta.writes("Buenos días.", subject=case.number, files=[(f"P{minute}.docx", blank)])

    assert len(asked.mails("M-02")) == 1 + 2
    # The third one goes to the first level, which sees what is missing.
    assert (case.state, len(case.missing)) == ("Abierto", 4)
    assert "Todavía falta" in asked.mails("M-11")[0].words


def test_a_form_under_another_name_in_a_new_mail_finds_its_case(asked: ScenarioLine):
    (case,) = asked.every_case()
    asked.marta.writes("Adjunto.", subject="Documento", files=[("doc1.docx", form(asked)), SCREEN])

    assert len(asked.every_case()) == 1
    assert (case.state, case.missing) == ("Abierto", [])


def test_two_forms_of_one_person_complete_each_other(asked: ScenarioLine):
    (case,) = asked.every_case()
    first = form(asked, without(Field.SIIF_USER))
    second = form(asked, {Field.NAME: "Marta Ruiz", Field.SIIF_USER: "MHmruiz"})
    asked.marta.replies_to("M-02", "Van.", files=[("a.docx", first), ("b.docx", second), SCREEN])
    assert (case.state, case.missing) == ("Abierto", [])


def test_of_two_people_the_first_form_counts_and_the_advisor_is_told(asked: ScenarioLine):
    (case,) = asked.every_case()
    second = form(asked, ANSWERS | {Field.NAME: "Pedro Paz", Field.SIIF_USER: "MHppaz"})
    files = [("marta.docx", form(asked)), ("pedro.docx", second), SCREEN]
    asked.marta.replies_to("M-02", "Van las dos.", files=files)

    assert case.requester["siif_user"] == "MHmruiz"
    told = asked.mail("M-11")
    assert "«pedro.docx» es de otra persona y no se tuvo en cuenta." in told.words


def test_a_photo_of_the_form_is_kept_and_typed_in_by_the_advisor(asked: ScenarioLine):
    (case,) = asked.every_case()
    asked.marta.replies_to("M-02", "Va la foto.", files=[("plantilla escaneada.jpg", screen())])

    assert case.state == "Abierto"
    assert "screenshots" in case.missing
    assert case.file_names == [f"{case.number}_01_plantilla_escaneada.jpg"]
    told = asked.mail("M-11")
    assert told.files == case.file_names
    assert "«plantilla escaneada.jpg»: " in told.words
    assert "Todavía falta" in told.words
    assert len(asked.mails("M-02")) == 1


def test_a_photo_in_a_first_mail_is_told_to_its_sender_and_to_first_level(line: ScenarioLine):
    line.at("Tue 24-Nov-2026 09:20")
    line.marta.writes("Adjunto.", subject="Solicitud", files=[("formato escaneado.jpg", screen())])

    assert "«formato escaneado.jpg»: " in line.mail("M-02").words
    assert line.mail("M-44").to == ["ana@"]
    assert "«formato escaneado.jpg»: " in line.mail("M-44").words


def test_a_form_of_another_case_counts_for_the_case_that_is_answered(asked: ScenarioLine):
    (case,) = asked.every_case()
    other = asked.user("Pedro Salas", "pedro@sena.test").asks()
    strayed = form(asked)
    renamed = sent_for(other.number, strayed)
    asked.marta.replies_to("M-02", "Adjunto.", files=[("plantilla.docx", renamed), SCREEN])

    assert (case.state, case.missing) == ("Abierto", [])
    assert f"nombra el caso {other.number}, que no es este" in asked.mail("M-11").words
    assert "plantilla" not in other.story


def test_who_uses_somebody_elses_form_again_opens_a_case_of_his_own(asked: ScenarioLine):
    (case,) = asked.every_case()
    stranger = asked.user("Eva Mora", "eva@otra.test")
    stranger.writes("Adjunto.", subject="Documento", files=[("doc1.docx", form(asked)), SCREEN])

    assert case.state == "Pendiente por Cliente"
    assert len(case.missing) == 4
    assert case.requester["siif_user"] is None
    assert "eva@otra.test" not in case.story
    (own,) = (each for each in asked.every_case() if each.number != case.number)
    assert own.requester["email"] == "eva@otra.test"
    assert own.missing == []
    assert f"nombra el caso {case.number}, que no es este" in own.story


def test_a_strangers_form_in_an_answer_changes_nothing_either(asked: ScenarioLine):
    (case,) = asked.every_case()
    stranger = asked.user("Eva Mora", "eva@otra.test")
    asked.posts(
        "Adjunto.", sender=stranger.email, name=stranger.name, answers=asked.mail("M-02"),
        subject=f"RE: {asked.mail('M-02').subject}", files=[("doc1.docx", form(asked)), SCREEN],
    )  # fmt: skip
    assert (case.state, len(case.missing)) == ("Pendiente por Cliente", 4)
    assert case.requester["siif_user"] is None


def test_a_form_with_macros_is_held_back_and_never_opened(asked: ScenarioLine):
    (case,) = asked.every_case()
    buffer = io.BytesIO(form(asked))
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048))
    asked.marta.replies_to("M-02", "Va.", files=[("plantilla.docm", buffer.getvalue()), SCREEN])

    assert case.requester["siif_user"] is None
    assert [file["status"] for file in case.attachments] == ["quarantined", "stored"]
    again = asked.marta.latest("M-02")
    assert "macros" in again.words
    assert again.words.count("plantilla.docm") == 1
    assert "«plantilla.docm»: " in asked.mail("M-43").words


def test_a_formula_in_a_cell_is_no_answer_and_nothing_runs(line_with: OpenLine):
    line = line_with(documents={"format": "xlsx"})
    line.at("Tue 24-Nov-2026 09:20")
    case = line.marta.asks(without=WITHOUT, files=[])
    book = load_workbook(
        io.BytesIO(in_cells(enclosed(line.mail("M-02"), ".xlsx"), without(Field.SIIF_USER)))
    )
    ((sheet, place),) = book.defined_names[TAGS[Field.SIIF_USER]].destinations
    book[sheet][place].value = '=HYPERLINK("http://malo.test","MHmruiz")'
    line.at("Tue 24-Nov-2026 11:00")
    line.marta.replies_to("M-02", "Adjunto.", files=[("p.xlsx", saved(book)), SCREEN])

    assert case.missing == ["siif_user"]
    assert "malo.test" not in line.marta.latest("M-02").raw.decode()


def test_an_old_or_locked_form_is_asked_for_in_another_format(asked: ScenarioLine):
    (case,) = asked.every_case()
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)
    asked.marta.replies_to("M-02", "Adjunto.", files=[("plantilla funcional.doc", old)])

    assert case.state == "Pendiente por Cliente"
    again = asked.marta.latest("M-02")
    assert "plantilla funcional.doc" in again.words


def test_an_accompaniment_form_brings_those_who_attend_and_shows_no_identification(
    line: ScenarioLine,
):
    """R61: the numbers are kept with the case, and shown nowhere."""
    line.at("Tue 24-Nov-2026 09:20")
    case = line.marta.asks(
        "Solicito acompañamiento para capacitar a mi equipo en la cadena presupuestal del gasto.",
        subject="Solicitud de acompañamiento", files=[],
    )  # fmt: skip
    assert (case.type, case.state) == ("acompanamiento", "Pendiente por Cliente")
    filled = in_controls(enclosed(line.mail("M-03"), ".docx"), TRAINING, PEOPLE)
    line.at("Tue 24-Nov-2026 11:00")
    line.marta.replies_to("M-03", "Adjunto.", files=[("plantilla.docx", filled)])

    assert (case.state, case.missing) == ("Abierto", [])
    shown = f"{line.mail('M-11').words} {case.record}"
    for number in (IDENTIFICATION, "52345678", "79123456", "1020304050"):
        assert number not in shown


def test_a_form_after_the_closing_opens_the_case_again_with_its_facts(asked: ScenarioLine):
    """T24: it was closed for want of an answer."""
    (case,) = asked.every_case()
    asked.at("Wed 25-Nov-2026 09:00")
    assert case.close_reason == "sin_respuesta"
    asked.marta.replies_to("M-13", "Adjunto.", files=[("plantilla.docx", form(asked)), SCREEN])

    assert (case.state, case.missing) == ("Abierto", [])
    assert case.requester["siif_user"] == "MHmruiz"


def test_staff_register_with_a_form_and_their_own_lines_count_first(asked: ScenarioLine):
    """R42: `[NUEVO]` takes from the form what its lines do not say."""
    filled = sent_for("", form(asked, ANSWERS | {Field.EMAIL: "luz@sena.test"}))
    asked.ana.does(
        "[NUEVO canal=llamada]", "telefono=601 381 1700", files=[("plantilla.docx", filled), SCREEN]
    )
    case = asked.every_case()[-1]

    assert case.requester["email"] == "luz@sena.test"
    assert case.requester["siif_user"] == "MHmruiz"
    assert case.requester["phone"] != ANSWERS[Field.PHONE]
    assert (case.channel, case.missing, case.description) == ("llamada", [], PROBLEM)


def test_the_operators_own_form_is_read_by_its_mapping(line_with: OpenLine):
    labels = {
        "Quién reporta": "nombre", "Login": "usuario", "Dependencia ejecutora": "ue",
        "Celular": "telefono", "¿Qué sucede?": "descripcion",
    }  # fmt: skip
    line = line_with(form=[{"name": "GF-FT-017", "labels": labels}])
    line.at("Tue 24-Nov-2026 09:20")
    told = ["Marta Ruiz", "MHmruiz", "24-02-00", "310 555 0147", PROBLEM]
    text = "\n".join(f"{label}: {value}" for label, value in zip(labels, told, strict=True))
    line.marta.writes(f"GF-FT-017\n{text}", subject="Formato", files=[SCREEN])
    case = line.case_of_latest_mail()

    assert case.requester["siif_user"] == "MHmruiz"
    assert case.requester["executing_unit"] == "24-02-00"
    assert case.missing == ["entity"]


@pytest.mark.parametrize("verdict", ["", "pass"])
def test_a_colleague_completes_a_case_only_where_it_is_proven_that_he_wrote(
    asked: ScenarioLine, verdict: str
):
    (case,) = asked.every_case()
    asked.posts(
        "Adjunto.", sender="otro@invias.test", name="Otro", subject="Solicitud", verdict=verdict,
        files=[("plantilla.docx", form(asked)), SCREEN],
    )  # fmt: skip
    # His answer counts as one in either way; what he filled in is for the advisor to judge.
    assert (case.requester["siif_user"] == "MHmruiz") is (verdict == "pass")
    assert bool(case.missing) is (verdict == "")
    assert asked.mails("M-11")
