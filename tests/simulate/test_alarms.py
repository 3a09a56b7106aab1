"""The line tells who administers it when it is not well, and when it is well again."""

from dataclasses import replace
from datetime import datetime, timedelta

from mailbot.cli.records import status_record
from mailbot.pipeline.desk import Desk
from mailbot.routines import Routine
from mailbot.routines.beside import Beside
from mailbot.routines.reports import MINUTES
from mailbot.simulate.letters import Writer
from mailbot.simulate.line import SimulatedLine
from tests.routines.workers import HereWorker
from tests.simulate.conftest import at, request


def told(line: SimulatedLine, hour: str) -> list[str]:
    """The titles of the operation mails that leave in a pass."""
    subjects = [
        mail.letter.subject for mail in line.pass_at(at(hour)).sent if mail.template == "M-46"
    ]
    return [subject.removesuffix(" (aviso de mailbot)") for subject in subjects]


def test_a_mailbox_that_is_away_is_told_once_and_once_when_it_is_back(line: SimulatedLine):
    assert told(line, "08:00") == []
    line.faults.mailbox_down = True
    assert told(line, "08:10") == []
    assert told(line, "08:20") == ["El buzón no responde"]
    assert told(line, "08:40") == told(line, "09:30") == []
    line.faults.mailbox_down = False
    assert told(line, "09:31") == ["El buzón responde de nuevo"]
    assert told(line, "09:32") == []


def test_mails_that_do_not_leave_are_told_as_soon_as_one_can(line: SimulatedLine, writer: Writer):
    line.faults.smtp_down = True
    line.deliver(request(writer), at("08:00"))
    assert told(line, "08:01") == told(line, "08:40") == []
    line.faults.smtp_down = False
    # What was to be told waited in the outbox with the others.
    assert told(line, "08:50") == ["Los correos no están saliendo"]
    assert told(line, "08:51") == ["Los correos vuelven a salir"]


def test_a_killed_process_does_not_tell_twice(line: SimulatedLine):
    told(line, "08:00")
    line.faults.mailbox_down = True
    told(line, "08:20")
    line.restart()
    assert told(line, "08:21") == []


def test_an_antivirus_that_does_not_answer_is_told_once_shown_in_status_and_told_when_over(
    line: SimulatedLine,
):
    words = ["", "Clamd no respondió.", "Clamd no respondió.", "", ""]
    desk = replace(line.line.desk, antivirus_trouble=iter(words).__next__)
    line.line = replace(line.line, desk=desk)
    assert told(line, "08:00") == []
    assert told(line, "08:01") == ["El antivirus no está revisando los archivos"]
    assert told(line, "08:02") == []
    with line.store.read() as connection:
        (shown,) = status_record(connection, line.policy, at("08:02"))["alarms"]
    assert shown.startswith("Clamd no respondió. Los archivos que no puede revisar pasan")
    assert told(line, "08:03") == ["Terminó la falla del antivirus"]
    assert told(line, "08:04") == []


def shown(line: SimulatedLine, hour: str) -> list[str]:
    """What `status` has people look at."""
    with line.store.read() as connection:
        return list(status_record(connection, line.policy, at(hour))["alarms"])


def test_status_shows_how_an_alarm_stands_now(line: SimulatedLine):
    told(line, "08:00")
    line.faults.mailbox_down = True
    assert told(line, "08:20") == ["El buzón no responde"]
    assert "desde hace 20 minutos" in shown(line, "08:20")[0]
    assert told(line, "09:00") == []
    (words,) = shown(line, "09:00")
    assert "desde hace 60 minutos" in words


def test_a_routine_that_fails_again_and_again_is_told_once_and_once_when_it_is_done(
    line: SimulatedLine,
):
    def always(_policy: object, _last: object, now: datetime) -> tuple[datetime, ...]:
        return (now,)

    def nothing(_desk: Desk, _at: datetime, _now: datetime) -> None: ...

    # One that the line has, and that is not due by itself today.
    routine = Routine(name=MINUTES.name, title="informe mensual", due=always, run=nothing)
    # The process that attends the calendar; the one that tells alarms knows it by the store.
    worker = HereWorker(line.line.desk, dies_of=routine.name)
    beside = Beside(worker, lambda: None)

    def attends(hour: str) -> None:
        # A pause begins at the look after the failure.
        for now in (at(hour), at(hour) + timedelta(minutes=1)):
            beside.attend(line.line.desk, [routine], now, decided_until=None)
            beside.wait()

    attends("08:00")
    attends("08:10")
    assert told(line, "08:11") == []
    attends("08:20")
    assert told(line, "08:21") == ["Un trabajo programado de la línea falla una y otra vez"]
    attends("08:40")
    assert told(line, "08:41") == []
    assert shown(line, "08:41") == [
        "No se ha podido hacer: informe mensual. Falló 4 veces seguidas, la última el 02/02/2026 a "
        "las 08:40. Motivo: el proceso murió (SIGSEGV). Se sigue intentando."
    ]
    line.restart()
    worker.dies_of = ""
    attends("09:20")
    assert told(line, "09:21") == ["Un trabajo programado de la línea ya no falla"]
    assert shown(line, "09:21") == []
    beside.close()
