"""Forms saved by LibreOffice in its own formats (OpenDocument)."""

import io
import zipfile

import pytest

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import Extra
from mailbot.parsers.forms.wording import HINTS, LABELS, TAGS
from tests.parsers.forms.filling import file
from tests.parsers.forms.reading import FUNCTIONAL, form, forms, people, said

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "meta": "meta",
    }.items()
)  # fmt: skip
NAMES += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
ASKED = (Field.NAME, Field.SIIF_USER, Field.EXECUTING_UNIT, Field.EMAIL)
TOLD = {
    Field.NAME: "Ana Pérez", Field.SIIF_USER: "MHaperez", Field.EXECUTING_UNIT: "13-01-01",
    Field.EMAIL: "ana@x.gov.co",
}  # fmt: skip


def odf(body: str, **properties: str) -> bytes:
    meta = "".join(
        f'<meta:user-defined meta:name="{name}">{value}</meta:user-defined>'
        for name, value in properties.items()
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:body>{body}</office:body>"
            "</office:document-content>",
        )
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {NAMES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
        )
    return packed.getvalue()


def cell(text: str) -> str:
    return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"


def row(*texts: str) -> str:
    return f"<table:table-row>{''.join(map(cell, texts))}</table:table-row>"


def table(*rows: str) -> str:
    return f"<table:table>{''.join(rows)}</table:table>"


def document(*rows: str, before: str = "", after: str = "", **properties: str) -> bytes:
    return odf(f"<office:text>{before}{table(*rows)}{after}</office:text>", **properties)


def workbook(*sheets: str) -> bytes:
    return odf(f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet>")


TITLE = '<text:h text:outline-level="1">Plantilla de funcionales</text:h>'
ROWS = tuple(row(f"{LABELS[each]}</text:p><text:p>{HINTS[each]}", TOLD[each]) for each in ASKED)


def test_a_document_is_read_with_what_it_says_of_itself():
    content = document(
        *ROWS, before=TITLE, Caso="SERV-2026-000009", Version="2", Formulario="plantilla-funcional"
    )
    found = form(file(content, "plantilla.odt"))
    assert said(found) == TOLD
    assert (found.kind, found.version, found.carried) == (FUNCTIONAL, "2", "SERV-2026-000009")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ana<text:s text:c=\"3\"/>Pérez", "Ana Pérez"),
        ("Ana<text:s/><text:span>Pé</text:span>rez", "Ana Pérez"),
        ("Ana<text:line-break/>Pérez", "Ana Pérez"),
        ("<text:a>Ana</text:a> Pérez", "Ana Pérez"),
        ("Ana<text:annotation><text:p>nota</text:p></text:annotation> Pérez", "Ana Pérez"),
        ('<loext:content-control loext:tag="x">Ana Pérez</loext:content-control>', "Ana Pérez"),
    ],
)  # fmt: skip
def test_the_words_of_a_paragraph_are_read_through_its_marks(text, read):
    found = form(file(document(row(LABELS[Field.NAME], text), *ROWS[1:]), "a.odt"))
    assert found.answer(Field.NAME).replace("\n", " ") == read


def test_a_control_that_shows_its_prompt_is_empty():
    prompt = (
        '<loext:content-control loext:showing-place-holder="true" loext:tag="siif_nombre">'
        "Nombre y apellidos suyos</loext:content-control>"
    )
    found = form(file(document(row(LABELS[Field.NAME], prompt), *ROWS[1:]), "a.odt"))
    assert found.answer(Field.NAME) == ""


def test_a_control_without_its_label_is_read_by_its_name():
    named = (
        f'<text:p><loext:content-control loext:tag="{TAGS[Extra.MODULE]}">PAC'
        "</loext:content-control></text:p>"
    )
    assert form(file(document(*ROWS, after=named), "a.odt")).module == "PAC"


def test_a_text_box_and_a_picture_in_the_document_are_seen():
    box = (
        "<text:p><draw:frame><draw:text-box><text:p>Ciudad: Cali</text:p></draw:text-box>"
        "</draw:frame><draw:frame><draw:image/></draw:frame></text:p>"
    )
    found = form(file(document(*ROWS, before=TITLE + box), "a.odt"))
    assert said(found) == TOLD | {Field.CITY: "Cali"}
    assert found.pictures == 1


def test_changes_that_were_deleted_are_not_read():
    deleted = (
        "<text:tracked-changes><text:p>Ciudad: Pasto</text:p></text:tracked-changes>"
    )  # fmt: skip
    assert said(form(file(document(*ROWS, before=deleted), "a.odt"))) == TOLD


def test_a_workbook_is_read_sheet_by_sheet():
    answered = table(*ROWS)
    empty = table(row("", ""), row("Valor", "3"))
    found = form(file(workbook(empty, answered), "plantilla.ods"))
    assert said(found) == TOLD


def test_rows_and_cells_that_repeat_are_read_once_or_to_the_bound():
    repeated = (
        f"<table:table-row>{cell(LABELS[Field.CITY])}"
        '<table:table-cell table:number-columns-repeated="3"/>'
        f"{cell('Cali')}"
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
        "</table:table-row>"
    )
    found = form(file(workbook(table(*ROWS, repeated)), "plantilla.ods"))
    assert said(found) == TOLD | {Field.CITY: "Cali"}


def test_the_list_of_attendees_is_read():
    head = ("<table:table-header-rows>"
            + row("Nombres completos", "Número de identificación", "Usuario SIIF Nación")
            + "</table:table-header-rows>")  # fmt: skip
    listed = "<text:h>Persona(s) que asistirá(n)</text:h>" + table(
        head, row("Luis Gómez", "79123456", "lgomez"), row("", "", "")
    )
    found = form(file(document(*ROWS, after=listed), "a.odt"))
    assert people(found) == [("Luis Gómez", "79123456", "lgomez")]


def test_a_letter_is_no_form():
    assert forms(file(odf("<office:text><text:p>Hola</text:p></office:text>"), "a.odt")) == ()


def test_a_form_within_the_cell_of_another_table_or_a_frame_is_read():
    inner = f"<table:table-cell><text:p>x</text:p>{table(*ROWS)}</table:table-cell>"
    nested = (
        f"<office:text>{TITLE}{table(f'<table:table-row>{inner}</table:table-row>')}</office:text>"
    )
    section = f"<office:text>{TITLE}<text:section>{table(*ROWS)}</text:section></office:text>"
    listed = (
        "<table:table-cell><text:list><text:list-item><text:p>Cali</text:p></text:list-item>"
        "</text:list></table:table-cell>"
    )
    item = f"<table:table-row>{cell(LABELS[Field.CITY])}{listed}</table:table-row>"
    for body in (nested, section):
        assert said(form(file(odf(body), "a.odt"))) == TOLD
    assert said(form(file(document(*ROWS, item), "a.odt"))) == TOLD | {Field.CITY: "Cali"}
