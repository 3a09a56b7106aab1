"""The line's forms as people fill them in: with Word, with Excel, in a PDF."""

import io

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from mailbot.config.supplied import Documents
from mailbot.documents import Document, cells, load_documents, numbered
from mailbot.documents.plans import ACCOMPANIMENT, FUNCTIONAL, MODULES, PLANS
from mailbot.errors import ConfigurationError
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms.fixed import fixed_line, title_kind
from mailbot.parsers.forms.labels import Labels
from mailbot.parsers.forms.values import Extra
from mailbot.parsers.forms.wording import ATTENDEE_COLUMNS, NOT_YET, PROMPT, TAGS, attendee_tag

NUMBER = "INC-2026-000007"
FORMS = ("functional_form", "accompaniment_form")
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": cells.XLSX,
    "pdf": "application/pdf",
}


def shipped(key: str, format_: str) -> Document:
    return load_documents(Documents(format=format_))[key]


def places(plan) -> set[str]:
    """The names of all places of a form that can be filled in, the free one left out."""
    asked = {each.tag for _, questions in plan.sections for each in questions if not each.free}
    listed = {
        attendee_tag(row, column)
        for row in range(1, plan.attendees + 1)
        for column in ATTENDEE_COLUMNS
    }
    return asked | listed


PLAN = dict(zip(FORMS, PLANS, strict=True))


@pytest.mark.parametrize("format_", TYPES)
@pytest.mark.parametrize("key", FORMS)
def test_the_configured_format_goes_out(key, format_):
    document = shipped(key, format_)
    assert document.file_name.endswith(f".{format_}")
    assert document.type == TYPES[format_]


@pytest.mark.parametrize("format_", TYPES)
def test_the_circular_goes_out_in_word_whatever_the_format(format_):
    assert shipped("circular_050", format_).file_name == "Guia_Circular_050.docx"


@pytest.mark.parametrize("key", FORMS)
def test_every_place_in_word_is_a_control_with_a_name_to_be_read_aloud(key):
    body = docx.Document(io.BytesIO(shipped(key, "docx").content)).element.body
    controls = {}
    for control in body.iter(qn("w:sdt")):
        settings = control.find(qn("w:sdtPr"))
        tag = settings.find(qn("w:tag")).get(qn("w:val"))
        controls[tag] = settings.find(qn("w:alias")).get(qn("w:val"))
        text = "".join(t.text for t in control.iter(qn("w:t")))
        assert text == PROMPT or tag == TAGS[Extra.MODULE]
    assert controls.keys() == places(PLAN[key])
    assert all(controls.values())
    assert len(set(controls.values())) == len(controls)


def test_the_modules_can_be_chosen_in_word():
    body = docx.Document(io.BytesIO(shipped("functional_form", "docx").content)).element.body
    (chooser,) = body.iter(qn("w:dropDownList"))
    offered = [item.get(qn("w:displayText")) for item in chooser]
    assert offered == ["Elija un módulo", *MODULES]


@pytest.mark.parametrize("key", FORMS)
def test_every_place_in_excel_is_a_named_cell_that_can_be_typed_in(key):
    book = load_workbook(io.BytesIO(shipped(key, "xlsx").content))
    sheet = book.worksheets[0]
    assert places(PLAN[key]) <= book.defined_names.keys()
    assert sheet.protection.sheet
    assert not sheet.protection.password
    for name, defined in book.defined_names.items():
        ((title, place),) = defined.destinations
        cell = book[title][place]
        assert cell.protection.locked is (name == TAGS[Extra.CASE])
        assert cell.value == (NOT_YET if name == TAGS[Extra.CASE] else None)
        # As text: a code must not lose its zeros.
        assert cell.number_format == "@" or name == TAGS[Extra.CASE]


@pytest.mark.parametrize("key", FORMS)
def test_excel_helps_and_warns_and_never_refuses(key):
    book = load_workbook(io.BytesIO(shipped(key, "xlsx").content))
    checks = book.worksheets[0].data_validations.dataValidation
    asked = [each for _, questions in PLAN[key].sections for each in questions]
    assert len(checks) == len(asked)
    for check, question in zip(checks, asked, strict=True):
        assert check.errorStyle == "warning"
        assert check.prompt == question.hint
    assert {check.type for check in checks} >= {"custom", "textLength"}


