"""What every format of a form is turned into before its labels are read: lines and rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailbot.parsers.forms.values import Medium, Obstacle

MOST_BLOCKS = 4_000
"""How many lines and rows of a file are read."""

LONGEST_TEXT = 20_000
"""How many characters of a line or of a cell are read."""


class NotReadable(Exception):
    """A file can't be read; `why` is a whole sentence in Spanish."""

    def __init__(self, obstacle: Obstacle, why: str) -> None:
        super().__init__(why)
        self.obstacle = obstacle
        self.why = why


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a line of text; "" for a blank one."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, empty ones included; rows of one table have the same `table`."""

    cells: tuple[str, ...]
    table: int = 0


Block = Line | Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document, or a sheet of a workbook, from top to bottom.

    `named` are the places that have a name of their own (content controls, named cells, fields of
    a PDF) with what stands there; `properties` what the file says of itself. `doubts` is what the
    reader of the format had to leave out, in Spanish.
    """

    medium: Medium
    blocks: tuple[Block, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    pictures: int = 0
    doubts: tuple[str, ...] = ()
