"""`mailbot backup` and `mailbot restore`: the whole line as one file, and back from it."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from mailbot.cli.frame import Command, ExitCode, Invocation
from mailbot.cli.options import json_option
from mailbot.cli.output import print_json, print_line, say
from mailbot.config import Config
from mailbot.daemon.clock import real_time
from mailbot.rules.policy import Policy
from storage.backup import BackedUp, Progress, Restored, back_up
from storage.backup import restore as restore_back_up
from storage.backup.settling import NUMBERS_LEFT_FREE

_MEGABYTE = 1_000_000


@click.command(
    cls=Command,
    examples=["backup /var/backups/mailbot/mailbot-2026-11-26.tar.gz"],
    found="si algún archivo falta o está dañado",
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="ARCHIVO.tar.gz")
@json_option
@click.pass_obj
def backup(invocation: Invocation, file: Path, as_json: bool) -> ExitCode | None:
    """Escribe una copia de la base de datos y de todos sus archivos; puede estar en marcha.

    El archivo contiene datos personales y queda legible solo para su dueño. No lleva la
    configuración ni las contraseñas.
    """
    config = invocation.config()
    with _progress() as progress:
        done = back_up(config, file, _line_time(config), progress)
    for digest in done.lost:
        say(f"FALTA el archivo {digest}: la base de datos lo nombra y no está.")
    for digest in done.damaged:
        say(f"DAÑADO el archivo {digest}: su contenido cambió; no va en la copia.")
    if as_json:
        print_json(_taken(file, done))
    else:
        print_line(
            f"{file}: {len(done.manifest.files)} archivos y la base de datos, "
            f"{done.size / _MEGABYTE:.1f} MB."
        )
        if done.erased:
            print_line(f"Borrados por orden mientras se copiaba: {len(done.erased)}.")
    return ExitCode.FOUND if done.lost or done.damaged else None


@click.command(
    cls=Command,
    examples=[
        "restore /var/backups/mailbot/mailbot-2026-11-26.tar.gz",
        "restore --replace /var/backups/mailbot/mailbot-2026-11-26.tar.gz",
    ],
)
@click.argument(
    "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="ARCHIVO.tar.gz"
)
@click.option("--replace", is_flag=True, help="Aunque ya haya datos: quedan aparte, con la fecha.")
@json_option
@click.pass_obj
def restore(invocation: Invocation, file: Path, replace: bool, as_json: bool) -> None:
    """Pone una copia donde la configuración dice; mailbot debe estar detenido.

    Primero se comprueba la copia entera. Los correos sin enviar quedan inciertos y retenidos hasta
    que una persona decida, y también los cierres por falta de respuesta.
    """
    config = invocation.config()
    with _progress() as progress:
        done = restore_back_up(config, file, _line_time(config), progress, replace=replace)
    if as_json:
        print_json(_put_back(file, done))
    else:
        _tell(file, done, f"mailbot -c {shlex.quote(str(invocation.config_file))}")


def _line_time(config: Config) -> datetime:
    """The real time as the line's people read it: it stands in notes and in names of files."""
    return real_time().astimezone(Policy.from_config(config).calendar.zone)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A line on stderr that counts for people; nothing where nobody looks."""
    shown = ""

    def show(what: str, done: int, total: int) -> None:
        nonlocal shown
        line = f"{what}: {done} de {total}" if total else f"{what}: {done}"
        click.echo("\r" + line.ljust(len(shown)), err=True, nl=False)
        shown = line

    def hide(_what: str, _done: int, _total: int) -> None:
        """Nobody looks."""

    try:
        yield show if sys.stderr.isatty() else hide
    finally:
        if shown:
            click.echo(err=True)


def _taken(file: Path, done: BackedUp) -> dict[str, object]:
    return {
        "file": file,
        "size": done.size,
        "made": done.manifest.made,
        "revision": done.manifest.revision,
        "files": len(done.manifest.files),
        "erased": done.erased,
        "lost": done.lost,
        "damaged": done.damaged,
    }


def _put_back(file: Path, done: Restored) -> dict[str, object]:
    return {
        "file": file,
        "made": done.manifest.made,
        "files": len(done.manifest.files),
        "missing": done.manifest.missing,
        "held": done.settled.held,
        "undecided": done.settled.undecided,
        "kept_aside": done.kept_aside,
    }


def _tell(file: Path, done: Restored, command: str) -> None:
    made = done.manifest.made.isoformat(timespec="minutes")
    print_line(f"Restaurada la copia {file} del {made}: {len(done.manifest.files)} archivos.")
    if done.manifest.missing:
        print_line(f"Archivos que ya faltaban al hacerla: {len(done.manifest.missing)}.")
    for place in done.kept_aside:
        print_line(f"Lo que había quedó en {place}")
    print_line(
        f"""Correos sin enviar, inciertos y retenidos: {done.settled.held}.
Correos recibidos y aún sin decidir: {done.settled.undecided}; los decide la próxima pasada.
{next_steps(command)}"""
    )


def next_steps(command: str) -> str:
    """What the administrator does between a restore and the start; `command` is mailbot's own."""
    return f"""\
Los números de caso siguen {NUMBERS_LEFT_FREE} más adelante: nadie recibe uno que ya se dio.

Qué sigue, antes de arrancar:
  1. Revise:  {command} doctor
  2. Reciba lo que llegó después de la copia:  {command} reconcile --adopt
  3. Decida sobre lo retenido:  {command} outbox list
     (outbox retry ID lo envía, outbox cancel ID no)
  4. Repita las órdenes [DATOS …] posteriores a la copia: lo borrado entonces está otra vez.
  5. Arranque; tras la primera pasada, deje seguir los cierres retenidos:
     {command} deadlines release"""
