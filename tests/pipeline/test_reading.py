"""Costly mails are read in a process of their own: whatever it does, the others are decided."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbot.errors import UnreadableMail
from mailbot.parsers import read_mail
from mailbot.pipeline.costs import is_cheap
from mailbot.pipeline.reading import Reader, ReadingFailed, SlowMail
from mailbot.pipeline.turns import process_waiting
from storage import Store, open_store
from tests.mails import Enclosed, mail
from tests.pipeline.lines import NOW, desk, outcomes, received
from tests.storage.test_store import config

MISREAD = "tests.pipeline.misreaders:misread"
ORDINARY = mail(text="Hola")


def _costly(_raw: bytes) -> bool:
    return False


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """A reader that reads every mail in its process, within a third of a second of CPU."""
    made = Reader(seconds=0.3, first_seconds=None, function=MISREAD, cheap=_costly)
    yield made
    made.close()


def doing(word: str, subject: str = "Consulta") -> bytes:
    return mail(text=word, subject=subject)


def test_a_mail_read_apart_is_the_same_mail(reader):
    raw = mail(
        text="Señor", html="<p>Señor</p>", files=[Enclosed(name="año.pdf", content=b"x" * 9)]
    )
    assert reader(raw) == read_mail(raw)


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("LOOP", "Leer el mensaje toma más de 0.3 segundos."),
        ("LIBRARY", "Leer el mensaje toma más de 0.3 segundos."),
        ("CRASH", "El programa que leía el mensaje murió por él (SIGSEGV)."),
        ("REFUSE", "No se admite."),
    ],
)
def test_a_mail_that_breaks_its_reader_is_unreadable_at_once_and_the_next_is_read(
    reader, word, reason
):
    with pytest.raises(UnreadableMail) as refused:
        reader(doing(word))
    assert str(refused.value) == reason
    assert reader(ORDINARY).text == "Hola"


def test_a_process_that_the_kernel_ends_is_no_proof_against_the_mail(reader):
    with pytest.raises(ReadingFailed, match="quizá falta memoria"):
        reader(doing("KILLED"))
    assert reader(ORDINARY).text == "Hola"


def test_a_mail_that_takes_all_memory_is_unreadable():
    reader = Reader(
        function=MISREAD, cheap=_costly, memory=300 * 1024 * 1024, first_seconds=None
    )  # fmt: skip
    try:
        with pytest.raises(UnreadableMail, match="necesita más de 300 MB de memoria"):
            reader(doing("ALLOCATE"))
        assert reader(ORDINARY).text == "Hola"
    finally:
        reader.close()


@pytest.mark.parametrize("word", ["FAIL", "LEAVE"])
def test_an_error_of_ours_is_no_fault_of_the_mail_and_tells_nothing_of_it(reader, word):
    with pytest.raises(ReadingFailed) as failed:
        reader(doing(word))
    assert "secreto" not in str(failed.value)
    assert reader(ORDINARY).text == "Hola"


def test_what_a_library_prints_is_no_answer(reader):
    assert reader(doing("PRINT")).text == "PRINT"


def test_the_service_being_told_to_stop_is_no_fault_of_the_mail_in_hand(reader):
    assert reader(doing("STOP")).text == "STOP"


def test_the_process_gets_no_secrets_of_our_environment(monkeypatch):
    monkeypatch.setenv("MAILBOT_MAILBOX_PASSWORD", "secreto")
    reader = Reader(function=MISREAD, cheap=_costly)
    with pytest.raises(UnreadableMail) as shown:
        reader(doing("ENVIRONMENT"))
    reader.close()
    assert "PASSWORD" not in str(shown.value)
    assert "PYTHONPATH" in str(shown.value)


def test_a_process_is_replaced_after_its_jobs_and_ended_by_close():
    reader = Reader(function=MISREAD, cheap=_costly, most_jobs=2)
    seen = []
    for _ in range(5):
        assert reader(ORDINARY).text == "Hola"
        seen.append(_process_of(reader))
    assert [seen.count(each) for each in dict.fromkeys(seen)] == [2, 2, 1]
    reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(seen[-1], signal.SIG_DFL)


def test_a_process_that_holds_on_to_memory_is_replaced():
    reader = Reader(function=MISREAD, cheap=_costly, most_held=1)
    seen = set()
    for _ in range(3):
        assert reader(ORDINARY).text == "Hola"
        seen.add(_process_of(reader))
    reader.close()
    assert len(seen) == 3


@pytest.fixture
def begun() -> Iterator[Path]:
    """A pipe with a name that no mail breaks over two lines: pytest's own folders can be long."""
    with TemporaryDirectory() as folder:
        pipe = Path(folder) / "begun"
        os.mkfifo(pipe)
        yield pipe


