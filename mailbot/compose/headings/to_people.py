"""Headings of mails to the people served."""

from mailbot.compose import spanish
from mailbot.compose.headings.progress import answer
from mailbot.compose.headings.rows import (
    before,
    case_of,
    due_row,
    sentence,
    until_row,
    window,
    window_row,
)
from mailbot.compose.headings.solution import reminder_to_confirm, reminder_to_rate
from mailbot.compose.headings.survey import survey
from mailbot.compose.labels import ASKED
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.one_click import Reply
from mailbot.model.vocabulary import State

_LACKS = "Responda este correo con lo que falta"
_ASKED = "Responda la pregunta del asesor"


def orientation(letter: Draft) -> Heading:
    """M-01: how to ask for support; nothing was registered (activity 4)."""
    if letter.facts["no_case"]:
        return _without_a_case(letter)
    return Heading(
        subject="Diligencie la plantilla y comuníquese con la Línea de Soporte SIIF",
        eyebrow="Orientación",
        title="Su solicitud aún no tiene número de servicio",
        preheader="Le enviamos la Circular 050 y la plantilla. Llámenos o envíelas diligenciadas.",
        panel=(
            Row(label="Número", rest="Se lo daremos cuando la registremos"),
            Row(label="Estado", strong="Sin registrar"),
            Row(label="Qué sigue", rest="Diligencie la plantilla y llámenos o envíela"),
            Row(label="Horario", rest=sentence(letter.line.hours)),
        ),
    )


def _without_a_case(letter: Draft) -> Heading:
    """Who asked how his case stands has none under his address."""
    return Heading(
        subject="No encontramos un caso abierto con su correo",
        eyebrow="Estado de su caso",
        title="No encontramos un caso abierto con su correo",
        preheader="Si tiene el número, escríbalo en el asunto. Si necesita ayuda, así se pide.",
        panel=(
            Row(label="Número", rest="Ninguno abierto con esta dirección"),
            Row(label="Qué sigue", rest="Escríbanos con el número del caso o pida ayuda"),
            Row(label="Horario", rest=sentence(letter.line.hours)),
        ),
    )


def acknowledgement(letter: Draft) -> Heading:
    """M-02 and M-03: the number, and what is missing or when to expect an answer (A6, A7, A9)."""
    if letter.facts["missing"]:
        return _incomplete(letter)
    return _complete(letter, f"Recibimos su solicitud de {_kind(letter)}")


def merged(letter: Draft) -> Heading:
    """M-04: the same request came twice; it goes on in the other case (T29)."""
    case, into = case_of(letter), letter.facts["into"]
    twice = case.number != into
    return Heading(
        subject=f"Su solicitud continúa en el caso {into}",
        eyebrow=f"Caso {case.number}",
        title="Agregamos su mensaje a un caso que ya teníamos",
        preheader="Ya teníamos esta solicitud. La seguimos en un solo caso, con un solo número.",
        panel=(
            Row(label="Número", strong=into, rest=f" (reúne a {case.number})" if twice else ""),
            Row(label="Estado", rest="Unida a ese caso"),
            Row(label="Qué sigue", rest="Le responderemos en ese caso"),
            Row(label="Plazo", rest="El que ya le dimos para ese caso"),
        ),
    )


def linked_service(letter: Draft) -> Heading:
    """M-23: a message to a closed case opened a new service."""
    if letter.facts["missing"]:
        return _incomplete(letter)
    previous = letter.facts["previous"]
    return _complete(
        letter,
        f"Abrimos un servicio nuevo, relacionado con {previous}",
        title="Abrimos un servicio nuevo para su mensaje",
        related=f" (relacionado con {previous})",
        it="lo",
    )


def reminder(letter: Draft) -> Heading:
    """M-10R: half of a wait is over, for data (A17) or a confirmation (A18); or a survey waits."""
    case = case_of(letter)
    if case.state == State.CERRADO:
        return reminder_to_rate(letter)
    if case.state == State.RESUELTO:
        return reminder_to_confirm(letter)
    asked = letter.facts["question"]
    what = "su respuesta" if asked else "sus datos"
    return Heading(
        subject=f"Recordatorio: responda{before(case.wait_short)}",
        eyebrow=f"Caso {case.number}",
        title=f"Aún esperamos {what} para atender su solicitud",
        preheader="Responda este correo antes del plazo. Si ya nos respondió, no haga nada más.",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=f", en espera de {what}"),
            Row(label="Qué sigue", rest=_ASKED if asked else _LACKS),
            until_row(case.wait),
        ),
        replies=_reminded_of(letter),
    )


def closed_unanswered(letter: Draft) -> Heading:
    """M-13: the wait ended without an answer, so the case is closed (section 4.1, T9)."""
    case = case_of(letter)
    return Heading(
        subject="Cerramos su caso porque no recibimos su respuesta",
        eyebrow=f"Caso {case.number}",
        title="Cerramos su caso porque no recibimos su respuesta",
        preheader=f"Puede pedir que lo abramos de nuevo {window(letter)}.",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=", sin respuesta del usuario"),
            Row(label="Qué sigue", rest="Si aún necesita ayuda, responda este correo"),
            window_row(letter),
        ),
        survey=survey(letter),
        window=window(letter),
    )


