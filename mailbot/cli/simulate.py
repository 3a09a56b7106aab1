"""`mailbot simulate`: a busy line in simulated time, checked after each pass."""

import sys
import tempfile
from pathlib import Path

import click

from mailbot.cli.frame import Command, ExitCode, Invocation
from mailbot.cli.options import json_option
from mailbot.cli.output import print_json, print_line, print_rows


@click.command(
    cls=Command,
    examples=["simulate --days 30", "simulate --days 30 --seed 7 --out simulacion"],
    found="si algo no se cumplió",
)
@click.option(
    "--days", type=click.IntRange(1, 3660), default=365, show_default=True, metavar="N",
    help="Cuántos días se simulan, desde el 1 de enero.",
)  # fmt: skip
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="N",
    help="La misma semilla da el mismo resultado.",
)  # fmt: skip
@click.option(
    "--per-day", type=click.FloatRange(0.1, 500), default=25.0, show_default=True, metavar="N",
    help="Solicitudes de un día hábil, en promedio.",
)  # fmt: skip
@click.option("--keep-going", is_flag=True, help="Sigue después de un incumplimiento.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="CARPETA",
    help="Deja aquí la página con las gráficas, y la base de la línea simulada.",
)  # fmt: skip
@json_option
@click.pass_obj
def simulate(
    _invocation: Invocation, days: int, seed: int, per_day: float, keep_going: bool,
    out: Path | None, as_json: bool,
) -> ExitCode | None:  # fmt: skip
    """Simula la línea: usuarios, asesores, órganos rectores y fallas, en tiempo simulado.

    No necesita configuración ni servidores. Después de cada pasada comprueba lo que siempre debe
    cumplirse; al primer incumplimiento se detiene y dice cómo repetirlo (salida 3).
    """
    from mailbot.simulate.picture import page
    from mailbot.simulate.report import record, summary
    from mailbot.simulate.simulation import Settings, Simulation

    settings = Settings(days=days, seed=seed, per_day=per_day, keep_going=keep_going)
    with tempfile.TemporaryDirectory(prefix="mailbot-") as temporary:
        folder = _fresh(out) if out else Path(temporary)
        with Simulation(settings, folder) as simulation:
            with click.progressbar(
                simulation.days(), length=days, label="Simulando", file=sys.stderr,
                item_show_func=lambda day: f"{day.date:%Y-%m-%d}" if day else "",
            ) as bar:  # fmt: skip
                for _day in bar:
                    pass
            result = simulation.result()
    if out:
        (out / "index.html").write_text(page(result), encoding="utf-8")
    if as_json:
        print_json(record(result))
    else:
        print_rows(summary(result))
        if out:
            print_line(f"Abra {out / 'index.html'}")
    return ExitCode.FOUND if result.violations else None


def _fresh(out: Path) -> Path:
    """A folder for a new line's store inside `out`."""
    out.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="linea-", dir=out))
