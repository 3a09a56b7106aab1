"""What an import of the contingency sheet would do, row by row (section 4.2-1g, R29).

What exists already is never overwritten: empty facts are filled in, everything else that differs is
a conflict that people decide about. The same file brought in twice changes nothing.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mailbot.model.case import Case
from mailbot.model.masking import tail
from mailbot.model.vocabulary import State
from mailbot.rules.contingency_sheet.rows import SheetRow
from mailbot.rules.contingency_sheet.values import (
    LABELS,
    Fact,
    Unreadable,
    comparable,
    is_masked,
    read_fact,
    said,
)

_MARK = "sheet:"
_REQUIRED = (Fact.EMAIL, Fact.DESCRIPTION)


class RowResult(StrEnum):
    """What becomes of a row, as the report names it."""

    CREATE = "Se crea"
    FILL = "Se completa"
    SAME = "Sin cambios"
    CONFLICT = "Conflicto"
    FAULT = "Error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What becomes of one row: `why` in Spanish; `number` "" for a case that gets its own.

    `facts` are those of the new case, or those that are filled in; `case` is the one that exists.
    """

    row: SheetRow
    result: RowResult
    why: str
    number: str = ""
    facts: Mapping[Fact, str] = field(default_factory=dict)
    case: Case | None = None
    key: str = ""
    """What names a row without ID for ever, kept with the case that it became."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import would do, in the order of the rows."""

    steps: tuple[Step, ...] = ()

    def count(self, result: RowResult) -> int:
        """How many rows come to this."""
        return sum(step.result is result for step in self.steps)

    @property
    def changes(self) -> int:
        """How many rows change something."""
        return self.count(RowResult.CREATE) + self.count(RowResult.FILL)

    @property
    def unnumbered(self) -> int:
        """How many new numbers it needs."""
        return sum(step.result is RowResult.CREATE and not step.number for step in self.steps)


def numbers_of(rows: Iterable[SheetRow]) -> tuple[str, ...]:
    """The numbers of cases that the rows name, each once."""
    return tuple(dict.fromkeys(row.number for row in rows if row.number))


def people_of(rows: Iterable[SheetRow]) -> tuple[str, ...]:
    """The addresses of the rows without a number, each once: whose cases they may be already."""
    found: dict[str, None] = {}
    for row in rows:
        if not row.number and (text := row.written.get(Fact.EMAIL)):
            try:
                found[read_fact(Fact.EMAIL, text)] = None
            except Unreadable:
                continue
    return tuple(found)


def plan_import(
    rows: Sequence[SheetRow], cases: Iterable[Case], *,
    why_nobodys: Callable[[str], str] = lambda _email: "", year: int | None = None,
) -> ImportPlan:  # fmt: skip
    """What importing `rows` would do.

    `cases` are those that the rows name and those of their people; `why_nobodys` tells of an
    address why it can be no requester's, "" if it can. A number that the contingency gave is of
    `year` or the one before (None: of any).
    """
    known = _Known(cases, why_nobodys, year)
    return ImportPlan(steps=tuple(known.step(row) for row in rows))


class _Known:
    """The cases that exist, and the rows that were read so far."""

    def __init__(
        self, cases: Iterable[Case], why_nobodys: Callable[[str], str], year: int | None
    ) -> None:
        self._why_nobodys = why_nobodys
        self._year = year
        self._by_number: dict[str, Case] = {}
        self._by_key: dict[str, Case] = {}
        self._rows: dict[str, int] = {}
        for case in cases:
            for number in case.numbers:
                self._by_number[number] = case
            for key in _keys(case):
                self._by_key.setdefault(key, case)

    def step(self, row: SheetRow) -> Step:
        """What becomes of a row, told once for each number and each request."""
        if row.faults:
            return _fault(row, *row.faults)
        case = self._by_number.get(row.number)
        name = case.service_number if case else row.number
        if name and (twice := self._repeated(name, row)):
            return twice
        if case:
            return _existing(row, case, self._why_nobodys)
        if row.number and (why := _why_not_new(row.number, self._year)):
            return _fault(row, why)
        return self._new(row)

    def _new(self, row: SheetRow) -> Step:
        facts, faults, doubts = _facts(row)
        email = facts.get(Fact.EMAIL, "")
        if email and (why := self._why_nobodys(email)):
            faults.append(why)
        if faults:
            return _fault(row, *faults)
        key = "" if row.number else _key(email, facts[Fact.DESCRIPTION])
        if key and (found := self._by_key.get(key)):
            why = f"Ya está registrado como {found.number}."
            return Step(row=row, result=RowResult.SAME, why=why, number=found.number, case=found)
        if key and (twice := self._repeated(key, row)):
            return twice
        why = " ".join(filter(None, (_standing(row), *row.doubts, *doubts)))
        return Step(
            row=row, result=RowResult.CREATE, why=why, number=row.number, facts=facts, key=key
        )

    def _repeated(self, name: str, row: SheetRow) -> Step | None:
        first = self._rows.setdefault(name, row.place)
        if first == row.place:
            return None
        return _fault(row, f"Repite la fila {first}: cada caso se escribe una sola vez.")


