"""Ways in which people return the form as a workbook."""

import datetime
import io
import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import Extra
from mailbot.parsers.forms.wording import LABELS
from tests.parsers.forms.filling import (
    ANSWERS,
    NUMBER,
    PEOPLE,
    WANTED,
    file,
    in_cells,
    saved,
    sent,
    shipped,
)
from tests.parsers.forms.reading import ACCOMPANIMENT, FUNCTIONAL, form, forms, people, said

FUNC, ACOM = "plantilla-funcional.xlsx", "plantilla-acompanamiento.xlsx"


def changed(content: bytes, change) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book, book.worksheets[0])
    return saved(book)


def filled() -> bytes:
    return in_cells(sent(FUNC), ANSWERS)


def without_names(book, sheet):
    book.defined_names.clear()


def without_properties(book, sheet):
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


def with_rows_put_in_above(book, sheet):
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 5)


def moved_to_the_third_column(book, sheet):
    without_names(book, sheet)
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for row in sheet.iter_rows(min_row=5, max_col=3):
        if row[0].value and row[1].value and not row[2].value:
            row[2].value, row[1].value = row[1].value, None


def in_the_labels_cell(book, sheet):
    without_names(book, sheet)
    for row in sheet.iter_rows(min_row=5, max_col=3):
        if row[0].value and row[1].value and row[1].value != "Respuesta":
            row[0].value, row[1].value = f"{row[0].value}\n{row[1].value}", None


def below_the_label(book, sheet):
    """The whole form in one column."""
    texts = []
    for row in sheet.iter_rows(min_row=1, max_col=3, values_only=True):
        texts += [str(value) for value in row if value]
    book.remove(sheet)
    alone = book.create_sheet("Hoja1", 0)
    for number, text in enumerate(texts, start=1):
        alone.cell(number, 1, text)
    without_names(book, alone)


def with_more_sheets(book, sheet):
    book.create_sheet("Hoja2")["A1"] = "Otros datos"
    book.create_sheet("Hoja3", 0)


WAYS = [
    without_names, without_properties, with_rows_put_in_above, moved_to_the_third_column,
    in_the_labels_cell, below_the_label, with_more_sheets,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_workbook_is_read_however_it_was_filled_in_and_saved(way):
    found = form(file(changed(filled(), way), FUNC))
    assert said(found) == ANSWERS
    assert (found.kind, found.case, found.doubts) == (FUNCTIONAL, NUMBER, ())


@pytest.mark.parametrize("way", [None, without_names, without_properties, with_rows_put_in_above])
def test_the_list_of_attendees_is_read(way):
    content = in_cells(sent(ACOM), WANTED, PEOPLE)
    found = form(file(changed(content, way) if way else content, ACOM))
    assert said(found) == WANTED
    assert people(found) == list(PEOPLE)
    assert (found.kind, found.version) == (ACCOMPANIMENT, "2")


@pytest.mark.parametrize("name", [FUNC, ACOM])
def test_an_empty_workbook_is_empty(name):
    for content in (shipped(name), sent(name)):
        found = form(file(content, name))
        assert found.is_blank
        assert found.doubts == ()


def test_the_case_number_of_a_numbered_workbook_is_read_from_cell_and_file():
    found = form(file(sent(FUNC), FUNC))
    assert (found.case, found.carried) == (NUMBER, NUMBER)


def test_a_wrong_size_of_the_sheet_hides_nothing():
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(filled())) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', body))
    assert said(form(file(content.getvalue(), FUNC))) == ANSWERS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3101234567, "3101234567"),
        (3101234567.0, "3101234567"),
        (52.5, "52.5"),
        (datetime.datetime.fromisoformat("2026-11-24"), "2026-11-24"),
        (datetime.date(2026, 11, 24), "2026-11-24"),
        (datetime.datetime.fromisoformat("2026-11-24T08:30"), "2026-11-24T08:30:00"),
        ("  Ana\u00a0 Pérez ", "Ana Pérez"),
    ],
)
def test_a_value_is_read_as_people_see_it(value, text):
    found = form(file(in_cells(sent(FUNC), {Field.NAME: value}), FUNC))
    assert said(found) == {Field.NAME: text}


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#¿NOMBRE?", True, None])
def test_an_error_of_the_sheet_is_no_answer(value):
    assert said(form(file(in_cells(sent(FUNC), {Field.NAME: value}), FUNC))) == {}


