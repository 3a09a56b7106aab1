"""Who else could read a password: on disk, and on the way to a server."""

import ipaddress
import stat
from collections.abc import Iterator
from pathlib import Path

from mailbot.config.secrets import PLACEHOLDER, environment_variable
from mailbot.config.servers import Server
from mailbot.doctor.findings import Subject, Verdict, fault, fine, warning

_OTHERS = stat.S_IRWXO


def secrets(subject: Subject) -> Iterator[Verdict]:
    """Passwords that are still the example's, and files that hold one and are open to others."""
    found = [*_placeholders(subject), *_open_files(subject)]
    yield from found or [fine("nadie más puede leer las contraseñas")]


def encryption(subject: Subject) -> Iterator[Verdict]:
    """Connections beyond this machine that anyone on the way could read."""
    bare = [
        (section, server.host)
        for section, server in _servers(subject)
        if server.security == "none" and not _is_this_machine(server.host)
    ]
    for section, host in bare:
        yield warning(
            f'[{section}] habla con {host} sin cifrar (security = "none")',
            'use security = "tls" o "starttls": la contraseña y los correos pasan a la vista',
        )
    if not bare:
        yield fine("las conexiones fuera de este equipo van cifradas")


def _servers(subject: Subject) -> Iterator[tuple[str, Server]]:
    yield "mailbox", subject.config.mailbox
    yield "smtp", subject.config.smtp


def _placeholders(subject: Subject) -> Iterator[Verdict]:
    for section, server in _servers(subject):
        if server.password and server.password.get_secret_value() == PLACEHOLDER:
            yield fault(
                f"[{section}] todavía tiene la contraseña del ejemplo",
                f"escríbala en {server.password_file or subject.config_file}",
            )


def _open_files(subject: Subject) -> Iterator[Verdict]:
    for path in dict.fromkeys(_files_with_passwords(subject)):
        if path.stat().st_mode & _OTHERS:
            yield warning(
                f"{path} tiene una contraseña o clave y otros usuarios del equipo lo pueden leer",
                f"chmod o-rwx {path}",
            )


def _files_with_passwords(subject: Subject) -> Iterator[Path]:
    for section, server in _servers(subject):
        for key, secret, file in (
            ("password", server.password, server.password_file),
            ("client_secret", server.client_secret, server.client_secret_file),
        ):
            if secret and not subject.environ.get(environment_variable(section, key)):
                yield file or subject.config_file
        yield from filter(None, (server.certificate_file, server.service_account_file))
    if "@" in subject.config.storage.database:
        yield subject.config_file


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "localhost.localdomain")
