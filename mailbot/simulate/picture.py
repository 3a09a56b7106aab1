"""The simulated year on one page that a browser opens offline. Pure."""

from collections.abc import Sequence
from html import escape

from mailbot.model.vocabulary import State
from mailbot.reports.charts import Series, areas, bars, legend, lines
from mailbot.simulate.report import CLOSINGS, headline, violation_lines
from mailbot.simulate.simulation import SimulationResult
from mailbot.simulate.tally import DayFigures, Figures

_MONTHS = "ene feb mar abr may jun jul ago sep oct nov dic".split()
_WEEK = 7

_STYLE = """
:root{color-scheme:light}
body{margin:0;font:16px/1.5 Arial,Helvetica,sans-serif;color:#1f2933;background:#dfe6ed}
header{padding:16px 24px;background:#004884;color:#fff}
h1{margin:0;font-size:22px}
header p{margin:4px 0 0}
main{max-width:1040px;margin:0 auto;padding:8px 24px 40px}
section{margin:24px 0;padding:16px 24px;background:#fff;border-radius:8px}
h2{margin:0 0 8px;font-size:18px}
svg{width:100%;height:auto;font:12px Arial,Helvetica,sans-serif;fill:#33414f}
.grid line{stroke:#d3dbe4}
.legend{display:flex;flex-wrap:wrap;gap:4px 20px;margin:8px 0 0;padding:0;list-style:none;
font-size:14px}
.legend i{display:inline-block;width:12px;height:12px;margin-right:6px;border-radius:2px}
.good{color:#0b5132}
.bad{color:#8c1d10}
table{border-collapse:collapse}
th,td{padding:4px 20px 4px 0;text-align:left;font-variant-numeric:tabular-nums}
"""


def page(result: SimulationResult) -> str:
    """A self-contained page: load, states, closings, times; what was found stands first."""
    figures = result.figures
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    parts = (_verdict(result), _load(figures), _states(figures), _closings(figures),
             _times(figures), _faults(figures))  # fmt: skip
    return f"""<!DOCTYPE html>
<html lang="es-CO" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Línea simulada</title>
<style>{_STYLE}</style>
</head>
<body>
<header><h1>Línea simulada: {len(figures.days)} días, semilla {result.seed}</h1>
<p>{escape(headline(figures))}</p></header>
<main>
{"".join(parts)}
</main>
</body>
</html>
"""


def _verdict(result: SimulationResult) -> str:
    if not result.violations:
        return (
            '<section><h2>Comprobaciones</h2><p class="good">Después de cada pasada se cumplió '
            "todo lo que siempre debe cumplirse.</p></section>"
        )
    rows = "".join(f"<li>{escape(line)}</li>" for line in violation_lines(result))
    return f'<section><h2>Comprobaciones</h2><ul class="bad">{rows}</ul></section>'


def _load(figures: Figures) -> str:
    series = (
        Series(name="Correos recibidos", values=_weekly(figures.days, "received")),
        Series(name="Correos enviados", values=_weekly(figures.days, "sent")),
    )
    chart = lines(series, _week_labels(figures.days), "Correos por día, promedio de la semana")
    return _section("Correos por día (promedio de cada semana)", chart + _legend(series))


def _states(figures: Figures) -> str:
    names = [state.value for state in State if state is not State.CERRADO]
    series = tuple(
        Series(name=name, values=tuple(day.states.get(name, 0) for day in figures.days))
        for name in names
    )
    chart = areas(series, _day_labels(figures.days), "Casos abiertos por estado")
    return _section("Casos abiertos al final de cada día, por estado", chart + _legend(series))


def _closings(figures: Figures) -> str:
    values = {CLOSINGS[name]: float(count) for name, count in figures.closings.items()}
    return _section("Cierres por motivo", bars(values, "Cierres por motivo"))


def _times(figures: Figures) -> str:
    rows = "".join(
        f"<tr><td>{each.level}</td><td>{each.cases}</td><td>{each.median_hours:g} h</td>"
        f"<td>{each.p90_hours:g} h</td><td>{each.within:.0%}</td></tr>"
        for each in figures.levels
    )
    head = "<tr><th>Nivel</th><th>Casos</th><th>Mediana</th><th>90 %</th><th>En plazo</th></tr>"
    return _section("Horas hábiles por nivel", f"<table>{head}{rows}</table>")


def _faults(figures: Figures) -> str:
    values = {name: float(count) for name, count in figures.faults.items()}
    return _section("Fallas que se provocaron", bars(values, "Fallas que se provocaron"))


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>"


def _legend(series: Sequence[Series]) -> str:
    return legend([each.name for each in series])


def _weekly(days: Sequence[DayFigures], what: str) -> tuple[float, ...]:
    weeks = [days[start : start + _WEEK] for start in range(0, len(days), _WEEK)]
    return tuple(round(sum(getattr(day, what) for day in week) / len(week), 1) for week in weeks)


def _week_labels(days: Sequence[DayFigures]) -> list[tuple[int, str]]:
    return [(place // _WEEK, text) for place, text in _day_labels(days)]


def _day_labels(days: Sequence[DayFigures]) -> list[tuple[int, str]]:
    """The first day of each month that is in sight."""
    return [
        (place, _MONTHS[day.date.month - 1])
        for place, day in enumerate(days)
        if day.date.day == 1 and place < len(days) - 1
    ]
