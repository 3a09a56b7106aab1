"""The pictures of the monthly report, each with a description and a table of its figures."""

from collections.abc import Iterable, Mapping
from html import escape

from mailbot.compose.spanish import day_and_month, number
from mailbot.config import Config
from mailbot.model.sheets import Cell, Column, Kind, Sheet
from mailbot.reports.chapters.endings import REASONS
from mailbot.reports.charts import WIDTH, Series, bars, legend, lines
from mailbot.reports.monthly import MonthlyReport
from mailbot.reports.summary import percent
from mailbot.reports.tables import table

_MOST_BARS, _HALF = 10, WIDTH // 2
_WEEK = 7


def charts_of(report: MonthlyReport, config: Config) -> str:
    """All pictures in order; one without any figures says so."""
    open_by_state = {state.value: count for state, count in report.total.in_course}
    closings = {REASONS[reason]: count for reason, count in report.endings.by_reason}
    modules = {e.value: e.received for e in report.origins if e.dimension == "Módulo"}
    waits = {f"{each.state}: {each.what}": each.hours for each in report.waits}
    scores = {f"{place} de 5": count for place, count in enumerate(report.survey.scores, start=1)}
    return "".join(
        (
            _days(report),
            _ans(report, config),
            _counted("Casos en curso al final del mes, por estado", open_by_state, "Casos"),
            _counted("Cierres por motivo", closings, "Cierres"),
            _counted("Solicitudes por módulo", _first(modules), "Solicitudes"),
            _counted("Horas hábiles de espera en el mes", waits, "Horas", unit=" h"),
            _counted("Satisfacción general: cuántos dieron cada calificación", scores,
                     "Calificaciones"),
        )
    )  # fmt: skip


def _days(report: MonthlyReport) -> str:
    title, days = "Solicitudes recibidas y cierres, por día", report.endings.days
    series = (
        Series(name="Recibidas", values=tuple(day.received for day in days)),
        Series(name="Cierres", values=tuple(day.closed for day in days)),
    )
    if not any(day.received or day.closed for day in days):
        return _without_picture(title, "En este mes no entró ni se cerró ninguna solicitud.")
    busiest = max(days, key=lambda day: day.received)
    told = (
        f"El día con más solicitudes fue el {day_and_month(busiest.day)}, con {busiest.received}."
        if busiest.received
        else "No entró ninguna solicitud."
    )
    labels = [(place, str(each.day.day)) for place, each in enumerate(days) if place % _WEEK == 0]
    picture = lines(series, labels, title, told, width=_HALF)
    picture += legend([each.name for each in series])
    rows = ((day.day, day.received, day.closed) for day in days)
    columns = (
        Column(title="Día", kind=Kind.DAY), Column(title="Recibidas", kind=Kind.WHOLE),
        Column(title="Cierres", kind=Kind.WHOLE),
    )  # fmt: skip
    return _figure(title, told, picture, columns, rows)


def _ans(report: MonthlyReport, config: Config) -> str:
    title, target = "Atenciones dentro de su tiempo, frente a la meta", config.targets.sla
    figures = [each for each in (*report.of("Nivel"), *report.of("Responsable"), report.total)
               if each.ended]  # fmt: skip
    values: dict[str, float] = {}
    for each in figures:
        name = each.name.split(" (")[0]
        values[name] = each.ans or 0.0
        if each.met_net != each.met:
            values[f"{name} (neto)"] = each.ans_net or 0.0
    below = [name for name, value in values.items() if value < target]
    told = f"Meta: {percent(target)}, la línea punteada. " + (
        f"No la alcanzan: {'; '.join(below)}." if below else "Todos la alcanzan."
    )
    picture = bars(
        {name: 100 * value for name, value in values.items()}, title, told=told, top=100,
        mark=100 * target, words={name: percent(value) for name, value in values.items()},
        width=_HALF,
    )  # fmt: skip
    columns = (Column(title="De quién"), Column(title="Dentro de su tiempo", kind=Kind.SHARE))
    return _figure(title, told if values else "", picture, columns, values.items())


def _counted(title: str, values: Mapping[str, float], what: str, unit: str = "") -> str:
    present = {name: value for name, value in values.items() if value}
    highest = max(present, key=lambda name: present[name], default="")
    told = f"Lo más alto: {highest}, con {number(present[highest])}{unit}." if highest else ""
    words = {name: f"{number(value)}{unit}" for name, value in present.items()}
    picture = bars(present, title, told=told, words=words, width=_HALF)
    columns = (Column(title="Clase"), Column(title=what, kind=Kind.NUMBER))
    return _figure(title, told, picture, columns, values.items() if present else ())


def _first(values: Mapping[str, float]) -> dict[str, float]:
    """The most frequent ones by themselves, all others together."""
    named = dict(list(values.items())[:_MOST_BARS])
    others = sum(values.values()) - sum(named.values())
    return named | ({"Otros": others} if others else {})


def _figure(
    title: str, told: str, picture: str, columns: tuple[Column, ...],
    rows: Iterable[tuple[Cell, ...]],
) -> str:  # fmt: skip
    sheet = Sheet(title=title, columns=columns, rows=tuple(rows))
    if not sheet.rows or not told:
        return _without_picture(title, "En este mes no hubo datos que mostrar.")
    return (
        f'<article><h3>{escape(title)}</h3><p class="note">{escape(told)}</p>{picture}'
        f"<details><summary>Ver los datos</summary>{table(sheet)}</details></article>"
    )


def _without_picture(title: str, why: str) -> str:
    """A sentence in the place of a picture that nothing could be drawn in."""
    return f'<article><h3>{escape(title)}</h3><p class="note">{escape(why)}</p></article>'
