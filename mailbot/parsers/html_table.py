"""Tables as text: columns for data, one thing below the other for mere layout."""

from dataclasses import dataclass, field

Line = tuple[str, str]
"""A line of text, and the label of the part of the page that it stands in ("" for none)."""

_WIDEST_COLUMN = 30
_LONGEST_ROW = 1_000
_SEPARATOR = "  "


@dataclass(slots=True)
class _Columns:
    """A row whose cells are a line each."""

    cells: list[str]
    label: str


@dataclass(slots=True)
class Table:
    """A table that is open: the cells of the row so far, and what stands above it.

    `faint` are labels that do not part a row: cells with them and without any are one line all the
    same, which has the first of them.
    """

    faint: tuple[str, ...] = ()
    row: list[list[Line]] = field(default_factory=list)
    _laid_out: list[Line | _Columns] = field(default_factory=list)

    def end_row(self) -> None:
        """Lay the cells of the row out: beside each other if each is a line, else as a stack."""
        cells, self.row = self.row, []
        filled = [cell for cell in cells if cell]
        if not filled:
            return
        labels = {label for cell in filled for _, label in cell}
        if len(labels) > 1 and labels <= {"", *self.faint}:
            labels = {next(label for label in self.faint if label in labels)}
        if len(filled) == 1 or len(labels) > 1:
            self._stack(filled)
        elif all(len(cell) == 1 for cell in filled):
            self._columns([cell[0][0] if cell else "" for cell in cells], labels.pop())
        elif len(filled) == 2 and len(filled[0]) == 1:
            # The usual form: a label, and a value of several lines.
            self._columns([filled[0][0][0], filled[1][0][0]], labels.pop())
            self._laid_out += filled[1][1:]
        else:
            self._stack(filled)

    def add(self, lines: list[Line]) -> None:
        """Lines that stand in the table but in no cell (a caption)."""
        self._laid_out += lines

    def lines(self) -> list[Line]:
        """The table from top to bottom, short columns aligned."""
        rows = [entry for entry in self._laid_out if isinstance(entry, _Columns)]
        widths = _column_widths(rows)
        return [
            (_aligned(entry.cells, widths), entry.label) if isinstance(entry, _Columns) else entry
            for entry in self._laid_out
        ]

    def _stack(self, cells: list[list[Line]]) -> None:
        for cell in cells:
            self._laid_out += cell

    def _columns(self, cells: list[str], label: str) -> None:
        if sum(map(len, cells)) > _LONGEST_ROW:
            self._laid_out += [(cell, label) for cell in cells if cell]
        else:
            self._laid_out.append(_Columns(cells, label))


def trim_lines(lines: list[Line]) -> list[Line]:
    """The lines without blank ones at either end."""
    start, end = 0, len(lines)
    while start < end and not lines[start][0]:
        start += 1
    while end > start and not lines[end - 1][0]:
        end -= 1
    return lines[start:end]


def _column_widths(rows: list[_Columns]) -> dict[int, int]:
    """Width of each column that has words; 0 where it is too wide to be aligned."""
    widths: dict[int, int] = {}
    for row in rows:
        for column, cell in enumerate(row.cells):
            if cell:
                widths[column] = max(widths.get(column, 0), len(cell))
    return {column: width if width <= _WIDEST_COLUMN else 0 for column, width in widths.items()}


def _aligned(cells: list[str], widths: dict[int, int]) -> str:
    shown = [cell.ljust(widths[column]) for column, cell in enumerate(cells) if column in widths]
    return _SEPARATOR.join(shown).rstrip()
