"""Opening sessions: TLS, login, servers that are away; and what the administrator is told."""

import gc
import re
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from mailbot.config.servers import Smtp
from mailbot.errors import ConfigurationError, Failure, SendError, ServerUnavailable, SmtpLoginError
from mailbot.sender import Sender
from mailbot.sender.failures import of_connection, reply_text
from mailbot.tokens import Bearer
from tests.sender.conftest import settings
from tests.servers.smtp import HOST, SmtpServer

LINE = "siifsoporte@minhacienda.example"
ANA = "ana@entidad.example"
MAIL = b"Subject: Su caso\r\n\r\nBuenos dias.\r\n"
PASSWORD = "s3creto-ñandú"
ACCOUNT = {"soporte": PASSWORD}


def failure_of(sender: Sender) -> SendError:
    with pytest.raises(SendError) as raised:
        sender.send(LINE, [ANA], MAIL)
    return raised.value


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mail_goes_out_encrypted_and_authenticated(sender_for, smtp_tls, smtp_ca_file, security):
    with SmtpServer(tls=smtp_tls, starttls=security == "starttls", accounts=ACCOUNT) as server:
        sender = sender_for(
            server, PASSWORD, security=security, user="soporte", ca_file=smtp_ca_file
        )
        sender.send(LINE, [ANA], MAIL)
        sender.send(LINE, [ANA], MAIL)
        received = server.wait_for(2)
    assert [(each.tls, each.login) for each in received] == [(True, "soporte")] * 2
    assert (server.connections, server.login_attempts) == (1, 1)


_ANSWERS = {b"EHLO": b"250 mx", b"DATA": b"354 Go on", b"QUIT": b"221 Bye"}


def _takes_one_mail(listener: socket.socket, tls: ssl.SSLContext, let_go: threading.Event) -> None:
    """Serve one session over TLS, and stay on the line after the goodbye."""
    bare, _ = listener.accept()
    with tls.wrap_socket(bare, server_side=True) as session, session.makefile("rb") as lines:
        session.sendall(b"220 mx\r\n")
        for line in lines:
            session.sendall(_ANSWERS.get(line[:4].strip(), b"250 OK") + b"\r\n")
            if line.startswith(b"DATA"):
                while next(lines) != b".\r\n":
                    pass
                session.sendall(b"250 OK\r\n")
            if line.startswith(b"QUIT"):
                let_go.wait(10)


def test_nothing_stays_open_to_a_server_that_does_not_hang_up(smtp_tls, smtp_ca_file, monkeypatch):
    left_open: list[object] = []
    let_go = threading.Event()
    with socket.create_server((HOST, 0)) as listener, ThreadPoolExecutor(1) as pool:
        serving = pool.submit(_takes_one_mail, listener, smtp_tls, let_go)
        port = listener.getsockname()[1]
        options = {"host": HOST, "port": port, "security": "tls", "ca_file": smtp_ca_file}
        with Sender(Smtp.model_validate(options)) as sender:
            sender.send(LINE, [ANA], MAIL)
        del sender
        monkeypatch.setattr("sys.unraisablehook", lambda told: left_open.append(told.exc_value))
        gc.collect()
        let_go.set()
        serving.exception()
    assert left_open == []


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_large_mail_goes_out_encrypted(sender_for, smtp_tls, smtp_ca_file, security):
    raw = MAIL + b"x" * 70 + b"\r\n" + (b"y" * 76 + b"\r\n") * 50_000
    with SmtpServer(tls=smtp_tls, starttls=security == "starttls") as server:
        sender_for(server, security=security, ca_file=smtp_ca_file).send(LINE, [ANA], raw)
        assert server.wait_for(1)[0].raw == raw


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_stops_the_mail(sender_for, smtp_tls, security):
    with SmtpServer(tls=smtp_tls, starttls=security == "starttls") as server:
        failure = failure_of(sender_for(server, security=security))
    assert isinstance(failure, ServerUnavailable)
    assert "no es de confianza" in str(failure)
    assert "[smtp] ca_file" in str(failure)
    assert not server.inbox


def test_a_certificate_for_another_name_stops_the_mail(sender_for, smtp_authority, smtp_ca_file):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    smtp_authority.issue_cert("otro.example").configure_cert(context)
    with SmtpServer(tls=context, starttls=True) as server:
        failure = failure_of(sender_for(server, security="starttls", ca_file=smtp_ca_file))
    assert "no es de confianza" in str(failure)
    assert not server.inbox


def test_nothing_goes_out_bare_when_the_server_offers_no_starttls(smtp_server, sender_for):
    failure = failure_of(sender_for(smtp_server, security="starttls"))
    assert isinstance(failure, ServerUnavailable)
    assert "no ofrece STARTTLS" in str(failure)
    assert not smtp_server.inbox


def test_tls_on_a_port_that_speaks_bare_smtp_names_the_setting(smtp_server, sender_for):
    failure = failure_of(sender_for(smtp_server, security="tls"))
    assert isinstance(failure, ServerUnavailable)
    assert "[smtp] security y port" in str(failure)


@pytest.mark.parametrize("content", [None, "esto no es un certificado"])
def test_a_ca_file_that_cannot_be_used_is_a_fault_of_the_configuration(
    smtp_server, tmp_path, content
):
    path = tmp_path / "ca.pem"
    if content:
        path.write_text(content)
    with pytest.raises(ConfigurationError, match=re.escape("smtp.ca_file")):
        Sender(settings(smtp_server, security="tls", ca_file=path))


