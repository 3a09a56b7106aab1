import pytest

from mailbot.errors import MailboxError
from mailbot.inbox import Mailbox, idle
from tests.inbox.conftest import OpenMailbox, Sleeper, letter, receive
from tests.servers.account import Account
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import FaultProxy

SOON = 5.0
"""Seconds until a sleeper must be awake: far less than he would sleep without a reason."""


@pytest.fixture
def watched(mailbox_of: OpenMailbox, imap_proxy: FaultProxy) -> Mailbox:
    """A box behind the proxy, looked at once."""
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    mailbox.uids()
    return mailbox


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_a_delivery_wakes_the_sleeper(
    dovecot: Dovecot,
    mailbox_of: OpenMailbox,
    imap_proxy: FaultProxy,
    account: Account,
    security: str,
) -> None:
    mailbox = mailbox_of(port=imap_proxy.port, security=security, ca_file=dovecot.ca_file)
    mailbox.open()
    assert mailbox.uids() == ()
    sleeper = Sleeper(mailbox)
    account.deliver(letter(1))
    assert sleeper.outcome(within=SOON) is True
    assert [mail.raw for mail in receive(mailbox)] == [letter(1)]


def test_a_delivery_wakes_one_who_sleeps_already(
    watched: Mailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    sleeper = Sleeper(watched)
    assert imap_proxy.saw(" IDLE$")
    account.deliver(letter(1))
    assert sleeper.outcome(within=2.0) is True


def test_mail_that_came_during_the_pass_is_noticed_before_sleeping(
    watched: Mailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    account.deliver(letter(1))
    account.deliver(letter(2))
    watched.sizes((1, 2))
    watched.file((1,), "Procesados")
    assert Sleeper(watched).outcome(within=SOON) is True
    assert not imap_proxy.saw(" IDLE$", seconds=0)


def test_mail_that_was_seen_already_does_not_wake(
    watched: Mailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    account.deliver(letter(1))
    watched.uids()
    sleeper = Sleeper(watched)
    assert imap_proxy.saw(" IDLE$")
    sleeper.stop.set()
    assert sleeper.outcome(within=SOON) is False


def test_nothing_new_is_told_when_time_is_up(watched: Mailbox) -> None:
    assert Sleeper(watched, seconds=0.05).outcome(within=SOON) is False
    assert watched.uids() == ()


def test_the_end_of_the_program_wakes_the_sleeper(watched: Mailbox, imap_proxy: FaultProxy) -> None:
    sleeper = Sleeper(watched)
    assert imap_proxy.saw(" IDLE$")
    sleeper.stop.set()
    assert sleeper.outcome(within=SOON) is False


def test_idle_is_renewed_and_still_hears(
    watched: Mailbox,
    imap_proxy: FaultProxy,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(idle, "RENEW_SECONDS", 0.02)
    sleeper = Sleeper(watched)
    assert imap_proxy.saw(" IDLE$", times=4)
    account.deliver(letter(1))
    assert sleeper.outcome(within=SOON) is True


def test_a_change_of_flags_by_a_person_does_not_end_the_sleep(
    watched: Mailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    account.deliver(letter(1))
    watched.uids()
    sleeper = Sleeper(watched)
    assert imap_proxy.saw(" IDLE$")
    with account.program("INBOX") as person:
        person.add_flags([1], [rb"\Flagged"])
    assert imap_proxy.saw(" IDLE$", times=2)
    account.deliver(letter(2))
    assert sleeper.outcome(within=SOON) is True


def test_lines_that_arrive_in_pieces_are_understood(
    watched: Mailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    imap_proxy.drips = True
    sleeper = Sleeper(watched)
    assert imap_proxy.saw(" IDLE$")
    account.deliver(letter(1))
    assert sleeper.outcome(within=SOON) is True
    assert watched.uids() == (1,)


def test_a_connection_cut_in_the_sleep_is_an_error_and_the_next_look_finds_the_mail(
    watched: Mailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    sleeper = Sleeper(watched)
    assert imap_proxy.saw(" IDLE$")
    imap_proxy.cut()
    outcome = sleeper.outcome(within=SOON)
    assert isinstance(outcome, MailboxError)
    assert "al esperar correo" in str(outcome)
    account.deliver(letter(1))
    assert watched.uids() == (1,)


def test_a_server_that_says_bye_in_the_sleep_is_an_error_and_its_return_is_enough(
    mailbox_of: OpenMailbox,
) -> None:
    with Dovecot() as server:
        account = server.account()
        with FaultProxy(server.port) as proxy:
            mailbox = mailbox_of(port=proxy.port, user=account.user)
            mailbox.open()
            sleeper = Sleeper(mailbox)
            assert proxy.saw(" IDLE$")
            server.stop()
            assert isinstance(sleeper.outcome(within=SOON), MailboxError)
            with pytest.raises(MailboxError):
                mailbox.uids()
            account.deliver(letter(1))
            server.start()
            assert [mail.raw for mail in receive(mailbox)] == [letter(1)]
            mailbox.close()


def test_without_idle_the_sleeper_waits_out_its_time(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account
) -> None:
    imap_proxy.hide(b" IDLE")
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    mailbox.uids()
    assert Sleeper(mailbox, seconds=0.05).outcome(within=SOON) is False
    account.deliver(letter(1))
    assert Sleeper(mailbox).outcome(within=SOON) is True
    assert not imap_proxy.saw(" IDLE$", seconds=0)
