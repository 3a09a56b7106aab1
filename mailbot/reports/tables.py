"""Tables of a page, from the same sheets as the workbook; every word of people is escaped."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape

from mailbot.compose.spanish import NBSP, counted, number
from mailbot.model.sheets import Cell, Column, Kind, Sheet

MOST_ROWS = 60
"""A page tells the first rows of a long sheet; the workbook has them all."""

_KINDS = 12
"""Rows of more kinds than these are a list."""
_MANY = 12
"""A table of more columns is set smaller on paper."""
_WIDE = 40
_NUMBER = re.compile(r"(?:SERV|INC)-[\w-]{6,14}")
_NUMERIC = (Kind.WHOLE, Kind.NUMBER, Kind.SHARE)


def table(
    sheet: Sheet, *, most_alike: int = MOST_ROWS, most_listed: int = MOST_ROWS
) -> str:  # fmt: skip
    """The sheet as a table with headed rows, or a sentence where it lists nothing.

    Of rows that begin with the same cell no more than `most_alike` are shown, and of a list whose
    rows nearly all begin with another no more than `most_listed`.
    """
    if not sheet.rows:
        return '<p class="note">Nada que informar en el mes.</p>'
    rows = _first(sheet.rows, most_alike, most_listed)
    head = "".join(
        f'<th scope="col"{_class(column)}>{escape(column.title)}</th>' for column in sheet.columns
    )
    body = "".join(_row(sheet.columns, row) for row in rows)
    left = len(sheet.rows) - len(rows)
    more = (
        f'<p class="note">Hay {counted(left, "fila", "filas")} más en el libro de Excel, hoja '
        f"«{escape(sheet.title)}».</p>"
        if left > 0
        else ""
    )
    many = ' class="many"' if len(sheet.columns) > _MANY else ""
    told = escape(sheet.title)
    # What scrolls sideways can be reached with the keyboard, and says what it is.
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{told}"><table{many}>'
        f"<caption>{told}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{more}"
    )


def _first(
    rows: Sequence[tuple[Cell, ...]], most_alike: int, most_listed: int
) -> list[tuple[Cell, ...]]:  # fmt: skip
    alike, found = Counter[Cell](), list[tuple[Cell, ...]]()
    for row in rows:
        alike[row[0]] += 1
        if alike[row[0]] <= most_alike:
            found.append(row)
    return found[: MOST_ROWS if len(alike) <= _KINDS else most_listed]


def shown(value: Cell, kind: Kind) -> str:
    """A cell as people read it: decimal comma, day first; "" of nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return value
    if kind is Kind.SHARE:
        return f"{number(100 * value)}{NBSP}%"
    return number(value)


def _row(columns: Iterable[Column], row: tuple[Cell, ...]) -> str:
    cells = []
    for place, (column, value) in enumerate(zip(columns, row, strict=True)):
        words = escape(shown(value, column.kind))
        tag = 'th scope="row"' if place == 0 else "td"
        cells.append(f"<{tag}{_class(column, value)}>{words}</{tag.split()[0]}>")
    return f"<tr>{''.join(cells)}</tr>"


def _class(column: Column, value: Cell = None) -> str:
    """Figures stand to the right, numbers of cases on one line, long texts have their room."""
    if column.kind in _NUMERIC:
        return ' class="n"'
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return ' class="k"'
    return ' class="w"' if column.width >= _WIDE else ""
