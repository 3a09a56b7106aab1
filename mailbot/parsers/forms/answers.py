"""The answers of a form: which label each text stands under, wherever people put it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import fixed
from mailbot.parsers.forms.labels import Label, Labels, is_head
from mailbot.parsers.forms.mending import mended
from mailbot.parsers.forms.page import Block, Line, Row
from mailbot.parsers.forms.people import MOST_ATTENDEES, from_cells, from_line, from_lines
from mailbot.parsers.forms.plain_text import cells_of
from mailbot.parsers.forms.store import Answers
from mailbot.parsers.forms.values import Extra, Medium, Slot
from mailbot.parsers.forms.words import closes_letter, is_empty

_LONG = frozenset({Field.DESCRIPTION, Field.TOPICS, Field.ATTENDEES, Field.SCREENSHOTS})
_OF_PEOPLE = frozenset({Field.NAME, Field.IDENTIFICATION, Field.SIIF_USER, Extra.POSITION})
_FREE = frozenset({*_LONG, Extra.MODULE})
_FLOWING = frozenset({Medium.TEXT, Medium.PDF})
_SEVERAL = "La tabla trae varias filas de datos; solo se tomó la primera."


def read_answers(blocks: Sequence[Block], labels: Labels, medium: Medium) -> Answers:
    """The answers of a form by the labels in it; `blocks` hold that form alone."""
    reading = _Reading(labels=labels, medium=medium)
    if medium in _FLOWING:
        blocks = mended(blocks)
    for at, block in enumerate(blocks):
        if isinstance(block, Line):
            reading.line(block.text)
        else:
            reading.row(block, _row_below(blocks, at))
    reading.close()
    return reading.answers


@dataclass(slots=True, kw_only=True)
class _Columns:
    """A table whose first row holds the labels: which column answers what, of whom."""

    table: int
    slots: dict[int, Slot]
    attendees: bool
    filled: int = 0


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Where the reading stands: the label whose answer may go on, the columns that are open.

    `_in_row` tells that the open label stood in a row of its own place, so that words outside of
    the table are no answer to it. `_rest` is how a fixed sentence goes on in the next line.
    """

    labels: Labels
    medium: Medium
    answers: Answers = field(default_factory=Answers)
    _open: Slot | None = None
    _in_row: bool = False
    _lines: list[str] = field(default_factory=list)
    _columns: _Columns | None = None
    _listed: bool = False
    _rest: str = ""

    def line(self, text: str) -> None:
        """Read a line outside of tables, or a row that has one cell."""
        if not text or self._is_fixed(text):
            return
        if "\t" in text:
            self.row(Row(cells_of(text)), None)
            return
        self._columns = None
        if self.medium is Medium.TEXT and closes_letter(text):
            self.close()
            return
        label = self.labels.read(text)
        if is_head(text) or (label and self._is_head_of_people(label)):
            return
        if label and self._counts(label) and not self._repeats(label):
            self._begin(label)
        elif self._in_row and self.medium is not Medium.TEXT:
            # The place beside the label was left empty; words outside of the table fill none.
            if self.medium is not Medium.PDF:
                self.close()
        elif self._open is not None:
            self._lines.append(text)
            if self._open not in _LONG and self.medium is not Medium.PDF:
                self.close()

    def row(self, row: Row, below: Row | None) -> None:
        """Read a row of cells; `below` is the next one of the same table."""
        if self._columns and self._columns.table != row.table:
            self._columns = None
        if any(map(_ends_answers, row.cells)):
            self.close()
            self._columns = None
        filled = [(at, cell) for at, cell in enumerate(row.cells) if self._says_something(cell)]
        if not filled:
            return
        if self._columns and not self._ends_columns(filled):
            self._add_to_columns(row)
            return
        self._columns = None
        if len(filled) == len(row.cells) == 1:
            for line in filled[0][1].split("\n"):
                self.line(line)
        elif not self._is_head(filled, below):
            self._read_pairs(filled)

    def close(self) -> None:
        """End the answer that is open."""
        slot, lines = self._open, self._lines
        self._open, self._lines, self._in_row = None, [], False
        people = from_lines(lines) if slot is Field.ATTENDEES else []
        self.answers.attendees += people
        if slot is not None and lines and not people:
            joiner = "\n" if slot in _LONG else " "
            self.answers.store(slot, joiner.join(lines))

    def _is_fixed(self, text: str) -> bool:
        left = fixed.goes_on(self._rest, text)
        if left is not None:
            self._rest = left
            return True
        found = fixed.fixed_line(text)
        self._rest = found.rest if found else ""
        ends = found.ends if found else fixed.title_kind(text) is not None
        if ends:
            self.close()
        return ends or found is not None

    def _counts(self, label: Label) -> bool:
        """Whether a label is one here: a single word before others may begin a sentence."""
        return label.sure or self._open not in _LONG

    def _is_head_of_people(self, label: Label) -> bool:
        """Whether a label is of the head of the list of attendees, one label a line."""
        return self._open is Field.ATTENDEES and not label.beside and label.slot in _OF_PEOPLE

    def _repeats(self, label: Label) -> bool:
        """Whether a label is the answer to the one above: "Pantallazos", and below it "Anexos"."""
        alone = not (self._lines or label.beside)
        return alone and label.slot is self._open and self._open in _LONG

    def _begin(self, label: Label) -> None:
        if label.slot is Extra.HEADER:
            return
        self.close()
        self._open = label.slot
        if label.beside:
            self._lines = label.beside.split("\n")
            if label.slot not in _LONG and self.medium is not Medium.PDF:
                self.close()

    def _says_something(self, cell: str) -> bool:
        """Whether a cell holds more than fixed words; where they go on below is remembered."""
        left = fixed.goes_on(self._rest, cell)
        if left is not None:
            self._rest = left
            return False
        found = fixed.fixed_line(cell)
        if found:
            self._rest = found.rest
            return bool(fixed.without_hints(cell))
        return any(map(str.isalnum, cell)) and fixed.title_kind(cell) is None

    def _ends_columns(self, filled: list[tuple[int, str]]) -> bool:
        """Whether a row below a head begins something else: a label with its place."""
        first = filled[0][1]
        if self.labels.slot(first) or fixed.fixed_line(first) or fixed.title_kind(first):
            return True
        label = self.labels.read(first)
        return label is not None and len(filled) == 1

    def _add_to_columns(self, row: Row) -> None:
        columns = self._columns
        assert columns is not None
        if columns.attendees:
            person = from_cells(row.cells, columns.slots)
            if person and len(self.answers.attendees) < MOST_ATTENDEES:
                self.answers.attendees.append(person)
            return
        columns.filled += 1
        if columns.filled > 1:
            self.answers.doubt(_SEVERAL)
            return
        for at, slot in columns.slots.items():
            if at < len(row.cells):
                self.answers.store(slot, row.cells[at])

    def _is_head(self, filled: list[tuple[int, str]], below: Row | None) -> bool:
        """Whether a row holds the labels of the columns below it; if so, they are open then."""
        slots = {at: slot for at, cell in filled if (slot := self.labels.slot(cell))}
        if all(slot is Extra.HEADER for slot in slots.values()):
            return len(slots) == len(filled)
        attending = self._open is Field.ATTENDEES or self._lists_people(slots)
        if attending and len(slots) >= 2:
            self.close()
        elif (
            len(slots) < len(filled)
            or len(slots) < 2
            or self._is_labelled(below)
            or below is None
            or (len(slots) < 3 and not self._is_answer_row(below, slots))
        ):
            return False
        self._columns = _Columns(table=self._table_of(below), slots=slots, attendees=attending)
        return True

    def _lists_people(self, slots: dict[int, Slot]) -> bool:
        """Whether a head is that of the list of attendees, which asks for less than a form."""
        begun = self._listed or Field.NAME in self.answers.found
        return begun and set(slots.values()) >= {Field.NAME, Field.IDENTIFICATION}

    def _is_labelled(self, below: Row | None) -> bool:
        first = next((cell for cell in below.cells if cell), "") if below else ""
        return self.labels.slot(first) is not None

    def _is_answer_row(self, below: Row, slots: dict[int, Slot]) -> bool:
        return all(at < len(below.cells) for at in slots) and any(below.cells[at] for at in slots)

    def _table_of(self, below: Row | None) -> int:
        return below.table if below else -1

    def _read_pairs(self, filled: list[tuple[int, str]]) -> None:
        slot: Slot | None = None
        texts: list[str] = []
        began = False
        for _, cell in filled:
            label = self._label_in_row(cell, slot, answered=bool(texts))
            if label is None:
                if slot is not None:
                    texts.append(cell)
                continue
            began = True
            self._end_pair(slot, texts)
            slot, texts = label.slot, [label.beside] if label.beside else []
        if began:
            self._end_pair(slot, texts)
        else:
            self._go_on([cell for _, cell in filled])

    def _label_in_row(self, cell: str, slot: Slot | None, *, answered: bool) -> Label | None:
        label = self.labels.read(cell)
        if label is None or slot is None or answered:
            return label
        # An answer may begin like a label ("Problema: no carga"), or be the word itself ("PCI").
        return label if self.labels.slot(cell) and slot not in _FREE else None

    def _end_pair(self, slot: Slot | None, texts: Iterable[str]) -> None:
        if slot is None or slot is Extra.HEADER:
            return
        self.close()
        self._open, self._in_row = slot, True
        self._lines = [line for text in texts for line in text.split("\n")]
        self._end_short()

    def _go_on(self, cells: list[str]) -> None:
        """A row without a label: more of the answer above, or a person of a list without head."""
        if self._open is Field.ATTENDEES and len(cells) > 1:
            person = from_line("; ".join(cells))
            if person:
                self.answers.attendees.append(person)
        elif self._open is not None and not all(map(is_empty, cells)):
            self._lines += [line for cell in cells for line in cell.split("\n")]
            self._end_short()

    def _end_short(self) -> None:
        """End an answer of one line that is there; on a page it may go on in the next line."""
        if self._lines and self._open not in _LONG and self.medium is not Medium.PDF:
            self.close()


def _ends_answers(cell: str) -> bool:
    """Whether a cell is a heading or a note of the form, or its title."""
    found = fixed.fixed_line(cell)
    return found.ends if found else bool(cell) and fixed.title_kind(cell) is not None


def _row_below(blocks: Sequence[Block], at: int) -> Row | None:
    """The next row of the same table, blank lines between them or not."""
    row = blocks[at]
    below = next((block for block in blocks[at + 1 : at + 4] if block != Line("")), None)
    if isinstance(row, Row) and isinstance(below, Row) and below.table == row.table:
        return below
    return None
