"""`mailbot report`: the report of a month as a workbook and a page (A26, §12)."""

import sys
from datetime import date
from pathlib import Path

import click

from mailbot.cli.frame import Command, Invocation
from mailbot.cli.opened import Query, query
from mailbot.cli.options import at_option, json_option
from mailbot.cli.output import print_json, print_line
from mailbot.errors import WrongUse
from mailbot.model.report import FinishedReport
from mailbot.pipeline.reporting import month_report
from mailbot.reports.period import month_of
from mailbot.rules.months import month_name, read_month
from storage import report_facts
from storage.files import replace_file
from storage.lookups import StoredLookups


@click.command(cls=Command, examples=["report --month 2026-10 --out informes"])
@click.option("--month", required=True, metavar="AAAA-MM", help="El mes del informe.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path(),
    metavar="CARPETA", help="Dónde se escriben los archivos; sin ella, aquí.",
)  # fmt: skip
@at_option
@json_option
@click.pass_obj
def report(invocation: Invocation, month: str, out: Path, at: str | None, as_json: bool) -> None:
    """Escribe el informe de un mes: el libro de dieciséis hojas y la página con gráficas.

    El mismo mes da siempre las mismas cifras. Contiene datos personales: los archivos quedan
    legibles solo para su dueño.
    """
    try:
        first = read_month(month)
    except ValueError:
        raise WrongUse(f"--month {month}: no es un mes. Se escribe así: 2026-10") from None
    with query(invocation, at) as asked:
        finished = _built(asked, first)
    out.mkdir(parents=True, exist_ok=True)
    paths = [out / file.name for file in finished.files]
    for path, file in zip(paths, finished.files, strict=True):
        replace_file(path, file.content)
    if as_json:
        print_json(_record(finished, paths))
        return
    for sentence in filter(None, (*finished.sentences, finished.changed)):
        print_line(sentence)
    for path in paths:
        print_line(f"Escrito: {path}")


def _built(asked: Query, first: date) -> FinishedReport:
    """The report, with a bar on stderr for people who look."""
    zone = asked.policy.calendar.zone
    try:
        period = month_of(first, zone, asked.now)
    except ValueError:
        raise WrongUse(f"{month_name(first).capitalize()} no ha empezado.") from None
    count = len(report_facts.touched(asked.connection, period.start, period.until))
    with click.progressbar(
        length=count, label="Casos", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        return month_report(
            first, StoredLookups(asked.connection), asked.policy, asked.now,
            progress=lambda: bar.update(1),
        )  # fmt: skip


def _record(finished: FinishedReport, paths: list[Path]) -> dict[str, object]:
    return {
        "month": finished.key,
        "partial": finished.partial,
        "summary": finished.sentences,
        "changed": finished.changed or None,
        "figures": [
            {"name": each.name, "value": each.value, "target": each.target or None, "met": each.met}
            for each in finished.figures
        ],
        "files": [
            {"path": path, "sha256": file.sha256}
            for path, file in zip(paths, finished.files, strict=True)
        ],
    }
