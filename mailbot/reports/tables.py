"""Tables of a page, from the same sheets as the workbook; every word of people is escaped."""

from collections.abc import Iterable
from datetime import date, datetime
from html import escape

from mailbot.compose.spanish import NBSP, number
from mailbot.model.sheets import Cell, Column, Kind, Sheet

MOST_ROWS = 60
"""A page tells the first rows of a long sheet; the workbook has them all."""

_NUMERIC = (Kind.WHOLE, Kind.NUMBER, Kind.SHARE)


def table(sheet: Sheet, *, caption: str = "") -> str:
    """The sheet as a table with headed rows, or a sentence where it lists nothing."""
    if not sheet.rows:
        return '<p class="note">Nada que informar en el mes.</p>'
    head = "".join(
        f'<th scope="col"{_aligned(column)}>{escape(column.title)}</th>' for column in sheet.columns
    )
    body = "".join(_row(sheet.columns, row) for row in sheet.rows[:MOST_ROWS])
    left = len(sheet.rows) - MOST_ROWS
    more = (
        f'<p class="note">Hay {left} filas más en el libro de Excel, hoja «{escape(sheet.title)}».'
        "</p>"
        if left > 0
        else ""
    )
    told = escape(caption or sheet.title)
    # What scrolls sideways can be reached with the keyboard, and says what it is.
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{told}"><table>'
        f"<caption>{told}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        f"{more}"
    )


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
        cells.append(f"<{tag}{_aligned(column)}>{words}</{tag.split()[0]}>")
    return f"<tr>{''.join(cells)}</tr>"


def _aligned(column: Column) -> str:
    return ' class="n"' if column.kind in _NUMERIC else ""
