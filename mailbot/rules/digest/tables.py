"""The workbook beside a digest: every row of it, and every open case of its groups."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from mailbot.model.case import Case
from mailbot.model.digest import AdvisorLoad, DigestRow, Reason, TrendDay
from mailbot.model.masking import hidden, in_subject
from mailbot.model.sheets import Cell, Column, Kind, Sheet
from mailbot.rules.policy import Policy

REASONS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.OVERDUE: "Vencido",
        Reason.UNASSIGNED: "Sin asignar",
        Reason.NOT_TAKEN: "Sin tomar a tiempo",
        Reason.ORGAN: "Respondió el Órgano Rector",
        Reason.DRAFT: "Por registrar",
        Reason.HELD: "Cierre en espera",
        Reason.UNREACHABLE: "Usuario sin contacto",
        Reason.PETITION: "Petición por vencer",
        Reason.LOW_SCORE: "Calificación baja",
        Reason.TODAY: "Vence hoy",
        Reason.NEAR: "Cerca de vencer",
    }
)

_HEAD = (
    Column(title="Caso", width=18),
    Column(title="Situación", width=26),
    Column(title="Desde", width=18, kind=Kind.MOMENT),
    Column(title="Además", width=30),
    Column(title="Nuevo", width=8),
)
_CASE = (
    Column(title="Estado", width=24),
    Column(title="Grupo", width=9),
    Column(title="Criticidad", width=12),
    Column(title="Solicitante", width=28),
    Column(title="Asunto", width=44),
    Column(title="Asignado a", width=28),
)
_DUE = Column(title="Vence", width=18, kind=Kind.MOMENT)


def sheets(
    rows: Sequence[DigestRow], cases: Sequence[Case], loads: Iterable[AdvisorLoad],
    trend: Iterable[TrendDay], policy: Policy,
) -> tuple[Sheet, ...]:  # fmt: skip
    """What needs somebody, all open cases, the load of each advisor, the trend; none is empty."""
    made = (
        Sheet(
            title="Por atender", columns=(*_HEAD, *_CASE, _DUE, Column(title="Nota", width=44)),
            rows=tuple(_told(row, policy) for row in rows),
        ),
        Sheet(
            title="Casos abiertos",
            columns=(
                _HEAD[0], *_CASE, Column(title="Módulo", width=10),
                Column(title="Recibido", width=18, kind=Kind.MOMENT), _DUE,
            ),
            rows=tuple(_open(case, policy) for case in cases),
        ),
        Sheet(
            title="Carga por asesor",
            columns=(
                Column(title="Asesor", width=32), Column(title="En curso", kind=Kind.WHOLE),
                Column(title="En espera", kind=Kind.WHOLE),
                Column(title="Vencidos", kind=Kind.WHOLE), Column(title="Ausente", width=10),
                Column(title="Hasta", kind=Kind.MOMENT),
            ),
            rows=tuple(_load(each, policy) for each in loads),
        ),
        Sheet(
            title="Tendencia",
            columns=(
                Column(title="Día hábil", kind=Kind.DAY), Column(title="Entraron", kind=Kind.WHOLE),
                Column(title="Salieron", kind=Kind.WHOLE),
                Column(title="Abiertos al final", kind=Kind.WHOLE),
            ),
            rows=tuple((each.day, each.entered, each.left, each.open) for each in trend),
            note="Lo que pasa en un día no hábil cuenta en el día hábil siguiente.",
        ),
    )  # fmt: skip
    return tuple(sheet for sheet in made if sheet.rows)


def _told(row: DigestRow, policy: Policy) -> tuple[Cell, ...]:
    return (
        row.number,
        REASONS[row.reason],
        _wall(row.since, policy),
        ", ".join(REASONS[reason] for reason in row.also),
        "Sí" if row.fresh else "",
        row.state.value,
        row.group.value,
        row.criticality.value,
        row.requester,
        in_subject(row.subject, row.identification),
        _name(row.assignee, policy),
        _wall(row.due_at, policy),
        hidden(_name(row.note, policy), row.identification),
    )


def _open(case: Case, policy: Policy) -> tuple[Cell, ...]:
    person = case.requester
    return (
        case.number,
        case.state.value,
        case.group.value,
        case.criticality.value,
        person.name or person.email,
        in_subject(case.subject, person.identification),
        _name(case.assignee or "", policy),
        case.module,
        _wall(case.opened_at, policy),
        _wall(case.due_at, policy),
    )


def _load(each: AdvisorLoad, policy: Policy) -> tuple[Cell, ...]:
    return (
        _name(each.email, policy), each.running, each.waiting, each.overdue,
        "Sí" if each.away else "", _wall(each.back, policy),
    )  # fmt: skip


def _name(email: str, policy: Policy) -> str:
    member = policy.staff.get(email)
    return member.name if member else email


def _wall(moment: datetime | None, policy: Policy) -> datetime | None:
    return moment.astimezone(policy.calendar.zone) if moment else None
