"""What a simulated year came to, in words and as a value for programs. Pure."""

from dataclasses import asdict
from typing import Any

from mailbot.model.vocabulary import CloseReason
from mailbot.simulate.simulation import SimulationResult
from mailbot.simulate.tally import Figures

CLOSINGS: dict[str, str] = {
    CloseReason.CONFIRMADO: "confirmado por el usuario",
    CloseReason.ACEPTACION_TACITA: "aceptación tácita",
    CloseReason.SIN_RESPUESTA: "sin respuesta del usuario",
    CloseReason.SOLUCION_N1: "solución de primer nivel",
    CloseReason.AUTOSERVICIO: "autoservicio",
    CloseReason.DUPLICADO: "duplicado",
    CloseReason.TRASLADO: "traslado",
    CloseReason.COORDINADOR: "coordinador",
}
"""Why cases ended, in words."""

MOST_SHOWN = 12
"""Violations in the summary; programs and the page get all of them."""


def headline(figures: Figures) -> str:
    """The year in a sentence."""
    return (
        f"{figures.requests} casos, {figures.received} correos recibidos, "
        f"{figures.sent} enviados, {sum(figures.faults.values())} fallas provocadas"
    )


def summary(result: SimulationResult) -> list[tuple[str, str]]:
    """(what, words): a short account for people."""
    figures = result.figures
    rows = [
        ("Días", f"{len(figures.days)} (semilla {result.seed})"),
        ("Casos", f"{figures.requests}"),
        ("Correos", f"{figures.received} recibidos, {figures.sent} enviados"),
        ("Destinos", _listed(figures.outcomes)),
        ("Estados", _listed(figures.states)),
        ("Cierres", _listed({CLOSINGS[name]: count for name, count in figures.closings.items()})),
    ]
    for each in figures.levels:
        words = f"{each.cases} casos, mediana {each.median_hours:g} h hábiles, 90 % en "
        words += f"{each.p90_hours:g} h, {each.within:.0%} en plazo"
        rows.append((f"Nivel {each.level}", words))
    rows += [
        ("Encuesta", f"{figures.answered} de {figures.surveys}, promedio {figures.satisfaction:g}"),
        ("Fallas", _listed(figures.faults) or "ninguna"),
    ]
    if result.violations:
        found = violation_lines(result)
        rows += [("INCUMPLE", line) for line in found[:MOST_SHOWN]]
        if len(found) > MOST_SHOWN:
            rows.append(
                ("INCUMPLE", f"y {len(found) - MOST_SHOWN} veces más (--json las trae todas)")
            )
        rows.append(("Repetir", again(result)))
    else:
        rows.append(("Cumple", "después de cada pasada se cumplió todo lo que debe cumplirse"))
    return rows


def again(result: SimulationResult) -> str:
    """The command that brings a violation about once more."""
    days = (result.violations[0].at.date() - result.start.date()).days + 1
    return f"mailbot simulate --days {days} --seed {result.seed} --per-day {result.per_day:g}"


def violation_lines(result: SimulationResult) -> list[str]:
    """A line for each violation: the law, how it was broken, when, on which case and mail."""
    return [
        f"{each.rule}: {each.what} ({each.at:%Y-%m-%d %H:%M}"
        + (f", caso {each.case}" if each.case else "")
        + (f", correo {each.mail}" if each.mail else "")
        + ")"
        for each in result.violations
    ]


def record(result: SimulationResult) -> dict[str, Any]:
    """The result as a value for programs; nothing in it depends on how long it took."""
    figures = asdict(result.figures)
    figures["days"] = [{**day, "date": day["date"].isoformat()} for day in figures["days"]]
    return {
        "seed": result.seed,
        "per_day": result.per_day,
        "from": result.start,
        **figures,
        "violations": [asdict(each) for each in result.violations],
    }


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())
