"""The database is held by others, the disk is full: it is said, nothing is lost, work goes on."""

import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

import storage.files
import storage.sqlite
from mailbot.errors import StorageError
from tests.e2e.letters import COMPLETE, INCOMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork
from tests.servers.smtp import SmtpServer

REQUEST = letter(COMPLETE, files={"pantalla.png": screen()})


@contextmanager
def held_by_another(line: LineAtWork) -> Iterator[None]:
    other = sqlite3.connect(line.folder / "mailbot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.sqlite
def test_a_database_held_by_another_process_is_said_and_the_next_pass_does_all(
    line: LineAtWork, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(storage.sqlite, "BUSY_MILLISECONDS", 50)
    line.works("2026-11-24 09:00")
    line.arrives(REQUEST, "2026-11-24 09:12")
    with (
        held_by_another(line),
        pytest.raises(StorageError, match="ocupada"),
    ):
        line.works("2026-11-24 09:12")
    assert line.folder_count("INBOX") == 1
    counts = line.works("2026-11-24 09:13")
    assert (counts.received, counts.decided, counts.sent) == (1, 1, 1)


class FullDisk:
    """Refuses to sync file number `first` and all that follow, until there is space again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, first: int) -> None:
        self.full = True
        self._left = first
        real = storage.files.os.fsync

        def fsync(descriptor: int) -> None:
            self._left -= 1
            if self.full and self._left < 0:
                raise OSError(28, "No space left on device")
            real(descriptor)

        monkeypatch.setattr(storage.files.os, "fsync", fsync)


def refuses_for_space(line: LineAtWork, when: str) -> bool:
    try:
        line.works(when)
    except StorageError as error:
        return "espacio" in str(error)
    return False


@pytest.mark.parametrize("first", range(0, 24, 3))
def test_a_disk_that_is_full_costs_no_mail_and_no_attempt(
    line: LineAtWork, monkeypatch: pytest.MonkeyPatch, first: int
):
    """Full from the n-th write on: while receiving, or while files of a case are kept."""
    line.works("2026-11-24 09:00")
    line.arrives(REQUEST, "2026-11-24 09:12")
    line.arrives(letter(INCOMPLETE, sender="carlos@sena.test"), "2026-11-24 09:13")
    disk = FullDisk(monkeypatch, first)
    refused = 0
    # Many passes on a full disk must not use up the three attempts of a mail.
    for minute in range(15, 20):
        refused += refuses_for_space(line, f"2026-11-24 09:{minute}")
    disk.full = False
    line.works("2026-11-24 09:30")

    assert [outcome for outcome, _rule in line.outcomes()] == ["new-case", "new-case"]
    assert len(line.sent("M-02")) == 2
    assert line.folder_count("INBOX") == 0
    assert refused or first >= 12


def test_a_real_file_size_limit_is_a_full_disk_too(line: LineAtWork, limited_files):
    line.works("2026-11-24 09:00")
    line.arrives(REQUEST, "2026-11-24 09:12")
    with limited_files(100_000), pytest.raises(StorageError):
        line.works("2026-11-24 09:12")
    line.works("2026-11-24 09:15")
    assert len(line.sent("M-02")) == 1


@pytest.fixture
def limited_files() -> Callable[[int], object]:
    """Lets no file of this process grow beyond a size (RLIMIT_FSIZE), as a quota does."""

    @contextmanager
    def limit(size: int) -> Iterator[None]:
        old = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
            signal.signal(signal.SIGXFSZ, ignored)

    return limit


def test_a_readable_name_that_could_not_be_made_is_made_by_the_next_pass(
    line: LineAtWork, monkeypatch: pytest.MonkeyPatch, smtp_server: SmtpServer
):
    line.arrives(REQUEST, "2026-11-24 09:12")
    real = storage.files.Files.link

    def refuse(*_: object) -> None:
        raise StorageError("Solo lectura")

    monkeypatch.setattr(storage.files.Files, "link", refuse)
    assert line.works("2026-11-24 09:12").sent == 1
    monkeypatch.setattr(storage.files.Files, "link", real)
    line.works("2026-11-24 09:13")
    case = line.case("SERV-2026-000001")
    assert (line.folder / "archivo" / case["attachments"][0]["path"]).exists()
    assert len(smtp_server.inbox) == 1
