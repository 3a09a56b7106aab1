"""Headings of mails that tell the person served where the case stands, or ask for something."""

from mailbot.compose.headings.rows import (
    before,
    case_of,
    due_row,
    level_of,
    number_row,
    organ_of,
    to_level,
    until_row,
)
from mailbot.compose.headings.solution import votes
from mailbot.compose.headings.status import status, unanswered
from mailbot.compose.letter import CaseWords, Draft, Heading, Row
from mailbot.compose.one_click import Reply
from mailbot.model.vocabulary import State


def became_incident(letter: Draft) -> Heading:
    """M-06: a service became an incident (activity 12)."""
    case = case_of(letter)
    return Heading(
        subject=f"Su servicio {case.service_number} generó este incidente",
        eyebrow=f"Incidente {case.number}",
        title="Su solicitud pasa a un nivel más especializado",
        preheader="Conserve el número del incidente. No tiene que enviar nada más.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=", en espera de asesor"),
            Row(label="Qué sigue", rest="Revisamos sus soportes y asignamos un asesor"),
            Row(label="Plazo", rest="Se lo diremos al asignar el asesor"),
        ),
    )


def escalated(letter: Draft) -> Heading:
    """M-08: who has the case now, and by when an answer may be expected (activities 14 and 19)."""
    case = case_of(letter)
    level = level_of(letter)
    title = f"Su caso pasó {to_level(level)}"
    return Heading(
        subject=title,
        eyebrow=f"Caso {case.number}",
        title=title,
        preheader="Un asesor lo revisa. No tiene que enviar nada más: le escribiremos.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=f", {level}"),
            Row(label="Qué sigue", rest="Un asesor lo revisa y le escribirá"),
            due_row(case),
        ),
    )


def question(letter: Draft) -> Heading:
    """M-10: what the advisor needs to know, and by when (activities 17 and 24)."""
    case = case_of(letter)
    return Heading(
        subject=f"Necesitamos su respuesta{before(case.wait_short)}",
        eyebrow=f"Caso {case.number}",
        title="Necesitamos su respuesta para continuar",
        preheader="El tiempo del caso se detiene hasta que responda. Basta responder este correo.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=", en espera de su respuesta"),
            Row(label="Qué sigue", rest="Responda la pregunta del asesor"),
            until_row(case.wait),
        ),
        replies=(answer(letter),),
    )


def depends_on_organ(letter: Draft) -> Heading:
    """M-15: an Órgano Rector has to solve it; the times stand still (activity 20)."""
    case, code = case_of(letter), organ_of(letter)
    of_whom = f"de la {code}" if code else "del órgano rector"
    title = f"Su caso depende de la respuesta {of_whom}"
    return Heading(
        subject=title,
        eyebrow=f"Caso {case.number}",
        title=title,
        preheader="Los tiempos quedan detenidos hasta que responda. No tiene que hacer nada.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=f", en espera {of_whom}"),
            Row(label="Qué sigue", rest="Le escribiremos cuando responda"),
            Row(label="Plazo", rest="Detenido mientras llega la respuesta"),
        ),
    )


def needs_correction(letter: Draft) -> Heading:
    """M-17: a finding or an adjustment was registered, with its number (activity 23)."""
    case = case_of(letter)
    now, kind = status(letter), _kind(case)
    number = letter.facts["number"] or case.finding_number
    title = f"Registramos el {kind} {number} en su caso".replace("  ", " ")
    return Heading(
        subject=title,
        eyebrow=f"Caso {case.number}",
        title=title,
        preheader="Conserve el número de su caso. Le escribiremos: no tiene que enviar nada más.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=f", {kind} {number}".rstrip()),
            Row(label="Qué sigue", rest=now.step),
            now.deadline,
        ),
        explanation=(_WHAT_IS[kind],),
    )


def standing(letter: Draft) -> Heading:
    """M-38: where the case stands; nothing internal (activity 17)."""
    case, now = case_of(letter), status(letter)
    solved, asked = case.state == State.RESUELTO, case.state == State.PENDIENTE_CLIENTE
    return Heading(
        subject=f"Estado {'de su' if case.to_requester else 'del'} caso: {case.state}",
        eyebrow=f"Caso {case.number}",
        title=f"{'Su' if case.to_requester else 'El'} caso está en estado {case.state}",
        preheader=f"{now.step}. Abajo está el plazo y lo que puede hacer.",
        panel=_panel(letter),
        replies=(votes(letter) if case.to_requester else ())
        if solved
        else (answer(letter),)
        if asked
        else (),
        explanation=now.meaning,
    )


def prove_vote(letter: Draft) -> Heading:
    """M-52: a yes or a no that may be anybody's changes nothing until its person confirms it."""
    case, now = case_of(letter), status(letter)
    return Heading(
        subject=f"Díganos si funcionó{before(case.confirmation_short) or ' la solución'}",
        eyebrow=f"Caso {case.number}",
        title="¿La respuesta que recibimos es suya?",
        preheader="Nada cambió todavía. Responda este correo con SI o NO para que cuente.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=", no ha cambiado"),
            Row(label="Qué sigue", rest="Responda este correo con SI o NO"),
            now.deadline,
        ),
        replies=votes(letter),
        explanation=unanswered(case),
    )


def words_of_advisor(letter: Draft) -> Heading:
    """M-50: an advisor's words; the state and the clock stay as they are."""
    case = case_of(letter)
    return Heading(
        subject="Le escribimos sobre su caso",
        eyebrow=f"Caso {case.number}",
        title="Tiene un mensaje sobre su caso",
        preheader=f"Su caso sigue en estado {case.state}. Si quiere contestar, responda el correo.",
        panel=_panel(letter),
    )


def thanks_for_survey(letter: Draft) -> Heading:
    """M-39U: the vote was counted, or `reason` says why not."""
    case, why_not = case_of(letter), letter.facts["reason"]
    title = (
        "No pudimos registrar su calificación" if why_not else "Gracias por calificar la atención"
    )
    return Heading(
        subject=title,
        eyebrow=f"Caso {case.number}",
        title=title,
        preheader="No tiene que hacer nada más. Su opinión nos ayuda a mejorar la línea.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=", no cambia por la calificación"),
            Row(label="Qué sigue", rest="No tiene que hacer nada más"),
            Row(label="Plazo", rest="Ninguno"),
        ),
    )


def answer(letter: Draft) -> Reply:
    """A reply to what was asked."""
    return Reply(
        label="Responder al asesor", link=letter.link("Respuesta", "Mi respuesta: "), first=True
    )


def _panel(letter: Draft) -> tuple[Row, ...]:
    case, now = case_of(letter), status(letter)
    return (
        number_row(case),
        Row(label="Estado", strong=case.state, rest=now.rest),
        Row(label="Qué sigue", rest=now.step),
        now.deadline,
    )


def _kind(case: CaseWords) -> str:
    return "ajuste" if case.state == State.PENDIENTE_AJUSTE else "hallazgo"


_WHAT_IS = {
    "hallazgo": "Encontramos una falla del sistema, que llamamos hallazgo. Debe corregirse antes "
    "de resolver su caso.",
    "ajuste": "Su caso se resuelve con un ajuste de datos que hace nuestro equipo.",
}
