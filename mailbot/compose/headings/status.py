"""What each state means for the person served: what follows, by when, and in a few sentences."""

from dataclasses import dataclass

from mailbot.compose.headings.rows import (
    case_of,
    due_row,
    organ_name,
    organ_of,
    sentence,
    until_row,
    window_row,
)
from mailbot.compose.letter import CaseWords, Draft, Row
from mailbot.model.vocabulary import CloseReason, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A state in words: what follows its name, the next step, the deadline, what it means."""

    rest: str
    step: str
    deadline: Row
    meaning: tuple[str, ...]


_STOPPED = Row(label="Plazo", rest="Detenido mientras llega la respuesta")
_NOTHING_TO_SEND = "No tiene que enviar nada más."
_ACCEPTED_BY_SILENCE = "Si no responde dentro del plazo, entenderemos que la aceptó."
_OPENS_AGAIN = (CloseReason.SIN_RESPUESTA, CloseReason.ACEPTACION_TACITA, CloseReason.SOLUCION_N1)
_FINDING = ("hallazgo", "una corrección del sistema", "la corrección", "de la corrección")
_ADJUSTMENT = ("ajuste", "un ajuste de datos", "el ajuste", "del ajuste")

_CLOSED_BECAUSE = {
    CloseReason.CONFIRMADO: ", con su confirmación",
    CloseReason.ACEPTACION_TACITA: ", por aceptación de la solución",
    CloseReason.SIN_RESPUESTA: ", sin respuesta del usuario",
    CloseReason.SOLUCION_N1: ", con solución del primer nivel",
    CloseReason.AUTOSERVICIO: ", usted encontró la solución",
    CloseReason.TRASLADO: ", por traslado a Capacitación",
    CloseReason.DUPLICADO: ", unido a otro caso",
    CloseReason.COORDINADOR: ", por decisión de la coordinación",
}


def closed_because(case: CaseWords) -> str:
    """What follows the word `Cerrado`; "" where no reason is kept."""
    return _CLOSED_BECAUSE.get(CloseReason(case.close_reason), "") if case.close_reason else ""


def unanswered(case: CaseWords) -> tuple[str, ...]:
    """What silence means for a case whose yes or no its person has yet to prove."""
    if case.state == State.CERRADO:
        return ("El caso sigue cerrado.",)
    silence = (_ACCEPTED_BY_SILENCE,) if case.confirmation else ()
    return ("El plazo no cambia: pruebe la solución y respóndanos.", *silence)


def status(letter: Draft) -> Status:
    """The status of the case that `letter` is about."""
    case = case_of(letter)
    match State(case.state):
        case State.ABIERTO:
            return _waiting_turn(case)
        case State.EN_PROGRESO:
            return _worked_on(case)
        case State.PENDIENTE_CLIENTE:
            return _waiting_for_person(case)
        case State.PENDIENTE_PROVEEDOR:
            return _paused(letter)
        case State.PENDIENTE_HALLAZGO | State.PENDIENTE_AJUSTE:
            return _waiting_for_correction(case)
        case State.RESUELTO:
            return _solved(case)
        case State.CERRADO:
            return _closed(letter, case)


def _waiting_turn(case: CaseWords) -> Status:
    return Status(
        rest=", en turno de atención",
        step="Un asesor lo atenderá en orden de llegada",
        deadline=due_row(case),
        meaning=("Su caso espera turno. No tiene que enviar nada más.",),
    )


def _worked_on(case: CaseWords) -> Status:
    return Status(
        rest=", un asesor trabaja en él",
        step="El asesor le escribirá con la solución o con una pregunta",
        deadline=due_row(case),
        meaning=("Un asesor trabaja en su caso. Por ahora no tiene que enviar nada más.",),
    )


def _waiting_for_person(case: CaseWords) -> Status:
    return Status(
        rest=", en espera de su respuesta",
        step="Respóndanos lo que le pedimos",
        deadline=until_row(case.wait),
        meaning=(
            "Le pedimos datos en un correo anterior y todavía no los recibimos.",
            "Si no llegan dentro del plazo, cerraremos el caso.",
        ),
    )


def _paused(letter: Draft) -> Status:
    code = organ_of(letter)
    if not code:
        return Status(
            rest=", en pausa",
            step="Le escribiremos cuando continuemos",
            deadline=Row(label="Plazo", rest="Detenido mientras dura la pausa"),
            meaning=("La atención está en pausa y el tiempo no corre.", _NOTHING_TO_SEND),
        )
    return Status(
        rest=f", en espera de la {code}",
        step="Le escribiremos cuando responda",
        deadline=_STOPPED,
        meaning=(f"{sentence(organ_name(code))} debe responder. {_NOTHING_TO_SEND}",),
    )


def _waiting_for_correction(case: CaseWords) -> Status:
    adjusts = case.state == State.PENDIENTE_AJUSTE
    kind, what, done, of_which = _ADJUSTMENT if adjusts else _FINDING
    number = f"{kind} {case.finding_number}" if case.finding_number else f"en espera {of_which}"
    return Status(
        rest=f", {number}",
        step=f"Le escribiremos cuando esté {done}",
        deadline=Row(label="Plazo", rest=f"Sin fecha fija: depende {of_which}"),
        meaning=(f"La solución depende de {what}. {_NOTHING_TO_SEND}",),
    )


def _solved(case: CaseWords) -> Status:
    if not case.to_requester:
        # Only who asked for help can say whether it came.
        return Status(
            rest=", en espera de confirmación",
            step="Quien hizo la solicitud prueba la solución y la confirma",
            deadline=until_row(case.confirmation),
            meaning=("Enviamos la solución a quien hizo la solicitud.", _NOTHING_TO_SEND),
        )
    return Status(
        rest=", en espera de su confirmación",
        step="Pruebe la solución y responda SI o NO",
        deadline=until_row(case.confirmation),
        meaning=(
            "Le enviamos la solución en un correo anterior. Díganos si funcionó.",
            *((_ACCEPTED_BY_SILENCE,) if case.confirmation else ()),
        ),
    )


def _closed(letter: Draft, case: CaseWords) -> Status:
    return Status(
        rest=closed_because(case),
        step="Si aún necesita ayuda, responda este correo",
        deadline=window_row(letter)
        if case.close_reason in _OPENS_AGAIN
        else Row(label="Plazo", rest="Ninguno"),
        meaning=("La atención terminó. Si aún necesita ayuda, responda este correo.",),
    )
