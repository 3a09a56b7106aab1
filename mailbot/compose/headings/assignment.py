"""Headings of mails to the advisor who has a case: what it is, and what its time asks for."""

from mailbot.compose import spanish, words
from mailbot.compose.headings.first_moves import (
    moves_of_newcomer,
    moves_of_solver,
    moves_of_training,
)
from mailbot.compose.headings.rows import case_of, level_of, sentence
from mailbot.compose.headings.staff_rows import about, next_step, staff_panel
from mailbot.compose.headings.to_staff import message
from mailbot.compose.letter import Draft, Heading, Row

_MOST_SUBJECT = 78
_LEAST_PROBLEM = 12
_MOST_TITLE = 90
_TAKE = "Tómelo o devuélvalo"


def assigned(letter: Draft) -> Heading:
    """M-07: the dossier of who has to solve a case (activities 14 and 19)."""
    case = case_of(letter)
    problem = words.for_subject(case.subject, _MOST_TITLE)
    module = f" · Módulo {case.module}" if case.module else ""
    return Heading(
        subject=_assigned_subject(letter),
        eyebrow=f"Asignación · {sentence(level_of(letter))}{module}",
        title=f"Tiene un caso nuevo: {problem}" if problem else "Tiene un caso nuevo",
        preheader=words.for_subject(f"{_origin(letter)}. {_TAKE}{_take_by(letter)}", 110),
        panel=staff_panel(letter, Row(label="Qué sigue", strong=_TAKE, rest=_take_by(letter))),
        replies=moves_of_newcomer(letter),
        why_you=_in_charge(letter),
    )


def handed_over(letter: Draft) -> Heading:
    """M-09: a request that Coordinación de Capacitación attends (activities 14 and 27)."""
    case = case_of(letter)
    problem = words.for_subject(case.subject, _MOST_TITLE)
    return Heading(
        subject=f"Para Capacitación: {words.for_subject(case.subject, 38)}"
        if problem
        else "Una solicitud para Capacitación",
        eyebrow="Entrega a Capacitación",
        title=f"Le entregamos esta solicitud: {problem}"
        if problem
        else "Le entregamos una solicitud de capacitación",
        preheader=words.for_subject(
            f"La pide {_requester(letter)}. Acuerde con la persona la fecha y los asistentes.", 110
        ),
        panel=staff_panel(
            letter,
            next_step("Acuerde la fecha con quien la pide"),
            Row(label="Plazo", rest="El de su procedimiento; aquí el tiempo no corre"),
        ),
        replies=moves_of_training(letter),
        why_you="atiende o entrega las solicitudes de capacitación",
    )


def rejected(letter: Draft) -> Heading:
    """M-21: the person says that the solution does not work (T20)."""
    case = case_of(letter)
    due = f": vence {case.due_short}" if case.due_short else ""
    return message(
        letter,
        subject=f"La solución no funcionó{due}",
        title="El usuario dice que la solución no funcionó",
        step="Lea la respuesta y dé otra solución, o pregunte",
        replies=moves_of_solver(letter),
    )


def running_out(letter: Draft) -> Heading:
    """M-41: a share of the level's time is used up; 1.0 is all of it (domain.md §16.8)."""
    case = case_of(letter)
    share = letter.facts["share"]
    percent = f"{round(share * 100)}{spanish.NBSP}%"
    over = share >= 1
    when = f": vence {case.due_short}" if case.due_short else ""
    return Heading(
        subject="Se agotó el tiempo del caso: actúe ahora"
        if over
        else f"Ya pasó el {percent} del tiempo{when}".replace(spanish.NBSP, " "),
        eyebrow=f"{case.group} · {about(letter)}",
        title="Se agotó el tiempo de su caso"
        if over
        else f"Ya pasó el {percent} del tiempo de su caso",
        preheader=_preheader(letter, "Vea qué detiene o termina el tiempo."),
        panel=staff_panel(
            letter,
            next_step("Dé la solución, o pida lo que falte"),
            Row(label="Venció", strong=case.due) if over and case.due else None,
        ),
        replies=moves_of_solver(letter),
        why_you=_in_charge(letter),
    )  # fmt: skip


def not_taken(letter: Draft) -> Heading:
    """M-42: nobody took the case in time (activities 15 and 22)."""
    case = case_of(letter)
    due = f": vence {case.due_short}" if case.due_short else ""
    return Heading(
        subject=f"Nadie ha tomado el caso{due}",
        eyebrow=f"{case.group} · {about(letter)}",
        title="Nadie ha tomado el caso. Tómelo o devuélvalo.",
        preheader=_preheader(letter, "El tiempo del caso corre desde la asignación."),
        panel=staff_panel(letter, next_step("Tómelo o devuélvalo a Back Office")),
        replies=moves_of_newcomer(letter),
        why_you=_in_charge(letter),
    )


def _assigned_subject(letter: Draft) -> str:
    case = case_of(letter)
    start = f"Asignado, vence {case.due_short}" if case.due_short else "Asignado a usted"
    room = _MOST_SUBJECT - len(f"[{case.number}] {start}: ")
    if room < _LEAST_PROBLEM or not case.subject:
        return start
    return f"{start}: {words.for_subject(case.subject, room)}"


def _take_by(letter: Draft) -> str:
    by = letter.facts["take_by"]
    return f" antes del {letter.moment(by)}" if by else ""


def _origin(letter: Draft) -> str:
    """Who asks for it: nobody alone where many people report the same."""
    person = _requester(letter)
    return f"Lo pide {person}" if person else "Lo reportan varios usuarios"


def _requester(letter: Draft) -> str:
    case = case_of(letter)
    return ", ".join(filter(None, (case.name or case.email, case.entity)))


def _preheader(letter: Draft, said: str) -> str:
    return words.for_subject(f"{said} {case_of(letter).subject}".rstrip(), 110)


def _in_charge(letter: Draft) -> str:
    if letter.assigned:
        return "el caso está a su cargo"
    return f"su función incluye los casos de este grupo ({case_of(letter).group})"
