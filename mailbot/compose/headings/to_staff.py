"""Headings of mails to the people of the line."""

from mailbot.compose import words
from mailbot.compose.headings.first_moves import first_moves
from mailbot.compose.headings.staff_rows import about, next_step, staff_panel
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.listing import panel_of_list
from mailbot.compose.one_click import Reply

_SUBJECT_WORDS = 58


def user_answered(letter: Draft) -> Heading:
    """M-11: the answer that was waited for; time runs again (T8)."""
    case = letter.case
    due = f": vence {case.due_short}" if case and case.due_short else ""
    return message(
        letter,
        subject=f"El usuario respondió{due}",
        title="El usuario respondió. El tiempo corre de nuevo.",
        step="Lea la respuesta y continúe con el caso",
    )


def new_message(letter: Draft) -> Heading:
    """M-43: words or files that change no state."""
    return message(
        letter,
        subject="Mensaje nuevo en el caso; el estado no cambia",
        title=letter.facts["why"].rstrip("."),
        step="Lea el mensaje y respóndalo si hace falta",
    )


def governing_body_answered(letter: Draft) -> Heading:
    """M-16: the Órgano Rector wrote; the advisor says what it means (domain.md §16.3)."""
    return message(
        letter,
        subject="El órgano rector respondió: revise si ya hay solución",
        title="El órgano rector respondió. El estado no cambia hasta que usted lo diga.",
        step="Revise si ya resolvió, y continúe o dé la solución",
    )


def notice(letter: Draft) -> Heading:
    """M-44: something that a role has to look at."""
    title, step = letter.facts["title"], next_step(letter.facts["expected"])
    queue = letter.facts["rows"] and not letter.case
    return Heading(
        subject=words.for_subject(title, _SUBJECT_WORDS),
        eyebrow="Aviso" if queue else f"Aviso · {about(letter)}",
        title=title,
        preheader=words.for_subject(f"{letter.facts['why']} {letter.facts['expected']}", 110),
        panel=panel_of_list(letter, step) if queue else staff_panel(letter, step),
        replies=first_moves(letter),
        why_you="el aviso corresponde a su función en la línea",
    )


def security(letter: Draft) -> Heading:
    """M-45: a command that was not authenticated."""
    return Heading(
        subject="Seguridad: no ejecutamos una orden enviada con su dirección",
        eyebrow=f"Seguridad · {about(letter)}",
        title="No ejecutamos una orden enviada con su dirección",
        preheader="No pudimos comprobar que usted la envió. Revise su cuenta de correo.",
        panel=staff_panel(letter, next_step("Revise si usted envió la orden")),
        why_you="la orden llegó con su dirección o usted administra la herramienta",
    )


def operation(letter: Draft) -> Heading:
    """M-46: something that who runs mailbot must know."""
    title, since = letter.facts["title"], letter.facts.get("since")
    actions = letter.facts["actions"]
    step = actions[0].rstrip(".") if actions else "No tiene que hacer nada"
    return Heading(
        subject=words.for_subject(title, 58) + " (aviso de mailbot)",
        eyebrow="Operación de mailbot",
        title=title,
        preheader="Aviso para quien administra la herramienta. Dice qué pasó y qué puede hacer.",
        panel=(
            Row(label="Estado", strong="Requiere su atención" if actions else "Informativo"),
            Row(label="Desde", strong=letter.moment(since) if since else "este momento"),
            next_step(step),
            Row(label="Plazo", rest="Cuanto antes" if actions else "Ninguno"),
        ),
        why_you="administra la herramienta",
    )  # fmt: skip


def message(
    letter: Draft, *, subject: str, title: str, step: str, replies: tuple[Reply, ...] | None = None
) -> Heading:
    """The heading of a mail that shows somebody's words; `replies` instead of the first moves."""
    case = letter.case
    group = case.group if case else ""
    return Heading(
        subject=subject,
        eyebrow=f"{group} · {about(letter)}",
        title=title,
        preheader=words.for_subject(_preview(letter), 110),
        panel=staff_panel(letter, next_step(step)),
        replies=first_moves(letter) if replies is None else replies,
        why_you="el caso está a su cargo"
        if letter.assigned
        else f"su grupo atiende el caso ({group})",
    )


def _preview(letter: Draft) -> str:
    first_words = " ".join(letter.facts["text"].split())
    said = f"Escribió: {first_words}" if first_words else "El mensaje no trae texto."
    return said if len(said) >= 40 else f"{said} Vea el caso y cómo responder."
