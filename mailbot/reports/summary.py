"""The month in a few plain sentences: what a reader takes with him who reads nothing else."""

from mailbot.compose.spanish import NBSP, counted, number
from mailbot.reports.monthly import MonthlyReport


def percent(value: float | None) -> str:
    """`92,3 %`; a dash of nothing."""
    return "sin datos" if value is None else f"{number(100 * value)}{NBSP}%"


def summary(report: MonthlyReport) -> tuple[str, ...]:
    """Sentences in the order of their weight; the first says what came in and what was closed."""
    endings, period = report.endings, report.period
    month = period.name.capitalize()
    cut = f" (hasta el {period.last_day:%d/%m/%Y})" if period.partial else ""
    if not (endings.received or endings.closed or endings.open):
        return (f"{month}{cut}: no entró ninguna solicitud y no había casos abiertos.",)
    first = (
        f"En {period.name}{cut} {_verb(endings.received, 'entró', 'entraron')} "
        f"{_requests(endings.received)} y "
        f"{_verb(endings.closed_cases, 'se cerró', 'se cerraron')} "
        f"{_cases(endings.closed_cases)}; al final "
        f"{_verb(endings.open, 'quedaba', 'quedaban')} {endings.open} en curso "
        f"({endings.open_before} al comienzo)."
    )
    told = (first, _about_time(report), _about_first_level(report), _about_people(report),
            _about_quality(report), _about_questions(report), _about_meetings(report))  # fmt: skip
    return tuple(filter(None, told))


def _about_time(report: MonthlyReport) -> str:
    total = report.total
    if not total.ended:
        return ""
    net = "" if total.met == total.met_net else f" ({percent(total.ans_net)} neto)"
    late = report.quality.counted("Fuera del ANS")
    over = f"; {_verb(late, 'se venció', 'se vencieron')} {_cases(late)}" if late else ""
    return f"El {percent(total.ans)} de las atenciones cumplió su tiempo{net}{over}."


def _about_first_level(report: MonthlyReport) -> str:
    first = report.first_level
    if first.solved_share is None:
        return ""
    return f"El primer nivel resolvió el {percent(first.solved_share)} de los servicios."


def _about_people(report: MonthlyReport) -> str:
    survey = report.survey
    if not survey.sent and not survey.answered:
        return ""
    if survey.csat is None:
        sent = _verb(survey.sent, "Se envió", "Se enviaron")
        return f"{sent} {counted(survey.sent, 'encuesta', 'encuestas')} y nadie calificó."
    return (
        f"{_verb(survey.answered, 'Calificó', 'Calificaron')} "
        f"{counted(survey.answered, 'persona', 'personas')}: el "
        f"{percent(survey.csat)} quedó satisfecho."
    )


def _about_quality(report: MonthlyReport) -> str:
    count = len({each.number for each in report.quality.non_conforming})
    return f"Producto no conforme: {_cases(count)}." if count else "No hubo producto no conforme."


def _about_questions(report: MonthlyReport) -> str:
    found = report.faq_candidates
    if not found:
        return ""
    causes = counted(len(found), "causa se repitió", "causas se repitieron")
    first = f"«{found[0].cause}» en {_cases(len(found[0].numbers))}"
    return f"Sin pregunta frecuente, {causes}: {'la primera, ' if len(found) > 1 else ''}{first}."


def _about_meetings(report: MonthlyReport) -> str:
    minutes = len(report.line.minutes)
    if minutes:
        registered = _verb(minutes, "Se registró", "Se registraron")
        return f"{registered} {counted(minutes, 'acta', 'actas')} de seguimiento."
    return "No se registró ninguna acta de seguimiento."


def _verb(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


def _requests(count: int) -> str:
    return counted(count, "solicitud", "solicitudes")


def _cases(count: int) -> str:
    return counted(count, "caso", "casos")
