from collections.abc import Sequence

import pytest

from mailbot.errors import MailboxError
from mailbot.inbox import isolation
from mailbot.inbox.failures import Lost, Refused


class Server:
    """Answers for every mail, except that asking for a bad one fails the whole command."""

    def __init__(self, bad: set[int], cuts: int = 0) -> None:
        self.bad = bad
        self.cuts = cuts
        self.commands = 0

    def __call__(self, uids: Sequence[int]) -> dict[int, dict[bytes, int]]:
        self.commands += 1
        if self.cuts:
            self.cuts -= 1
            raise Lost("cortado")
        if self.bad & set(uids):
            raise Refused("ilegible")
        return {uid: {b"UID": uid} for uid in uids}


def test_all_come_in_one_command_when_nothing_is_wrong() -> None:
    server = Server(bad=set())
    found, failed = isolation.ask_for_each(server, range(1, 51))
    assert (sorted(found), failed, server.commands) == (list(range(1, 51)), {}, 1)


@pytest.mark.parametrize("bad", [{1}, {50}, {7, 8}, {1, 25, 50}])
def test_a_bad_mail_takes_no_other_with_it(bad: set[int]) -> None:
    server = Server(bad)
    found, failed = isolation.ask_for_each(server, range(1, 51))
    assert set(found) == set(range(1, 51)) - bad
    assert set(failed) == bad


def test_one_cut_of_the_network_is_no_mail_s_fault() -> None:
    for mails in (1, 2, 50):
        found, failed = isolation.ask_for_each(Server(set(), cuts=1), range(mails))
        assert (set(found), failed) == (set(range(mails)), {})


def test_when_everything_fails_the_server_is_to_blame() -> None:
    server = Server(bad=set(range(500)))
    with pytest.raises(Refused):
        isolation.ask_for_each(server, range(500))
    assert server.commands < 50


def test_a_server_that_can_t_be_reached_again_ends_it_at_once() -> None:
    calls = 0

    def ask(uids: Sequence[int]) -> dict[int, dict[bytes, int]]:
        nonlocal calls
        calls += 1
        raise Lost("cortado") if calls == 1 else MailboxError("no acepta conexiones")

    with pytest.raises(MailboxError, match="no acepta"):
        isolation.ask_for_each(ask, range(50))
    assert calls == 2
