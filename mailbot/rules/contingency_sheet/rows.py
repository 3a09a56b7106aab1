"""From the cells of a workbook to the rows of the contingency sheet, its head explained."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from mailbot.model.vocabulary import Channel, State
from mailbot.parsers.table_file import MOST_ROWS, CellValue, Formula, Grid
from mailbot.rules.contingency_sheet.columns import CHANNEL, RECEIVED, TITLES
from mailbot.rules.contingency_sheet.values import (
    Fact,
    Unreadable,
    read_channel,
    read_received,
    read_state,
    said,
    same_title,
    shown,
)
from mailbot.rules.numbers import numbers_in

_HEAD_WITHIN = 10
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ID, _STATE = 0, len(TITLES) - 1
_FACTS = (
    (1, (Fact.NAME,)), (2, (Fact.IDENTIFICATION,)), (3, (Fact.SIIF_USER,)),
    (4, (Fact.UNIT, Fact.ENTITY)), (5, (Fact.EMAIL,)), (6, (Fact.PHONE,)), (7, (Fact.CITY,)),
    (8, (Fact.DESCRIPTION,)),
)  # fmt: skip
"""The place of each column, and the facts that it holds."""

_SHARED_ID = "ID: la celda está combinada con otras filas; sepárela y escriba uno en cada fila."


class WrongSheet(Exception):
    """A workbook is no contingency sheet; `why` are sentences in Spanish, one for each column."""

    def __init__(self, *why: str) -> None:
        super().__init__(" ".join(why))
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A row with something in it: `place` is its number as Excel shows it.

    `number` is the official form of its ID, "" where the cell is empty. `written` are its facts as
    they stand there. `faults` are why the row can't be used; `doubts` what was left out of it.
    """

    place: int
    number: str = ""
    written: Mapping[Fact, str]
    state: State | None = None
    channel: Channel = Channel.LLAMADA
    received_at: datetime | None = None
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def read_rows(grids: Sequence[Grid], now: datetime, zone: tzinfo) -> tuple[SheetRow, ...]:
    """The rows of the contingency sheet among `grids`. Raises WrongSheet.

    The head may stand within the first ten rows of a sheet that is shown; a joined cell counts
    for all rows that it spans.
    """
    grid, head = _head(grids)
    if grid.cut or len(grid.rows) - head - 1 > MOST_ROWS:
        raise WrongSheet(f"La hoja tiene más de {MOST_ROWS} filas: divídala en varias.")
    titles = [shown(value) for value in grid.rows[head]]
    extra = {
        title: place
        for title in (CHANNEL, RECEIVED)
        for place in range(len(TITLES), len(titles))
        if same_title(titles[place], title)
    }
    joined, shared = _joined(grid, head)
    found: list[SheetRow] = []
    for index in range(head + 1, len(grid.rows)):
        cells = _with_joined(grid.rows[index], joined.get(index))
        if not any(map(shown, cells)):
            continue
        row = _row(index + 1, cells, extra, now, zone)
        if row.place in shared:
            row = replace(row, faults=(*row.faults, _SHARED_ID))
        found.append(row)
    return tuple(found)


def _head(grids: Sequence[Grid]) -> tuple[Grid, int]:
    """The sheet and the index of its head. Raises WrongSheet with what is wrong in the nearest."""
    nearest: tuple[int, Grid, int] | None = None
    for grid in grids:
        for index, row in enumerate(grid.rows[:_HEAD_WITHIN]):
            texts = [shown(value) for value in row]
            if not _differences(texts):
                return grid, index
            alike = sum(any(same_title(text, title) for text in texts) for title in TITLES)
            if alike and (nearest is None or alike > nearest[0]):
                nearest = (alike, grid, index)
    if nearest is None or nearest[0] < 2:
        raise WrongSheet(
            f"No encontré los títulos de la hoja en las primeras {_HEAD_WITHIN} filas. Deben ser, "
            f"en este orden: {'; '.join(TITLES)}."
        )
    _alike, grid, index = nearest
    texts = [shown(value) for value in grid.rows[index]]
    where = f"Los títulos de la fila {index + 1} de la hoja «{said(grid.title)}» no son los de la "
    raise WrongSheet(f"{where}hoja de contingencia.", *_differences(texts))


