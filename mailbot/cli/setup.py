"""`mailbot init`: the folder of a new line, with a configuration to fill in."""

import os
import shlex
from importlib import resources
from pathlib import Path

import click

from mailbot.cli.frame import Command
from mailbot.cli.output import print_line
from mailbot.config.secrets import PLACEHOLDER
from mailbot.errors import WrongUse, disk_words

SECRETS = ("secretos/buzon", "secretos/smtp")
"""The files that the example of a configuration names for its two passwords."""


@click.command(cls=Command, examples=["init /etc/mailbot"])
@click.argument("folder", type=click.Path(path_type=Path), metavar="CARPETA")
def init(folder: Path) -> None:
    """Crea CARPETA con una configuración por llenar y las carpetas que necesita.

    Nunca cambia lo que ya existe: sobre una carpeta ya creada solo repite qué sigue.
    """
    made = make_folder(folder)
    config_file = folder / "config.toml"
    first = "Se creó la configuración" if made else "Ya existe, y no se tocó, la configuración"
    command = f"mailbot -c {shlex.quote(str(config_file))}"
    passwords = " y ".join(str(folder / name) for name in SECRETS)
    print_line(
        f"""{first} en {config_file}

Qué sigue:
  1. Escriba las contraseñas del buzón y del servidor de salida en
     {passwords}
  2. Ajuste {config_file}: servidores, direcciones, horario, personas.
  3. Revise:   {command} doctor
  4. Arranque: {command} run"""
    )


def make_folder(folder: Path) -> bool:
    """Make what is missing below `folder`, for its owner only; False if it was a line's already.

    Raises WrongUse where the folder can't be made.
    """
    config_file = folder / "config.toml"
    if config_file.exists():
        return False
    example = resources.files("mailbot.config").joinpath("example.toml").read_text("utf-8")
    try:
        for name in ("", "var", "var/archivo", "secretos"):
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in SECRETS:
            _write(folder / name, PLACEHOLDER + "\n")
        # Last, because it says that the folder is complete.
        _write(config_file, example)
    except OSError as error:
        raise WrongUse(f"No se pudo crear {folder}: {disk_words(error)}") from error
    return True


def _write(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
