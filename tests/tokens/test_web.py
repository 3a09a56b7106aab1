"""The way to a token service: what may break there, and what never goes astray."""

import logging
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from mailbot.config import servers
from mailbot.tokens import TokenRefused, TokenUnavailable
from mailbot.tokens.microsoft import MicrosoftIssuer
from tests.servers.token_service import CLIENT_SECRET, HOST, Say, TokenService
from tests.tokens.conftest import NOW


def issue(table: dict[str, object], **keys: object) -> str:
    server = servers.Mailbox.model_validate(table | keys)
    return MicrosoftIssuer(section="mailbox", server=server).issue(NOW).text


def test_a_service_that_falls_silent_is_given_up_in_time(microsoft, service):
    service.say(Say(silent=True))
    with pytest.raises(TokenUnavailable, match=r"no respondió en 0\.2 s"):
        issue(microsoft, timeout_seconds=0.2)


def test_a_service_that_is_down_says_what_to_look_at(microsoft):
    with socket.create_server((HOST, 0)) as plug:
        port = plug.getsockname()[1]
    with pytest.raises(TokenUnavailable, match="el cortafuegos y la variable HTTPS_PROXY"):
        issue(microsoft, authority=f"https://{HOST}:{port}")


def test_a_proxy_that_lets_nobody_through_is_named(microsoft, monkeypatch):
    with socket.create_server((HOST, 0)) as plug:
        port = plug.getsockname()[1]
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTPS_PROXY", f"http://{HOST}:{port}")
    with pytest.raises(TokenUnavailable, match="El proxy no deja llegar"):
        issue(microsoft)


@pytest.mark.parametrize("status", [302, 307, 308])
def test_a_service_that_points_elsewhere_does_not_get_the_secret_sent_there(
    microsoft, service, status
):
    there = (("Location", f"{service.url}/other/oauth2/v2.0/token"),)
    service.say(Say(status=status, headers=there))
    with pytest.raises(TokenUnavailable, match="no respondió como un servicio de tokens"):
        issue(microsoft)
    assert len(service.asked) == 1


def test_an_impostor_without_our_authoritys_certificate_gets_nothing(microsoft, keys):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert(HOST).configure_cert(context)
    with TokenService(tls=context, public_key=keys.public) as impostor:
        with pytest.raises(TokenUnavailable, match="no es de confianza"):
            issue(microsoft, authority=impostor.url)
        assert not impostor.asked


def test_an_authority_file_that_cannot_be_read_is_named(microsoft, tmp_path: Path):
    path = tmp_path / "ca.pem"
    path.write_text("no es un certificado")
    with pytest.raises(TokenRefused, match=r"No se pueden leer certificados de .*ca\.pem"):
        issue(microsoft, ca_file=path)


def test_neither_tokens_nor_secrets_reach_a_log(microsoft, service, caplog):
    with caplog.at_level(logging.DEBUG):
        token = issue(microsoft)
        service.say(Say(body="no json"))
        with pytest.raises(TokenUnavailable):
            issue(microsoft)
    assert token not in caplog.text
    assert CLIENT_SECRET not in caplog.text


def test_no_token_reaches_the_disk(microsoft, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(home)
    issue(microsoft)
    assert not list(home.iterdir())


def test_a_line_with_passwords_never_loads_the_libraries_of_tokens():
    heavy = ("msal", "google.auth", "requests", "cryptography", "jwt")
    script = f"import sys, mailbot.tokens; print([m for m in {heavy} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert told.stdout == b"[]\n"
