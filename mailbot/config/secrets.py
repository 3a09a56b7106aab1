"""The passwords of both servers: from the environment, a file, or the configuration itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mailbot.config.kinds import Fault, unusable

SERVERS = ("mailbox", "smtp")

PLACEHOLDER = "escriba-aquí-la-contraseña"
"""What a new folder's password files hold until somebody fills them in."""


def environment_variable(section: str) -> str:
    """The variable whose password wins over the file's: MAILBOT_SMTP_PASSWORD for `smtp`."""
    return f"MAILBOT_{section.upper()}_PASSWORD"


def put_passwords(
    document: dict[str, Any], folder: Path, environ: Mapping[str, str]
) -> Iterator[Fault]:
    """Set `password` in each server's table of `document`; yields what is wrong with them.

    `folder` is where the configuration lies. No fault ever shows a password.
    """
    for section in SERVERS:
        table = document.get(section)
        if isinstance(table, dict):
            from_environment = environ.get(environment_variable(section))
            if from_environment and "user" in table:
                table["password"] = from_environment
            else:
                yield from _from_file(section, table, folder)
            yield from _login_faults(section, table)


def _from_file(section: str, table: dict[str, Any], folder: Path) -> Iterator[Fault]:
    named = table.get("password_file")
    if not isinstance(named, str):
        return
    if "password" in table:
        yield (section, "password_file"), "indique password o password_file, no los dos"
        return
    path = folder / named
    trouble = unusable(path)
    if trouble:
        yield (section, "password_file"), trouble
        return
    try:
        secret = path.read_text("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        yield (section, "password_file"), f"{path} no es un texto en UTF-8"
        return
    if secret:
        table["password"] = secret
    else:
        yield (section, "password_file"), f"el archivo {path} está vacío"


def _login_faults(section: str, table: dict[str, Any]) -> Iterator[Fault]:
    auth = table.get("auth", "password")
    if auth in ("oauth2-microsoft", "oauth2-google"):
        yield (section, "auth"), f'"{auth}" todavía no está disponible; por ahora use "password"'
    elif "user" in table:
        if not table.get("password") and "password_file" not in table:
            yield (section,), _no_password(section)
    elif section == "mailbox":
        yield (section,), "falta la clave user"
    elif "password" in table or "password_file" in table:
        yield (section,), "hay una contraseña, pero falta la clave user"


def _no_password(section: str) -> str:
    variable = environment_variable(section)
    return f"falta la contraseña: la clave password, password_file o la variable {variable}"
