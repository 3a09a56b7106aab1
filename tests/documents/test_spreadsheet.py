"""Tables as workbooks: what people wrote stays text, and the same values give the same bytes."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from mailbot.documents.spreadsheet import title_of, workbook
from mailbot.model.sheets import Cell, Chart, Column, Kind, Sheet

MADE = datetime(2026, 11, 25, 10, 40, tzinfo=UTC)


def one_sheet(*values: Cell, kind: Kind = Kind.TEXT) -> Sheet:
    rows = tuple((value,) for value in values)
    return Sheet(title="Casos", columns=(Column(title="Dato", kind=kind),), rows=rows)


def written(sheet: Sheet):
    return load_workbook(io.BytesIO(workbook([sheet], title="Prueba", made=MADE))).active


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+57 300 123 4567", "-2", "@SUM(A1)", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x")',
     "\t=1+1", "0012", "1E5", "{=1}"],
)  # fmt: skip
def test_what_people_wrote_is_never_a_formula(text: str):
    cell = written(one_sheet(text))["A2"]
    assert (cell.data_type, cell.value, cell.number_format) == ("s", text, "@")


def test_what_xml_can_not_hold_is_replaced_and_what_is_too_long_is_cut():
    sheet = written(one_sheet("a\x00b\x1bc", "x" * 40_000))
    assert sheet["A2"].value == "a\ufffdb\ufffdc"
    assert len(sheet["A3"].value) == 32_767


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (412, Kind.WHOLE, "#,##0"),
        (0.923, Kind.SHARE, "0.0%"),
        (3.5, Kind.NUMBER, "#,##0.0"),
        (date(2026, 11, 25), Kind.DAY, "dd/mm/yyyy"),
        (MADE, Kind.MOMENT, "dd/mm/yyyy hh:mm"),
    ],
)
def test_numbers_and_times_stay_numbers_and_times(value: Cell, kind: Kind, shown: str):
    cell = written(one_sheet(value, kind=kind))["A2"]
    assert cell.number_format == shown
    assert cell.data_type == ("d" if isinstance(value, date) else "n")


@pytest.mark.parametrize("text", [" al borde ", "dos\nlíneas", "a\r\nb", "<b>&\"'", "á😀", "#N/A"])
def test_text_comes_back_as_it_was(text: str):
    cell = written(one_sheet(text))["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


def test_long_text_is_wrapped_in_wide_columns():
    columns = (Column(title="Caso"), Column(title="Descripción", width=30))
    sheet = written(Sheet(title="Casos", columns=columns, rows=(("a", "b"),)))
    assert [cell.alignment.wrap_text for cell in sheet[2]] == [None, True]


@pytest.mark.parametrize(
    ("text", "height"),
    [
        ("corto", None),
        ("x" * 40, None),
        ("x" * 41, 30),
        ("uno\ndos\ntres", 45),
        ("y" * 5_000, 120),
    ],
)
def test_a_row_is_as_high_as_its_longest_text_up_to_eight_lines(text: str, height: int | None):
    columns = (Column(title="Caso"), Column(title="Descripción", width=40))
    sheet = written(Sheet(title="Casos", columns=columns, rows=(("caso" * 20, text),)))
    assert sheet.row_dimensions[2].height == height


def test_heads_stand_over_their_figures_and_days_apart_from_words():
    columns = (Column(title="Cuántos", kind=Kind.WHOLE), Column(title="Día", kind=Kind.DAY))
    sheet = written(Sheet(title="Casos", columns=columns, rows=((3, date(2026, 11, 25)),)))
    assert [cell.alignment.horizontal for cell in sheet[1]] == ["right", None]
    assert [cell.alignment.horizontal for cell in sheet[2]] == [None, "left"]


def test_a_table_of_many_rows_is_whole_and_its_note_stands_below_it():
    sheet = replace(one_sheet(*range(1_234), kind=Kind.WHOLE), note="=Nota")
    told = [row[0] for row in written(sheet).values]
    assert told == ["Dato", *range(1_234), None, "=Nota"]
    assert written(sheet).auto_filter.ref == "A1:A1235"


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="zip"):
        written(replace(one_sheet(), rows=((1, 2),)))


def test_a_chart_shows_cells_of_its_table():
    table = Sheet(
        title="Por grupo", columns=(Column(title="Grupo"), Column(title="Recibidos")),
        rows=(("N1", 3), ("BO", 2), ("Total", 5)),
    )  # fmt: skip
    chart = Chart(title="Recibidos", of="Por grupo", rows=(0, 1), labels=0, values=(1,))
    first = replace(one_sheet("I1"), chart=chart)
    content = workbook([first, table], title="Prueba", made=MADE)
    assert content == workbook([first, table], title="Prueba", made=MADE)
    (drawn,) = load_workbook(io.BytesIO(content)).worksheets[0]._charts
    (series,) = drawn.series
    assert series.val.numRef.f == "'Por grupo'!$B$2:$B$3"
    assert series.cat.numRef.f == "'Por grupo'!$A$2:$A$3"


def test_a_chart_of_no_sheet_is_refused():
    chart = Chart(title="", of="Otra", rows=(0, 1), labels=0, values=(1,))
    with pytest.raises(KeyError, match="Otra"):
        workbook([replace(one_sheet(), chart=chart)], title="Prueba", made=MADE)


def test_the_same_values_give_the_same_bytes():
    sheet = one_sheet("á", None, True)
    first = workbook([sheet], title="Prueba", made=MADE)
    assert first == workbook([sheet], title="Prueba", made=MADE)
    assert first != workbook([sheet], title="Prueba", made=MADE.replace(minute=41))


def test_an_empty_table_has_its_head():
    sheet = written(one_sheet())
    assert [cell.value for cell in sheet[1]] == ["Dato"]
    assert (sheet.freeze_panes, sheet.max_row) == ("A2", 1)


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("Por grupo y nivel", "Por grupo y nivel"),
        ("SERV/INC: [a]", "SERV INC   a"),
        ("x" * 40, "x" * 31),
        ("", "Hoja"),
    ],
)
def test_titles_are_what_excel_takes(title: str, taken: str):
    assert title_of(title) == taken


def test_two_sheets_of_one_title_are_refused():
    with pytest.raises(ValueError, match="one title"):
        workbook([one_sheet(), one_sheet()], title="Prueba", made=MADE)
