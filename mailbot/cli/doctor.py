"""`mailbot doctor`: is everything in place, and what to do where it isn't."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import click

from mailbot.cli.frame import Command, ExitCode, Invocation
from mailbot.cli.options import json_option
from mailbot.cli.output import print_json, print_line
from mailbot.doctor import CHECKS, Finding, Level, examine

_WORDS = {Level.OK: "ok", Level.WARNING: "aviso", Level.FAULT: "falla"}
_WIDEST_WORD = max(map(len, _WORDS.values()))
_WIDEST_TITLE = max(len(check.title) for check in CHECKS)


@click.command(
    cls=Command,
    examples=["doctor", "doctor --json"],
    found="si hay alguna falla; los avisos no cuentan",
)
@json_option
@click.pass_obj
def doctor(invocation: Invocation, as_json: bool) -> ExitCode | None:
    """Revisa la configuración, los servidores, los archivos y el equipo, y dice qué hacer.

    No cambia nada, salvo que crea las carpetas del buzón que falten. Los servidores se prueban de
    verdad, sin enviar ningún correo.
    """
    seen = examine(invocation.config_file, invocation.environ, datetime.now(UTC))
    findings = list(seen if as_json else _shown(seen))
    faults = sum(finding.level == Level.FAULT for finding in findings)
    warnings = sum(finding.level == Level.WARNING for finding in findings)
    if as_json:
        checks = [_record(finding) for finding in findings]
        print_json({"checks": checks, "faults": faults, "warnings": warnings})
    else:
        print_line(f"\nFallas: {faults}. Avisos: {warnings}.")
    return ExitCode.FOUND if faults else None


def _shown(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Print each finding as it comes: an unreachable server takes its time."""
    for finding in findings:
        word = _WORDS[finding.level].ljust(_WIDEST_WORD)
        title = finding.title.ljust(_WIDEST_TITLE)
        print_line(f"{word}  {title}  {finding.what}")
        if finding.todo:
            print_line(f"{'':{_WIDEST_WORD}}  {'':{_WIDEST_TITLE}}  → {finding.todo}")
        yield finding


def _record(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "level": finding.level,
        "what": finding.what,
        "todo": finding.todo,
    }