def book_of(*sheets: list[tuple]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Hoja{number}")
        for row in rows:
            sheet.append(row)
    return saved(book)


ASKED = (Field.NAME, Field.SIIF_USER, Field.EXECUTING_UNIT, Field.EMAIL, Field.DESCRIPTION)
TOLD = {each: ANSWERS[each] for each in ASKED}
PAIRS = [(LABELS[each], TOLD[each]) for each in ASKED]


@pytest.mark.parametrize(
    "sheets",
    [
        pytest.param([PAIRS], id="label and answer side by side"),
        pytest.param([[("", "", *pair) for pair in PAIRS]], id="far in"),
        pytest.param([[(a, None, None, b) for a, b in PAIRS]], id="empty columns between"),
        pytest.param(
            [[next(zip(*PAIRS, strict=False)), tuple(zip(*PAIRS, strict=False))[1]]],
            id="one row of answers",
        ),
        pytest.param([[(f"{a}: {b}",) for a, b in PAIRS]], id="label and answer in one cell"),
        pytest.param([[x for a, b in PAIRS for x in ((a,), (b,))]], id="answer below the label"),
        pytest.param([[x for pair in PAIRS for x in (pair, ())]], id="empty rows between"),
        pytest.param([[("Plantilla funcional",), *PAIRS], [("otra", "hoja")]], id="two sheets"),
    ],
)
def test_a_sheet_of_ones_own_with_the_labels_is_read(sheets):
    found = form(file(book_of(*sheets), "datos.xlsx"))
    assert said(found) == TOLD
    assert found.kind is FUNCTIONAL


def test_both_forms_in_one_workbook_are_two_forms():
    training = [("Plantilla de acompañamiento",), ("Tema específico", "PAC"), ("Asistentes",),
                ("Nombre", "Cédula"), ("Luis Gómez", 79123456)]  # fmt: skip
    found = forms(file(book_of(PAIRS, training), "datos.xlsx"))
    assert [each.kind for each in found] == [FUNCTIONAL, ACCOMPANIMENT]
    assert people(found[1]) == [("Luis Gómez", "79123456", "")]


def test_several_requests_in_one_table_give_the_first_and_a_doubt():
    labels, answers = zip(*PAIRS, strict=True)
    others = [f"{text} 2" for text in answers]
    found = form(file(book_of([labels, answers, others]), "datos.xlsx"))
    assert said(found) == TOLD
    assert found.doubts == ("La tabla trae varias filas de datos; solo se tomó la primera.",)


def test_a_hidden_sheet_is_not_read():
    def hide(book, sheet):
        book.create_sheet("Hoja2")
        sheet.sheet_state = "hidden"

    assert forms(file(changed(filled(), hide), FUNC)) == ()


def test_more_rows_than_are_read_is_told():
    found = form(file(book_of([*PAIRS, *[("", "x")] * 700]), "datos.xlsx"))
    assert said(found)[Field.NAME] == TOLD[Field.NAME]
    assert found.doubts == ("Solo se leyeron las primeras 600 filas de la hoja «Hoja1».",)


def test_the_contingency_sheet_is_no_form():
    head = ("ID del caso (SERV o INC)", "Nombre del solicitante", "Estado")
    assert forms(file(book_of([head, (NUMBER, "Ana", "Abierto")]), "contingencia.xlsx")) == ()


def test_what_was_chosen_from_the_list_is_the_module():
    content = in_cells(sent(FUNC), {Extra.MODULE: "Contabilidad (CON)"})
    assert form(file(content, FUNC)).module == "Contabilidad (CON)"


def test_a_number_with_an_exponent_is_read_as_people_see_it():
    content = in_cells(sent(FUNC), {Field.PHONE: 77})
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b"<v>77</v>", b"<v>3.101234567E9</v>")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        for name, body in members.items():
            new.writestr(name, body)
    assert said(form(file(packed.getvalue(), FUNC))) == {Field.PHONE: "3101234567"}
