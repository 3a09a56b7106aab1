"""`mailbot doctor` on a line that logs in with tokens: which of three things is wrong."""

from pathlib import Path

import pytest

from mailbot.doctor import Level
from mailbot.doctor.servers import look_at_mailbox, look_at_smtp
from tests.doctor.house import SOUND, examined, of
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer
from tests.servers.token_service import CLIENT_ID, CLIENT_SECRET, TENANT, Say

PASSWORD_KEYS = (
    'host = "imap.entidad.gov.co"\nuser = "soporte@entidad.gov.co"\npassword_file = "clave"\n'
)


def spoiled(lines: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in lines
        lines = lines.replace(old, new)
    return lines


@pytest.fixture
def table(service, ca_file) -> str:
    """The lines of a table that logs in with tokens of Microsoft."""
    return f"""\
host = "127.0.0.1"
security = "none"
port = 1
auth = "oauth2-microsoft"
user = "linea1"
tenant = "{TENANT}"
client_id = "{CLIENT_ID}"
client_secret_file = "secreto"
authority = "{service.url}"
ca_file = "{ca_file}"
"""


@pytest.fixture
def folder(tmp_path: Path, service) -> Path:
    for name, text in (("secreto", CLIENT_SECRET + "\n"), ("clave", "s3cr3t0\n")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o600)
    return tmp_path


def written(folder: Path, old: str, new: str) -> Path:
    path = folder / "config.toml"
    path.write_text(spoiled(SOUND, (old, new)))
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (None, "127.0.0.1 recibe (sin cifrar); en INBOX: 0"),
        ("secret", "Microsoft no dio un token para [mailbox]: el secreto no es válido"),
        ("expired", "el secreto venció; cree uno nuevo"),
        ("service", "no atiende por ahora (HTTP 503)"),
        ("mailbox", "no aceptó el token de la cuenta"),
    ],
)
def test_the_mailbox(folder, table, service, token_dovecot: Dovecot, wrong, words):
    account = token_dovecot.account()
    service.mailbox = "otra" if wrong == "mailbox" else account.user
    if wrong == "secret":
        (folder / "secreto").write_text("el id del secreto")
    if wrong == "expired":
        told = {"error": "invalid_client", "error_description": "AADSTS7000222: expired."}
        service.say(Say(status=401, body=told))
    if wrong == "service":
        service.say(Say(status=503))
    table = spoiled(table, ("port = 1", f"port = {account.port}"), ("linea1", account.user))
    config_file = written(folder, PASSWORD_KEYS, table)
    found = of(examined(config_file, mailbox=look_at_mailbox), "mailbox")
    assert found[0][0] is (Level.FAULT if wrong else Level.OK)
    assert words in found[0][1]


@pytest.mark.parametrize(
    ("whose", "level", "words"),
    [
        ("linea1", Level.OK, "acepta la sesión (sin cifrar, con cuenta)"),
        ("otra", Level.FAULT, "no aceptó el token de la cuenta linea1"),
    ],
)
def test_the_way_out(folder, table, service, whose, level, words):
    service.mailbox = whose
    with SmtpServer(accounts={"linea1": "-"}, tokens=service.valid) as server:
        table = spoiled(table, ("port = 1", f"port = {server.port}"))
        config_file = written(folder, 'host = "smtp.entidad.gov.co"\n', table)
        found = of(examined(config_file, smtp=look_at_smtp), "smtp")
    assert found[0][0] is level
    assert words in found[0][1]


@pytest.mark.parametrize("file", ["secreto", "app.pem"])
def test_a_secret_that_others_can_read(folder, table, keys, file):
    (folder / "app.pem").write_text(keys.private + keys.certificate)
    (folder / file).chmod(0o644)
    if file == "app.pem":
        table = spoiled(table, ("client_secret_file", "certificate_file"), ("secreto", file))
    config_file = written(folder, PASSWORD_KEYS, table)
    told = of(examined(config_file), "secrets")
    assert told == [
        (
            Level.WARNING,
            f"{folder / file} tiene una contraseña o clave y otros usuarios del equipo lo pueden "
            "leer",
        )
    ]


def test_a_certificate_of_ours_that_ends_soon(folder, table, keys):
    (folder / "app.pem").write_text(keys.private + keys.certificate)
    table = spoiled(table, ("client_secret_file", "certificate_file"), ("secreto", "app.pem"))
    config_file = written(folder, PASSWORD_KEYS, table)
    (first, _) = of(examined(config_file), "mailbox")
    assert first == (
        Level.WARNING,
        "el certificado de la aplicación de [mailbox] vence el 2026-12-04",
    )
