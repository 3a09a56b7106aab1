"""Sending with tokens: token service, and an SMTP server that asks for XOAUTH2 as the great do."""

from collections.abc import Callable, Iterator

import pytest

from mailbot.config import servers
from mailbot.errors import Failure, SendError, ServerUnavailable, SmtpLoginError
from mailbot.sender import Sender
from mailbot.tokens import bearer_for
from tests.servers.smtp import SmtpServer
from tests.servers.token_service import Say, TokenService
from tests.tokens.conftest import Clock

LINE = "siifsoporte@minhacienda.example"
ANA = "ana@entidad.example"
MAIL = b"Subject: Su caso\r\n\r\nBuenos dias.\r\n"


@pytest.fixture
def server(service: TokenService) -> Iterator[SmtpServer]:
    with SmtpServer(accounts={"linea1": "-"}, tokens=service.valid) as server:
        yield server


MakeSender = Callable[..., Sender]


@pytest.fixture
def sender_of(server: SmtpServer, clock: Clock) -> Iterator[MakeSender]:
    """Makes senders that log in as a table says."""
    made: list[Sender] = []

    def make(table: dict[str, object], **keys: object) -> Sender:
        smtp = servers.Smtp.model_validate(table | {"port": server.port} | keys)
        made.append(Sender(smtp, None, bearer_for("smtp", smtp, clock)))
        return made[-1]

    yield make
    for sender in made:
        sender.close()


def failure_of(sender: Sender) -> SendError:
    with pytest.raises(SendError) as raised:
        sender.send(LINE, [ANA], MAIL)
    return raised.value


@pytest.mark.parametrize("provider", ["microsoft", "google"])
def test_the_whole_road_from_token_to_recipient(request, sender_of, server, service, provider):
    sender = sender_of(request.getfixturevalue(provider))
    sender.send(LINE, [ANA], MAIL)
    server.drop_connections()
    sender.send(LINE, [ANA], MAIL)
    assert [mail.login for mail in server.wait_for(2)] == ["linea1"] * 2
    assert (server.login_attempts, len(service.asked)) == (2, 1)


def test_a_token_revoked_between_two_mails_is_replaced_once(
    sender_of, microsoft, server, service, clock
):
    sender = sender_of(microsoft)
    sender.send(LINE, [ANA], MAIL)
    service.revoke_all()
    server.drop_connections()
    clock.pass_by(minutes=20)
    sender.send(LINE, [ANA], MAIL)
    assert (server.login_attempts, len(service.asked)) == (3, 2)


def test_a_token_that_the_server_never_takes_is_not_replaced_time_and_again(
    sender_of, microsoft, server, service
):
    service.mailbox = "otra"
    sender = sender_of(microsoft)
    for _ in range(5):
        failure = failure_of(sender)
    assert isinstance(failure, SmtpLoginError)
    assert (failure.failure, failure.code) == (Failure.TEMPORARY, 535)
    assert "Set-CASMailbox -SmtpClientAuthenticationDisabled" in str(failure)
    assert "status 401" in str(failure)
    assert not any(token in str(failure) for token in service.valid)
    assert len(service.asked) == 1


def test_a_server_that_repeats_the_login_does_not_get_it_into_our_words(
    sender_of, microsoft, server, service
):
    service.mailbox = "otra"
    sender = sender_of(microsoft)
    token = service.issue()
    server.token_refusal = f"502 5.5.2 Error: unknown: AUTH XOAUTH2 {token}"
    assert "unknown: AUTH XOAUTH2 …" in str(failure_of(sender))


def test_a_server_that_is_busy_with_logins_does_not_cost_a_token(
    sender_of, microsoft, server, service
):
    service.mailbox = "otra"
    server.token_refusal = "454 4.7.0 Temporary authentication failure"
    failure = failure_of(sender_of(microsoft))
    assert isinstance(failure, ServerUnavailable)
    assert not isinstance(failure, SmtpLoginError)
    assert len(service.asked) == 1


def test_a_secret_that_expired_is_a_matter_of_the_account(sender_of, microsoft, service):
    service.say(Say(status=401, body={"error": "x", "error_description": "AADSTS7000222: old"}))
    failure = failure_of(sender_of(microsoft))
    assert isinstance(failure, SmtpLoginError)
    assert "[smtp]: el secreto venció" in str(failure)


def test_a_token_service_that_is_down_puts_all_mails_off_at_one_request(
    sender_of, microsoft, service
):
    service.say(Say(status=503))
    sender = sender_of(microsoft)
    for _ in range(3):
        failure = failure_of(sender)
        assert isinstance(failure, ServerUnavailable)
        assert not isinstance(failure, SmtpLoginError)
    assert len(service.asked) == 1


def test_a_server_without_xoauth2_never_sees_the_token(sender_of, microsoft, service):
    with SmtpServer() as bare:
        failure = failure_of(sender_of(microsoft, port=bare.port))
    assert isinstance(failure, SmtpLoginError)
    assert "no ofrece la autenticación pedida" in str(failure)
    assert not service.asked
