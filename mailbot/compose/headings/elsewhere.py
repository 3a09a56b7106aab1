"""Headings of mails to those outside the line who have to solve something: M-14 and M-18."""

from mailbot.compose.headings.rows import case_of, organ_of
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.one_click import Reply
from mailbot.model.vocabulary import State


def to_organ(letter: Draft) -> Heading:
    """M-14: what an Órgano Rector is asked for; the line's clock stands still (activity 20)."""
    case, code = case_of(letter), organ_of(letter)
    return Heading(
        subject=f"Solicitud a la {code} sobre un caso de SIIF Nación"
        if code
        else "Un caso de SIIF Nación necesita su respuesta",
        eyebrow=f"Solicitud al órgano rector · Caso {case.number}",
        title=f"Solicitamos su respuesta: {case.subject}"
        if case.subject
        else "Un caso de SIIF Nación necesita su respuesta",
        preheader="Abajo está lo que pedimos y lo que escribió la entidad. Responda este correo.",
        panel=_panel(case.number, case.state, _FROM_ORGAN),
        replies=(Reply(
            label="Responder a la línea", first=True, link=letter.link("Respuesta", "Respuesta: ")
        ),),
        why_you="su entidad es el órgano rector del tema",
    )  # fmt: skip


def to_corrections(letter: Draft) -> Heading:
    """M-18: a case waits for a finding's or a change's solution (section 4.1, activity 23)."""
    case = case_of(letter)
    adjusts = case.state == State.PENDIENTE_AJUSTE
    kind = "Ajuste" if adjusts else "Hallazgo"
    number = f"{kind} {letter.facts['number'] or case.finding_number}".strip()
    return Heading(
        subject=f"{number}: un caso espera su solución",
        eyebrow=f"{kind} · Caso {case.number}",
        title=f"{number}: un caso espera su solución",
        preheader="Abajo está lo que registró el asesor. Avísenos cuando esté la solución.",
        panel=_panel(case.number, case.state, "Avísenos cuando esté la solución"),
        replies=(Reply(
            label="Avisar a la línea", first=True, link=letter.link("Respuesta", "Respuesta: ")
        ),),
        why_you="su área atiende los hallazgos y los cambios del sistema",
    )  # fmt: skip


_FROM_ORGAN = "Responda este correo con la solución o el avance"


def _panel(number: str, state: str, step: str) -> tuple[Row, ...]:
    return (
        Row(label="Caso", strong=number),
        Row(label="Estado", strong=state, rest=", en espera de su respuesta"),
        Row(label="Qué sigue", rest=step),
        Row(label="Plazo", rest="Sin fecha fija; el usuario espera la respuesta"),
    )
