"""Reading the box with tokens, for real: token service, Dovecot's own XOAUTH2, IMAP."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailbot.config import servers
from mailbot.errors import MailboxError, MailboxLoginError
from mailbot.inbox import Mailbox, TokenCredentials, failures
from mailbot.tokens.words import reason_of
from tests.inbox.conftest import letter, receive
from tests.servers.account import Account
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import FaultProxy, Moment
from tests.servers.token_service import Say, TokenService
from tests.tokens.conftest import Clock, MakeBearer

OpenBox = Callable[..., Mailbox]


@pytest.fixture
def account(token_dovecot: Dovecot, service: TokenService) -> Account:
    """An empty account, whose the service's tokens are."""
    account = token_dovecot.account()
    service.mailbox = account.user
    return account


@pytest.fixture
def box_of(account: Account, bearer_of: MakeBearer) -> Iterator[OpenBox]:
    """Makes mailboxes of the account that log in as a table says."""
    made: list[Mailbox] = []

    def make(table: dict[str, object], **keys: object) -> Mailbox:
        table = table | {"user": account.user, "port": account.port} | keys
        credentials = TokenCredentials(bearer=bearer_of(table))
        made.append(Mailbox(servers.Mailbox.model_validate(table), credentials))
        return made[-1]

    yield make
    for mailbox in made:
        mailbox.close()


@pytest.mark.parametrize("provider", ["microsoft", "google"])
def test_the_whole_road_from_token_to_mail(request, box_of, account, service, provider):
    account.deliver(letter(1))
    mailbox = box_of(request.getfixturevalue(provider))
    mailbox.open()
    assert [mail.raw for mail in receive(mailbox)] == [letter(1)]
    assert len(service.asked) == 1


def test_a_certificate_opens_the_box_as_a_secret_does(box_of, microsoft, keys, tmp_path: Path):
    path = tmp_path / "app.pem"
    path.write_text(keys.private + keys.certificate)
    box_of(microsoft | {"client_secret": None, "certificate_file": path}).open()


def test_a_token_revoked_during_the_session_is_replaced_once(
    box_of, microsoft, account, service, clock: Clock
):
    with FaultProxy(account.port) as proxy:
        mailbox = box_of(microsoft, port=proxy.port)
        mailbox.open()
        service.revoke_all()
        proxy.cut()
        clock.pass_by(minutes=20)
        with pytest.raises(MailboxError):
            mailbox.open()
        account.deliver(letter(1))
        mailbox.open()
        assert len(receive(mailbox)) == 1
    assert len(service.asked) == 2


def test_an_expired_token_is_replaced_before_it_is_ever_shown(
    box_of, microsoft, account, service, clock: Clock
):
    with FaultProxy(account.port) as proxy:
        mailbox = box_of(microsoft, port=proxy.port)
        mailbox.open()
        service.revoke_all()
        clock.pass_by(minutes=61)
        proxy.cut()
        with pytest.raises(MailboxError):
            mailbox.open()
        mailbox.open()
        logins = [line for line in proxy.lines if b"AUTHENTICATE" in line]
    assert (len(logins), len(service.asked)) == (2, 2)


def test_a_token_that_the_server_never_takes_is_not_replaced_time_and_again(
    box_of, microsoft, service
):
    mailbox = box_of(microsoft)
    service.mailbox = "otra"
    for _ in range(2):
        with pytest.raises(MailboxLoginError):
            mailbox.open()
    assert len(service.asked) == 1


def test_a_token_for_another_mailbox_says_what_exchange_wants(box_of, microsoft, service):
    service.mailbox = "otra"
    with pytest.raises(MailboxLoginError) as raised:
        box_of(microsoft).open()
    told = str(raised.value)
    assert "no aceptó el token de la cuenta linea" in told
    assert "New-ServicePrincipal" in told
    assert "status 401" in told
    assert not any(token in told for token in service.valid)


def test_a_token_of_google_that_gmail_refuses_says_what_gmail_wants(
    box_of, google, account, service
):
    mailbox = box_of(google)
    service.say(Say(body={"access_token": "t" * 70, "expires_in": 3600}))
    with pytest.raises(MailboxLoginError, match="dirección principal del buzón"):
        mailbox.open()


def test_a_secret_that_expired_is_a_matter_for_a_person(box_of, microsoft, service):
    service.say(Say(status=401, body={"error": "x", "error_description": "AADSTS7000222: old"}))
    with pytest.raises(MailboxLoginError, match="el secreto venció"):
        box_of(microsoft).open()


def test_a_token_service_that_is_down_is_no_refused_account(box_of, microsoft, service):
    service.say(Say(status=503))
    with pytest.raises(MailboxError, match="no atiende por ahora") as raised:
        box_of(microsoft).open()
    assert not isinstance(raised.value, MailboxLoginError)


def test_a_server_without_xoauth2_never_sees_the_token(box_of, microsoft, account, service):
    with FaultProxy(account.port) as proxy:
        proxy.hide(b" AUTH=XOAUTH2")
        with pytest.raises(MailboxLoginError, match="no ofrece XOAUTH2"):
            box_of(microsoft, port=proxy.port).open()
    assert not service.asked


def test_a_connection_lost_during_login_is_not_taken_for_a_refused_token(
    box_of, microsoft, account
):
    with FaultProxy(account.port) as proxy:
        proxy.strike(" AUTHENTICATE ", Moment.UNANSWERED)
        with pytest.raises(MailboxError) as raised:
            box_of(microsoft, port=proxy.port).open()
    assert not isinstance(raised.value, MailboxLoginError)


def test_neither_token_nor_secret_reaches_the_log(box_of, microsoft, service, caplog):
    with caplog.at_level(logging.DEBUG):
        mailbox = box_of(microsoft)
        mailbox.open()
        mailbox.close()
    [token] = service.valid
    assert token not in caplog.text
    assert "secreto" not in caplog.text


class Script:
    """A client whose server sends these challenges, whatever is answered."""

    def __init__(self, *challenges: bytes) -> None:
        self.challenges = challenges
        self.answers: list[str] = []

    def has_capability(self, _: str) -> bool:
        return True

    def sasl_login(self, _: str, answer: Callable[[bytes], str]) -> None:
        for challenge in self.challenges:
            self.answers.append(answer(challenge))


def test_a_server_that_goes_on_asking_gets_the_token_once(bearer_of, microsoft):
    script = Script(b"", b"{}", b"", b"")
    with pytest.raises(MailboxError, match="no termina la autenticación"):
        TokenCredentials(bearer=bearer_of(microsoft)).login(script)
    assert [bool(answer) for answer in script.answers] == [True, False]


def test_exchange_letting_in_an_application_without_access_is_told_as_that():
    server = servers.Mailbox(host="outlook.office365.com", user="soporte@entidad.gov.co")
    error = failures.IMAPClientError("b'User is authenticated but not connected.'")
    failure = failures.while_connecting(error, server)
    assert isinstance(failure, MailboxLoginError)
    assert "Add-MailboxPermission" in str(failure)


@pytest.mark.parametrize(
    "say",
    ["", "not json", "[1]", json.dumps({"status": {"a": 1}}), "[" * 5000],
)
def test_a_refusal_without_a_reason_is_told_all_the_same(bearer_of, microsoft, say):
    assert reason_of(say.encode()) == ""
    assert bearer_of(microsoft).refusal("t", "NO", "").endswith("dijo: NO")
