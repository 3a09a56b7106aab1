"""Tokens of Google: real google-auth against a service on loopback that checks the signature."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config import servers
from mailbot.tokens import TokenRefused, TokenUnavailable
from mailbot.tokens.google import GoogleIssuer
from tests.servers.token_service import Say
from tests.tokens.conftest import NOW


def issuer(table: dict[str, object], **keys: object) -> GoogleIssuer:
    server = servers.Mailbox.model_validate(table | keys)
    return GoogleIssuer(section="mailbox", server=server)


def test_a_service_account_gets_a_token_for_the_mailbox(google, service):
    token = issuer(google).issue(NOW)
    assert token.text in service.valid
    # google-auth reads the clock itself.
    assert abs(token.expires - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)


def test_a_token_whose_end_is_not_told_lasts_an_hour(google, service):
    service.say(Say(body={"access_token": "t" * 70}))
    assert issuer(google).issue(NOW).expires == NOW + timedelta(hours=1)


def test_the_mailbox_must_exist(google):
    with pytest.raises(TokenRefused, match=r"no existe la cuenta otra@x\.co; revise \[mailbox\] u"):
        issuer(google, user="otra@x.co").issue(NOW)


REFUSALS = [
    ("unauthorized_client", "Client is unauthorized", "autorice en la consola"),
    ("access_denied", "Requested client not authorized.", "autorice en la consola"),
    ("invalid_grant", "Invalid JWT Signature.", "la clave fue eliminada"),
    (
        "invalid_grant",
        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe",
        "la hora de este equipo no es correcta",
    ),
    ("invalid_grant", "Invalid grant: account not found", "la cuenta de servicio ya no existe"),
    ("invalid_grant", "account is disabled", "la cuenta está deshabilitada"),
    ("something_new", "Whatever", "revise la cuenta de servicio y su delegación"),
]


@pytest.mark.parametrize(("error", "described", "todo"), REFUSALS)
def test_what_google_refuses_is_told_with_what_to_do(google, service, error, described, todo):
    service.say(Say(status=400, body={"error": error, "error_description": described}))
    with pytest.raises(TokenRefused) as raised:
        issuer(google).issue(NOW)
    assert todo in str(raised.value)
    assert error in str(raised.value)


@pytest.mark.parametrize(
    "say",
    [
        Say(body={}),
        Say(body={"access_token": 7}),
        Say(body={"access_token": "a\x01b"}),
        Say(body={"access_token": "t" * 70, "expires_in": "soon"}),
        Say(body={"access_token": "t" * 70, "expires_in": [1]}),
        Say(body={"access_token": "t" * 70, "expires_in": 10**30}),
        Say(body="[" * 100_000),
        Say(body="Bienvenido a la red de invitados"),
        Say(status=400, body={}),
        Say(status=404, body={"what": 1}),
        Say(status=500, body="oops"),
        Say(status=503, body={"error": "server_error"}),
    ],
)
def test_an_answer_that_is_no_token_is_asked_for_once_and_tried_later(google, service, say):
    service.say(say)
    with pytest.raises(TokenUnavailable):
        issuer(google).issue(NOW)
    assert len(service.asked) == 1


@pytest.mark.parametrize("change", ["no json", "[]", "no key", "no address"])
def test_a_file_that_is_no_key_of_a_service_account_is_named(google, account_key, change):
    path = google["service_account_file"]
    assert isinstance(path, Path)
    account_key.pop({"no key": "private_key", "no address": "client_email"}.get(change, ""), "")
    text = json.dumps(account_key) if change in ("no key", "no address") else change
    path.write_text(text)
    with pytest.raises(TokenRefused, match=r"clave\.json no es la clave .* service_account_file"):
        issuer(google).issue(NOW)


def test_a_key_that_names_a_bare_address_is_not_asked_there(google, account_key):
    path = google["service_account_file"]
    assert isinstance(path, Path)
    path.write_text(json.dumps(account_key | {"token_uri": "http://127.0.0.1/token"}))
    with pytest.raises(TokenRefused, match="debe usar https"):
        issuer(google, token_uri=None).issue(NOW)
