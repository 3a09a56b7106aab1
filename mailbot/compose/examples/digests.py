"""Examples of the coordinators' digest: a day with decisions, one of the line, one without."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from mailbot.compose.examples.frame import ADVISOR, COORDINATORS, NOW, Example
from mailbot.model.decision import Enclosure, Send
from mailbot.model.digest import (
    AdvisorLoad,
    Box,
    Digest,
    DigestRow,
    GroupCount,
    Offer,
    Reason,
    Shown,
    TrendDay,
    Waiting,
)
from mailbot.model.line import Alarm
from mailbot.model.vocabulary import Criticality, Group, State

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT = NOW.replace(day=24, hour=12, minute=0)
_DAYS = (9, 10, 11, 12, 13, 17, 18, 19, 20, 23)
_CAME = (10, 12, 9, 13, 11, 16, 12, 11, 10, 14)
_WENT = (11, 10, 12, 11, 9, 8, 12, 13, 12, 11)
_OPEN = (51, 53, 50, 52, 54, 62, 62, 60, 58, 61)
DIANA, JORGE = "diana.torres@linea.example", "jorge.salcedo@linea.example"

_TREND = tuple(
    TrendDay(day=date(2026, 11, day), entered=came, left=went, open=standing)
    for day, came, went, standing in zip(_DAYS, _CAME, _WENT, _OPEN, strict=True)
)


def _row(number: int, reason: Reason, subject: str, since: datetime, **more: object) -> DigestRow:
    row = DigestRow(
        number=f"INC-2026-00{number}", reason=reason, since=since, state=State.EN_PROGRESO,
        group=Group.N2F, criticality=Criticality.MEDIA, subject=subject, assignee=ADVISOR,
    )  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


def _reassign(number: int, to: str = JORGE, label: str = "Reasignar") -> Offer:
    return Offer(label=label, order=f"REASIGNAR caso=INC-2026-00{number} a={to}", to=to)


def _shown(*rows: DigestRow, left: int = 0) -> Shown:
    counts = {row.reason: sum(each.reason is row.reason for each in rows) for row in rows}
    if left:
        counts[rows[-1].reason] += left
    return Shown(rows=rows, counts=tuple(counts.items()))


_DECIDE = _shown(
    _row(4301, Reason.OVERDUE, "Certificado de retención no se genera", _AT - timedelta(hours=18),
         late=timedelta(hours=6), assignee=DIANA, away=True, offer=_reassign(4301)),
    _row(4322, Reason.OVERDUE, "Reporte de ejecución sale sin rubros", _AT - timedelta(hours=15),
         late=timedelta(hours=3), assignee=DIANA, away=True, fresh=True,
         also=(Reason.NOT_TAKEN,), offer=_reassign(4322)),
    _row(4540, Reason.UNASSIGNED, "Compromiso no permite adición", _AT - timedelta(hours=13),
         assignee="", criticality=Criticality.ALTA, fresh=True, due_at=_AT + timedelta(hours=9),
         offer=_reassign(4540, label="Asignar")),
    _row(4512, Reason.NOT_TAKEN, "Error al cargar archivo de nómina", _AT - timedelta(hours=14),
         offer=_reassign(4512)),
    _row(4377, Reason.ORGAN, "Rubro de ingreso sin equivalencia", _AT - timedelta(hours=20),
         note="DGPPN", state=State.PENDIENTE_PROVEEDOR,
         offer=Offer(label="Ver historia", order="HISTORIA caso=INC-2026-004377")),
    _row(4120, Reason.LOW_SCORE, "No puedo ver el cupo PAC", _AT - timedelta(hours=16), fresh=True,
         note="Calificó con 2: «La respuesta demoró»", state=State.CERRADO,
         offer=Offer(label="Llevar a calidad", order='CALIDAD caso=INC-2026-004120 motivo=""')),
)  # fmt: skip
_BOX = Box(
    since=_AT - timedelta(hours=31),
    until=_AT - timedelta(hours=7),
    arrived=146,
    set_aside=1,
    parked=("El adjunto supera 20 MB.",),
    parked_count=1,
    acknowledged=88,
    max_minutes=5,
    compared_at=_AT - timedelta(hours=2),
)
_BUSY = Digest(
    person=COORDINATORS[1],
    groups=(Group.N2F, Group.N3F),
    whole_line=False,
    at=_AT,
    since=_AT - timedelta(days=1),
    open=61,
    decide=_DECIDE,
    today=_shown(
        _row(4463, Reason.TODAY, "Cuenta bancaria rechazada en la obligación",
             _AT + timedelta(hours=2), offer=_reassign(4463)),
        _row(4466, Reason.TODAY, "Orden de pago sin autorización", _AT + timedelta(hours=7),
             assignee=JORGE, offer=_reassign(4466, ADVISOR)),
        left=2,
    ),
    near=_shown(
        _row(4471, Reason.NEAR, "Traslado presupuestal no se registra", _AT + timedelta(days=1),
             offer=_reassign(4471)),
    ),
    waiting=(
        Waiting(state=State.PENDIENTE_CLIENTE, count=9),
        Waiting(state=State.PENDIENTE_PROVEEDOR, count=3),
        Waiting(state=State.RESUELTO, count=5),
    ),
    loads=(
        AdvisorLoad(email=ADVISOR, running=14, waiting=4, overdue=0),
        AdvisorLoad(email=JORGE, running=13, waiting=6, overdue=0),
        AdvisorLoad(email=DIANA, running=9, waiting=7, overdue=2, away=True,
                    back=_AT + timedelta(days=2)),
    ),
    more_loads=0,
    line=(),
    technical=Shown(),
    undocumented=(),
    undocumented_count=0,
    questions=(12, 15),
    trend=_TREND,
    box=_BOX,
)  # fmt: skip
_OF_LINE = replace(
    _BUSY,
    groups=(Group.N1, Group.BO, Group.CAP),
    whole_line=True,
    questions=(),
    line=(
        GroupCount(group=Group.N1, running=9, waiting=6, overdue=1, unassigned=2),
        GroupCount(group=Group.N2F, running=28, waiting=11, overdue=2, unassigned=0),
        GroupCount(group=Group.N2T, running=4, waiting=2, overdue=0, unassigned=0),
    ),
    technical=_shown(
        _row(4499, Reason.TODAY, "La firma digital no carga", _AT + timedelta(hours=5),
             group=Group.N2T),
    ),
    undocumented=("INC-2026-004288",),
    undocumented_count=1,
    contingency_since=_AT - timedelta(hours=2),
    held=12,
    box=replace(
        _BOX, undecided=2, held_answers=3, held_requests=1, people_held=2, late=4,
        slowest=timedelta(minutes=22), dead=("u1@entidad.example",), dead_count=3,
        alarms=(Alarm(kind="disk", since=_AT - timedelta(hours=3),
                      text="Al disco de los archivos le quedan 480 MB libres."),),
    ),
)  # fmt: skip
_QUIET = replace(
    _BUSY,
    open=3,
    decide=Shown(),
    today=Shown(),
    near=Shown(),
    waiting=(),
    loads=(AdvisorLoad(email=ADVISOR, running=3, waiting=0, overdue=0),),
    questions=(),
    since=None,
    box=replace(_BOX, arrived=1, set_aside=0, parked=(), parked_count=0, acknowledged=0),
)


def _example(name: str, digest: Digest) -> Example:
    files = (
        Enclosure(name="tendencia.png", type="image/png", inline="tendencia"),
        Enclosure(name="Resumen_2026-11-24.xlsx", type=_XLSX),
    )
    send = Send(
        template="M-32", to=(COORDINATORS[1],), facts={"digest": digest}, enclosures=files,
        to_staff=True, brake=False, reason="Ejemplo",
    )  # fmt: skip
    return Example(name=name, send=send)


DIGESTS: tuple[Example, ...] = (
    _example("M-32", _BUSY),
    _example("M-32-linea", _OF_LINE),
    _example("M-32-sin-novedad", _QUIET),
)
