"""`mailbot config history`: how texts, times and staff changed, and when."""

from zoneinfo import ZoneInfo

import click

from mailbot.cli.frame import Command, Group, Invocation
from mailbot.cli.options import at_option, json_option, moment
from mailbot.cli.output import print_json, print_line
from mailbot.cli.shapes import Shapes
from mailbot.daemon.kept_settings import Copy, kept_copies
from mailbot.daemon.settings_told import Change


@click.group("config", cls=Group)
def config() -> None:
    """La configuración de la línea."""


@config.command(
    "history", cls=Command, examples=["config history", "config history --at 2026-10-31T18:00"]
)
@at_option
@json_option
@click.pass_obj
def history(invocation: Invocation, at: str | None, as_json: bool) -> None:
    """Qué cambió en los textos, los horarios, los plazos y las personas, y desde cuándo.

    Cada arranque con una configuración distinta deja una copia con su fecha, sin claves. Lo que
    se cambie ahora aparece aquí después del siguiente arranque. Con --at, lo que ya había
    cambiado a esa hora: la última copia es la que regía.
    """
    loaded = invocation.config()
    zone = ZoneInfo(loaded.calendar.timezone)
    shapes = Shapes(zone)
    until = moment(at, zone) if at else None
    copies = [each for each in kept_copies(loaded) if until is None or each.at <= until]
    if as_json:
        print_json([_record(copy, shapes) for copy in copies])
        return
    if not copies:
        print_line(
            "A esa hora no había copias."
            if at
            else "Todavía no hay copias: la primera se guarda en el primer arranque."
        )
    for number, copy in enumerate(copies):
        print_line(f"{shapes.time(copy.at)}  {copy.path}")
        for change in copy.changes:
            _print_change(change)
        if not copy.changes:
            print_line("  Primera copia." if number == 0 else "  Copia completa.")


def _print_change(change: Change) -> None:
    old, new = change.old or "(nada)", change.new or "(nada)"
    if "\n" not in old + new:
        print_line(f"  {change.key}: {old} → {new}")
        return
    print_line(f"  {change.key}:")
    for sign, words in (("-", change.old), ("+", change.new)):
        for line in words.splitlines():
            print_line(f"    {sign} {line}")


def _record(copy: Copy, shapes: Shapes) -> dict[str, object]:
    return {
        "at": shapes.time(copy.at),
        "path": copy.path,
        "changes": [{"key": c.key, "old": c.old, "new": c.new} for c in copy.changes],
    }