def reopened(letter: Draft) -> Heading:
    """M-22: a late answer opened the case again (T24)."""
    case = case_of(letter)
    return Heading(
        subject="Abrimos de nuevo su caso",
        eyebrow=f"Caso {case.number}",
        title="Abrimos de nuevo su caso y seguimos con él",
        preheader="Conserva su número y su turno. Un asesor continuará la atención.",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=" otra vez"),
            Row(label="Qué sigue", rest="Un asesor continuará la atención"),
            due_row(case),
        ),
    )


def too_large(letter: Draft) -> Heading:
    """M-49: a mail over the limit was not read; how to send it in parts."""
    limit = f"{spanish.number(letter.facts['limit'])}{spanish.NBSP}MB"
    case = letter.case
    return Heading(
        subject=f"No leímos su correo: envíelo en partes de menos de {limit}".replace(
            spanish.NBSP, " "
        ),
        eyebrow=f"Caso {case.number}" if case else "Correo demasiado grande",
        title=f"No pudimos leer su correo porque supera {limit}",
        preheader="Reparta los archivos en varios correos. Si no es posible, llámenos.",
        panel=(
            Row(label="Número", strong=case.number)
            if case
            else Row(label="Número", rest="Se lo daremos al leer su solicitud"),
            Row(label="Estado", strong=case.state, rest=", sin cambios por este correo")
            if case
            else Row(label="Estado", strong="Sin registrar"),
            Row(label="Qué sigue", rest="Envíe los archivos en varios correos"),
            until_row(case.wait if case else ""),
        ),
    )


def held_back(letter: Draft) -> Heading:
    """M-51: the numbers of many requests in one mail, and how many wait for a human (§16.27)."""
    count, parked = len(letter.facts["rows"]), letter.facts["parked"]
    requests = spanish.counted(count, "solicitud suya", "solicitudes suyas")
    waiting = spanish.counted(parked, "solicitud suya espera", "solicitudes suyas esperan")
    outcome = f"Recibimos {requests}" if count else f"{sentence(waiting)} revisión"
    subject = outcome.replace(spanish.NBSP, " ")
    return Heading(
        subject=subject,
        eyebrow="Resumen de sus solicitudes",
        title=outcome,
        preheader="Hoy nos escribió muchas veces. Le enviamos un solo resumen cada hora.",
        panel=(
            Row(label="Números", rest="Están abajo, uno por solicitud")
            if count
            else Row(label="Números", rest="Se los daremos al registrarlas"),
            Row(label="Estado", strong=_so_far(count, parked)),
            Row(label="Qué sigue", rest="Las atendemos en orden de llegada"),
            Row(label="Plazo", rest="El de cada solicitud"),
        ),
    )


def _so_far(registered: int, parked: int) -> str:
    told = []
    if registered:
        told.append(spanish.counted(registered, "registrada", "registradas"))
    if parked:
        told.append(f"{parked}{spanish.NBSP}en revisión")
    return ", ".join(told)


def _complete(
    letter: Draft, outcome: str, *, title: str = "", related: str = "", it: str = "la"
) -> Heading:
    case = case_of(letter)
    expected = f"Respuesta estimada: {case.due}." if case.due else "Le responderemos por correo."
    return Heading(
        subject=outcome,
        eyebrow=f"Servicio {case.number}",
        title=title or outcome,
        preheader=f"Un asesor {it} atenderá en su turno. {expected}",
        panel=(
            Row(label="Número", strong=case.number, rest=related),
            Row(label="Estado", strong=case.state, rest=", en turno de atención"),
            Row(label="Qué sigue", rest=f"Un asesor {it} atenderá en su turno"),
            due_row(case),
        ),
    )


def _incomplete(letter: Draft) -> Heading:
    case = case_of(letter)
    still = "aún " if letter.facts["again"] else ""
    return Heading(
        subject=f"Envíenos lo que {still}falta{before(case.wait_short)}",
        eyebrow=f"Servicio {case.number}",
        title=f"Recibimos su {'plantilla' if letter.facts['kept'] else 'respuesta'}. "
        "Todavía faltan datos."
        if letter.facts["again"]
        else f"Registramos su solicitud de {_kind(letter)}. Faltan datos para atenderla.",
        preheader="Responda este correo con los datos y los archivos. Así podremos empezar.",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=", en espera de sus datos"),
            Row(label="Qué sigue", rest=_LACKS),
            until_row(case.wait),
        ),
        replies=(_answer_with_facts(letter),),
    )


def _reminded_of(letter: Draft) -> tuple[Reply, ...]:
    if letter.facts["question"]:
        return (answer(letter),)
    return (_answer_with_facts(letter),) if letter.facts["missing"] else ()


def _answer_with_facts(letter: Draft) -> Reply:
    labels = [ASKED[field][1] for field in letter.facts["missing"]]
    lines = [f"{label}: " for label in labels if label] or ["Adjunto los archivos."]
    link = letter.link("Datos", *lines)
    return Reply(label="Responder con los datos", link=link, first=True)


def _kind(letter: Draft) -> str:
    return "acompañamiento" if case_of(letter).training else "soporte"
