"""Tables as values: what a workbook for people holds, without how it is written."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Cell = str | int | float | bool | date | datetime | None
"""What a cell can hold; a moment is aware, and shown as its own zone has it."""


class Kind(StrEnum):
    """What a column holds, which decides how it is shown and how it sorts."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    SHARE = "share"
    """From 0 to 1, shown in percent."""
    MOMENT = "moment"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its title, its width in characters, and what it holds."""

    title: str
    width: int = 18
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars that show some columns of a table, side by side for each of its rows.

    The table is the sheet called `of` of the same workbook; `rows` are the first and the last that
    are shown, `labels` is the column that names them, `values` are those that the bars stand for.
    Rows and columns count from 0, the head is none.
    """

    title: str
    of: str
    rows: tuple[int, int]
    labels: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: one table with a head, a note that stands below it, a chart at its right."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    chart: Chart | None = None
