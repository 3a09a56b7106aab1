"""Headings of mails that give a solution, ask whether it works, or close a case with it."""

from mailbot.compose.headings.rows import before, case_of, number_row, until_row, window, window_row
from mailbot.compose.headings.status import closed_because
from mailbot.compose.headings.survey import survey
from mailbot.compose.letter import Draft, Heading, Row
from mailbot.compose.one_click import Reply
from mailbot.model.vocabulary import CloseReason


def solved_at_first_level(letter: Draft) -> Heading:
    """M-05: the first level solved it, and closes at once (activity 11)."""
    case = case_of(letter)
    title = "Resolvimos su solicitud y cerramos el servicio"
    return Heading(
        subject=title,
        eyebrow=f"Servicio {case.number}",
        title=title,
        preheader="Lea la solución y pruébela. Si el error sigue, responda este correo.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=", con solución"),
            Row(label="Qué sigue", rest="Pruebe la solución; si no sirve, responda este correo"),
            window_row(letter),
        ),
        survey=survey(letter),
        window=window(letter),
    )


def confirm_solution(letter: Draft) -> Heading:
    """M-12: the solution, and the question whether it works (activities 17, 24 and 25)."""
    case = case_of(letter)
    return Heading(
        subject=f"Confirme la solución{before(case.confirmation_short)}",
        eyebrow=f"Caso {case.number}",
        title="Resolvimos su caso. Confirme si funcionó.",
        preheader="Pruebe la solución y responda con un botón, o con la palabra SI o NO.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=", en espera de su confirmación"),
            Row(label="Qué sigue", rest="Pruebe la solución y responda SI o NO"),
            until_row(case.confirmation),
        ),
        replies=votes(letter),
    )


def reminder_to_confirm(letter: Draft) -> Heading:
    """M-10R where the wait is for a confirmation (activities 18 and 25)."""
    case = case_of(letter)
    return Heading(
        subject=f"Recordatorio: confirme{before(case.confirmation_short)}",
        eyebrow=f"Caso {case.number}",
        title="¿Funcionó la solución que le enviamos?",
        preheader="Responda con un botón, o con la palabra SI o NO. Si ya respondió, no haga nada.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=", en espera de su confirmación"),
            Row(label="Qué sigue", rest="Pruebe la solución y responda SI o NO"),
            until_row(case.confirmation),
        ),
        replies=votes(letter),
    )


def reminder_to_rate(letter: Draft) -> Heading:
    """M-10R where a closed case waits for its survey (R11, R34)."""
    case = case_of(letter)
    return Heading(
        subject="Recordatorio: califique la atención",
        eyebrow=f"Caso {case.number}",
        title="¿Cómo le pareció nuestra atención?",
        preheader="Basta un clic o un número. Es opcional y no volveremos a recordarlo.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=closed_because(case)),
            Row(label="Qué sigue", rest="Si quiere, califique la atención"),
            until_row(case.survey_until),
        ),
        survey=survey(letter, with_term=False),
    )


def closed(letter: Draft) -> Heading:
    """M-19: the case ends with the person's word, a hand-over, or the coordinator's decision."""
    case = case_of(letter)
    reason = CloseReason(case.close_reason) if case.close_reason else CloseReason.CONFIRMADO
    subject, title = _ENDINGS.get(reason, _ENDINGS[CloseReason.CONFIRMADO])
    rating = survey(letter)
    last = case.survey_until or f"{letter.line.survey_days} días hábiles"
    next_step = "Nada más. Si quiere, califique la atención" if rating else "Nada más"
    term = Row(label="Plazo", strong=last, rest=", para calificar")
    return Heading(
        subject=subject,
        eyebrow=f"Caso {case.number}",
        title=title,
        preheader="No tiene que hacer nada más. Si quiere, califique la atención con un clic."
        if rating
        else "No tiene que hacer nada más. Si aún necesita ayuda, responda este correo.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=closed_because(case)),
            Row(label="Qué sigue", rest=next_step),
            term if rating else Row(label="Plazo", rest="Ninguno"),
        ),
        survey=rating,
    )


def accepted_by_silence(letter: Draft) -> Heading:
    """M-20: no confirmation came, so the solution counts as accepted (activities 18 and 25)."""
    case = case_of(letter)
    title = "Cerramos su caso porque no recibimos su confirmación"
    return Heading(
        subject=title,
        eyebrow=f"Caso {case.number}",
        title=title,
        preheader=f"Si el error sigue, pida que lo abramos de nuevo {window(letter)}.",
        panel=(
            number_row(case),
            Row(label="Estado", strong=case.state, rest=", por aceptación de la solución"),
            Row(label="Qué sigue", rest="Si el error sigue, responda este correo"),
            window_row(letter),
        ),
        survey=survey(letter),
        window=window(letter),
    )


def votes(letter: Draft) -> tuple[Reply, Reply]:
    """Yes and no: the word is the first of the body, and alone on its line (mails.md §1.6)."""
    return (
        Reply(label="Sí, funcionó", link=letter.link("SI, funciono", "SI"), first=True),
        Reply(
            label="No, el error sigue",
            link=letter.link("NO, el error sigue", "NO", "", "Ahora veo este mensaje: "),
        ),
    )


_ENDINGS = {
    CloseReason.CONFIRMADO: (
        "Cerramos su caso: usted confirmó la solución",
        "Cerramos su caso. Gracias por confirmar la solución.",
    ),
    CloseReason.AUTOSERVICIO: (
        "Cerramos su caso: usted encontró la solución",
        "Cerramos su caso. Gracias por avisarnos.",
    ),
    CloseReason.TRASLADO: (
        "Cerramos su caso: Capacitación atendió su solicitud",
        "Cerramos su caso. Capacitación atendió su solicitud.",
    ),
    CloseReason.COORDINADOR: (
        "Cerramos su caso por decisión de la coordinación",
        "Cerramos su caso por decisión de la coordinación",
    ),
}
