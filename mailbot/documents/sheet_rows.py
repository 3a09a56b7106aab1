"""The rows of a worksheet as XML (ECMA-376 part 1, §18.3.1.73), some hundreds at a time; pure.

The report of a month can have a million cells: an object of openpyxl for each took minutes.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

from mailbot.model.sheets import Cell, Column, Kind, Sheet

FORMATS = {
    Kind.TEXT: "General",
    Kind.WHOLE: "#,##0",
    Kind.NUMBER: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
    Kind.DAY: "dd/mm/yyyy",
}
"""How a number or a moment is shown in a column of each kind; text is shown as text in any."""

_AT_ONCE = 500
_LONGEST_TEXT = 32_767
# What XML 1.0 has no place for.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RETURN = {"\r": "&#13;"}
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WRAP_FROM = 30
LINE = 15
"""The height of a line in points."""
_MOST_LINES = 8
"""How many lines of a long text are seen."""
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's days have no zone.
_SECONDS_OF_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """The numbers under which a workbook keeps its styles (§18.8.10).

    `text` by whether it is wrapped, and whether it only looks like a formula; `shown` by format.
    """

    text: Mapping[tuple[bool, bool], int]
    shown: Mapping[str, int]


def rows_of(sheet: Sheet, looks: Looks) -> Iterator[bytes]:
    """The rows below the head, and the note below them, in pieces.

    Text is text, whatever it begins with. Raises ValueError for a row of another width than the
    head's.
    """
    columns = [(_letters(place), column) for place, column in enumerate(sheet.columns)]
    for start in range(0, len(sheet.rows), _AT_ONCE):
        some = enumerate(sheet.rows[start : start + _AT_ONCE], start + 2)
        yield "".join(_row(number, columns, row, looks) for number, row in some).encode()
    if sheet.note:
        number = len(sheet.rows) + 3
        yield f'<row r="{number}">{_text(f"A{number}", sheet.note, looks)}</row>'.encode()


def clean(text: str) -> str:
    """`text` as a cell can hold it."""
    return _NOT_IN_XML.sub("\ufffd", text)[:_LONGEST_TEXT]


def _row(
    number: int, columns: list[tuple[str, Column]], row: tuple[Cell, ...], looks: Looks
) -> str:
    cells = [
        _cell(f"{letters}{number}", column, value, looks)
        for (letters, column), value in zip(columns, row, strict=True)
        if value is not None and value != ""
    ]
    lines = max(
        (_lines(column, value) for (_at, column), value in zip(columns, row, strict=True)),
        default=1,
    )
    # Programs that trust the height of a file show a wrapped text over the next row without it.
    height = f' ht="{min(lines, _MOST_LINES) * LINE}"' if lines > 1 else ""
    return f'<row r="{number}"{height}>{"".join(cells)}</row>'


def _lines(column: Column, value: Cell) -> int:
    """How many lines a cell needs in its column, about."""
    if not isinstance(value, str) or column.width < _WRAP_FROM:
        return 1
    return lines_of(value, column.width)


def lines_of(text: str, width: int) -> int:
    """How many lines `text` needs in a column so many characters wide, about."""
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))


def _cell(place: str, column: Column, value: str | float | date, looks: Looks) -> str:
    if isinstance(value, str):
        return _text(place, value, looks, wrapped=column.width >= _WRAP_FROM)
    if isinstance(value, bool):
        return _text(place, "Sí" if value else "No", looks, wrapped=column.width >= _WRAP_FROM)
    if isinstance(value, date):
        look, figure = looks.shown[_dated(column, value)], _days(value)
    else:
        look, figure = looks.shown[FORMATS[column.kind]], value
    return f'<c r="{place}" s="{look}"><v>{figure!r}</v></c>'


def _text(place: str, text: str, looks: Looks, *, wrapped: bool = False) -> str:
    look = looks.text[wrapped, text.startswith(_LIKE_A_FORMULA)]
    space = "" if text == text.strip() else ' xml:space="preserve"'
    said = escape(clean(text), _RETURN)
    return f'<c r="{place}" s="{look}" t="inlineStr"><is><t{space}>{said}</t></is></c>'


def _dated(column: Column, value: date) -> str:
    if column.kind in {Kind.MOMENT, Kind.DAY}:
        return FORMATS[column.kind]
    return FORMATS[Kind.MOMENT if isinstance(value, datetime) else Kind.DAY]


def _days(value: date) -> float:
    """A day as Excel counts them (§18.17.4.1).

    Excel knows no zones: a moment stands as the clock on the wall shows it.
    """
    if not isinstance(value, datetime):
        return (value - _FIRST_DAY.date()).days
    since = value.replace(tzinfo=None) - _FIRST_DAY
    return since.days + round(since.seconds / _SECONDS_OF_DAY, 9)


def _letters(place: int) -> str:
    """`A` of column 0, `AA` of column 26."""
    name, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
