"""The mailbox fails in every way it can; nothing is lost, and a later pass ends all work."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.daemon.line import line as open_line
from mailbot.daemon.once import one_pass
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
SILENT = r"^El servidor de correo 127\.0\.0\.1:\d+ no respondió en 0\.5 s al "


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


LASTING = ("outcomes", "cases", "folders")
"""What must be the same in the end, whatever was told about the line meanwhile."""


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
        assert re.search(LOST, first.trouble)
    assert second.trouble == ""
    assert through.end_state() == undisturbed


@pytest.mark.parametrize("command", ["LOGIN", "SELECT", "SEARCH", *HEALED, "MOVE"])
def test_a_server_that_falls_silent_is_given_up_and_the_next_pass_ends_all_work(
    through: LineAtWork, imap_proxy: FaultProxy, undisturbed: dict[str, Any], command: str
):
    a_morning_of_mail(through.account)
    imap_proxy.strike(COMMANDS[command], Moment.STALLED)
    first, second = through.passes(NOW, NOW)

    assert re.search(SILENT, first.trouble)
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


def test_a_closed_port_says_what_to_check_and_what_is_here_goes_on(
    through: LineAtWork, imap_proxy: FaultProxy, undisturbed: dict[str, Any]
):
    a_morning_of_mail(through.account)
    imap_proxy.refuse()
    counts = through.works(NOW)
    assert "no acepta conexiones: revise [mailbox] host y port" in counts.trouble
    imap_proxy.accept()
    assert through.works(NOW).trouble == ""
    assert through.end_state() == undisturbed


def test_a_server_that_hangs_up_at_once_is_a_trouble_and_no_more(
    through: LineAtWork, imap_proxy: FaultProxy, undisturbed: dict[str, Any]
):
    a_morning_of_mail(through.account)
    imap_proxy.hang_up_on_callers()
    assert re.search(LOST, through.works(NOW).trouble)
    imap_proxy.greet_callers()
    assert through.works(NOW).trouble == ""
    assert through.end_state() == undisturbed


def test_a_refused_login_says_what_to_check_and_never_the_password(
    line: LineAtWork, line_of: OpenLine, undisturbed: dict[str, Any]
):
    a_morning_of_mail(line.account)
    wrong = line_of(mailbox={"password": "otra-clave"}).works(NOW)
    assert f"no aceptó la cuenta {line.account.user}: revise [mailbox] user" in wrong.trouble
    assert "otra-clave" not in wrong.trouble
    assert line.works(NOW).trouble == ""
    end = line.end_state()
    assert {name: end[name] for name in LASTING} == {name: undisturbed[name] for name in LASTING}
    told = [mail["Subject"] for mail in line.sent("M-46") if "cuenta" in mail["Subject"]]
    assert told == [
        "El servidor no acepta la cuenta del buzón (aviso de mailbot)",
        "El servidor acepta de nuevo la cuenta del buzón (aviso de mailbot)",
    ]


def test_a_server_that_was_stopped_and_started_is_reached_again_by_the_same_process(
    tmp_path: Path, smtp_server: SmtpServer, undisturbed: dict[str, Any]
):
    with Dovecot() as server:
        line = LineAtWork(tmp_path, server.account(), smtp_server)
        with open_line(line.config) as running:
            assert one_pass(running, at("2026-11-24 09:05")).trouble == ""
            server.stop()
            a_morning_of_mail(line.account)
            down = one_pass(running, at("2026-11-24 09:10"))
            assert down.trouble != ""
            server.start()
            assert one_pass(running, at(NOW)).trouble == ""
        assert line.end_state() == undisturbed


def test_no_wait_runs_out_while_the_answer_may_lie_in_a_box_that_is_out_of_reach(
    through: LineAtWork, imap_proxy: FaultProxy
):
    through.arrives(QUESTION, "2026-11-24 09:20")
    through.works("2026-11-24 09:20")
    (question,) = through.sent("M-02")
    through.arrives(
        letter("Mi usuario es CPena, unidad ejecutora 36-02-00.", sender=CARLOS, answers=question,
               files={"pantalla.png": screen()}),
        "2026-11-24 12:00",
    )  # fmt: skip
    imap_proxy.refuse()
    outage = through.works("2026-11-24 13:30")
    assert (outage.deadlines, bool(outage.trouble)) == (0, True)
    assert through.case("SERV-2026-000001")["state"] == "Pendiente por Cliente"

    imap_proxy.accept()
    through.works("2026-11-24 15:00")
    case = through.case("SERV-2026-000001")
    assert (case["state"], case["missing"]) == ("Abierto", [])
    assert through.sent("M-13") == []


def test_a_full_done_folder_delays_no_answer_and_is_filled_once_there_is_room(line: LineAtWork):
    line.works("2026-11-24 08:00")
    line.arrives(REQUEST, "2026-11-24 09:12")
    with line.account.full("Procesados"):
        counts = line.works(NOW)
    assert "rechazó la orden al archivar correos" in counts.trouble
    assert (counts.decided, counts.sent) == (1, 1)
    assert line.works(NOW).trouble == ""
    assert (line.folder_count("INBOX"), line.folder_count("Procesados")) == (0, 1)


def make_anew(account: Account, folder: str, *mails: bytes) -> None:
    """A person deletes a folder, makes it again and puts the mails back: UIDs mean others now."""
    with account.program() as person:
        person.delete_folder(folder)
        person.create_folder(folder)
    for raw in mails:
        account.deliver(raw, at("2026-11-24 09:00"), folder=folder)


@pytest.fixture
def shared(line_of: OpenLine, account: Account, imap_proxy: FaultProxy) -> LineAtWork:
    """A line whose mailbox is the folder Soporte, which people can delete; two requests in it."""
    with account.program() as person:
        person.create_folder("Soporte")
    for raw in (REQUEST, QUESTION):
        account.deliver(raw, at("2026-11-24 09:00"), folder="Soporte")
    return line_of(mailbox={"folder": "Soporte", "port": imap_proxy.port})


def test_mails_of_a_folder_made_anew_are_recognised_although_they_were_not_filed(
    shared: LineAtWork, imap_proxy: FaultProxy
):
    imap_proxy.strike(COMMANDS["MOVE"], Moment.BEFORE)
    assert shared.works(NOW).trouble != ""
    make_anew(shared.account, "Soporte", QUESTION, REQUEST)
    counts = shared.works(NOW)

    assert (counts.trouble, counts.received, counts.duplicates) == ("", 2, 2)
    assert (shared.every_case_count(), len(shared.sent("M-02"))) == (2, 2)
    assert (shared.folder_count("Soporte"), shared.folder_count("Procesados")) == (0, 2)
    assert shared.accounts().unaccounted == ()


def test_mails_received_but_not_decided_when_their_folder_is_made_anew_become_one_case_each(
    shared: LineAtWork,
):
    with open_line(shared.config) as dying:
        store, name = dying.desk.store, dying.mailbox_name
        receive(dying.mailbox, name, store, shared.config.limits.mail_bytes, at(NOW), lambda: False)
    make_anew(shared.account, "Soporte", QUESTION, REQUEST)
    counts = shared.works(NOW)

    assert (counts.duplicates, counts.decided) == (2, 2)
    assert (shared.every_case_count(), len(shared.sent("M-02"))) == (2, 2)
    assert (shared.folder_count("Soporte"), shared.folder_count("Procesados")) == (0, 2)


def test_what_people_do_in_the_box_before_filing_changes_no_outcome(
    through: LineAtWork, imap_proxy: FaultProxy
):
    people = [f"persona{place}@entidad{place}.test" for place in range(3)]
    for person in people:
        through.arrives(letter(INCOMPLETE, sender=person, name="Alguien"), "2026-11-24 09:00")
    imap_proxy.strike(COMMANDS["MOVE"], Moment.BEFORE)
    through.works(NOW)
    with through.account.program("INBOX") as program:
        program.create_folder("Mias")
        program.move([1], "Mias")
        program.delete_messages([2])
        program.uid_expunge([2])
        program.add_flags([3], [rb"\Seen", rb"\Flagged"])
    counts = through.works(NOW)

    assert (counts.trouble, counts.received) == ("", 0)
    assert through.outcomes() == [("new-case", "new-request")] * 3
    assert {mail.recipients[0] for mail in through.sink.inbox} == set(people)
    assert (through.folder_count("INBOX"), through.folder_count("Mias")) == (0, 1)
    (flags,) = through.account.flags("Procesados").values()
    assert {rb"\Seen", rb"\Flagged"} <= set(flags)


def test_mails_that_people_opened_before_the_pass_are_worked_like_any_other(line: LineAtWork):
    line.arrives(REQUEST, "2026-11-24 09:12")
    with line.account.program("INBOX") as program:
        program.add_flags([1], [rb"\Seen"])
    assert line.works(NOW).sent == 1


def test_a_mail_that_a_person_moves_back_is_filed_again_and_not_answered_again(line: LineAtWork):
    line.arrives(REQUEST, "2026-11-24 09:00")
    line.works(NOW)
    with line.account.program("Procesados") as program:
        program.move(program.search(), "INBOX")
    counts = line.works(NOW)

    assert (counts.received, counts.duplicates, counts.sent) == (1, 1, 0)
    assert line.every_case_count() == 1
    assert (line.folder_count("INBOX"), line.folder_count("Procesados")) == (0, 1)
