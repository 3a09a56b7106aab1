"""The monthly report on one page that a browser opens offline, without scripts or remote parts."""

from collections.abc import Sequence
from html import escape

from mailbot.compose.spanish import NBSP, number
from mailbot.config import Config
from mailbot.model.sheets import Sheet
from mailbot.reports.indicators import Indicator, Unit, indicators_of
from mailbot.reports.monthly import MonthlyReport
from mailbot.reports.page_charts import charts_of
from mailbot.reports.page_style import STYLE
from mailbot.reports.summary import percent, summary
from mailbot.reports.tables import table

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_MOST_ALIKE, _MOST_LISTED = 10, 20
_UNITS = {Unit.HOURS: "h hábiles", Unit.DAYS: "días"}


def page(report: MonthlyReport, sheets: Sequence[Sheet], config: Config) -> str:
    """The page: what the month says, the indicators, pictures, and the tables below them.

    `sheets` are those of the workbook; the first and the last one have no table of their own.
    """
    told = summary(report)
    title = f"Informe de {report.period.name}"
    charts = charts_of(report, config)
    details = sheets[1:-1]
    links = "".join(
        f'<li><a href="#hoja-{place}">{escape(sheet.title)}</a></li>'
        for place, sheet in enumerate(details)
    )
    tables = "".join(_details(place, sheet) for place, sheet in enumerate(details))
    rest = "".join(f"<p>{escape(sentence)}</p>" for sentence in told[1:])
    return f"""<!DOCTYPE html>
<html lang="es-CO" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}, {escape(config.identity.name)}</title>
<style>{STYLE}</style>
</head>
<body>
<header><h1>{title}</h1><p>{escape(config.identity.name)}{_cut(report)}</p></header>
<main>
<section><h2>En resumen</h2><p class="lead">{escape(told[0])}</p>{rest}</section>
{_indicators(indicators_of(report, config))}
<section><h2>En imágenes</h2><div class="charts">{charts}</div></section>
<section><h2>En detalle</h2><nav aria-label="Tablas"><ul>{links}</ul></nav>{tables}
<p class="note">El detalle de cada caso está en el libro de Excel, hoja
«{escape(sheets[-1].title)}».</p></section>
</main>
</body>
</html>
"""


def _cut(report: MonthlyReport) -> str:
    if not report.period.partial:
        return ""
    return f". Mes en curso: datos hasta el {report.period.until:%d/%m/%Y %H:%M}"


def _indicators(indicators: Sequence[Indicator]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{each.code} · {escape(each.name)}'
        f'<span class="less">{escape(each.basis)}</span></th>'
        f'<td class="n">{_measured(each, each.value) or "—"}{_target_below(each)}</td>'
        f'<td class="n wide">{_target(each)}</td><td>{_verdict(each)}</td></tr>'
        for each in indicators
    )
    return (
        '<section><h2>Indicadores y metas</h2><div class="scroll" role="region" tabindex="0" '
        'aria-label="Indicadores y metas"><table><caption>Indicadores del proceso frente a su '
        'meta</caption><thead><tr><th scope="col">Indicador</th>'
        '<th scope="col" class="n">Valor</th><th scope="col" class="n wide">Meta</th>'
        f'<th scope="col">Resultado</th></tr></thead><tbody>{rows}</tbody></table></div>'
        '<p class="note">El ANS neto no cuenta el tiempo en Pendiente Hallazgo ni en Pendiente '
        "Ajuste.</p></section>"
    )


def _measured(each: Indicator, value: float | None) -> str:
    if value is None:
        return ""
    if each.unit is Unit.SHARE:
        return percent(value)
    return f"{number(value)}{NBSP}{_UNITS[each.unit]}"


def _target(each: Indicator) -> str:
    if each.target is None:
        return "—"
    return f"{'mínimo' if each.least else 'máximo'} {_measured(each, each.target)}"


def _target_below(each: Indicator) -> str:
    """The target below its value, where a screen is too narrow for a column of its own."""
    return f'<span class="less phone">{_target(each)}</span>' if each.target is not None else ""


def _verdict(each: Indicator) -> str:
    if each.value is None:
        return "Sin datos"
    if each.met is None:
        return "Sin meta"
    kind, words = ("good", "Cumple") if each.met else ("bad", "No cumple")
    return f'<span class="badge {kind}">{words}</span>'


def _details(place: int, sheet: Sheet) -> str:
    note = f'<p class="note">{escape(sheet.note)}</p>' if sheet.note else ""
    rows = table(sheet, most_alike=_MOST_ALIKE, most_listed=_MOST_LISTED)
    return f'<h3 id="hoja-{place}">{escape(sheet.title)}</h3>{rows}{note}'
