"""Examples of the mails between a case's birth and its end: assigned, asked, solved, closed."""

from dataclasses import replace
from datetime import timedelta

from mailbot.compose.examples.frame import (
    ASKED,
    AT_ORGAN,
    COORDINATORS,
    FINDING,
    INCIDENT,
    MESSAGE,
    NEW,
    NOW,
    REOPEN_UNTIL,
    SAID,
    SOLUTION,
    SOLVED,
    TAKEN,
    WHO,
    Example,
    closed,
    to_outside,
    to_person,
    to_staff,
)
from mailbot.model.case import Case
from mailbot.model.vocabulary import CloseReason, Criticality, Group, State

_FILES = ("INC-2026-004518_01_mensaje.png", "INC-2026-004518_02_cupo.png")
_HISTORY = (
    (NOW - timedelta(hours=3), "Usuario: envió la solicitud con dos pantallas."),
    (NOW - timedelta(hours=2), "Sandra Pulido (N1): confirmó el mensaje y creó el incidente."),
    (NOW - timedelta(minutes=2), "Back Office: verificó los soportes y asignó el caso."),
)
_QUESTION = """Para encontrar la causa necesitamos dos datos:

1. ¿Con qué perfil ingresó al autorizar la orden?
2. ¿Qué saldo muestra hoy la consulta del cupo PAC?"""
_ANSWER = """NO

Hice los cuatro pasos y el saldo ya aparece. Al autorizar sale el mismo mensaje."""


def _closed(reason: CloseReason, case: Case = SOLVED) -> Case:
    return closed(replace(case, confirmation_until=None), reason)


def _copied(example: Example) -> Example:
    return replace(example, send=replace(example.send, cc=COORDINATORS, brake=False))


ON_THE_WAY: tuple[Example, ...] = (
    to_person(
        "M-05", _closed(CloseReason.SOLUCION_N1, replace(NEW, due_at=None)), text=SOLUTION,
        kind="orientación funcional", advisor="Sandra Pulido", files=("guia_cupo_pac.pdf",),
        reopen_until=REOPEN_UNTIL,
    ),
    to_person("M-06", INCIDENT),
    _copied(
        to_staff(
            "M-07", TAKEN, text=SAID, files=_FILES, history=_HISTORY,
            take_by=NOW + timedelta(hours=4), reason="El cupo PAC lo revisa el segundo nivel.",
        )
    ),
    to_staff(
        "M-07-etiquetas", replace(TAKEN, group=Group.N3T, criticality=Criticality.CRITICA),
        moves=(("TOMAR", "el caso queda a su cargo."),
               ("RESUELTO", "envía la solución al usuario; el tiempo termina."),
               ("DEVOLVER", "devuelve el caso a Back Office; escriba el motivo.")),
    ),
    to_person("M-08", TAKEN, level="segundo nivel funcional"),
    to_person("M-10", ASKED, question=_QUESTION, **WHO),
    to_person("M-10R-pregunta", ASKED, question=_QUESTION),
    to_person("M-10R-confirmacion", SOLVED),
    to_person("M-10R-encuesta", _closed(CloseReason.CONFIRMADO)),
    _copied(to_person("M-12", SOLVED, text=SOLUTION, kind="orientación funcional", **WHO)),
    to_person("M-12-organo", SOLVED, text="El rubro ya quedó habilitado.", organ="DGPPN", **WHO),
    to_outside(
        "M-14", "mesa@rector.example", AT_ORGAN, organ="DGPPN", files=_FILES,
        text="Solicitamos habilitar el rubro A-02-02 para la unidad 29-99-00-003.", **WHO,
    ),
    to_person("M-15", AT_ORGAN, organ="DGPPN"),
    to_person("M-17", FINDING, number="H-455"),
    to_person("M-17-ajuste", replace(FINDING, state=State.PENDIENTE_AJUSTE, finding_number="A-12")),
    to_outside(
        "M-18", "hallazgos@entidad.example", FINDING, number="H-455", files=_FILES,
        text="La autorización no toma el cupo PAC que se distribuye el mismo día.", **WHO,
    ),
    to_person("M-19", _closed(CloseReason.CONFIRMADO)),
    to_person("M-19-autoservicio", _closed(CloseReason.AUTOSERVICIO, NEW)),
    to_person("M-19-traslado", _closed(CloseReason.TRASLADO)),
    to_person("M-19-coordinador", _closed(CloseReason.COORDINADOR),
              reason="La entidad pidió retirar la solicitud."),
    to_person("M-20", _closed(CloseReason.ACEPTACION_TACITA), reopen_until=REOPEN_UNTIL),
    to_staff("M-21", TAKEN, **{**MESSAGE, "text": _ANSWER}),
    *(to_person(f"M-38-{name}", case, reopen_until=REOPEN_UNTIL) for name, case in (
        ("abierto", NEW), ("progreso", TAKEN), ("cliente", ASKED), ("organo", AT_ORGAN),
        ("pausa", replace(AT_ORGAN, governing_body=None)), ("hallazgo", FINDING),
        ("ajuste", replace(FINDING, state=State.PENDIENTE_AJUSTE, finding_number=None)),
        ("resuelto", SOLVED), ("cerrado", _closed(CloseReason.ACEPTACION_TACITA)),
        ("confirmado", _closed(CloseReason.CONFIRMADO)),
    )),
    to_person("M-38-sin-numero", TAKEN, unnamed=True),
    to_person("M-39U", _closed(CloseReason.CONFIRMADO), scores=(("Satisfacción general", 5),)),
    to_person("M-39U-tarde", _closed(CloseReason.CONFIRMADO), reason="el plazo ya terminó."),
    to_staff("M-41", TAKEN, share=0.8),
    _copied(to_staff("M-41-agotado", replace(TAKEN, due_at=NOW), share=1.0)),
    to_staff("M-42", TAKEN, since=NOW - timedelta(hours=4)),
    to_person("M-52", SOLVED),
    to_person("M-52-cerrado", _closed(CloseReason.ACEPTACION_TACITA), reopen_until=REOPEN_UNTIL),
    to_person("M-50", TAKEN, text="Ya habilitamos su perfil. Ingrese de nuevo y pruebe.", **WHO),
)  # fmt: skip
