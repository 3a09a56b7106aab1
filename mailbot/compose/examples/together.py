"""Examples of the mails on many cases, and of those that ask the coordination to look."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from mailbot.compose.examples.frame import (
    ADVISOR,
    ANA,
    COORDINATORS,
    NEW,
    NOW,
    SAID,
    SOLUTION,
    SOLVED,
    TAKEN,
    TRAINING,
    WHO,
    Example,
    to_person,
    to_staff,
)
from mailbot.model.case import Case, Requester
from mailbot.model.faq import QuotedAnswer, SolvedBefore
from mailbot.model.listing import CaseLine, line_of
from mailbot.model.vocabulary import CloseReason, Criticality, Group, State


class _Result(NamedTuple):
    tag: str
    ok: bool
    text: str


def _line(number: int, person: str, subject: str, state: State, note: str = "") -> CaseLine:
    case = replace(
        TAKEN, incident_number=f"INC-2026-{number:06}", state=state, subject=subject,
        requester=replace(ANA, name=person), due_at=NOW + timedelta(hours=number % 7 + 20),
        criticality=Criticality.ALTA if number % 2 else Criticality.MEDIA,
    )  # fmt: skip
    return line_of(case, note)


_PEOPLE = ("Ana María Rojas Peña", "Luis Ángel Quintero", "Diana Torres Lara", "Pedro Gómez")
_SUBJECTS = (
    "Error al autorizar la orden de pago 184526", "La obligación no toma el cupo PAC",
    "Certificado de retención no se genera", "Cuenta bancaria rechazada en la obligación",
)  # fmt: skip


def _lines(state: State, note: str = "", *, count: int = 4) -> tuple[CaseLine, ...]:
    return tuple(
        _line(4501 + place * 3, _PEOPLE[place % 4], _SUBJECTS[place % 4], state, note)
        for place in range(count)
    )


_RUNNING = _lines(State.EN_PROGRESO)
_STOPPED = tuple(
    replace(line, due_at=None)
    for line in _lines(State.PENDIENTE_PROVEEDOR, "Antes: Trabajo en Progreso.")
)
_QUEUE = tuple(
    replace(line, assignee="", state=State.ABIERTO, since=NOW - timedelta(minutes=50 - place))
    for place, line in enumerate(_RUNNING)
)
_NUMBERS = tuple(line.number for line in _RUNNING)
_SECTIONS = tuple(
    (code, (number,))
    for code, number in zip(("1301", "3602", "0402", "0503"), _NUMBERS, strict=True)
)
_PARENT = replace(
    SOLVED, incident_number="INC-2026-004530", group=Group.N3F, confirmation_until=None, mass=True,
    requester=Requester(email=""),
    subject="La obligación no toma el cupo PAC", criticality=Criticality.CRITICA,
)  # fmt: skip
_HANDED = replace(
    TRAINING, state=State.EN_PROGRESO, group=Group.CAP, client_wait_until=None, missing=(),
    description="Solicitamos acompañamiento para tres personas nuevas en el área de pagos.",
    topics="Cadena presupuestal del gasto; cupo PAC",
    attendees="Luis Ángel Quintero, C.C. 79.555.123\nDiana Torres Lara, C.C. 52.444.321",
)  # fmt: skip
_ORDER = {
    "what": "Detener los casos de Carlos Mejía Ospina mientras apoya el cierre fiscal.",
    "reason": "El asesor atiende a la vez el cierre y la línea.",
    "risk": "La atención de estos casos puede tardar más; la coordinación lo asume.",
}
_COMES_BACK = "Hoy 23 de noviembre, de 6:00 p. m. a 8:00 p. m., SIIF Nación no estará disponible."
_COORDINATOR = COORDINATORS[0]


_QUESTION = "No puedo autorizar una orden de pago: no hay cupo PAC disponible para la posición."
_STEPS = (
    "1. Abra la consulta del cupo PAC del mes.",
    "2. Distribuya a la posición del gasto el cupo que está sin asignar.",
    "3. Autorice otra vez la orden de pago.",
)
_ANSWER = "\n".join(("Su unidad no tenía cupo PAC disponible en el mes.", *_STEPS))
_ANSWERS = (
    QuotedAnswer(question="¿Qué hago si no hay cupo PAC para autorizar una orden de pago?",
                 lines=_STEPS),
    QuotedAnswer(question="¿Cuándo se habilita el cupo PAC del mes siguiente?",
                 lines=("El primer día hábil de cada mes, después del cierre del anterior.",)),
)  # fmt: skip
_SOLVED_BEFORE = (
    SolvedBefore(number="INC-2026-003122", module="EPG", lines=_STEPS[:2],
                 matter="La orden de pago no se autoriza por falta de cupo PAC"),
    SolvedBefore(number="INC-2026-002977", module="", lines=("Se habilitó el cupo del mes.",),
                 matter="Cupo PAC en cero para la posición"),
)  # fmt: skip


def _coordination(name: str, case: Case | None = None, **facts: object) -> Example:
    example = to_staff(name, None, **facts)
    return replace(example, send=replace(example.send, to=(_COORDINATOR,), case=case))


TOGETHER: tuple[Example, ...] = (
    to_person("M-02-novedad", NEW, missing=(), news=(_COMES_BACK,)),
    to_person("M-02-preguntas", NEW, missing=(), answers=_ANSWERS),
    to_person(
        "M-02-archivo-aparte", NEW, missing=(),
        held=(
            "«factura.pdf.exe»: es un programa (.exe) y aparenta ser .pdf",
            "«soportes.zip»: viene cifrado o con contraseña y no se puede revisar",
        ),
    ),
    to_person(
        "M-04", replace(NEW, state=State.CERRADO, close_reason=CloseReason.DUPLICADO, due_at=None),
        into="INC-2026-004518",
    ),
    to_staff("M-07-parecidos", TAKEN, take_by=NOW + timedelta(hours=4), text=SAID,
             solved_before=_SOLVED_BEFORE),
    to_staff(
        "M-07-masivo",
        replace(_PARENT, state=State.EN_PROGRESO, due_at=NOW + timedelta(hours=8)),
        reason="Incidente masivo de 4 casos en 4 secciones presupuestales.",
        take_by=NOW + timedelta(hours=8),
        moves=(("TOMAR", "el caso queda a su cargo."),
               ("DEVOLVER", "devuelve el caso a Back Office; escriba el motivo."),
               ("RESUELTO", "entrega la solución a la Coordinación de la Línea.")),
    ),
    to_staff(
        "M-09", _HANDED, text="Prefieren la mañana; ya confirmamos los datos con ellos.",
        files=("SERV-2026-018840_01_inscripcion.xlsx",),
        history=((NOW - timedelta(hours=1), "Back Office: verificó los datos y entregó el caso."),),
    ),
    _coordination("M-27", since=NOW - timedelta(hours=1), reason="Falla del servidor de correo.",
                  rows=_STOPPED),
    _coordination("M-28", since=NOW - timedelta(hours=5), until=NOW, rows=_RUNNING,
                  reason="Falla del servidor de correo."),
    _coordination("M-29", None, title="Detuvimos 4 casos de Carlos Mejía Ospina", rows=_STOPPED,
                  **{**_ORDER, "what": "El Administrador autorizó la orden y quedó ejecutada."}),
    _coordination("M-30", None, code="K7M2QX", asked_by=_COORDINATOR, rows=_RUNNING,
                  expires=NOW + timedelta(days=1), **_ORDER),
    _coordination("M-30-muchos", None, code="K7M2QX", asked_by="Marta Díaz", what=_ORDER["what"],
                  rows=_lines(State.EN_PROGRESO, count=32)),
    to_staff(
        "M-31-estado", TAKEN, description=SAID,
        results=(_Result("[ESTADO]", True, "El caso sigue a su cargo."),),
        moves=("RESUELTO", "PENDIENTE CLIENTE", "NOTA"),
    ),
    to_staff(
        "M-31-lista", None, rows=_RUNNING,
        results=(_Result("[LISTA]", True, "Estos son sus casos en curso."),),
    ),
    to_staff(
        "M-31-historia", TAKEN, results=(_Result("[HISTORIA]", True, "Va completa."),),
        history=tuple(
            (NOW - timedelta(hours=3 - place), what)
            for place, what in enumerate(
                ("Usuario: envió la solicitud.", "Back Office: asignó el caso.",
                 "Carlos Mejía (N2F): tomó el caso.")
            )
        ),
        moves=("RESUELTO", "PENDIENTE CLIENTE"),
    ),
    to_staff(
        "M-31-ayuda", TAKEN, results=(_Result("[AYUDA]", True, "Abajo está todo."),),
        moves=("RESUELTO", "PENDIENTE CLIENTE"),
        help=(("RESUELTO", "envía al usuario la solución que escriba debajo."),
              ("NOTA", "guarda una nota interna; el usuario no la recibe."),
              ("LISTA", "le envía la lista de casos.")),
    ),
    _coordination("M-33", person=ADVISOR, available=False, since=NOW,
                  until=NOW + timedelta(days=4), reason="Incapacidad médica.", rows=_RUNNING),
    _coordination("M-33-regreso", person=ADVISOR, available=True, since=NOW, rows=_RUNNING[:1]),
    _coordination("M-35", replace(TAKEN, group=Group.N1, state=State.ABIERTO), rows=_RUNNING,
                  sections=_SECTIONS),
    _coordination("M-36", _PARENT, rows=_RUNNING, text=SOLUTION, **WHO),
    _coordination("M-36-recordatorio", _PARENT, rows=_RUNNING[:2], text=SOLUTION,
                  since=NOW - timedelta(hours=4), **WHO),
    _coordination("M-37", TAKEN, text="En ejercicio del derecho de petición solicito respuesta.",
                  legal_until=date(2026, 12, 15), days=15),
    _coordination(
        "M-39", replace(SOLVED, state=State.CERRADO, close_reason=CloseReason.CONFIRMADO,
                        confirmation_until=None),
        scores=(4, 2, None, 3), text="Tardaron mucho en responder.", advisor=WHO["advisor"],
        moves=("RESPONDER", "REABRIR", "NOTA", "CALIDAD"),
    ),
    to_staff(
        "M-44-cola", None, title="4 casos esperan quien los tome",
        why="Llegaron mientras nadie de su grupo estaba disponible.",
        expected="Tome los que pueda atender, en este orden", rows=_QUEUE,
    ),
    _coordination(
        "M-40", TAKEN, number="12", author=ADVISOR, question=_QUESTION, text=_ANSWER,
    ),
    to_staff("M-47", None, text=_COMES_BACK, author=_COORDINATOR, until=date(2026, 11, 23),
             public=True),
    _coordination("M-48", title="4 casos con el mismo error en 24 horas", rows=_RUNNING,
                  text="Desde ayer varias entidades no pueden autorizar órdenes de pago.",
                  author=ADVISOR),
    _coordination("M-48-caso", TAKEN, title="La entidad reporta el mismo error cada mes",
                  author=ADVISOR, moves=("RESUELTO", "RESPONDER", "NOTA", "CALIDAD")),
)  # fmt: skip
