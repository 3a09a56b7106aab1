"""Options that several commands share."""

from datetime import datetime, tzinfo
from pathlib import Path

import click

from mailbot.errors import WrongUse

_YEARS = range(1970, 3000)
"""Far enough from both ends of what a `datetime` holds: deadlines are counted from such a time."""

json_option = click.option(
    "--json", "as_json", is_flag=True, help="La respuesta en JSON, y nada más en la salida."
)
"""Gives the command an argument `as_json`."""

at_option = click.option(
    "--at",
    metavar="HORA",
    help="Como si fuera esta hora, por ejemplo 2026-11-24T09:12; sin zona, es la de la línea.",
)
"""Gives the command an argument `at`, to be read with `moment`."""


def moment(text: str, zone: tzinfo, option: str = "--at") -> datetime:
    """The time that `option` means; without an offset it is of `zone`. WrongUse if it is none."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise WrongUse(
            f'{option} {text}: no es una hora. Se escribe así: "2026-11-24T09:12" o '
            '"2026-11-24T09:12:00-05:00"'
        ) from None
    if read.year not in _YEARS:
        raise WrongUse(
            f"{option} {text}: el año debe estar entre {_YEARS.start} y {_YEARS.stop - 1}."
        )
    return read if read.tzinfo else read.replace(tzinfo=zone)


def refuse_place(path: Path) -> None:
    """WrongUse where a new file can't be made at `path`: one is there, or its folder is not."""
    if path.exists():
        raise WrongUse(f"{path} ya existe y no se reemplaza: dé otro nombre con --out.")
    if not path.parent.is_dir():
        raise WrongUse(f"No existe la carpeta {path.parent}.")
