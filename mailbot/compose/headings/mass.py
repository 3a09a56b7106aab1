"""Headings of mails on mass incidents: suspected (activity 13) and solved (activity 21)."""

from mailbot.compose import spanish
from mailbot.compose.headings.first_moves import moves_after_mass, moves_on_suspicion
from mailbot.compose.headings.staff_rows import about, next_step, staff_panel
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.listing import count_of


def suspected(letter: Draft) -> Heading:
    """M-35: the same error in more sections than the procedure lets pass as chance."""
    sections = spanish.counted(len(letter.facts["sections"]), "sección", "secciones")
    return Heading(
        subject=f"¿Es un masivo? {sections} con el mismo problema".replace(spanish.NBSP, " "),
        eyebrow=f"Posible incidente masivo · {about(letter)}",
        title=f"¿Es un incidente masivo? {sections} con el mismo problema",
        preheader="Nada cambió todavía. Diga si es un masivo o descarte la sugerencia.",
        panel=staff_panel(letter, next_step("Confirme si es un masivo, o descártelo")),
        replies=moves_on_suspicion(letter),
        why_you="confirma, coordina o soluciona los incidentes masivos",
    )


def solved(letter: Draft) -> Heading:
    """M-36: the solution is there; the line answers everybody who reported it."""
    count, since = count_of(letter), letter.facts["since"]
    subject = "Falta responder el masivo:" if since else "El masivo ya tiene solución: responda"
    return Heading(
        subject=f"{subject} {count}".replace(spanish.NBSP, " "),
        eyebrow=f"Incidente masivo · {about(letter)}",
        title="Usuarios del incidente masivo esperan su respuesta"
        if since
        else "El incidente masivo ya tiene solución. Responda a los usuarios.",
        preheader="Cada usuario recibirá un correo aparte. Abajo están la solución y los casos.",
        panel=staff_panel(
            letter,
            next_step("Envíe la solución a los usuarios"),
            Row(label="Plazo", strong="Cuanto antes", rest=f": {count} en espera{_since(letter)}"),
        ),
        replies=moves_after_mass(letter),
        why_you="coordina la línea o atiende los casos del masivo",
    )


def _since(letter: Draft) -> str:
    since = letter.facts["since"]
    return f" desde el {letter.moment(since)}" if since else ""
