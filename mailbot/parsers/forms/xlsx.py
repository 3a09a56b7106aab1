"""Workbooks of Excel: the sheets that are shown, each cell as the text that people see."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from mailbot.parsers.forms.package import Package, damaged
from mailbot.parsers.forms.page import LONGEST_TEXT, Block, Page, Row
from mailbot.parsers.forms.values import Medium
from mailbot.parsers.forms.words import squeezed, tidy

_MOST_SHEETS = 12
_MOST_ROWS = 600
_MOST_COLUMNS = 40
_MOST_MARKS = 60_000
_MOST_MARKS_OF_CELLS = 400_000
_CUT = "Solo se leyeron las primeras {} filas de la hoja «{}»."

Cells = dict[tuple[str, str], str]
"""The text of each cell that holds something, by sheet and coordinate."""


def read_xlsx(content: bytes) -> tuple[Page, ...]:
    """A page for each sheet that is shown. Raises NotReadable."""
    package = Package(content)
    package.check(_most_marks)
    # A library of thousands of lines on hostile bytes: whatever it raises, the file is unreadable.
    try:
        return _pages(content, package)
    except Exception:
        raise damaged() from None


def _most_marks(part: str) -> int:
    """Styles, names and the like cost ten times what cells and shared texts do."""
    cheap = part.startswith("xl/worksheets/") or part.lower() == "xl/sharedstrings.xml"
    return _MOST_MARKS_OF_CELLS if cheap else _MOST_MARKS


def _pages(content: bytes, package: Package) -> tuple[Page, ...]:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    properties = package.custom_properties()
    pictures = sum(name.startswith("xl/media/") for name in package.names)
    cells: Cells = {}
    read: list[tuple[str, list[Block], tuple[str, ...]]] = []
    for number, sheet in enumerate(book.worksheets[:_MOST_SHEETS], start=1):
        if sheet.sheet_state == "visible":
            blocks: list[Block] = list(_rows(sheet, number, cells))
            cut = len(blocks) > _MOST_ROWS
            doubts = (_CUT.format(_MOST_ROWS, sheet.title),) if cut else ()
            read.append((sheet.title, blocks[:_MOST_ROWS], doubts))
    places = tuple(_places(book))
    return tuple(
        Page(
            medium=Medium.XLSX,
            blocks=tuple(blocks),
            named=tuple((n, cells.get((s, at), "")) for n, s, at in places if s == title),
            properties=properties,
            # Which sheet a picture is on does not matter: people paste into the one they fill in.
            pictures=pictures,
            doubts=doubts,
        )
        for title, blocks, doubts in read
    )


def _rows(sheet: Any, number: int, cells: Cells) -> Iterator[Row]:
    # What a file says of its own size is wrong in those of some programs.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS)
    for row in rows:
        texts = []
        for cell in row:
            text = _shown(cell.value)
            texts.append(text)
            if text:
                cells[sheet.title, cell.coordinate] = text
        yield Row(tuple(texts), number)


def _shown(value: object) -> str:
    """A value as people see it; numbers without the fraction that they do not have."""
    match value:
        case None | bool():
            return ""
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            text = squeezed(tidy(str(value)[:LONGEST_TEXT]))
            return "" if text.startswith("#") and text.endswith(("!", "?", "/A")) else text


def _places(book: Any) -> Iterator[tuple[str, str, str]]:
    """The names that stand for one cell: the name, the sheet, the coordinate."""
    scopes = (book.defined_names, *(sheet.defined_names for sheet in book.worksheets))
    for scope in scopes:
        for name, defined in scope.items():
            for sheet, place in defined.destinations:
                # A merged place is named by its range; its first cell holds the text.
                yield name.lower(), sheet, place.replace("$", "").partition(":")[0]
