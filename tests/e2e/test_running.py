"""The running program: quick to answer, quick to end, alone on its database, hard to kill."""

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daemon.notified import NotifySocket
from tests.e2e.conftest import OpenLine
from tests.e2e.letters import COMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork
from tests.e2e.program import START, RunningProgram
from tests.servers.dovecot import Dovecot, free_ports
from tests.servers.proxy import FaultProxy
from tests.servers.smtp import SmtpServer
from tests.servers.smtp_acts import Hold

MARIA = "maria@invias.test"
MORNING = "2026-11-24 09:00"
LATER = "2026-11-25 12:00"


def request(sender: str = MARIA) -> bytes:
    return letter(COMPLETE, sender=sender, files={"pantalla.png": screen()})


def requests(line: LineAtWork, count: int) -> set[str]:
    """Requests of so many people arrive; their addresses."""
    people = {f"persona{place}@entidad{place}.test" for place in range(count)}
    for person in people:
        line.arrives(request(person), MORNING)
    return people


@pytest.fixture
def listening(line_of: OpenLine, imap_proxy: FaultProxy) -> Iterator[LineAtWork]:
    """A line whose commands to the mailbox can be watched."""
    return line_of(mailbox={"port": imap_proxy.port})


def test_a_new_mail_is_answered_before_the_next_look_and_nothing_is_asked_between(
    listening: LineAtWork, imap_proxy: FaultProxy
):
    with RunningProgram(listening) as program:
        # The first mail finds cold caches.
        listening.arrives(request(), MORNING)
        listening.sink.wait_for(1, timeout=30)
        assert imap_proxy.saw(" IDLE", seconds=10)
        listening.arrives(request("jose@sena.test"), MORNING)
        # The mailbox is looked at every 60 s anyway: half of them prove that it was told.
        answer = listening.sink.wait_for(2, timeout=30)[1]
        assert answer.recipients == ("jose@sena.test",)

        assert imap_proxy.saw(" IDLE", times=2, seconds=10)
        asked = len(imap_proxy.lines)
        assert not imap_proxy.saw("", times=asked + 1, seconds=2.5)
        assert program.stop(seconds=3) == 0
        assert "mailbot se detuvo en orden" in program.said


@pytest.mark.sqlite
def test_a_second_program_on_the_same_database_is_refused_with_the_number_of_the_first(
    line: LineAtWork,
):
    with RunningProgram(line) as first:
        first.says("está en marcha")
        with RunningProgram(line) as second:
            assert second.ends(seconds=30) == 1
            assert f"Otro mailbot (proceso {first.pid}) ya trabaja sobre" in second.said
        assert first.stop(seconds=3) == 0


def test_told_to_stop_amid_many_mails_it_ends_in_order_and_the_rest_is_done_afterwards(
    line_of: OpenLine,
):
    # With nobody in the first level to be told of the queue, every mail answers a request.
    line = line_of(staff=[])
    people = requests(line, 400)
    with RunningProgram(line) as program:
        program.says("SERV-2026-000001")
        assert program.stop(seconds=6) == 0
        assert "Traceback" not in program.said
    left = line.undecided()
    assert left
    assert {entry.attempts for entry in left} == {0}

    line.works(LATER)
    assert {mail.recipients for mail in line.sink.inbox} == {(person,) for person in people}
    assert (line.every_case_count(), len(line.sink.inbox)) == (len(people), len(people))


def test_told_to_stop_while_the_smtp_server_says_nothing_it_ends_and_the_mail_is_uncertain(
    line: LineAtWork,
):
    line.sink.script(MARIA, Hold())
    line.arrives(request(), MORNING)
    with RunningProgram(line) as program:
        line.sink.wait_for(1, timeout=30)
        assert program.stop(seconds=8) == 0
    (mail,) = line.outbox("uncertain")
    assert "mailbot se detuvo mientras enviaba" in mail.last_error

    line.sink.let_go()
    line.works(LATER)
    assert [mail["Message-ID"] for mail in line.sent("M-02")] == [f"<{mail.message_id}>"] * 2