def _existing(row: SheetRow, case: Case, why_nobodys: Callable[[str], str]) -> Step:
    """A row about a case that exists: what is empty is filled in, unless anything differs."""
    conflicts: list[str] = []
    doubts = list(row.doubts)
    fresh: dict[Fact, str] = {}
    if row.state and row.state is not case.state:
        conflicts.append(f"Estado: la hoja dice {row.state} y el caso está en {case.state}.")
    for fact, text in row.written.items():
        _compare(fact, text, case, fresh, conflicts, doubts)
    if why := why_nobodys(fresh.get(Fact.EMAIL, "")):
        doubts.append(why)
        del fresh[Fact.EMAIL]
    number = case.number
    if conflicts:
        return Step(
            row=row, result=RowResult.CONFLICT, why=" ".join(conflicts), number=number, case=case
        )
    if fresh and case.state is State.CERRADO:
        doubts.insert(0, "El caso está cerrado: no se completa.")
        fresh = {}
    if fresh:
        told = ", ".join(LABELS[fact].lower() for fact in fresh)
        why = " ".join((f"Estaba vacío y se completa: {told}.", *doubts))
        return Step(row=row, result=RowResult.FILL, why=why, number=number, facts=fresh, case=case)
    why = " ".join(doubts) or "La hoja y el caso dicen lo mismo."
    return Step(row=row, result=RowResult.SAME, why=why, number=number, case=case)


def _compare(
    fact: Fact, text: str, case: Case, fresh: dict[Fact, str], conflicts: list[str],
    doubts: list[str],
) -> None:  # fmt: skip
    """Sort what a cell says: a fact to fill in, a conflict, a doubt, or nothing new."""
    held = held_by(case, fact)
    if _says_the_same(fact, text, case, held):
        return
    try:
        value = read_fact(fact, text)
    except Unreadable as wrong:
        doubts.append(str(wrong))
        return
    if not value or comparable(fact, value) == comparable(fact, held):
        return
    if held:
        conflicts.append(_differs(fact, value, held))
    else:
        fresh[fact] = value


def held_by(case: Case, fact: Fact) -> str:
    """What the case has for a fact, "" for nothing."""
    if fact is Fact.DESCRIPTION:
        return case.description or case.topics or case.subject
    return str(getattr(case.requester, fact))


def _says_the_same(fact: Fact, text: str, case: Case, held: str) -> bool:
    """Whether a cell is what an export of the case wrote there."""
    if fact is Fact.IDENTIFICATION and is_masked(text):
        return text == tail(held) or not held
    if fact in (Fact.UNIT, Fact.ENTITY):
        person = case.requester
        held = f"{person.executing_unit} {person.entity}"
    return bool(held.strip()) and comparable(fact, text) == comparable(fact, held)


def _differs(fact: Fact, value: str, held: str) -> str:
    if fact is Fact.IDENTIFICATION:
        # A number of identification stands in no report (domain.md §16.14).
        return f"{LABELS[fact]}: la hoja dice otra ({tail(value)}; el caso, {tail(held)})."
    return f"{LABELS[fact]}: la hoja dice «{said(value)}» y el caso «{said(held)}»."


def _facts(row: SheetRow) -> tuple[dict[Fact, str], list[str], list[str]]:
    """The facts of a new case, why it can't be made, and what was left out of it."""
    facts: dict[Fact, str] = {}
    faults = [f"Falta {_ASKED[fact]}." for fact in _REQUIRED if not row.written.get(fact)]
    doubts: list[str] = []
    for fact, text in row.written.items():
        try:
            facts[fact] = read_fact(fact, text)
        except Unreadable as wrong:
            (faults if fact in _REQUIRED else doubts).append(str(wrong))
    return {fact: value for fact, value in facts.items() if value}, faults, doubts


def _standing(row: SheetRow) -> str:
    """What a new case becomes, where the sheet says more than that it is open."""
    if row.state in (State.CERRADO, State.RESUELTO):
        return "Se registra cerrado: la hoja dice que ya se atendió."
    if row.state not in (None, State.ABIERTO):
        return f"Queda en Abierto; la hoja dice {row.state}."
    return ""


def _fault(row: SheetRow, *why: str) -> Step:
    return Step(row=row, result=RowResult.FAULT, why=" ".join(why), number=row.number)


def _why_not_new(number: str, this_year: int | None) -> str:
    """Why a number is none that people gave while the tool was down (§16.15); "" if it may be."""
    series, year, figures = number.split("-")
    if series != "SERV" or not figures.startswith("C"):
        return f"No existe el caso {number}: deje el ID vacío para que reciba número."
    if not int(figures[1:]):
        return f"ID: {number} no es un número de contingencia, que empiezan en C0001."
    if this_year is not None and int(year) not in (this_year, this_year - 1):
        return (
            f"ID: {number} es de {year}, y un número de contingencia es de {this_year} o de "
            f"{this_year - 1}; si es otro caso, deje el ID vacío para que reciba número."
        )
    return ""


def _keys(case: Case) -> Iterable[str]:
    """By what a row without ID is known to be this case: brought in before, or open and alike."""
    yield from (key for key in case.handled if key.startswith(_MARK))
    if case.state is not State.CERRADO and case.requester.email:
        yield _key(case.requester.email, case.description)


def _key(email: str, description: str) -> str:
    said_once = f"{email}\0{comparable(Fact.DESCRIPTION, description)}"
    return _MARK + hashlib.sha256(said_once.encode("utf-8", "replace")).hexdigest()[:32]


_ASKED = {
    Fact.EMAIL: "el correo de contacto: sin él nadie recibe respuesta",
    Fact.DESCRIPTION: "la descripción del caso",
}
