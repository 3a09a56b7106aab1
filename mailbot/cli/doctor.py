"""`mailbot doctor`: is everything in place, and what to do where it isn't."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import click

from mailbot.cli.frame import Command, ExitCode, Invocation
from mailbot.cli.options import at_option, json_option, moment
from mailbot.cli.output import print_json, print_line
from mailbot.daemon.clock import real_time
from mailbot.doctor import CHECKS, Finding, Level, examine
from mailbot.errors import ConfigurationError

_WORDS = {Level.OK: "ok", Level.WARNING: "aviso", Level.FAULT: "falla"}
_WIDEST_WORD = max(map(len, _WORDS.values()))
_WIDEST_TITLE = max(len(check.title) for check in CHECKS)


@click.command(
    cls=Command,
    examples=["doctor", "doctor --json", "doctor --at 2027-01-15T08:00"],
    found="si hay alguna falla; los avisos no cuentan",
)
@at_option
@json_option
@click.pass_obj
def doctor(invocation: Invocation, at: str | None, as_json: bool) -> ExitCode | None:
    """Revisa la configuración, los servidores, los archivos y el equipo, y dice qué hacer.

    No cambia nada, salvo que crea las carpetas del buzón que falten. Los servidores se prueban de
    verdad, sin enviar ningún correo. Con --at dice lo que entonces estará vencido o atrasado:
    certificados, festivos, acuerdos, copias. Sin él vale la hora de este equipo, que se revisa.
    """
    now = moment(at, _zone(invocation)) if at else real_time()
    seen = examine(invocation.config_file, invocation.environ, now)
    findings = list(seen if as_json else _shown(seen))
    faults = sum(finding.level == Level.FAULT for finding in findings)
    warnings = sum(finding.level == Level.WARNING for finding in findings)
    if as_json:
        checks = [_record(finding) for finding in findings]
        print_json({"checks": checks, "faults": faults, "warnings": warnings})
    else:
        print_line(f"\nFallas: {faults}. Avisos: {warnings}.")
    return ExitCode.FOUND if faults else None


def _zone(invocation: Invocation) -> ZoneInfo:
    """The line's zone; its default where the configuration doesn't load, which is a finding."""
    try:
        return ZoneInfo(invocation.config().calendar.timezone)
    except ConfigurationError:
        from mailbot.config.hours import Calendar

        return ZoneInfo(Calendar().timezone)


def _shown(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Print each finding as it comes: an unreachable server takes its time."""
    for finding in findings:
        word = _WORDS[finding.level].ljust(_WIDEST_WORD)
        title = finding.title.ljust(_WIDEST_TITLE)
        print_line(f"{word}  {title}  {finding.what}")
        if finding.todo:
            print_line(f"{'':{_WIDEST_WORD}}  {'':{_WIDEST_TITLE}}  → {finding.todo}")
        yield finding


def _record(finding: Finding) -> dict[str, str | None]:
    return {
        "check": finding.check,
        "level": finding.level,
        "what": finding.what,
        "todo": finding.todo or None,
    }