@pytest.mark.parametrize("key", FORMS)
def test_a_workbook_says_its_language_and_title_and_prints_on_one_width(key):
    book = load_workbook(io.BytesIO(shipped(key, "xlsx").content))
    assert (book.properties.language, book.properties.title) == ("es-CO", PLAN[key].title)
    assert book.worksheets[0].title == PLAN[key].title
    assert (book.worksheets[0].page_setup.fitToWidth, book.worksheets[0].oddFooter.center.text) == (
        1, PLAN[key].footer,
    )  # fmt: skip


@pytest.mark.parametrize("key", FORMS)
def test_every_place_in_the_pdf_is_a_field_with_its_question(key):
    reader = PdfReader(io.BytesIO(shipped(key, "pdf").content))
    fields = reader.get_fields()
    free = {each.tag for _, asked in PLAN[key].sections for each in asked if each.free}
    assert fields.keys() == places(PLAN[key]) | free | {TAGS[Extra.CASE]}
    assert all(field["/TU"] for field in fields.values())
    assert reader.trailer["/Root"]["/Lang"] == "es-CO"
    assert reader.metadata["/Title"] == PLAN[key].title


@pytest.mark.parametrize("format_", TYPES)
@pytest.mark.parametrize("key", FORMS)
def test_numbering_is_repeatable_and_leaves_the_form_open(key, format_):
    document = shipped(key, format_)
    content = numbered(document, NUMBER)
    assert content == numbered(document, NUMBER)
    assert content != document.content
    again = Document(key=key, file_name="x", type=document.type, content=content)
    assert numbered(again, NUMBER) != numbered(again, "INC-2026-000008")


def test_the_number_stands_in_the_named_cell_of_a_workbook():
    for key in FORMS:
        book = load_workbook(io.BytesIO(numbered(shipped(key, "xlsx"), NUMBER)))
        ((title, place),) = book.defined_names[TAGS[Extra.CASE]].destinations
        assert book[title][place].value == NUMBER
        assert book.custom_doc_props["Caso"].value == NUMBER


def test_the_number_stands_in_the_field_of_a_pdf():
    for key in FORMS:
        reader = PdfReader(io.BytesIO(numbered(shipped(key, "pdf"), NUMBER)))
        assert reader.get_fields()[TAGS[Extra.CASE]]["/V"] == NUMBER
        assert reader.metadata["/Caso"] == NUMBER
        assert reader.metadata["/Formulario"] == PLAN[key].kind


@pytest.mark.parametrize("name", ["libro.xlsx", "hoja.pdf"])
def test_a_file_of_the_operators_without_a_place_for_the_number_goes_out(name, tmp_path):
    from openpyxl import Workbook

    buffer = io.BytesIO()
    Workbook().save(buffer)
    path = tmp_path / name
    path.write_bytes(buffer.getvalue() if name.endswith("xlsx") else b"%PDF-1.7 ...")
    document = load_documents(Documents(functional_form=path))["functional_form"]
    content = numbered(document, NUMBER)
    if name.endswith("xlsx"):
        assert load_workbook(io.BytesIO(content)).custom_doc_props["Caso"].value == NUMBER
    else:
        assert content == b"%PDF-1.7 ..."


def test_a_workbook_that_is_none_is_a_fault(tmp_path):
    path = tmp_path / "libro.xlsx"
    path.write_bytes(b"PK no")
    with pytest.raises(ConfigurationError) as raised:
        load_documents(Documents(functional_form=path))
    assert "no es un libro de Excel (.xlsx) válido" in raised.value.faults[0]


@pytest.mark.parametrize("plan", [FUNCTIONAL, ACCOMPANIMENT], ids=lambda plan: plan.kind)
def test_all_that_a_form_says_by_itself_is_known_when_it_comes_back(plan):
    labels = Labels()
    body = docx.Document(io.BytesIO(shipped_docx(plan))).element.body
    for paragraph in body.iter(qn("w:p")):
        text = "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
        known = not text or text in (PROMPT, NOT_YET, "Elija un módulo")
        assert known or fixed_line(text) or title_kind(text) or labels.slot(text) is not None, text


def shipped_docx(plan) -> bytes:
    return shipped(FORMS[PLANS.index(plan)], "docx").content


def test_each_field_of_a_request_has_a_place_in_a_form():
    asked = {each.slot for plan in PLANS for _, questions in plan.sections for each in questions}
    assert {field for field in Field if field is not Field.ATTENDEES} <= asked
