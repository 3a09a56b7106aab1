import pytest

from mailbot.errors import MailboxError
from mailbot.inbox import Fetched, Mailbox
from tests.inbox.conftest import OpenMailbox, Sleeper, letter, receive
from tests.servers.account import Account
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import FaultProxy, Moment

COMMANDS = {
    "CAPABILITY": "^[^ ]+ CAPABILITY",
    "LOGIN": " LOGIN ",
    "NAMESPACE": " NAMESPACE",
    "LIST": " LIST ",
    "CREATE": " CREATE ",
    "SUBSCRIBE": " SUBSCRIBE ",
    "SELECT": " SELECT ",
    "NOOP": " NOOP",
    "SEARCH": "UID SEARCH",
    "FETCH of sizes": "UID FETCH .*RFC822.SIZE",
    "FETCH of bodies": "UID FETCH .*BODY.PEEK",
    "MOVE": "UID MOVE",
    "IDLE": " IDLE",
    "DONE": "^DONE",
}
HEALED = ("FETCH of sizes", "FETCH of bodies")
"""A FETCH that was cut is asked again in the same call, in case one mail was the cause."""

MOMENTS = {
    "before the server hears it": (Moment.BEFORE, 0),
    "before the client hears the answer": (Moment.UNANSWERED, 0),
    "amid the answer": (Moment.MIDWAY, 7),
}


def one_pass(mailbox: Mailbox) -> dict[int, bytes]:
    """Look, fetch, file and wait a moment, as the daemon does; what was fetched, by UID."""
    mailbox.open()
    found = receive(mailbox)
    mailbox.file([mail.uid for mail in found], "Procesados")
    assert isinstance(Sleeper(mailbox, seconds=0.02).outcome_or_raise(within=10), bool)
    return {mail.uid: mail.raw for mail in found if isinstance(mail, Fetched)}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
@pytest.mark.parametrize("command", COMMANDS)
def test_a_connection_cut_in_any_command_is_an_error_and_the_next_pass_goes_well(
    mailbox_of: OpenMailbox,
    imap_proxy: FaultProxy,
    account: Account,
    command: str,
    moment: tuple[Moment, int],
) -> None:
    account.deliver(letter(1))
    account.deliver(letter(2))
    imap_proxy.strike(COMMANDS[command], *moment)
    mailbox = mailbox_of(port=imap_proxy.port)
    if command in HEALED:
        assert one_pass(mailbox) == {1: letter(1), 2: letter(2)}
    else:
        with pytest.raises(MailboxError):
            one_pass(mailbox)
    assert imap_proxy.struck
    one_pass(mailbox)
    assert account.contents() == {}
    assert sorted(account.contents("Procesados").values()) == [letter(1), letter(2)]


@pytest.mark.parametrize("heard", [1, 40, 200], ids=lambda heard: f"{heard} bytes")
def test_a_body_cut_short_is_never_taken_for_the_mail(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account, heard: int
) -> None:
    for number in (1, 2, 3):
        account.deliver(letter(number))
    for _ in range(4):
        imap_proxy.strike(COMMANDS["FETCH of bodies"], Moment.MIDWAY, heard)
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    raws = [mail.raw for mail in receive(mailbox) if isinstance(mail, Fetched)]
    assert set(raws) <= {letter(1), letter(2), letter(3)}
    assert imap_proxy.struck


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "NOOP", "SEARCH", *HEALED, "MOVE", "IDLE"])
def test_a_server_that_stalls_is_given_up_and_the_next_pass_goes_well(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, account: Account, command: str
) -> None:
    account.deliver(letter(1))
    imap_proxy.strike(COMMANDS[command], Moment.STALLED)
    mailbox = mailbox_of(port=imap_proxy.port, timeout_seconds=0.3)
    with pytest.raises(MailboxError, match=r"no respondió en 0\.3 s"):
        one_pass(mailbox)
    one_pass(mailbox)
    assert list(account.contents("Procesados").values()) == [letter(1)]


def test_a_closed_port_says_what_to_check_and_an_open_one_is_enough(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy
) -> None:
    imap_proxy.refuse()
    mailbox = mailbox_of(port=imap_proxy.port)
    for _ in range(2):
        with pytest.raises(MailboxError, match=r"no acepta conexiones: revise \[mailbox\] host"):
            mailbox.open()
    imap_proxy.accept()
    assert mailbox.open() > 0


def test_a_server_that_hangs_up_at_once_is_an_error(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy
) -> None:
    imap_proxy.hang_up_on_callers()
    mailbox = mailbox_of(port=imap_proxy.port)
    with pytest.raises(MailboxError, match="Se perdió la conexión"):
        mailbox.open()
    imap_proxy.greet_callers()
    assert mailbox.open() > 0


def test_a_restarted_server_costs_one_error_at_most(mailbox_of: OpenMailbox) -> None:
    with Dovecot() as server:
        account = server.account()
        account.deliver(letter(1))
        mailbox = mailbox_of(port=server.port, user=account.user)
        validity = mailbox.open()
        listed = mailbox.sizes(mailbox.uids())
        server.stop()
        server.start()
        assert [mail.raw for mail in mailbox.fetch(listed.values())] == [letter(1)]
        assert mailbox.open() == validity
        mailbox.close()


def test_nothing_is_left_open_after_a_close(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy
) -> None:
    mailbox = mailbox_of(port=imap_proxy.port)
    mailbox.open()
    mailbox.close()
    mailbox.close()
    assert imap_proxy.saw(" LOGOUT")


def test_a_stalled_server_does_not_hold_up_the_close(
    mailbox_of: OpenMailbox, imap_proxy: FaultProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.inbox.session.LOGOUT_SECONDS", 0.1)
    imap_proxy.strike(" LOGOUT", Moment.STALLED)
    mailbox = mailbox_of(port=imap_proxy.port, timeout_seconds=60)
    mailbox.open()
    mailbox.close()
    assert imap_proxy.struck
