"""The tables of [EXPORTAR]: the contingency sheet, the list of cases, who comes to a training."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.model.case import Case
from mailbot.model.listing import CaseFilter
from mailbot.model.masking import hidden, identifications, in_subject
from mailbot.model.sheets import Cell, Column, Kind, Sheet
from mailbot.model.vocabulary import CaseType, Role
from mailbot.rules.contingency_sheet.columns import CHANNELS, contingency_sheets, facts_masked
from mailbot.rules.intake.words import folded
from mailbot.rules.policy import Policy

_SHOWN_IDENTIFICATION = (Role.CL1, Role.BO, Role.HERR)
"""Who gets the ten columns with the number of identification (domain.md §16.14)."""

_CASE_COLUMNS = (
    Column(title="Caso", width=18), Column(title="Servicio", width=18),
    Column(title="Tipo", width=16), Column(title="Canal", width=12),
    Column(title="Estado", width=24), Column(title="Nivel", width=8),
    Column(title="Grupo", width=8), Column(title="Asignado a", width=26),
    Column(title="Criticidad", width=12), Column(title="Módulo", width=10),
    Column(title="Solicitante", width=28), Column(title="Correo", width=30),
    Column(title="Código y nombre de Entidad", width=36), Column(title="Ciudad", width=16),
    Column(title="Asunto", width=44), Column(title="Recibido", width=18, kind=Kind.MOMENT),
    Column(title="Vence", width=18, kind=Kind.MOMENT),
    Column(title="Cerrado", width=18, kind=Kind.MOMENT), Column(title="Motivo de cierre", width=20),
)  # fmt: skip
_ATTENDEE_COLUMNS = (
    Column(title="Caso", width=18), Column(title="Estado", width=24),
    Column(title="Solicitante", width=28), Column(title="Correo", width=30),
    Column(title="Teléfono", width=20), Column(title="Código y nombre de Entidad", width=36),
    Column(title="Temas", width=40), Column(title="Asistente", width=44),
    Column(title="Recibido", width=18, kind=Kind.MOMENT),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Who asks for a table, in which role, and when it is made."""

    role: Role
    policy: Policy
    made: datetime

    @property
    def zone(self) -> ZoneInfo:
        return self.policy.calendar.zone

    @property
    def names(self) -> Mapping[str, str]:
        """The advisors' names by address."""
        return {address: member.name for address, member in self.policy.staff.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A kind of table: what it is called, its file, which roles get it, and how it is made."""

    title: str
    file: str
    roles: tuple[Role, ...]
    make: Callable[[Iterable[Case], Ask], tuple[Sheet, ...]]
    only: Callable[[Case], bool]


def accepts(wanted: CaseFilter, case: Case) -> bool:
    """Whether a case is one that the filter asks for."""
    name, person = folded(wanted.entity), case.requester
    return all(
        (
            not wanted.states or case.state in wanted.states,
            wanted.level is None or case.level is wanted.level,
            not wanted.groups or case.group in wanted.groups,
            not wanted.assignee or case.assignee == wanted.assignee,
            not wanted.module or case.module == wanted.module,
            not name
            or name in folded(person.entity)
            or person.executing_unit.lower().startswith(name),
            wanted.overdue_at is None
            or (case.due_at is not None and case.due_at <= wanted.overdue_at),
        )
    )


def _contingency(cases: Iterable[Case], ask: Ask) -> tuple[Sheet, ...]:
    identified = ask.role in _SHOWN_IDENTIFICATION
    return contingency_sheets(cases, ask.names, ask.zone, ask.made, identified=identified)


def _listed(cases: Iterable[Case], ask: Ask) -> tuple[Sheet, ...]:
    rows = tuple(_case_row(case, ask) for case in cases)
    return (Sheet(title="Casos", columns=_CASE_COLUMNS, rows=rows),)


def _case_row(case: Case, ask: Ask) -> tuple[Cell, ...]:
    zone, person = ask.zone, case.requester
    known = identifications(person.identification, case.attendees)
    name, _number, _login, entity, email, _phone, city = facts_masked(case)
    return (
        case.number, case.service_number, case.type.value, CHANNELS[case.channel],
        case.state.value, case.level.value, case.group.value,
        ask.names.get(case.assignee or "", case.assignee), case.criticality.value, case.module,
        name, email, entity, city,
        in_subject(case.subject, known), case.opened_at.astimezone(zone),
        case.due_at.astimezone(zone) if case.due_at else None,
        case.closed_at.astimezone(zone) if case.closed_at else None,
        case.close_reason.value if case.close_reason else None,
    )  # fmt: skip


def _registrations(cases: Iterable[Case], ask: Ask) -> tuple[Sheet, ...]:
    """The «Listado de inscripción» of activity 7: a row for each person who comes."""
    rows = tuple(row for case in cases for row in _attendees(case, ask))
    return (Sheet(title="Inscripciones", columns=_ATTENDEE_COLUMNS, rows=rows),)


def _attendees(case: Case, ask: Ask) -> Iterator[tuple[Cell, ...]]:
    person = case.requester
    known = identifications(person.identification, case.attendees)
    name, _number, _login, entity, email, phone, _city = facts_masked(case)
    # Only the Coordinación de Capacitación needs the numbers of who comes (§16.14).
    attendees = case.attendees if ask.role is Role.CAP else _without_numbers(case.attendees, known)
    lines = [line.strip() for line in attendees.splitlines() if line.strip()]
    for line in lines or [""]:
        yield (
            case.number, case.state.value, name, email, phone, entity,
            hidden(case.topics, known), line,
            case.opened_at.astimezone(ask.zone),
        )  # fmt: skip


def _without_numbers(attendees: str, known: str) -> str:
    """The list without anybody's number, as it is hidden wherever a list of people stands."""
    word = "Asistentes: "
    return hidden(f"{word}{attendees}", known).removeprefix(word)


_LINE = (Role.CL1, Role.BO, Role.HERR, Role.CL23)

EXPORTS: Mapping[str, Export] = {
    "contingencia": Export(
        title="Hoja de contingencia", file="contingencia.xlsx", roles=_LINE, make=_contingency,
        only=lambda _case: True,
    ),
    "casos": Export(
        title="Lista de casos", file="casos.xlsx", roles=_LINE, make=_listed,
        only=lambda _case: True,
    ),
    "acompanamientos": Export(
        title="Inscripciones de acompañamiento", file="acompanamientos.xlsx",
        roles=(*_LINE, Role.CAP), make=_registrations,
        only=lambda case: case.type is not CaseType.SOPORTE,
    ),
}  # fmt: skip
"""What can be exported, by the word that the tag names it with."""
