"""How the accounts prove themselves: which keys each way needs, and where its secret comes from."""

from pathlib import Path

import pytest

from tests.config.files import SMALLEST, faults, loaded

CLIENT = "11111111-2222-3333-4444-555555555555"
MICROSOFT = f"""\
auth = "oauth2-microsoft"
tenant = "entidad.onmicrosoft.com"
client_id = "{CLIENT}"
"""
GOOGLE = 'auth = "oauth2-google"\nservice_account_file = "clave.json"\n'


def mailbox(keys: str) -> str:
    """The smallest configuration whose mailbox logs in with `keys`."""
    return SMALLEST.replace('password = "c0ntraseña"\n', keys)


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    (tmp_path / "clave.json").write_text("{}")
    (tmp_path / "secreto").write_text(" el~secreto \n")
    (tmp_path / "clave.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    (tmp_path / "todo.pem").write_text("-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n")


@pytest.mark.parametrize(
    ("keys", "environ"),
    [
        ('client_secret = " el~secreto "\n', {}),
        ('client_secret_file = "secreto"\n', {}),
        ("", {"MAILBOT_MAILBOX_CLIENT_SECRET": " el~secreto "}),
        ('client_secret = "viejo"\n', {"MAILBOT_MAILBOX_CLIENT_SECRET": " el~secreto "}),
    ],
)
def test_the_secret_comes_from_the_environment_a_file_or_the_key(tmp_path, keys, environ):
    config = loaded(tmp_path, mailbox(MICROSOFT + keys), **environ)
    assert config.mailbox.client_secret.get_secret_value() == " el~secreto "
    assert "secreto" not in repr(config.mailbox.client_secret)


def test_the_environments_password_is_no_concern_of_tokens(tmp_path):
    config = loaded(tmp_path, mailbox(GOOGLE), MAILBOT_MAILBOX_PASSWORD="x")
    assert config.mailbox.password is None
    assert config.mailbox.service_account_file == tmp_path / "clave.json"


def test_a_certificate_may_take_the_secrets_place(tmp_path):
    thumbprint = ":".join(["ab"] * 20)
    keys = f'certificate_file = "clave.pem"\ncertificate_thumbprint = "{thumbprint}"\n'
    config = loaded(tmp_path, mailbox(MICROSOFT + keys))
    assert config.mailbox.certificate_thumbprint == "ab" * 20


def test_a_certificate_in_the_keys_file_needs_no_thumbprint(tmp_path):
    assert not faults(tmp_path, mailbox(MICROSOFT + 'certificate_file = "todo.pem"\n'))


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (
            'auth = "oauth2-microsoft"\n',
            [
                "línea 1: mailbox: falta la clave tenant",
                "línea 1: mailbox: falta la clave client_id",
                "línea 1: mailbox: falta el secreto: la clave client_secret, client_secret_file, "
                "la variable MAILBOT_MAILBOX_CLIENT_SECRET o certificate_file",
            ],
        ),
        (
            'auth = "oauth2-google"\n',
            ["línea 1: mailbox: falta la clave service_account_file"],
        ),
        (
            GOOGLE + 'password = "x"\ntenant = "a.co"\n',
            [
                'línea 6: mailbox.password: es de auth = "password" y aquí auth es '
                '"oauth2-google": quite una de las dos',
                'línea 7: mailbox.tenant: es de auth = "oauth2-microsoft" y aquí auth es '
                '"oauth2-google": quite una de las dos',
            ],
        ),
        (
            'password = "x"\ntoken_uri = "https://x.co/"\n',
            [
                'línea 5: mailbox.token_uri: es de auth = "oauth2-google" y aquí auth es '
                '"password": quite una de las dos'
            ],
        ),
        (
            MICROSOFT + 'client_secret = "x"\ncertificate_file = "todo.pem"\n',
            ["línea 8: mailbox.certificate_file: indique el certificado o el secreto, no los dos"],
        ),
        (
            MICROSOFT + 'certificate_file = "clave.pem"\n',
            [
                "línea 1: mailbox.certificate_thumbprint: falta: certificate_file tiene la clave, "
                "pero no el certificado"
            ],
        ),
        (
            MICROSOFT + 'client_secret = "x"\ncertificate_thumbprint = "' + "ab" * 20 + '"\n',
            [
                "línea 8: mailbox.certificate_thumbprint: hay una huella, pero falta "
                "certificate_file"
            ],
        ),
        (
            MICROSOFT + 'client_secret = "x"\nclient_secret_file = "secreto"\n',
            [
                "línea 8: mailbox.client_secret_file: indique client_secret o client_secret_file, "
                "no los dos"
            ],
        ),
        (
            MICROSOFT.replace("entidad.onmicrosoft.com", "common") + 'client_secret = "x"\n',
            [
                "línea 5: mailbox.tenant: debe ser el id o un dominio del inquilino de Microsoft "
                '365, como entidad.onmicrosoft.com (dice "common")'
            ],
        ),
        (
            MICROSOFT.replace(CLIENT, "mailbot") + 'client_secret = "x"\n',
            [
                "línea 6: mailbox.client_id: debe ser el id de aplicación (cliente): 32 cifras "
                'hexadecimales en cinco grupos (dice "mailbot")'
            ],
        ),
        (
            MICROSOFT + 'client_secret = "x"\nauthority = "http://login.example"\n',
            [
                "línea 8: mailbox.authority: debe ser una dirección que empiece por https:// "
                '(dice "http://login.example")'
            ],
        ),
        (
            MICROSOFT + "client_secret = 12345678\n",
            ["línea 7: mailbox.client_secret: debe ser un texto entre comillas"],
        ),
    ],
)
def test_what_is_missing_or_too_much_is_told_at_once(tmp_path, keys, told):
    assert faults(tmp_path, mailbox(keys)) == told


def test_mail_goes_out_with_tokens_of_an_account_only(tmp_path):
    text = SMALLEST.replace("[identity]", MICROSOFT + 'client_secret = "x"\n[identity]')
    assert faults(tmp_path, text) == ["línea 5: smtp: falta la clave user"]