def test_a_mailbox_that_goes_and_comes_back_is_found_again(tmp_path: Path, smtp_server: SmtpServer):
    with Dovecot() as server:
        line = LineAtWork(tmp_path, server.account(), smtp_server)
        with RunningProgram(line) as program:
            program.says("está en marcha")
            line.arrives(request(), MORNING)
            smtp_server.wait_for(1, timeout=30)
            server.stop()
            program.says("No se puede usar el buzón")
            line.arrives(request("jose@sena.test"), MORNING)
            server.start()
            assert smtp_server.wait_for(2, timeout=30)[1].recipients == ("jose@sena.test",)
            assert program.stop(seconds=3) == 0


def test_an_smtp_server_that_goes_and_comes_back_is_found_again(line_of: OpenLine):
    """A minute of the line lasts a second here, so that alarms would be told: to nobody."""
    line = line_of(staff=[])
    line.sink.stop()
    line.arrives(request(), MORNING)
    with RunningProgram(line, speed=60) as program:
        program.says("El servidor SMTP .* no acepta conexiones")
        line.sink.start()
        assert line.sink.wait_for(1, timeout=30)[0].recipients == (MARIA,)
        assert program.stop(seconds=3) == 0
    assert len(line.outbox("sent")) == 1


def test_a_time_that_is_over_is_noticed_while_nothing_arrives(line_of: OpenLine):
    """Ten hours of the line last six seconds; nobody answers, so the case is closed."""
    line = line_of(mailbox={"poll_seconds": 0.5}, staff=[])
    line.arrives(letter("No abre el sistema.", sender="carlos@sena.test"), MORNING)
    with RunningProgram(line, speed=6000):
        kinds = [mail.raw.split(b"X-SIIF-Correo: ")[1][:5] for mail in line.sink.wait_for(3, 30)]
    assert [kind.strip() for kind in kinds] == [b"M-02", b"M-10R", b"M-13"]
    assert START[:10] == "2026-11-24"


def asked(port: int, path: str) -> tuple[int, str]:
    """What this machine's monitoring is answered: status and text."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    client.request("GET", path)
    answer = client.getresponse()
    text = answer.read().decode()
    client.close()
    return answer.status, text


def test_systemd_and_the_monitoring_hear_that_it_is_ready_what_fails_and_that_it_ends(
    tmp_path: Path, smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch
):
    (port,) = free_ports(1)
    with Dovecot() as server, NotifySocket(tmp_path) as systemd:
        monkeypatch.setenv("NOTIFY_SOCKET", str(systemd.path))
        monkeypatch.setenv("WATCHDOG_USEC", "400000")
        line = LineAtWork(
            tmp_path, server.account(), smtp_server,
            metrics={"port": port}, alarms={"unreachable_minutes": 0.001},
        )  # fmt: skip
        line.arrives(request(), MORNING)
        with RunningProgram(line) as program:
            systemd.wait_for("READY=1")
            assert asked(port, "/health")[0] == 200
            opened = 'mailbot_open_cases{level="N1",state="Abierto"} 1.0'
            assert opened in asked(port, "/metrics")[1]
            server.stop()
            program.says("No se puede usar el buzón")
            status, text = asked(port, "/health")
            assert status == 503
            assert "No se puede leer el buzón desde hace" in json.loads(text)["reasons"][0]
            systemd.wait_for("WATCHDOG=1", times=systemd.count("WATCHDOG=1") + 2)
            assert program.stop(seconds=6) == 0
        heard = [each for each in systemd.wait_for("STOPPING=1") if each.startswith("STATUS=")]
        assert heard[0].startswith("STATUS=Última pasada a las 09:")
        assert heard[0].endswith("1 recibidos, 1 decididos, 0 plazos")
        # A server that is just ending takes a connection, and drops it.
        assert re.search("no acepta conexiones|Se perdió la conexión con", "".join(heard[1:]))
