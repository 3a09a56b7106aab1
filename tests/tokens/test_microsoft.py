"""Tokens of Microsoft Entra: real msal against a service on loopback that checks what it gets."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.config import servers
from mailbot.tokens import TokenRefused, TokenUnavailable
from mailbot.tokens.certificate import expires
from mailbot.tokens.microsoft import MicrosoftIssuer
from tests.servers.token_service import CLIENT_SECRET, Say
from tests.tokens.conftest import NOW


def issuer(table: dict[str, object], section: str = "mailbox", **keys: object) -> MicrosoftIssuer:
    server = servers.Mailbox.model_validate(table | keys)
    return MicrosoftIssuer(section=section, server=server)


def refusal(described: str) -> Say:
    return Say(status=401, body={"error": "invalid_client", "error_description": described})


def test_a_secret_gets_a_token_for_an_hour(microsoft, service):
    token = issuer(microsoft).issue(NOW)
    assert token.text in service.valid
    assert token.expires == NOW + timedelta(hours=1)


@pytest.mark.parametrize("form", ["both", "key and thumbprint"])
def test_a_certificate_gets_a_token(microsoft, service, keys, tmp_path: Path, form):
    path = tmp_path / "app.pem"
    path.write_text(keys.private + (keys.certificate if form == "both" else ""))
    table = microsoft | {"client_secret": None, "certificate_file": path}
    if form != "both":
        table["certificate_thumbprint"] = "ab" * 20
    assert issuer(table).issue(NOW).text in service.valid
    assert "client_secret" not in service.asked[0]


def test_when_the_certificate_ends_is_known(keys, tmp_path):
    path = tmp_path / "app.pem"
    path.write_text(keys.private + keys.certificate)
    assert expires(path) == NOW + timedelta(days=10)
    path.write_text(keys.private)
    assert expires(path) is None
    path.write_text("-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----")
    assert expires(path) is None


# What is configured wrong, and the words that say so.
WRONG = [
    (
        {"tenant": "otra.onmicrosoft.example"},
        r"no conoce el inquilino otra\S+ revise \[mailbox\] t",
    ),
    (
        {"client_id": "99999999-2222-3333-4444-555555555555"},
        r"no existe en ese inquilino; revise \[mailbox\] client_id y tenant.* AADSTS700016",
    ),
    ({"client_secret": "el-id"}, r"va el valor del secreto, no su id\. Dijo: AADSTS7000215"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG)
def test_a_wrong_configuration_says_which_key_it_is(microsoft, wrong, words):
    with pytest.raises(TokenRefused, match=words):
        issuer(microsoft, **wrong).issue(NOW)


# What Microsoft says, and what a person is told to do.
REFUSALS = [
    ("AADSTS7000222: The provided client secret keys are expired.", "el secreto venció; cree uno"),
    ("AADSTS65001: The user or administrator has not consented", "IMAP.AccessAsApp y conceda el"),
    ("AADSTS501051: Application is not assigned to a role", "IMAP.AccessAsApp y conceda el"),
    ("AADSTS7000112: Application is disabled", "habilítela en Aplicaciones empresariales"),
    ("AADSTS700024: Client assertion is not within its valid time range", "la hora de este equipo"),
    ("AADSTS700027: The certificate is not registered", "el certificado no está registrado"),
    ("AADSTS53003: Access has been blocked by Conditional Access", "acceso condicional"),
    ("AADSTS500011: The resource principal was not found", "no tiene Exchange Online"),
    ("AADSTS999999: Something new", "revise el registro de la aplicación"),
    ("Without a code", "revise el registro de la aplicación"),
]


@pytest.mark.parametrize(("described", "todo"), REFUSALS)
def test_what_microsoft_refuses_is_told_with_what_to_do(microsoft, service, described, todo):
    service.say(refusal(described))
    with pytest.raises(TokenRefused) as raised:
        issuer(microsoft).issue(NOW)
    assert todo in str(raised.value)
    assert described.split(":")[0] in str(raised.value)


def test_a_service_that_repeats_our_secret_does_not_get_it_into_our_words(microsoft, service):
    token = "e" * 80
    service.say(refusal(f"AADSTS1: secret {CLIENT_SECRET}, token {token}\r\nand more"))
    with pytest.raises(TokenRefused) as raised:
        issuer(microsoft).issue(NOW)
    assert "secret …, token … and more" in str(raised.value)


@pytest.mark.parametrize(
    "say",
    [
        Say(body={}),
        Say(body={"access_token": ""}),
        Say(body={"access_token": 7, "expires_in": 3600}),
        Say(body={"access_token": "a\x01auth=Bearer b", "expires_in": 3600}),
        Say(body={"access_token": "t" * 70, "expires_in": "soon"}),
        Say(body={"access_token": "t" * 70, "expires_in": [1]}),
        Say(body={"access_token": "t" * 70, "expires_in": 10**30}),
        Say(body="[" * 100_000),
        Say(body=[]),
        Say(body="<html>Bienvenido a la red de invitados"),
        Say(body={"error": "temporarily_unavailable"}, status=400),
        Say(status=500, body="oops"),
        Say(status=503, body={}),
        Say(status=429, body={}, headers=(("Retry-After", "60"),)),
    ],
)
def test_an_answer_that_is_no_token_is_tried_again_later(microsoft, service, say):
    service.say(say)
    with pytest.raises(TokenUnavailable):
        issuer(microsoft).issue(NOW)
    # Nothing of the failure is remembered below us.
    assert issuer(microsoft).issue(NOW).text in service.valid


@pytest.mark.parametrize("text", ["", "no es una clave", "-----BEGIN PRIVATE KEY-----\nno"])
def test_a_key_that_cannot_be_used_is_named(microsoft, tmp_path, text):
    path = tmp_path / "app.pem"
    path.write_text(text)
    table = microsoft | {"certificate_file": path, "certificate_thumbprint": "ab" * 20}
    with pytest.raises(TokenRefused, match=r"app\.pem no tiene una clave .* certificate_file"):
        issuer(table, client_secret=None).issue(NOW)


@pytest.mark.parametrize(
    ("cloud", "scope"),
    [
        ("https://login.microsoftonline.com", "https://outlook.office365.com/.default"),
        ("https://login.microsoftonline.us", "https://outlook.office365.us/.default"),
    ],
)
def test_a_national_cloud_has_its_own_exchange(microsoft, cloud, scope):
    assert issuer(microsoft, authority=cloud)._scope() == scope


def test_the_permission_is_that_of_the_server(microsoft, service):
    service.say(refusal("AADSTS65001: no consent"))
    with pytest.raises(TokenRefused, match=r"\[smtp\]: .*SMTP\.SendAsApp"):
        issuer(microsoft, "smtp").issue(NOW)


def unsigned(claims: bytes) -> str:
    return f"e30.{urlsafe_b64encode(claims).rstrip(b'=').decode()}.e30"


@pytest.mark.parametrize(
    ("token", "advice"),
    [
        (unsigned(b'{"roles": ["SMTP.SendAsApp"]}'), "permiso IMAP.AccessAsApp y conceda"),
        (unsigned(b"{}"), "permiso IMAP.AccessAsApp y conceda"),
        (unsigned(b'{"roles": ["IMAP.AccessAsApp"]}'), "Add-MailboxPermission sobre linea1"),
        (unsigned(b'{"roles": 7}'), "Add-MailboxPermission sobre linea1"),
        (unsigned(b"[]"), "Add-MailboxPermission sobre linea1"),
        ("opaque", "Add-MailboxPermission sobre linea1"),
        ("a.b.c", "Add-MailboxPermission sobre linea1"),
    ],
)
def test_a_token_without_the_permission_is_told_from_a_mailbox_without_access(
    bearer_of, microsoft, token, advice
):
    told = bearer_of(microsoft).refusal(token, "AUTHENTICATE failed.")
    assert advice in told
    assert token not in told
