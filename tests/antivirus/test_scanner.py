"""Every file is shown to clamd; what it finds is held back, and its silence delays nobody."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.antivirus import Scanner, version
from mailbot.antivirus.scanner import PAUSE_SECONDS
from mailbot.config.antivirus import Antivirus
from mailbot.errors import AntivirusError
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import FileVerdict
from mailbot.parsers import read_mail
from tests.mails import Enclosed, mail
from tests.servers.clamd import HOST, Answer, FalseClamd

FOUND = Answer(words="stream: Win.Test.EICAR_HDB-1 FOUND")
NO_ANSWER = "El antivirus no respondió: no se pudo revisar."


@pytest.fixture
def clamd() -> Iterator[FalseClamd]:
    with FalseClamd() as server:
        yield server


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def sent(*files: tuple[str, bytes]) -> Mail:
    enclosed = [Enclosed(name=name, content=content, type="image/png") for name, content in files]
    return read_mail(mail(files=enclosed))


def scanner(address: str, *, required: bool = False, seconds: float = 20) -> Scanner:
    config = Antivirus(clamd=address, required=required, timeout_seconds=seconds)
    return Scanner(config, Clock())


def told(scanned: Mail) -> list[tuple[FileVerdict, str]]:
    return [(file.verdict, file.why) for file in scanned.attachments]


OK = (FileVerdict.OK, "")


def held(why: str) -> tuple[FileVerdict, str]:
    return FileVerdict.QUARANTINED, why


def test_what_clamd_finds_is_held_back_under_its_name(clamd: FalseClamd):
    clamd.tell([Answer(), FOUND])
    scanned = scanner(clamd.address).scan(sent(("a.png", b"uno"), ("b.png", b"dos")))
    assert told(scanned) == [OK, held("El antivirus encontró Win.Test.EICAR_HDB-1.")]
    assert clamd.received == [b"uno", b"dos"]


def test_a_file_goes_over_whole_and_in_pieces(clamd: FalseClamd):
    content = bytes(range(256)) * 1000
    scanner(clamd.address).scan(sent(("a.png", content)))
    assert clamd.received == [content]


def test_a_socket_of_the_machine_is_spoken_to_too(tmp_path: Path):
    with FalseClamd(path=tmp_path / "clamd.ctl") as server:
        server.tell([FOUND])
        assert told(scanner(server.address).scan(sent(("a.png", b"uno"))))[0][0] == "quarantined"


def test_the_same_file_is_shown_once(clamd: FalseClamd):
    clamd.tell([FOUND])
    scanned = scanner(clamd.address).scan(sent(("a.png", b"uno"), ("b.png", b"uno")))
    assert len(clamd.received) == 1
    assert [verdict for verdict, _ in told(scanned)] == [FileVerdict.QUARANTINED] * 2


def test_what_inspection_held_back_keeps_its_reason(clamd: FalseClamd):
    clamd.tell([FOUND])
    ((_, why),) = told(scanner(clamd.address).scan(sent(("a.exe", b"uno"))))
    assert why == "Es un programa (.exe). El antivirus encontró Win.Test.EICAR_HDB-1."


def test_without_a_clamd_mails_come_back_as_they_are():
    letter = sent(("a.png", b"uno"))
    assert Scanner(Antivirus()).scan(letter) is letter


FAILURES: dict[str, Answer] = {
    "hangs up": Answer(hangs_up=True),
    "says that it can't": Answer(words="Can't allocate memory ERROR"),
    "speaks nonsense": Answer(words="220 mx ESMTP"),
    "says nothing": Answer(words=""),
    "stalls": Answer(silent=True),
    "says that the file is too large": Answer(words="INSTREAM size limit exceeded. ERROR"),
    "hangs up in the middle of a large file": Answer(
        words="INSTREAM size limit exceeded. ERROR", after=1
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("required", [False, True])
def test_what_nobody_could_scan_passes_unless_a_scan_is_required(
    clamd: FalseClamd, failure: str, required: bool
):
    clamd.tell([FAILURES[failure]] * 2)
    asked = scanner(clamd.address, required=required, seconds=0.5)
    ((verdict, why),) = told(asked.scan(sent(("a.png", b"x" * 1_000_000))))
    assert verdict is (FileVerdict.QUARANTINED if required else FileVerdict.OK)
    assert ("no se pudo revisar" in why) == required
    assert "Archivos que no se pudieron revisar: 1." in asked.trouble()


@pytest.mark.parametrize("failure", ["hangs up", "says that it can't", "says nothing"])
def test_a_file_that_fails_once_is_shown_again(clamd: FalseClamd, failure: str):
    clamd.tell([FAILURES[failure], FOUND])
    asked = scanner(clamd.address, required=True)
    assert told(asked.scan(sent(("a.png", b"uno"))))[0][1].startswith("El antivirus encontró")
    assert not asked.silent
    assert asked.trouble() == ""


def test_a_file_that_clamd_fails_on_does_not_silence_it_for_the_others(clamd: FalseClamd):
    clamd.tell([Answer(hangs_up=True)] * 2)
    asked = scanner(clamd.address, required=True)
    scanned = asked.scan(sent(("a.png", b"uno"), ("b.png", b"dos")))
    assert told(scanned) == [held(NO_ANSWER), OK]
    assert not asked.silent


def unused_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])


def test_a_clamd_that_is_away_is_left_alone_for_a_while(caplog: pytest.LogCaptureFixture):
    clock, port = Clock(), unused_port()
    config = Antivirus(clamd=f"{HOST}:{port}", required=True)
    asked = Scanner(config, clock)
    with caplog.at_level(logging.WARNING):
        assert told(asked.scan(sent(("a.png", b"uno"), ("b.png", b"dos")))) == [held(NO_ANSWER)] * 2
        assert asked.silent
        with FalseClamd(port=port) as server:
            clock.now = PAUSE_SECONDS - 1
            assert told(asked.scan(sent(("a.png", b"uno")))) == [held(NO_ANSWER)]
            assert server.received == []
            clock.now = PAUSE_SECONDS + 1
            assert told(asked.scan(sent(("a.png", b"uno")))) == [OK]
            assert server.received[-1] == b"uno"
    assert not asked.silent
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR", "WARNING"]
    assert "no se llega a clamd" in caplog.messages[0]


def test_files_that_passed_unseen_are_told_of_once():
    asked = scanner(f"{HOST}:{unused_port()}")
    asked.scan(sent(("a.png", b"uno"), ("b.png", b"dos")))
    assert asked.trouble().startswith("No se llega a clamd")
    assert "Archivos que no se pudieron revisar" not in asked.trouble()


def test_silence_is_told_for_as_long_as_it_lasts_and_ends_without_a_file():
    clock, port = Clock(), unused_port()
    asked = Scanner(Antivirus(clamd=f"{HOST}:{port}"), clock)
    assert "no se llega a clamd" in asked.trouble().lower()
    with FalseClamd(port=port):
        clock.now = PAUSE_SECONDS - 1
        assert asked.trouble() != ""
        clock.now = PAUSE_SECONDS
        assert asked.trouble() == ""


def test_a_clamd_that_was_never_spoken_to_is_asked_once(clamd: FalseClamd):
    asked = scanner(clamd.address)
    assert [asked.trouble(), asked.trouble()] == ["", ""]
    assert len(clamd.received) == 1


def test_without_a_clamd_there_is_no_trouble():
    assert Scanner(Antivirus()).trouble() == ""


def test_all_files_of_a_mail_together_get_the_time(clamd: FalseClamd):
    config = Antivirus(clamd=clamd.address, timeout_seconds=5, required=True)
    asked = Scanner(config, iter([0, 1, 4.9, 5, 6]).__next__)
    letter = sent(*((f"{n}.png", bytes([n])) for n in range(4)))
    assert told(asked.scan(letter)) == [OK, OK, held(NO_ANSWER), held(NO_ANSWER)]
    assert asked.trouble() == (
        "No alcanzó el tiempo para todos los archivos. Archivos que no se pudieron revisar: 2."
    )


def test_the_version_is_told(clamd: FalseClamd):
    assert version(clamd.address, 5).startswith("ClamAV 1.0.0/1/")


def test_no_version_is_a_failure(clamd: FalseClamd):
    clamd.tell([Answer(hangs_up=True)])
    with pytest.raises(AntivirusError, match="clamd"):
        version(clamd.address, 5)
