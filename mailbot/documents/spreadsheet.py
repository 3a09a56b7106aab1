"""Tables as a workbook (.xlsx, ECMA-376), the same bytes for the same values; by openpyxl."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mailbot.documents.timeless import timeless
from mailbot.model.sheets import Cell, Column, Kind, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

_FORMATS = {
    Kind.TEXT: "@",
    Kind.WHOLE: "#,##0",
    Kind.NUMBER: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.DAY: "yyyy-mm-dd",
}
_LONGEST_TITLE, _LONGEST_TEXT = 31, 32_767
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
# What XML 1.0 has no place for.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD_COLOUR, _WRAP_FROM = "C9D8EC", 30


def workbook(sheets: Sequence[Sheet], *, title: str, made: datetime) -> bytes:
    """The bytes of a workbook with `sheets` in order; at least one.

    Text is written as text, whatever it begins with: nothing that people wrote becomes a formula.
    `made` is told as the moment of its making. Raises ValueError for two sheets of one title.
    """
    from openpyxl import Workbook

    titles = [title_of(sheet.title).casefold() for sheet in sheets]
    if len(set(titles)) != len(titles):
        raise ValueError("two sheets of one title")
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    core = book.properties
    core.creator = core.lastModifiedBy = "Línea de Soporte SIIF Nación"
    core.title, core.language, core.created = title, "es-CO", made.replace(tzinfo=None)
    buffer = io.BytesIO()
    book.save(buffer)
    return timeless(buffer.getvalue(), made)


def title_of(title: str) -> str:
    """A sheet's title as Excel takes it: 31 characters, some signs not among them."""
    return _NOT_IN_TITLES.sub(" ", title).strip(" '")[:_LONGEST_TITLE] or "Hoja"


def _write(book: "Workbook", sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    written = book.create_sheet(title_of(sheet.title))
    for number, column in enumerate(sheet.columns, start=1):
        written.column_dimensions[get_column_letter(number)].width = column.width
    written.freeze_panes = "A2"
    last = f"{get_column_letter(max(len(sheet.columns), 1))}{len(sheet.rows) + 1}"
    written.auto_filter.ref = f"A1:{last}"
    written.print_title_rows = "1:1"
    written.page_setup.orientation = "landscape"
    written.page_setup.fitToWidth, written.page_setup.fitToHeight = 1, 0
    written.sheet_properties.pageSetUpPr.fitToPage = True
    written.append([_head(written, column) for column in sheet.columns])
    for row in sheet.rows:
        cells = zip(sheet.columns, row, strict=True)
        written.append([_cell(written, column, value) for column, value in cells])
    if sheet.note:
        written.append([])
        written.append([_text(written, sheet.note)])


def _head(sheet: Any, column: Column) -> Any:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = _text(sheet, column.title)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", _HEAD_COLOUR)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, column: Column, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    if value is None or value == "":
        return None
    if isinstance(value, str | bool):
        cell = _text(sheet, value if isinstance(value, str) else ("Sí" if value else "No"))
        if column.width >= _WRAP_FROM:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell
    if isinstance(value, datetime):
        # Excel knows no zones: the moment stands as the clock on the wall shows it.
        value = value.replace(tzinfo=None)
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = _format(column, value)
    return cell


def _format(column: Column, value: int | float | date) -> str:
    dated = isinstance(value, date)
    if column.kind in {Kind.MOMENT, Kind.DAY} and dated:
        return _FORMATS[column.kind]
    if dated:
        return _FORMATS[Kind.MOMENT if isinstance(value, datetime) else Kind.DAY]
    return "General" if column.kind is Kind.TEXT else _FORMATS[column.kind]


def _text(sheet: Any, text: str) -> Any:
    """A cell of text, whatever it looks like; Excel edits it as text too."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("\ufffd", text)[:_LONGEST_TEXT])
    cell.data_type, cell.quotePrefix, cell.number_format = "s", text[:1] in "=+-@\t\r", "@"
    return cell