def _differences(texts: Sequence[str]) -> list[str]:
    """What is wrong in a head, column by column."""
    found: list[str] = []
    for place, title in enumerate(TITLES):
        text = texts[place] if place < len(texts) else ""
        if same_title(text, title):
            continue
        says = f"dice «{said(text)}»" if text else "está vacía"
        elsewhere = [_LETTERS[at] for at, each in enumerate(texts[:26]) if same_title(each, title)]
        hint = f" (ese título está en la columna {elsewhere[0]})" if elsewhere else ""
        found.append(f"Columna {_LETTERS[place]}: {says} y debe decir «{title}»{hint}.")
    return found


def _joined(grid: Grid, head: int) -> tuple[dict[int, dict[int, CellValue]], set[int]]:
    """What joined cells below the head give the rows that they span, by index and place.

    Beside it the numbers of the rows that share one ID: whose it is can't be known.
    """
    given: dict[int, dict[int, CellValue]] = {}
    shared: set[int] = set()
    for each in grid.merged:
        first, place = each.first_row - 1, each.first_column - 1
        last = min(each.last_row, len(grid.rows))
        if not head < first < last - 1:
            continue
        cells = grid.rows[first]
        value = cells[place] if place < len(cells) else None
        if place == _ID and value is not None:
            shared.update(range(first + 1, last + 1))
        for index in range(first + 1, last):
            given.setdefault(index, {})[place] = value
    return given, shared


def _with_joined(
    cells: Sequence[CellValue], joined: Mapping[int, CellValue] | None
) -> Sequence[CellValue]:  # fmt: skip
    if not joined:
        return cells
    width = max(len(cells), *(place + 1 for place in joined))
    return [joined.get(at, cells[at] if at < len(cells) else None) for at in range(width)]


def _row(
    place: int, cells: Sequence[CellValue], extra: Mapping[str, int], now: datetime, zone: tzinfo
) -> SheetRow:  # fmt: skip
    faults: list[str] = []
    doubts: list[str] = []

    def cell(at: int | None) -> CellValue:
        return cells[at] if at is not None and at < len(cells) else None

    number = _number(cell(_ID), faults)
    written = {
        fact: text for at, facts in _FACTS if (text := shown(cell(at))) for fact in facts
    }  # fmt: skip
    state: State | None = None
    channel, received = Channel.LLAMADA, None
    try:
        state = read_state(shown(cell(_STATE)))
    except Unreadable as wrong:
        faults.append(f"Estado: {wrong}")
    try:
        channel = read_channel(shown(cell(extra.get(CHANNEL))))
    except Unreadable as wrong:
        doubts.append(str(wrong))
    try:
        received = read_received(cell(extra.get(RECEIVED)), now, zone)
    except Unreadable as wrong:
        doubts.append(str(wrong))
    doubts += _formulas(cells)
    return SheetRow(
        place=place, number=number, written=written, state=state, channel=channel,
        received_at=received, faults=tuple(faults), doubts=tuple(doubts),
    )  # fmt: skip


def _number(value: CellValue, faults: list[str]) -> str:
    text = shown(value)
    found = numbers_in(text)
    if text and len(found) != 1:
        what = "tiene varios números de caso" if found else "no es un número de caso"
        faults.append(f"ID: «{said(text)}» {what}: escriba SERV-AAAA-NNNNNN o déjelo vacío.")
    return found[0] if len(found) == 1 else ""


def _formulas(cells: Sequence[CellValue]) -> Iterator[str]:
    for at, value in enumerate(cells[: len(TITLES)]):
        if isinstance(value, Formula):
            yield f"{TITLES[at]}: es una fórmula y se toma como texto, sin calcularla."
