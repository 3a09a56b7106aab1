"""Headings of mails to the people served."""

from mailbot.compose import spanish
from mailbot.compose.labels import ASKED
from mailbot.compose.letter import CaseWords, Draft, Heading, Row
from mailbot.compose.one_click import Reply


def orientation(letter: Draft) -> Heading:
    """M-01: how to ask for support; nothing was registered (activity 4)."""
    return Heading(
        subject="Diligencie la plantilla y comuníquese con la Línea de Soporte SIIF",
        eyebrow="Orientación",
        title="Su solicitud aún no tiene número de servicio",
        preheader="Le enviamos la Circular 050 y la plantilla. Llámenos o envíelas diligenciadas.",
        panel=(
            Row(label="Número", rest="Se lo daremos cuando la registremos"),
            Row(label="Estado", strong="Sin registrar"),
            Row(label="Qué sigue", rest="Diligencie la plantilla y llámenos o envíela"),
            Row(label="Horario", rest=_sentence(letter.line.hours)),
        ),
    )


def acknowledgement(letter: Draft) -> Heading:
    """M-02 and M-03: the number, and what is missing or when to expect an answer (A6, A7, A9)."""
    if letter.facts["missing"]:
        return _incomplete(letter)
    return _complete(letter, f"Recibimos su solicitud de {_kind(letter)}")


def linked_service(letter: Draft) -> Heading:
    """M-23: a message to a closed case opened a new service."""
    if letter.facts["missing"]:
        return _incomplete(letter)
    return _complete(
        letter, f"Abrimos un servicio nuevo, relacionado con {letter.facts['previous']}"
    )


def reminder(letter: Draft) -> Heading:
    """M-10R: half of the wait is over and what was asked for has not come (A17)."""
    case = _case(letter)
    by = f" antes del {case.wait_short}" if case.wait_short else ""
    return Heading(
        subject=f"Recordatorio: responda{by}",
        eyebrow=f"Caso {case.number}",
        title="Aún esperamos sus datos para atender su solicitud",
        preheader="Responda este correo antes del plazo. Si ya nos respondió, no haga nada más.",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=", en espera de sus datos"),
            Row(label="Qué sigue", rest="Responda este correo con lo que falta"),
            _deadline_of_person(letter),
        ),
        replies=(_answer_with_facts(letter),) if letter.facts["missing"] else (),
    )


def closed_unanswered(letter: Draft) -> Heading:
    """M-13: the wait ended without an answer, so the case is closed (section 4.1, T9)."""
    case = _case(letter)
    days = letter.line.reopen_days
    return Heading(
        subject="Cerramos su caso porque no recibimos su respuesta",
        eyebrow=f"Caso {case.number}",
        title="Cerramos su caso porque no recibimos su respuesta",
        preheader=f"Puede pedir que lo abramos de nuevo durante {days} días hábiles.",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=", sin respuesta del usuario"),
            Row(label="Qué sigue", rest="Si aún necesita ayuda, responda este correo"),
            Row(label="Plazo", strong=f"{days} días hábiles", rest=" para abrirlo de nuevo"),
        ),
    )


def reopened(letter: Draft) -> Heading:
    """M-22: a late answer opened the case again (T24)."""
    case = _case(letter)
    due = case.due or "En orden de llegada"
    return Heading(
        subject="Abrimos de nuevo su caso",
        eyebrow=f"Caso {case.number}",
        title="Recibimos su respuesta y abrimos de nuevo su caso",
        preheader="Conserva su número y su turno. No tiene que enviar nada más.",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=", abierto de nuevo"),
            Row(label="Qué sigue", rest="Un asesor continuará la atención"),
            Row(label="Plazo", strong=due, rest=" (respuesta estimada)" if case.due else ""),
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
            _deadline_of_person(letter),
        ),
    )


def _complete(letter: Draft, outcome: str) -> Heading:
    case = _case(letter)
    due = case.due or "En orden de llegada"
    expected = f"Respuesta estimada: {case.due}." if case.due else "Le responderemos por correo."
    return Heading(
        subject=outcome,
        eyebrow=f"Servicio {case.number}",
        title=outcome,
        preheader=f"Un asesor la atenderá en orden de llegada. {expected}",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=", en turno de atención"),
            Row(label="Qué sigue", rest="Un asesor la atenderá en orden de llegada"),
            Row(label="Plazo", strong=due, rest=" (respuesta estimada)" if case.due else ""),
        ),
    )


def _incomplete(letter: Draft) -> Heading:
    case = _case(letter)
    by = f" antes del {case.wait_short}" if case.wait_short else ""
    return Heading(
        subject=f"Envíenos lo que falta{by}",
        eyebrow=f"Servicio {case.number}",
        title=f"Registramos su solicitud de {_kind(letter)}. Faltan datos para atenderla.",
        preheader="Responda este correo con los datos y los archivos. Así podremos empezar.",
        panel=(
            Row(label="Número", strong=case.number),
            Row(label="Estado", strong=case.state, rest=", en espera de sus datos"),
            Row(label="Qué sigue", rest="Responda este correo con lo que falta"),
            _deadline_of_person(letter),
        ),
        replies=(_answer_with_facts(letter),),
    )


def _answer_with_facts(letter: Draft) -> Reply:
    labels = [ASKED[field][1] for field in letter.facts["missing"]]
    lines = [f"{label}: " for label in labels if label] or ["Adjunto los archivos."]
    link = letter.link("Datos", *lines)
    return Reply(label="Responder con los datos", link=link, first=True)


def _deadline_of_person(letter: Draft) -> Row:
    wait = letter.case.wait if letter.case else ""
    return Row(label="Plazo", strong=wait) if wait else Row(label="Plazo", rest="Sin fecha límite")


def _kind(letter: Draft) -> str:
    return "acompañamiento" if _case(letter).training else "soporte"


def _case(letter: Draft) -> CaseWords:
    if letter.case is None:
        raise ValueError(f"{letter.template} se escribe sobre un caso")
    return letter.case


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