@pytest.mark.parametrize("password", ["otra-clave", None])
def test_a_refused_account_is_told_apart_and_its_password_never_shown(sender_for, password):
    with SmtpServer(accounts=ACCOUNT) as server:
        failure = failure_of(sender_for(server, password, user="soporte"))
    assert isinstance(failure, SmtpLoginError)
    assert (failure.failure, failure.code) == (Failure.TEMPORARY, 535)
    assert "[smtp] user" in str(failure)
    assert "otra-clave" not in str(failure)


def test_a_server_that_wants_a_login_that_we_have_not_is_a_matter_of_the_account(sender_for):
    with SmtpServer(accounts=ACCOUNT) as server:
        failure = failure_of(sender_for(server))
    assert isinstance(failure, SmtpLoginError)
    assert failure.code == 530


def test_a_server_that_offers_no_login_is_a_matter_of_the_account(smtp_server, sender_for):
    failure = failure_of(sender_for(smtp_server, "x", user="soporte"))
    assert isinstance(failure, SmtpLoginError)
    assert "no ofrece la autenticación pedida" in str(failure)


def test_a_source_of_access_tokens_that_fails_unforeseen_only_puts_the_mail_off(sender_for):
    class Source:
        def token(self, now: datetime, refused: str = "") -> str:
            raise RuntimeError("sin respuesta del proveedor")

    bearer = Bearer(
        user="soporte",
        tokens=Source(),
        clock=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        advice=str,
    )
    with SmtpServer(accounts={"soporte": "ficha"}) as server:
        failure = failure_of(sender_for(server, None, bearer, user="soporte"))
        server.wait_open(0)
    assert failure.failure is Failure.TEMPORARY
    assert "RuntimeError: sin respuesta del proveedor" in str(failure)


@pytest.mark.parametrize("reply", ["421 4.3.2 En mantenimiento", "554 5.7.1 No lo conozco"])
def test_a_server_that_turns_every_connection_away_is_unavailable(sender_for, reply):
    with SmtpServer(greeting_closes=reply) as server:
        failure = failure_of(sender_for(server))
    assert isinstance(failure, ServerUnavailable)
    assert not isinstance(failure, SmtpLoginError)
    assert reply in str(failure)


def test_a_server_that_is_not_there_is_unavailable(smtp_server, sender_for):
    smtp_server.stop()
    failure = failure_of(sender_for(smtp_server))
    assert isinstance(failure, ServerUnavailable)
    assert f"{HOST}:{smtp_server.port}" in str(failure)


def test_a_server_that_says_nothing_is_unavailable(smtp_server, sender_for):
    with socket.create_server((HOST, 0)) as silent:
        sender = sender_for(smtp_server, port=silent.getsockname()[1], timeout_seconds=0.1)
        failure = failure_of(sender)
    assert isinstance(failure, ServerUnavailable)
    assert "no respondió a tiempo" in str(failure)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("5.1.1 No existe", "5.1.1 No existe"),
        ("5.7.1 Línea uno\n5.7.1 Línea\tdos", "5.7.1 Línea uno 5.7.1 Línea dos"),
        ("se\udcf1al", "se?al"),
        ("5.1.1 no\0existe", "5.1.1 no?existe"),
        ("x" * 1000, "x" * 400),
    ],
)
def test_a_servers_words_are_kept_short_and_fit_for_the_database(message, text):
    assert reply_text(message) == text


def test_a_name_that_cannot_be_found_points_at_the_host():
    lookup = OSError("Error connecting")
    lookup.__cause__ = socket.gaierror(-2, "Name or service not known")
    failure = of_connection(lookup, "smtp.example:587")
    assert str(failure) == (
        "No se encontró el servidor SMTP smtp.example:587. Revise [smtp] host y el DNS."
    )


def test_a_server_that_is_down_is_told_without_the_systems_own_words():
    refused = OSError("Error connecting to localhost on port 25")
    refused.__cause__ = ConnectionRefusedError(111, "Connect call failed ('127.0.0.1', 25)")
    assert str(of_connection(refused, "127.0.0.1:25")) == (
        "El servidor SMTP 127.0.0.1:25 no acepta conexiones. Revise [smtp] host y port, y que el "
        "servicio esté en marcha."
    )


def test_a_probe_tells_what_the_server_is(sender_for, smtp_tls, smtp_ca_file):
    with SmtpServer(tls=smtp_tls, starttls=True, accounts=ACCOUNT, size_limit=5_000_000) as server:
        sender = sender_for(
            server, PASSWORD, security="starttls", user="soporte", ca_file=smtp_ca_file
        )
        probe = sender.probe()
        server.wait_open(0)
    assert probe.server == f"{HOST}:{server.port}"
    assert probe.tls == "TLSv1.3"
    assert probe.certificate_until is not None
    assert probe.certificate_until.utcoffset() is not None
    assert (probe.authenticated, probe.size_limit, probe.international) == (True, 5_000_000, True)


def test_a_probe_of_a_bare_server_says_so(smtp_server, sender_for):
    probe = sender_for(smtp_server).probe()
    assert (probe.tls, probe.certificate_until, probe.authenticated) == (None, None, False)


def test_a_probe_fails_as_a_mail_would(smtp_server, sender_for):
    smtp_server.stop()
    with pytest.raises(ServerUnavailable):
        sender_for(smtp_server).probe()
