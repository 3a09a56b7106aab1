"""`mailbot contingency`: the ten-column sheet as a file, and back in (R23, R29)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from mailbot.cli.frame import Command, Group, Invocation
from mailbot.cli.opened import query
from mailbot.cli.options import at_option, json_option, moment
from mailbot.cli.output import print_json, print_line, print_rows
from mailbot.daemon.clock import refuse_the_past, time_for_pass
from mailbot.daemon.line import line
from mailbot.errors import WrongUse
from mailbot.pipeline.contingency import exported, import_sheet, plan_of
from mailbot.rules.contingency_sheet import report
from mailbot.rules.contingency_sheet.plan import ImportPlan, RowResult
from storage.files import replace_file

_LARGEST = 64 * 1024 * 1024
_SHOWN = (RowResult.CREATE, RowResult.FILL, RowResult.CONFLICT, RowResult.FAULT)


@click.group(cls=Group)
def contingency() -> None:
    """La hoja de contingencia de diez columnas: export, import."""


@contingency.command(
    "export", cls=Command, examples=["contingency export /var/lib/mailbot/hoja.xlsx"]
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="ARCHIVO.xlsx")
@at_option
@json_option
@click.pass_obj
def export_sheet(invocation: Invocation, file: Path, at: str | None, as_json: bool) -> None:
    """Escribe la hoja con los casos abiertos y los cerrados en este mes.

    Contiene identificaciones: el archivo queda legible solo para su dueño.
    """
    with query(invocation, at) as asked:
        content, count = exported(asked.store, asked.policy, asked.now)
    if not file.parent.is_dir():
        raise WrongUse(f"No existe la carpeta {file.parent}.")
    replace_file(file, content)
    if as_json:
        print_json({"file": file, "cases": count})
    else:
        print_line(f"{file}: {count} casos.")


@contingency.command(
    "import",
    cls=Command,
    examples=[
        "contingency import /var/lib/mailbot/hoja.xlsx",
        "contingency import --apply /var/lib/mailbot/hoja.xlsx",
    ],
)
@click.argument(
    "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="ARCHIVO.xlsx"
)
@click.option("--apply", "applied", is_flag=True, help="Aplica los cambios; sin ella, es prueba.")
@at_option
@json_option
@click.pass_obj
def import_file(
    invocation: Invocation, file: Path, applied: bool, at: str | None, as_json: bool
) -> None:
    """Lee la hoja y dice qué cambiaría, fila por fila; con --apply lo hace.

    Se aplica todo lo que se puede, o nada. Los conflictos y las filas con errores se informan y no
    se aplican. Con --apply, mailbot debe estar detenido; si está en marcha, envíe la hoja al buzón.
    """
    if file.stat().st_size > _LARGEST:
        raise WrongUse(f"{file} es demasiado grande para ser la hoja de contingencia.")
    content = file.read_bytes()
    with line(invocation.config(), shared=not applied) as running:
        desk = running.desk
        asked = moment(at, desk.policy.calendar.zone) if at else None
        refuse_the_past(desk.store, asked)
        now = time_for_pass(desk.store, asked)
        plan = plan_of(desk, content, file.name, now)
        if applied:
            with _progress(plan.count(RowResult.CREATE)) as bar:
                plan = import_sheet(desk, content, file.name, now, lambda: bar.update(1))
    if as_json:
        print_json(_record(plan, applied=applied))
    else:
        _print(plan, applied=applied)


@contextmanager
def _progress(mails: int) -> Iterator[Any]:
    """A bar on stderr for people; nothing where nobody looks."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(
        length=mails, label="Avisos a los usuarios", file=sys.stderr, hidden=hidden
    ) as bar:
        yield bar


def _record(plan: ImportPlan, *, applied: bool) -> dict[str, object]:
    return {
        "applied": applied,
        "counts": {result.name.lower(): plan.count(result) for result in RowResult},
        "rows": [
            {
                "row": step.row.place,
                "id": step.number or None,
                "result": step.result.name.lower(),
                "why": step.why or None,
            }
            for step in plan.steps
        ],
    }


def _print(plan: ImportPlan, *, applied: bool) -> None:
    rows = [
        (f"Fila {step.row.place}", step.number or "(nuevo)", step.result.value, step.why)
        for step in plan.steps
        if step.result in _SHOWN
    ]
    if rows:
        print_rows(rows)
    print_line(f"{report.counted(plan)}.")
    if not applied and plan.changes:
        print_line("Es una prueba y nada cambió. Para aplicarla, repita la orden con --apply.")
