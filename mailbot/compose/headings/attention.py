"""Headings of mails that ask coordinators and the line to look at something."""

from mailbot.compose import spanish, words
from mailbot.compose.headings.first_moves import moves_of_rules
from mailbot.compose.headings.staff_rows import about, next_step, staff_panel
from mailbot.compose.headings.survey import answers_to
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.listing import panel_of_list

_SUBJECT_WORDS = 58
_COORDINATES = "coordina la línea"


def petition(letter: Draft) -> Heading:
    """M-37: the person's words invoke the derecho de petición (R82, Ley 1755 de 2015)."""
    until, days = letter.facts["legal_until"], letter.facts["days"]
    rest = f" (legal: {days}{spanish.NBSP}días hábiles)" if days else " (legal)"
    return Heading(
        subject="Posible derecho de petición: revise el plazo legal",
        eyebrow=f"Derecho de petición · {about(letter)}",
        title="Este caso puede ser un derecho de petición",
        preheader="El silencio del usuario no lo cierra. Abajo está lo que escribió.",
        panel=staff_panel(
            letter,
            next_step("Confirme si es una petición y asegure la respuesta"),
            Row(label="Plazo", strong=letter.when(until), rest=rest)
            if until
            else Row(label="Plazo", rest="El legal, por confirmar"),
        ),
        replies=moves_of_rules(letter),
        why_you="coordina la línea o atiende las peticiones del Ministerio",
    )


def low_score(letter: Draft) -> Heading:
    """M-39: somebody was dissatisfied; who and with what."""
    given = [pair for pair in answers_to(letter.facts["scores"]) if pair[1] is not None]
    worst = min(given, default=None, key=lambda pair: pair[1] or 0)
    what = f": {worst[1]} de 5 en {_inside(worst[0])}" if worst else ""
    return Heading(
        subject=f"Calificación baja{what}",
        eyebrow=f"Encuesta · {about(letter)}",
        title=f"Calificación baja{what}",
        preheader="Lea qué dijo el usuario y decida si lo llama o abre una acción de mejora.",
        panel=staff_panel(
            letter,
            next_step("Revise el caso y, si hace falta, llame al usuario"),
            Row(label="Plazo", rest="Sin plazo; cuanto antes"),
        ),
        replies=moves_of_rules(letter),
        why_you=_COORDINATES,
    )


def news(letter: Draft) -> Heading:
    """M-47: what those who attend must know (R35, R43)."""
    public, until = letter.facts["public"], letter.facts["until"]
    said = " ".join(letter.facts["text"].split())
    author = letter.named(letter.facts["author"])
    return Heading(
        subject=f"Novedad: {words.for_subject(said, 64)}",
        eyebrow="Novedad para la línea",
        title=words.one_line(said, most=90).rstrip("."),
        preheader="Téngala en cuenta al atender. Abajo está completa, con su vigencia.",
        panel=(
            Row(label="De", strong=author or "la coordinación"),
            Row(
                label="Usuarios",
                rest="La leen en los correos de registro" if public else "No la reciben",
            ),
            next_step("Téngala en cuenta al atender"),
            Row(label="Vigente", strong=f"hasta el {letter.when(until)}" if until else "siempre"),
        ),
        replies=moves_of_rules(letter),
        why_you="atiende a los usuarios de la línea",
    )


def alert(letter: Draft) -> Heading:
    """M-48: somebody of the line, or mailbot itself, saw something come back (R46)."""
    title = letter.facts["title"].rstrip(".")
    step = next_step("Revise si hay una causa común y decida qué hacer")
    return Heading(
        subject=words.for_subject(title, _SUBJECT_WORDS),
        eyebrow=f"Alerta · {about(letter)}" if letter.case else "Alerta",
        title=title,
        preheader="Abajo están lo que se vio y los casos. Decida qué hacer con ellos.",
        panel=staff_panel(letter, step) if letter.case else panel_of_list(letter, step),
        replies=moves_of_rules(letter),
        why_you=_COORDINATES,
    )


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]
