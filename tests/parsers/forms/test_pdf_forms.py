"""PDF: the fields of a form that was filled in, a form that was printed, pictures of paper."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from mailbot.documents import Document, numbered
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import Extra, FormKind, Obstacle, OwnTemplate
from mailbot.parsers.forms.wording import HINTS, LABELS, TAGS, attendee_tag
from tests.parsers.forms.filling import ANSWERS, NUMBER, PEOPLE, WANTED, file, shipped
from tests.parsers.forms.reading import (
    ACCOMPANIMENT,
    FUNCTIONAL,
    form,
    forms,
    people,
    refused,
    said,
)

FUNC, ACOM = "plantilla-funcional.pdf", "plantilla-acompanamiento.pdf"
PDF = "application/pdf"


def sent(name: str) -> bytes:
    return numbered(Document(key="f", file_name=name, type=PDF, content=shipped(name)), NUMBER)


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def in_fields(content: bytes, values: dict[str, str]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    return written(writer)


def tagged(answers) -> dict[str, str]:
    return {TAGS[slot]: text for slot, text in answers.items()}


def drawn(*lines: tuple[float, str], more=None) -> bytes:
    """A page with texts at (how far in, text), one line below the other."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    y = 800
    for x, text in lines:
        canvas.drawString(x, y, text)
        y -= 0 if x < 100 and text in LABELS.values() else 14
    if more:
        more(canvas)
    canvas.save()
    return buffer.getvalue()


def picture(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 500, 700)


def test_the_fields_of_the_lines_own_form_are_read():
    found = form(file(in_fields(sent(FUNC), tagged(ANSWERS)), FUNC, PDF))
    assert said(found) == ANSWERS
    assert (found.kind, found.version, found.case, found.carried) == (
        FUNCTIONAL,
        "2",
        NUMBER,
        NUMBER,
    )


def test_the_fields_of_the_list_of_attendees_are_read():
    values = tagged(WANTED)
    for row, person in zip((1, 4), PEOPLE, strict=True):
        columns = (Field.NAME, Field.IDENTIFICATION, Field.SIIF_USER)
        values |= {
            attendee_tag(row, column): text for column, text in zip(columns, person, strict=False)
        }
    found = form(file(in_fields(sent(ACOM), values), ACOM, PDF))
    assert said(found) == WANTED
    assert people(found) == list(PEOPLE)
    assert found.kind is ACCOMPANIMENT


@pytest.mark.parametrize("name", [FUNC, ACOM])
def test_an_empty_form_is_empty(name):
    for content in (shipped(name), sent(name)):
        found = form(file(content, name, PDF))
        assert found.is_blank
        assert found.doubts == ()


def test_a_form_that_was_printed_to_a_file_is_read_from_its_words():
    asked = (Field.NAME, Field.SIIF_USER, Field.EXECUTING_UNIT, Field.EMAIL)
    lines = [(50, "Plantilla de funcionales")]
    for each in asked:
        lines += [(50, LABELS[each]), (280, ANSWERS[each]), (50, HINTS[each])]
    found = form(file(drawn(*lines), "escrito.pdf", PDF))
    assert said(found) == {each: ANSWERS[each] for each in asked}


def test_an_answer_of_several_lines_goes_on_beside_the_hint():
    lines = [
        (50, "Plantilla de funcionales"),
        (50, LABELS[Field.ENTITY]), (280, "1301 Ministerio de Hacienda y Crédito"),
        (280, "Público"),
        (50, LABELS[Field.DESCRIPTION]), (280, "Al generar la obligación"),
        (280, "sale un error."),
        (50, LABELS[Field.CITY]), (280, "Cali"),
    ]  # fmt: skip
    assert said(form(file(drawn(*lines), "a.pdf", PDF))) == {
        Field.ENTITY: "1301 Ministerio de Hacienda y Crédito Público",
        Field.DESCRIPTION: "Al generar la obligación\nsale un error.",
        Field.CITY: "Cali",
    }


