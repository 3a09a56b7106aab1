"""What a workbook gives, and what is said of a file that is none."""

import zipfile
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from mailbot.parsers import table_file
from mailbot.parsers.table_file import Formula, Grid, Merged, NotATable, read_table


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def book_of(*rows: tuple[object, ...]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def with_member(content: bytes, name: str, text: bytes) -> bytes:
    buffer = BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(name, text)
    return buffer.getvalue()


PLAIN = saved(book_of(("a", "b"), (1, 2.5)))


def only(content: bytes) -> Grid:
    (grid,) = read_table(content)
    return grid


def test_cells_are_what_they_hold():
    moment = datetime(2026, 11, 24, 9, 12)  # noqa: DTZ001 Excel knows no zones.
    grid = only(saved(book_of(("texto", 7, 1.5, True, moment, None, "=A1+1"))))
    assert grid.rows == (("texto", 7, 1.5, True, moment, None, "=A1+1"),)
    assert isinstance(grid.rows[0][-1], Formula)


def test_text_that_only_looks_like_a_formula_is_text():
    book = book_of(("x",))
    book.active["A1"].value, book.active["A1"].data_type = "=1+1", "s"
    assert not isinstance(only(saved(book)).rows[0][0], Formula)


def test_blank_rows_keep_their_place_and_those_at_the_end_go():
    assert only(saved(book_of(("a",), (), (None, "b"), (None,)))).rows == (("a",), (), (None, "b"))


def test_joined_cells_are_told():
    book = book_of(("a", "b"), ("c", "d"))
    book.active.merge_cells("B1:B2")
    assert only(saved(book)).merged == (Merged(1, 2, 2, 2),)


def test_only_sheets_that_are_shown_are_read():
    book = book_of(("a",))
    book.create_sheet("oculta").sheet_state = "hidden"
    assert [grid.title for grid in read_table(saved(book))] == ["Sheet"]


def test_a_sheet_that_is_too_long_says_so(monkeypatch):
    monkeypatch.setattr(table_file, "MOST_ROWS", 3)
    monkeypatch.setattr(table_file, "_SPARE_ROWS", 1)
    grid = only(saved(book_of(*(("a",) for _ in range(9)))))
    assert (len(grid.rows), grid.cut) == (4, True)


OTHERS = {
    "xls": (b"\xd0\xcf\x11\xe0" + bytes(600), "formato anterior de Excel (.xls)"),
    "password": (
        b"\xd0\xcf\x11\xe0" + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
        "tiene contraseña",
    ),
    "macros": (with_member(PLAIN, "xl/vbaProject.bin", b"x"), "tiene macros (.xlsm)"),
    "binary": (with_member(PLAIN, "xl/workbook.bin", b"x"), "formato binario (.xlsb)"),
    "ods": (with_member(PLAIN, "mimetype", b"x"), "OpenDocument (.ods)"),
    "word": (with_member(PLAIN, "word/document.xml", b"<x/>"), "documento de Word"),
    "pdf": (b"%PDF-1.7\n", "Es un PDF"),
    "csv": (b"a;b\n1;2\n", "está en texto (csv)"),
    "nothing": (b"", "está en texto (csv)"),
    "cut off": (PLAIN[:-200], "está dañado"),
    "entities": (
        with_member(PLAIN, "xl/otra.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "está dañado",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_xlsx_is_named(content: bytes, words: str):
    with pytest.raises(NotATable) as refusal:
        read_table(content, "hoja.csv")
    assert words in str(refusal.value)


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(table_file, "_LARGEST_TEXT", 50_000)
    with pytest.raises(NotATable, match="demasiado grande"):
        read_table(with_member(PLAIN, "xl/bomba.xml", b" " * 60_000))
