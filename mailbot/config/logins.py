"""Which keys each way of logging in needs and takes: everything that is wrong with them at once."""

from collections.abc import Iterator
from typing import Any

from mailbot.config.kinds import Fault

_KEYS = {
    "password": ("password", "password_file"),
    "oauth2-microsoft": (
        "tenant",
        "client_id",
        "client_secret",
        "client_secret_file",
        "certificate_file",
        "certificate_thumbprint",
        "authority",
    ),
    "oauth2-google": ("service_account_file", "token_uri"),
}
"""The keys that belong to one `auth` only."""


def environment_variable(section: str, key: str = "password") -> str:
    """The variable whose secret wins over the file's: MAILBOT_SMTP_PASSWORD for `smtp`."""
    return f"MAILBOT_{section}_{key}".upper()


def login_faults(section: str, table: dict[str, Any]) -> Iterator[Fault]:
    """What is wrong with the account of a server's table, secrets already in their place."""
    auth = table.get("auth", "password")
    if not isinstance(auth, str) or auth not in _KEYS:
        return
    yield from _foreign(section, table, auth)
    match auth:
        case "password":
            yield from _password(section, table)
        case "oauth2-microsoft":
            yield from _missing(section, table, ("user", "tenant", "client_id"))
            yield from _credential(section, table)
        case "oauth2-google":
            yield from _missing(section, table, ("user", "service_account_file"))


def _foreign(section: str, table: dict[str, Any], auth: str) -> Iterator[Fault]:
    for other, keys in _KEYS.items():
        for key in keys:
            if other != auth and key in table:
                what = f'es de auth = "{other}" y aquí auth es "{auth}": quite una de las dos'
                yield (section, key), what


def _missing(section: str, table: dict[str, Any], keys: tuple[str, ...]) -> Iterator[Fault]:
    for key in keys:
        if key not in table:
            yield (section,), f"falta la clave {key}"


def _password(section: str, table: dict[str, Any]) -> Iterator[Fault]:
    has_password = bool(table.get("password")) or "password_file" in table
    needs_account = section == "mailbox"
    if "user" not in table and needs_account:
        yield (section,), "falta la clave user"
    elif "user" not in table and ("password" in table or has_password):
        yield (section,), "hay una contraseña, pero falta la clave user"
    if not has_password and ("user" in table or needs_account):
        variable = environment_variable(section)
        what = f"falta la contraseña: la clave password, password_file o la variable {variable}"
        yield (section,), what


def _credential(section: str, table: dict[str, Any]) -> Iterator[Fault]:
    has_secret = bool(table.get("client_secret")) or "client_secret_file" in table
    if "certificate_file" in table:
        if has_secret:
            yield (section, "certificate_file"), "indique el certificado o el secreto, no los dos"
    elif not has_secret:
        variable = environment_variable(section, "client_secret")
        what = (
            f"falta el secreto: la clave client_secret, client_secret_file, la variable {variable} "
            "o certificate_file"
        )
        yield (section,), what
    if "certificate_thumbprint" in table and "certificate_file" not in table:
        yield (section, "certificate_thumbprint"), "hay una huella, pero falta certificate_file"