def test_fields_of_another_form_are_read_by_their_names():
    def fields(canvas):
        for at, name in enumerate(
            ("Nombre", "Cedula", "Usuario_SIIF", "Correo", "Tema", "Asistentes")
        ):
            canvas.acroForm.textfield(name=name, value=f"valor {name}", x=50, y=600 - 40 * at)

    found = form(file(drawn((50, "Solicitud"), more=fields), "propio.pdf", PDF))
    assert said(found) == {
        Field.NAME: "valor Nombre", Field.IDENTIFICATION: "valor Cedula",
        Field.SIIF_USER: "valor Usuario_SIIF", Field.EMAIL: "valor Correo",
        Field.TOPICS: "valor Tema",
    }  # fmt: skip
    assert people(found) == [("valor Asistentes", "", "")]
    assert found.kind is ACCOMPANIMENT


def test_fields_of_the_operators_form_are_read_by_the_mapping():
    template = OwnTemplate(
        name="F-17",
        kind=FormKind.FUNCTIONAL,
        labels={"campo 1": Field.NAME, "campo 2": Extra.MODULE},
    )

    def fields(canvas):
        canvas.acroForm.textfield(name="Campo_1", value="Ana Pérez", x=50, y=600)
        canvas.acroForm.textfield(name="Campo_2", value="PAC", x=50, y=500)

    content = drawn((50, "F-17"), more=fields)
    found = form(file(content, "f17.pdf", PDF), templates=(template,))
    assert (said(found), found.template) == (
        {Field.NAME: "Ana Pérez", Extra.MODULE: "PAC"}, "F-17",
    )  # fmt: skip


def test_text_laid_over_the_form_is_told():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sent(FUNC))))
    writer.add_annotation(0, FreeText(text="Ana Pérez", rect=(250, 600, 500, 620)))
    (doubt,) = form(file(written(writer), FUNC, PDF)).doubts
    assert "«Ana Pérez»" in doubt


@pytest.mark.parametrize("name", ["plantilla.pdf", "CamScanner 24-11-2026.pdf"])
def test_a_scan_is_told_to_be_a_picture(name):
    found = refused(file(drawn(more=picture), name, PDF))
    assert (found.obstacle, found.likely, found.source) == (Obstacle.IMAGE, True, name)
    assert found.why == (
        "Es un escaneo o una foto: se guarda como anexo, pero sus datos no se leen."
    )


def test_a_scan_by_any_name_is_told_to_the_advisor_only():
    assert not refused(file(drawn(more=picture), "doc00231.pdf", PDF)).likely


def test_a_locked_file_is_told():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sent(FUNC))))
    writer.encrypt("clave", algorithm="RC4-128")
    found = refused(file(written(writer), FUNC, PDF))
    assert (found.obstacle, found.likely) == (Obstacle.LOCKED, True)


def test_a_file_that_only_forbids_changes_is_read():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(in_fields(sent(FUNC), tagged(ANSWERS)))))
    writer.encrypt("", "dueño", algorithm="RC4-128")
    assert said(form(file(written(writer), FUNC, PDF))) == ANSWERS


def test_a_dynamic_form_is_told():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn((50, "Please wait...")))))
    xfa = ArrayObject([TextStringObject("template"), TextStringObject("<xdp/>")])
    dynamic = DictionaryObject({NameObject("/XFA"): xfa, NameObject("/Fields"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = dynamic
    found = refused(file(written(writer), "formulario.pdf", PDF))
    assert found.obstacle is Obstacle.DYNAMIC


def test_a_letter_as_pdf_is_no_form():
    lines = [(50, "Respetados señores:"), (50, "Adjunto el acto administrativo.")]
    assert forms(file(drawn(*lines), "oficio.pdf", PDF)) == ()


def test_a_picture_beside_the_answers_is_counted():
    content = drawn(
        (50, "Plantilla de funcionales"), (50, LABELS[Field.CITY]), (280, "Cali"), more=picture
    )
    assert form(file(content, "a.pdf", PDF)).pictures == 1
