"""The mailbox fails in every way it can; nothing is lost, and a later pass ends all work."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from mailbot.daemon import line as open_line
from mailbot.pipeline.receive import receive
from tests.e2e.conftest import OpenLine
from tests.e2e.letters import COMPLETE, INCOMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork, at
from tests.servers.account import Account
from tests.servers.dovecot import Dovecot
from tests.servers.proxy import FaultProxy, Moment
from tests.servers.smtp import SmtpServer

NOW = "2026-11-24 09:15"
CARLOS = "carlos@sena.test"

REQUEST = letter(COMPLETE, files={"pantalla.png": screen()})
QUESTION = letter(INCOMPLETE, sender=CARLOS, name="Carlos Peña Ruiz")
GARBAGE = b"\x00\xff\xfe garbage without any header\x80\x81"

COMMANDS = {
    "LOGIN": " LOGIN ",
    "CREATE": " CREATE ",
    "SELECT": " SELECT ",
    "NOOP": " NOOP",
    "SEARCH": "UID SEARCH",
    "FETCH of sizes": "UID FETCH .*RFC822.SIZE",
    "FETCH of bodies": "UID FETCH .*BODY.PEEK",
    "MOVE": "UID MOVE",
}
HEALED = ("FETCH of sizes", "FETCH of bodies")
"""A FETCH that was cut is asked again in the same pass, in case one mail was the cause."""

MOMENTS = {
    "before the server hears it": (Moment.BEFORE, 0),
    "before the client hears the answer": (Moment.UNANSWERED, 0),
    "amid the answer": (Moment.MIDWAY, 7),
}
LOST = r"^Se perdió la conexión con 127\.0\.0\.1:\d+ al "


def a_morning_of_mail(account: Account) -> None:
    """Two requests, a second copy of one, and something that no one can read."""
    account.deliver(REQUEST, at("2026-11-24 09:00"))
    account.deliver(GARBAGE, at("2026-11-24 09:01"))
    account.deliver(QUESTION, at("2026-11-24 09:02"))
    account.deliver(REQUEST, at("2026-11-24 09:03"))


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot
) -> Iterator[dict[str, Any]]:
    """How that morning ends when nothing fails."""
    with SmtpServer() as sink:
        line = LineAtWork(tmp_path_factory.mktemp("sereno"), dovecot.account(), sink)
        a_morning_of_mail(line.account)
        line.works(NOW)
        yield line.end_state()


@pytest.fixture
def through(line_of: OpenLine, imap_proxy: FaultProxy) -> LineAtWork:
    """A line that reaches its mailbox through the proxy, and gives a silent server up soon."""
    return line_of(mailbox={"port": imap_proxy.port, "timeout_seconds": 0.5})


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
@pytest.mark.parametrize("command", COMMANDS)
def test_a_connection_cut_in_any_command_loses_nothing_and_the_next_pass_ends_all_work(
    through: LineAtWork, imap_proxy: FaultProxy, undisturbed: dict[str, Any], command: str,
    moment: tuple[Moment, int],
):  # fmt: skip
    a_morning_of_mail(through.account)
    imap_proxy.strike(COMMANDS[command], *moment)
    first, second = through.passes(NOW, NOW)

    assert imap_proxy.struck
    if command in HEALED:
        assert first.trouble == ""
        assert (second.received, second.decided, second.sent) == (0, 0, 0)
    else:
        assert_says(first.trouble, LOST)
    assert second.trouble == ""
    assert through.end_state() == undisturbed


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", *HEALED, "MOVE"])
def test_a_server_that_falls_silent_is_given_up_and_the_next_pass_ends_all_work(
    through: LineAtWork, imap_proxy: FaultProxy, undisturbed: dict[str, Any], command: str
):
    a_morning_of_mail(through.account)
    imap_proxy.strike(COMMANDS[command], Moment.STALLED)
    first, second = through.passes(NOW, NOW)

    assert_says(first.trouble, r"^El servidor de correo 127\.0\.0\.1:\d+ no respondió en 0\.5 s")
    assert second.trouble == ""
    assert through.end_state() == undisturbed


def test_a_cut_while_filing_delays_no_answer(through: LineAtWork, imap_proxy: FaultProxy):
    a_morning_of_mail(through.account)
    imap_proxy.strike(COMMANDS["MOVE"], Moment.BEFORE)
    counts = through.works(NOW)
    assert (counts.received, counts.duplicates, counts.decided) == (4, 1, 3)
    assert {mail["To"].addresses[0].addr_spec for mail in through.sent("M-02")} == {
        "maria@invias.test", CARLOS
    }  # fmt: skip
