"""Options that several commands share."""

from datetime import datetime, tzinfo

import click

from mailbot.errors import WrongUse

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
    return read if read.tzinfo else read.replace(tzinfo=zone)
