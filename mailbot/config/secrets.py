"""The secrets of both servers: from the environment, a file, or the configuration itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mailbot.config.kinds import Fault, unusable
from mailbot.config.logins import environment_variable, login_faults

__all__ = ["PLACEHOLDER", "SERVERS", "environment_variable", "put_passwords"]

SERVERS = ("mailbox", "smtp")

PLACEHOLDER = "escriba-aquí-la-contraseña"
"""What a new folder's password files hold until somebody fills them in."""

_OTHER_SECRETS = {"oauth2-microsoft": "client_secret", "oauth2-google": None}
"""The key that holds the secret of these `auth`; of all others it is `password`."""


def put_passwords(
    document: dict[str, Any], folder: Path, environ: Mapping[str, str]
) -> Iterator[Fault]:
    """Set each server's secret in its table of `document`; yields what is wrong with them.

    `folder` is where the configuration lies. No fault ever shows a secret.
    """
    for section in SERVERS:
        table = document.get(section)
        if isinstance(table, dict):
            key = _OTHER_SECRETS.get(str(table.get("auth")), "password")
            if key is not None:
                yield from _put(section, key, table, folder, environ)
            yield from login_faults(section, table)


def _put(
    section: str, key: str, table: dict[str, Any], folder: Path, environ: Mapping[str, str]
) -> Iterator[Fault]:
    from_environment = environ.get(environment_variable(section, key))
    # A server of ours that asks for no account gets none from the environment.
    if from_environment and (section == "mailbox" or "user" in table):
        table[key] = from_environment
    else:
        yield from _from_file(section, key, table, folder)


def _from_file(section: str, key: str, table: dict[str, Any], folder: Path) -> Iterator[Fault]:
    naming = f"{key}_file"
    named = table.get(naming)
    if not isinstance(named, str):
        return
    if key in table:
        yield (section, naming), f"indique {key} o {naming}, no los dos"
        return
    path = folder / named
    trouble = unusable(path)
    if trouble:
        yield (section, naming), trouble
        return
    try:
        secret = path.read_text("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        yield (section, naming), f"{path} no es un texto en UTF-8"
        return
    if secret:
        table[key] = secret
    else:
        yield (section, naming), f"el archivo {path} está vacío"
