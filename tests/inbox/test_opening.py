import logging
import socket
import ssl
from pathlib import Path

import pytest
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from mailbot.config import servers
from mailbot.errors import MailboxError, MailboxLoginError
from mailbot.inbox import failures
from tests.inbox.conftest import OpenMailbox, letter, receive
from tests.servers.account import Account
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import FaultProxy, Moment


def test_a_box_opens_over_tls(dovecot: Dovecot, mailbox_of: OpenMailbox) -> None:
    mailbox = mailbox_of(port=dovecot.tls_port, security="tls", ca_file=dovecot.ca_file)
    assert mailbox.open() > 0
    assert mailbox.probe().tls == "TLSv1.3"


def test_a_box_opens_over_starttls(dovecot: Dovecot, mailbox_of: OpenMailbox) -> None:
    mailbox = mailbox_of(security="starttls", ca_file=dovecot.ca_file)
    assert mailbox.open() > 0
    assert mailbox.probe().tls == "TLSv1.3"


def test_a_box_opens_in_the_clear_where_the_configuration_says_so(mailbox_of: OpenMailbox) -> None:
    mailbox = mailbox_of(security="none")
    assert mailbox.open() > 0
    assert mailbox.probe().tls is None


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_an_unknown_authority_is_refused(
    dovecot: Dovecot, mailbox_of: OpenMailbox, security: str
) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.port
    with pytest.raises(MailboxError, match=r"certificado .* no es de confianza .* ca_file"):
        mailbox_of(port=port, security=security).open()


def test_a_certificate_for_another_name_is_refused(
    dovecot: Dovecot, mailbox_of: OpenMailbox
) -> None:
    with FaultProxy(dovecot.tls_port, host="127.0.0.2") as proxy:
        other = mailbox_of(
            host="127.0.0.2", port=proxy.port, security="tls", ca_file=dovecot.ca_file
        )
        with pytest.raises(MailboxError, match="no es de confianza"):
            other.open()


def test_tls_at_a_port_without_tls_says_what_to_check(
    dovecot: Dovecot, mailbox_of: OpenMailbox
) -> None:
    mailbox = mailbox_of(port=dovecot.port, security="tls", ca_file=dovecot.ca_file)
    with pytest.raises(MailboxError, match=r"TLS .* revise .* security y port"):
        mailbox.open()


def test_a_server_without_starttls_never_sees_the_password(
    imap_proxy: FaultProxy, mailbox_of: OpenMailbox, dovecot: Dovecot
) -> None:
    imap_proxy.hide(b" STARTTLS")
    mailbox = mailbox_of(port=imap_proxy.port, security="starttls", ca_file=dovecot.ca_file)
    with pytest.raises(MailboxError, match="no ofrece STARTTLS"):
        mailbox.open()
    assert not [line for line in imap_proxy.lines if b"s3creto" in line or b"AUTH" in line]


def test_an_unreadable_ca_file_is_named(mailbox_of: OpenMailbox, tmp_path: Path) -> None:
    absent = tmp_path / "ca.pem"
    with pytest.raises(MailboxError, match=r"ca_file, .*ca.pem: No such file"):
        mailbox_of(security="starttls", ca_file=absent).open()
    absent.write_text("no es un certificado")
    with pytest.raises(MailboxError, match="formato PEM"):
        mailbox_of(security="starttls", ca_file=absent).open()


def test_a_wrong_password_is_a_matter_for_a_person_and_is_never_told(
    mailbox_of: OpenMailbox,
) -> None:
    with pytest.raises(MailboxLoginError, match=r"no aceptó la cuenta .* revise") as refusal:
        mailbox_of(password="equivocada").open()
    assert "equivocada" not in str(refusal.value)


def test_a_password_beyond_ascii_reaches_the_server(mailbox_of: OpenMailbox) -> None:
    with pytest.raises(MailboxLoginError, match="AUTHENTICATIONFAILED"):
        mailbox_of(password="contraseña").open()


@pytest.mark.parametrize("name", ["línea de soporte", 'con "comillas"'])
def test_an_account_may_have_any_name(mailbox_of: OpenMailbox, name: str) -> None:
    assert mailbox_of(user=name).open() > 0


def test_a_connection_lost_during_login_is_not_taken_for_a_refused_account(
    imap_proxy: FaultProxy, mailbox_of: OpenMailbox
) -> None:
    imap_proxy.strike(" LOGIN ", Moment.UNANSWERED)
    with pytest.raises(MailboxError) as failure:
        mailbox_of(port=imap_proxy.port).open()
    assert not isinstance(failure.value, MailboxLoginError)


def test_the_inbox_must_exist(mailbox_of: OpenMailbox) -> None:
    with pytest.raises(MailboxError, match=r"La carpeta Ausente no existe .* \[mailbox\] folder"):
        mailbox_of(folder="Ausente").open()


def test_missing_folders_are_made_once_and_subscribed(
    mailbox_of: OpenMailbox, account: Account
) -> None:
    keys = {"done_folder": "Año/Procesados", "parked_folder": "Revisión"}
    first = mailbox_of(**keys)
    assert first.probe().created == ("Año.Procesados", "Revisión")
    assert mailbox_of(**keys).probe().created == ()
    with account.program() as client:
        subscribed = {name for _, _, name in client.list_sub_folders()}
    assert {"Año.Procesados", "Revisión"} <= subscribed


def test_the_probe_tells_what_doctor_asks(mailbox_of: OpenMailbox, account: Account) -> None:
    assert mailbox_of().probe().newest is None
    account.deliver(letter(1))
    facts = mailbox_of().probe()
    assert facts.messages == 1
    assert facts.newest is not None
    assert {"IDLE", "MOVE", "UIDPLUS"} <= facts.capabilities


def test_neither_bodies_nor_passwords_reach_the_log(
    mailbox_of: OpenMailbox, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    account.deliver(letter(1, "cuerpo confidencial"))
    mailbox = mailbox_of()
    with caplog.at_level(logging.DEBUG):
        mailbox.open()
        assert len(receive(mailbox)) == 1
        mailbox.close()
    assert "confidencial" not in caplog.text
    assert "s3creto" not in caplog.text


def certificate_error() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "self-signed certificate"
    return error


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (socket.gaierror(-2, "Name or service not known"), "No se encuentra el servidor"),
        (ConnectionRefusedError(111, "Connection refused"), "no acepta conexiones"),
        (certificate_error(), "no es de confianza (self-signed certificate)"),
        (TimeoutError("timed out"), "no respondió en 60 s al abrir el buzón"),
        (OSError(113, "No route to host"), "Se perdió la conexión"),
        (IMAPClientAbortError("socket error: EOF"), "(socket error: EOF)"),
        (
            IMAPClientError(b"[INUSE] ocupado"),
            "rechazó la orden al abrir el buzón: [INUSE] ocupado",
        ),
        (LoginError("b'[LIMIT] no'"), "rechazó la orden al abrir el buzón: [LIMIT] no"),
        (ValueError("garbage"), "algo inesperado al abrir el buzón (ValueError: garbage)"),
    ],
)
def test_every_failure_to_open_says_in_spanish_what_happened(
    error: Exception, message: str
) -> None:
    failure = failures.while_connecting(error, servers.Mailbox(host="correo.example"))
    assert message in str(failure)
    assert type(failure) is MailboxError
