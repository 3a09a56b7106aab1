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
class Sheet:
    """A sheet: one table with a head, and a note that stands below it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
