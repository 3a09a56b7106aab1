"""The program: its global options, its commands imported when they run, and its exit status."""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mailbot import __version__
from mailbot.cli.failures import ExitCode, report
from mailbot.cli.spanish import Command, Group
from mailbot.cli.table import COMMANDS, Row

if TYPE_CHECKING:
    from mailbot.config import Config

__all__ = ["Command", "ExitCode", "Group", "Invocation", "main"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What the global options say; every command gets it."""

    config_file: Path
    environ: Mapping[str, str]
    config_named: bool = True
    """Whether somebody said which configuration: in the call, or in the environment."""

    def config(self) -> "Config":
        """The configuration, read now; raises ConfigurationError with all its faults."""
        # Pydantic would cost every `--help` a tenth of a second.
        from mailbot.config import load

        return load(self.config_file, self.environ)


class _Deferred(Command):
    """A command of the table that is imported when it runs."""

    def __init__(self, row: Row) -> None:
        super().__init__(row.name, short_help=row.help)
        self._target = row.target

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        module, _, name = self._target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command.make_context(info_name, args, parent, **extra)


@click.group(
    cls=Group,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Cada orden tiene su ayuda: mailbot ORDEN --help. Salida: 0 hecho, 1 falló, "
    "2 mal uso o mala configuración, 3 una revisión halló algo.",
)
@click.option(
    "-c",
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    envvar="MAILBOT_CONFIG",
    default=Path("config.toml"),
    metavar="ARCHIVO",
    help="La configuración. Si no se da: la de MAILBOT_CONFIG, o config.toml.",
)
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    help="Ante un fallo, muestra dónde ocurrió en el programa.",
)
@click.version_option(__version__, message="mailbot %(version)s", help="Muestra la versión.")
@click.pass_context
def _program(context: click.Context, config_file: Path) -> None:
    """Mailbot: los casos de la línea de soporte, por correo."""
    source = context.get_parameter_source("config_file")
    context.obj = Invocation(
        config_file=config_file,
        environ=os.environ,
        config_named=source is not click.core.ParameterSource.DEFAULT,
    )


for _row in COMMANDS:
    _program.add_command(_Deferred(_row))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; `arguments` are the process's by default."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        status = _run(words)
        # Whoever reads our output may be gone: that shows here, not at the interpreter's end.
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as failure:
        return report(failure, debug="--debug" in words)
    return status


def _run(words: list[str]) -> int:
    outcome: Any = _program.main(words, prog_name="mailbot", standalone_mode=False)
    return int(outcome or ExitCode.DONE)
