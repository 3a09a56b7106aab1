"""The ten indicators of the process, each with its target and whether it was met (R37, §12)."""

from dataclasses import dataclass
from enum import StrEnum

from mailbot.config import Config
from mailbot.reports.chapters.by_group import TOTAL
from mailbot.reports.monthly import MonthlyReport

_LEVELS = ("Nivel 1", "Nivel 2", "Nivel 3")


class Unit(StrEnum):
    """What an indicator is measured in."""

    SHARE = "share"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A figure of the month against its target; `value` is None where nothing was measured.

    `least` tells whether the target is what it has to reach, or what it must not exceed.
    `basis` says what was measured, for people.
    """

    code: str
    name: str
    value: float | None
    unit: Unit
    target: float | None = None
    least: bool = True
    basis: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None without a target or a value."""
        if self.value is None or self.target is None:
            return None
        return self.value >= self.target if self.least else self.value <= self.target


def indicators_of(report: MonthlyReport, config: Config) -> tuple[Indicator, ...]:
    """I1 to I10, the ANS of the whole line and of each level, literal and net."""
    targets = config.targets
    first, endings, moves = report.first_level, report.endings, report.movements
    survey = report.survey
    return (
        *_ans(report, targets.sla),
        Indicator(
            code="I2", name="Solución en el primer nivel", value=first.solved_share,
            unit=Unit.SHARE, target=targets.first_level,
            basis=f"{first.solved} resueltos por N1 y {first.escalated} escalados a incidente",
        ),
        Indicator(
            code="I3", name="Tiempo medio hasta la asignación", value=first.assignment.mean,
            unit=Unit.HOURS, target=targets.assignment_hours, least=False,
            basis=f"{first.assignment.count} asignaciones de Back Office, en horas hábiles",
        ),
        Indicator(
            code="I4", name="Antigüedad media de los casos abiertos", value=endings.age.mean,
            unit=Unit.DAYS, target=targets.backlog_days, least=False,
            basis=f"{endings.open} casos abiertos al cierre, en días calendario",
        ),
        Indicator(
            code="I5", name="Casos reabiertos", value=endings.reopened_share, unit=Unit.SHARE,
            target=targets.reopened, least=False,
            basis=f"{endings.reopened_cases} reabiertos frente a {endings.closed_cases} cerrados",
        ),
        Indicator(
            code="I6", name="Cierres sin respuesta del usuario", value=endings.silent_share,
            unit=Unit.SHARE, target=targets.unanswered, least=False,
            basis="aceptación tácita y falta de respuesta, sobre todos los cierres",
        ),
        Indicator(
            code="I7", name="Satisfacción de los usuarios", value=survey.csat, unit=Unit.SHARE,
            target=targets.csat,
            basis=f"{survey.satisfied} de {survey.rated} calificaron {targets.satisfied} o más",
        ),
        Indicator(
            code="I8", name="Respuesta de la encuesta", value=survey.response, unit=Unit.SHARE,
            target=targets.response,
            basis=f"{survey.answered_of_sent} de {survey.sent} encuestas enviadas en el mes",
        ),
        Indicator(
            code="I9", name="Soluciones documentadas", value=endings.documented_share,
            unit=Unit.SHARE, target=targets.documented,
            basis=f"{endings.with_solution} casos cerrados con solución",
        ),
        Indicator(
            code="I10", name="Asignaciones devueltas", value=moves.mistaken, unit=Unit.SHARE,
            target=targets.misassigned, least=False,
            basis=f"{len(moves.given_back)} devoluciones de {moves.assignments} asignaciones",
        ),
    )  # fmt: skip


def _ans(report: MonthlyReport, target: float) -> tuple[Indicator, ...]:
    levels = [each for each in report.of("Nivel") if each.name in _LEVELS]
    figures = [report.total, *levels, *report.of("Responsable")]
    return tuple(
        Indicator(
            code="I1",
            name=f"{kind}, {'toda la línea' if each.name == TOTAL else each.name}",
            value=value,
            unit=Unit.SHARE,
            target=target,
            basis=f"{met} de {each.ended} atenciones terminadas en el mes",
        )
        for each in figures
        for kind, value, met in (
            ("ANS literal", each.ans, each.met),
            ("ANS neto", each.ans_net, each.met_net),
        )
    )