def test_closing_interrupts_the_mail_in_hand_and_blames_it_for_nothing(begun: Path):
    reader = Reader(function=MISREAD, cheap=_costly, seconds=60, first_seconds=None)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(reader, doing(f"ANNOUNCE {begun}"))
        assert begun.read_bytes() == b"x"
        reader.close()
        with pytest.raises(ReadingFailed, match="se está cerrando"):
            reading.result()
    with pytest.raises(ReadingFailed, match="se está cerrando"):
        reader(ORDINARY)


def _process_of(reader: Reader) -> int:
    child = reader._child
    assert child is not None
    return child.pid


def test_a_mail_that_is_slow_at_first_sight_has_its_full_time_the_second():
    reader = Reader(seconds=0.4, first_seconds=0.1, function=MISREAD, cheap=_costly)
    try:
        with pytest.raises(SlowMail):
            reader(doing("LOOP"))
        with pytest.raises(UnreadableMail, match=r"más de 0.4 segundos"):
            reader(doing("LOOP"))
    finally:
        reader.close()


def test_threads_wait_for_each_other(reader):
    read: list[str] = []
    threads = [
        threading.Thread(target=lambda: read.append(reader(ORDINARY).text)) for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert read == ["Hola"] * 4


def test_the_limits_of_the_configuration_are_those_of_the_reader(tmp_path):
    reader = Reader.within(config(tmp_path).limits)
    assert reader(ORDINARY) == read_mail(ORDINARY)
    reader.close()


@pytest.mark.parametrize(
    ("raw", "cheap"),
    [
        (ORDINARY, True),
        (mail(files=[Enclosed(name="a.pdf", content=bytes(150_000))]), True),
        (mail(files=[Enclosed(name="a.pdf", content=bytes(300_000))]), False),
        (mail(text="\n" * 5_000), False),
        (mail(text="--x\n" * 500), False),
        (mail(html="<div>" * 9_000), False),
        (ORDINARY.replace(b"Subject: ", b"Subject: " + b"=?utf-8?q?a?= " * 1_200), False),
    ],
)
def test_only_what_may_cost_goes_to_the_process(raw, cheap):
    assert is_cheap(raw) is cheap


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    yield opened
    opened.close()


@pytest.mark.parametrize("word", ["LOOP", "CRASH"])
def test_one_mail_that_breaks_its_reader_is_parked_once_and_delays_nobody(store, tmp_path, word):
    ordinary = [mail(text="", subject=f"Consulta {n}", message_id=f"{n}@x.co") for n in (1, 2)]
    received(store, ordinary[0], doing(word, "Rompe"), ordinary[1])
    order: list[bytes] = []
    reader = Reader(seconds=0.3, first_seconds=0.1, function=MISREAD, cheap=_costly)

    def read(raw: bytes) -> object:
        order.append(raw)
        return reader(raw)

    try:
        done = process_waiting(desk(store, tmp_path, read), NOW, lambda: False)
    finally:
        reader.close()
    assert (done.decided, done.parked) == (3, 1)
    became = outcomes(store)
    assert became["Rompe"][0] == "parked"
    assert became["Rompe"][1] == 1
    assert {became[f"Consulta {n}"][0] for n in (1, 2)} == {"new-case"}
    last = {"LOOP": doing(word, "Rompe")}.get(word, ordinary[1])
    assert order[-1] == last
