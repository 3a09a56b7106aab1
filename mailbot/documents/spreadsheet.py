"""Tables as a workbook (.xlsx, ECMA-376), the same bytes for the same values; by openpyxl.

It makes the workbook with the heads and styles of its sheets; their rows are written into it.
"""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mailbot.documents import package
from mailbot.documents.sheet_rows import FORMATS, LINE, Looks, clean, lines_of, rows_of
from mailbot.documents.timeless import timeless_members
from mailbot.model.sheets import Chart, Kind, Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_HEAD_COLOUR = "C9D8EC"
_BAR_COLOURS = ("004884", "168050", "B26A00", "8C1D10")
_CHART_SIZE = (18, 9)
"""Width and height in centimetres."""
_END_OF_ROWS = b"</sheetData>"
_FIGURES = (Kind.WHOLE, Kind.NUMBER, Kind.SHARE)
_DAYS = (Kind.DAY, Kind.MOMENT)


def workbook(sheets: Sequence[Sheet], *, title: str, made: datetime) -> bytes:
    """The bytes of a workbook with `sheets` in order; at least one.

    Text is written as text, whatever it begins with: nothing that people wrote becomes a formula.
    `made` is told as the moment of its making. Raises ValueError for two sheets of one title, and
    KeyError for a chart of a sheet that is not there.
    """
    from openpyxl import Workbook

    titles = [title_of(sheet.title).casefold() for sheet in sheets]
    if len(set(titles)) != len(titles):
        raise ValueError("two sheets of one title")
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _begin(book, sheet)
    for sheet in sheets:
        if sheet.chart:
            _draw(book, sheet, sheet.chart)
    looks = _looks(book)
    core = book.properties
    core.creator = core.lastModifiedBy = "Línea de Soporte SIIF Nación"
    core.title, core.language, core.created = title, "es-CO", made.replace(tzinfo=None)
    buffer = io.BytesIO()
    book.save(buffer)
    members = timeless_members(buffer.getvalue(), made)
    names = (f"xl/worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1))
    full = {
        name: _with_rows(members[name], sheet, looks)
        for name, sheet in zip(names, sheets, strict=True)
    }
    return package.write({**members, **full})


def title_of(title: str) -> str:
    """A sheet's title as Excel takes it: 31 characters, some signs not among them."""
    return _NOT_IN_TITLES.sub(" ", title).strip(" '")[:_LONGEST_TITLE] or "Hoja"


def _begin(book: "Workbook", sheet: Sheet) -> None:
    """A sheet with its head, as it is seen and printed."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    written = book.create_sheet(title_of(sheet.title))
    bold, fill = Font(bold=True), PatternFill("solid", _HEAD_COLOUR)
    for number, column in enumerate(sheet.columns, start=1):
        written.column_dimensions[get_column_letter(number)].width = column.width
        cell = written.cell(1, number, clean(column.title))
        cell.data_type, cell.number_format = "s", "@"
        cell.font, cell.fill = bold, fill
        cell.alignment = Alignment(
            wrap_text=True, vertical="top",
            horizontal="right" if column.kind in _FIGURES else None,
        )  # fmt: skip
    lines = max((lines_of(column.title, column.width) for column in sheet.columns), default=1)
    if lines > 1:
        written.row_dimensions[1].height = lines * LINE
    written.freeze_panes = "A2"
    last = f"{get_column_letter(max(len(sheet.columns), 1))}{len(sheet.rows) + 1}"
    written.auto_filter.ref = f"A1:{last}"
    written.print_title_rows = "1:1"
    written.page_setup.orientation = "landscape"
    written.page_setup.fitToWidth, written.page_setup.fitToHeight = 1, 0
    written.sheet_properties.pageSetUpPr.fitToPage = True


def _draw(book: "Workbook", sheet: Sheet, chart: Chart) -> None:
    """A chart that Excel draws from the cells, so that it follows what people change in them."""
    from openpyxl.chart import BarChart, Reference, Series
    from openpyxl.utils import get_column_letter

    table = book[title_of(chart.of)]
    first, last = (row + 2 for row in chart.rows)
    drawn = BarChart()
    drawn.title, drawn.gapWidth = chart.title, 60
    drawn.width, drawn.height = _CHART_SIZE
    drawn.legend.position = "b"
    # openpyxl leaves both axes out unless it is told.
    drawn.x_axis.delete = drawn.y_axis.delete = False
    for column, colour in zip(chart.values, _BAR_COLOURS, strict=False):
        cells = Reference(table, min_col=column + 1, min_row=first, max_row=last)
        series = Series(cells, title=table.cell(1, column + 1).value)
        series.graphicalProperties.solidFill = colour
        drawn.series.append(series)
    drawn.set_categories(Reference(table, min_col=chart.labels + 1, min_row=first, max_row=last))
    beside = get_column_letter(len(sheet.columns) + 2)
    book[title_of(sheet.title)].add_chart(drawn, f"{beside}2")


def _looks(book: "Workbook") -> Looks:
    """The styles that rows can have, made known to the workbook."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    sheet = book.worksheets[0]

    def numbered(
        shown: str, *, wrapped: bool = False, quoted: bool = False, side: str | None = None
    ) -> int:
        cell: Any = WriteOnlyCell(sheet)
        cell.number_format, cell.quotePrefix = shown, quoted
        cell.alignment = Alignment(wrap_text=wrapped or None, vertical="top", horizontal=side)
        return int(cell.style_id)

    # Excel edits what is shown with «@» as text too.
    both = (False, True)
    return Looks(
        text={(w, q): numbered("@", wrapped=w, quoted=q) for w in both for q in both},
        # A day stands apart from the words beside it.
        shown={
            shown: numbered(shown, side="left" if kind in _DAYS else None)
            for kind, shown in FORMATS.items()
        },
    )


def _with_rows(written: bytes, sheet: Sheet, looks: Looks) -> Iterator[bytes]:
    head, end, tail = written.partition(_END_OF_ROWS)
    yield head
    yield from rows_of(sheet, looks)
    yield end + tail
