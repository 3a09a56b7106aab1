"""Orders on many cases at once: which cases, what becomes of each, who is told (§4.2-2, R31)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.decision import Effect, Send
from mailbot.model.listing import CaseLine, line_of
from mailbot.model.vocabulary import Group, Pause, Role, State
from mailbot.rules import clock, windows
from mailbot.rules.commands.act import Order
from mailbot.rules.commands.handlers.choice import member
from mailbot.rules.commands.rights import Refused
from mailbot.rules.numbers import numbers_in
from mailbot.rules.policy import Policy

MOST_LETTERS = 20
"""A batch of more cases is told to its new advisors as one list each, not as letters."""

LEFT = "No cambia: "
"""How a list says why a case stayed as it was."""

RISK = (
    "La atención de estos casos puede tardar más de lo establecido; la Coordinación de la Línea "
    "asume el riesgo de la atención tardía (numeral 4.2, caso 2)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which cases an order names: of an advisor, of a group, or by their numbers."""

    advisor: str = ""
    group: Group | None = None
    numbers: tuple[str, ...] = ()
    whose: str
    """As mails say it: `de Nora Díaz`."""

    def has(self, case: Case) -> bool:
        """Whether the case is one of them as it stands."""
        if self.numbers:
            return not set(self.numbers).isdisjoint(case.numbers)
        if self.group:
            return case.group is self.group
        return case.assignee == self.advisor


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What an order did to one case."""

    before: Case
    after: Case
    note: str
    effects: tuple[Effect, ...] = ()


@dataclass(slots=True)
class BatchResult:
    """What an order did: the cases that changed, and those that did not, with the reason."""

    changed: list[Changed] = field(default_factory=list)
    left: list[CaseLine] = field(default_factory=list)

    @property
    def rows(self) -> tuple[CaseLine, ...]:
        """Every case as a line of a list, those that changed first."""
        return (*(line_of(each.after, each.note) for each in self.changed), *self.left)

    def counted(self) -> str:
        """`4 casos`, or `4 de 5 casos` where some were left out."""
        done, every = len(self.changed), len(self.changed) + len(self.left)
        noun = "caso" if every == 1 else "casos"
        return f"{done} de {every} {noun}" if self.left else f"{done} {noun}"


def selected(order: Order) -> Selection:
    """Which cases an order names, by exactly one of asesor=, grupo= and casos=. Raises Refused."""
    keys = [key for key in ("asesor", "grupo", "casos") if order.said(key)]
    if len(keys) != 1:
        raise Refused("Diga qué casos con una sola de estas claves: asesor=, grupo= o casos=.")
    said = order.said(keys[0])
    if keys[0] == "asesor":
        return _of_advisor(order, said)
    if keys[0] == "grupo":
        group = next((each for each in Group if each.value == said.upper()), None)
        if group is None:
            raise Refused(f"«{said}» no es un grupo: use {', '.join(Group)}.")
        return Selection(group=group, whose=f"de {group}")
    numbers = tuple(numbers_in(said))
    if not numbers:
        raise Refused(f"«{said}» no tiene números de caso: escriba casos=INC-2026-000001,…")
    return Selection(numbers=numbers, whose="de la lista")


def _of_advisor(order: Order, said: str) -> Selection:
    """What an advisor has; also one who left the directory with open cases to his name."""
    address = said.strip("<>").lower()
    known = (*order.view.open, *order.view.others.values())
    have = {case.assignee for case in known if case.state is not State.CERRADO}
    if address in have and address not in order.policy.staff:
        return Selection(advisor=address, whose=f"de {address}")
    person = member(order, said)
    return Selection(advisor=person.email, whose=f"de {person.name}")


def cases_of(selection: Selection, order: Order, mails_case: Case | None) -> tuple[Case, ...]:
    """The open cases of a selection; of those named by number, the closed ones too.

    Raises Refused for a number that is nobody's, and for a selection without any case.
    """
    known = [*order.view.open, *order.view.others.values()]
    if mails_case:
        known.insert(0, mails_case)
    found = {case.service_number: case for case in reversed(known) if selection.has(case)}
    for number in selection.numbers:
        if not any(number in case.numbers for case in found.values()):
            raise Refused(f"No conozco el caso «{number}».")
    cases = [
        case for case in found.values() if selection.numbers or case.state is not State.CERRADO
    ]
    if not cases:
        raise Refused(f"No hay casos abiertos {selection.whose}.")
    return tuple(sorted(cases, key=lambda case: (case.opened_at, case.service_number)))


def carried_out(cases: Iterable[Case], act: Callable[[Case], Changed]) -> BatchResult:
    """Do `act` to each case; those that it refuses stay as they are, and it is said why."""
    result = BatchResult()
    for case in cases:
        try:
            result.changed.append(act(case))
        except Refused as refusal:
            result.left.append(line_of(case, f"{LEFT}{refusal}"))
    return result


def pause(case: Case, at: datetime, policy: Policy) -> Changed:
    """T23: the time of a running case stops, since its advisor has other functions too (Q19).

    Raises Refused for a case whose time does not run.
    """
    if case.stopped and case.halted:
        raise Refused(f"ya está detenido por {case.stopped.why}.")
    if not clock.runs(case.stints[-1], policy.config.clock):
        raise Refused(f"está en {case.state} y su tiempo no corre.")
    after = windows.halted(case, Pause.MULTIPLICIDAD, at, policy)
    return Changed(before=case, after=after, note=f"Antes: {case.state}.")


def result_mail(
    title: str, what: str, rows: Sequence[CaseLine], policy: Policy, *, reason: str, risk: str = "",
) -> Send:  # fmt: skip
    """M-29 to who coordinates the line, with the Administrador and levels II and III on copy."""
    to = policy.with_role(Role.CL1)
    copies = policy.with_role(Role.ADM, Role.CL23)
    return Send(
        template="M-29",
        to=to or copies,
        cc=tuple(each for each in copies if to and each not in to),
        facts={"title": title, "what": what, "reason": reason, "risk": risk, "rows": tuple(rows)},
        to_staff=True,
        brake=False,
        reason=title,
    )
