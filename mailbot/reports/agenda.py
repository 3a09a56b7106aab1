"""What the month's follow-up meeting has to look at, drawn from its figures (R6, R13, R55)."""

from collections.abc import Iterable, Iterator

from mailbot.compose.spanish import counted
from mailbot.config import Config
from mailbot.model.faq import FaqState
from mailbot.reports.indicators import Indicator, indicators_of
from mailbot.reports.monthly import MonthlyReport

_MOST_NAMED = 3


def agenda(report: MonthlyReport, config: Config) -> tuple[str, ...]:
    """The points of the meeting, in order; each stands by itself."""
    return tuple(_points(report, config))


def _points(report: MonthlyReport, config: Config) -> Iterator[str]:
    yield "Compromisos del acta anterior."
    missed = _missed(indicators_of(report, config))
    if missed:
        yield f"Indicadores que no alcanzaron la meta: {'; '.join(missed)}."
    else:
        yield "Indicadores: todos los que tienen meta la alcanzaron."
    count = len({each.number for each in report.quality.non_conforming})
    if count:
        yield (
            f"Producto no conforme: {counted(count, 'caso', 'casos')}. Decidir acciones y qué va "
            "a la herramienta de calidad y a REPAC."
        )
    if report.candidates:
        named = ", ".join(
            f"{each.entity or each.unit} ({each.module})"
            for each in report.candidates[:_MOST_NAMED]
        )
        yield f"Necesidades de capacitación: {named}."
    if report.stops.contingencies or report.stops.orders:
        yield "Contingencias, pausas y el riesgo que se asumió con ellas."
    if report.masses:
        masses = counted(len(report.masses), "incidente masivo", "incidentes masivos")
        yield f"{masses} y el tiempo de respuesta a sus usuarios."
    waiting = sum(each.state is FaqState.PROPUESTA for each in report.line.faq)
    if waiting:
        proposals = counted(waiting, "pregunta propuesta", "preguntas propuestas")
        yield f"FAQ: {proposals} sin decidir."
    if report.faq_candidates:
        causes = "; ".join(
            f"«{each.cause}» ({each.module}, {len(each.numbers)} casos)"
            for each in report.faq_candidates[:_MOST_NAMED]
        )
        yield f"Causas que se repiten y no tienen pregunta frecuente: {causes}."
    yield "Conclusiones y compromisos, para el acta."


def _missed(indicators: Iterable[Indicator]) -> list[str]:
    """The indicators below their targets; who missed the same one is named behind it."""
    whose: dict[str, list[str]] = {}
    for each in indicators:
        if each.met is False:
            what, _comma, who = each.name.partition(", ")
            whose.setdefault(what, []).append(who)
    return [f"{what}: {', '.join(who)}" if any(who) else what for what, who in whose.items()]
