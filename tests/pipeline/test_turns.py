"""Whose turn it is: what is slow comes behind, a few in each pass, and loses no attempt by it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.parsers import read_mail
from mailbot.pipeline.reading import ReadingFailed, SlowMail
from mailbot.pipeline.turns import SLOW_LOOKS, process_one, process_waiting
from storage import Store, ledger, open_store
from tests.mails import mail
from tests.pipeline.lines import NOW, desk, outcomes, received
from tests.storage.test_store import config

_LONG = "<\n" * 9_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    yield opened
    opened.close()


class _SlowAtFirst:
    """A reader whose first look at each long mail takes too long."""

    def __init__(self) -> None:
        self.looks: list[bytes] = []

    def __call__(self, raw: bytes) -> object:
        self.looks.append(raw)
        if len(raw) > len(_LONG) and self.looks.count(raw) == 1:
            raise SlowMail("tarda")
        return read_mail(raw)


def _long(number: int) -> bytes:
    return mail(text=_LONG, subject=f"Larga {number}", message_id=f"larga-{number}@x.co")


def _short(number: int) -> bytes:
    return mail(text="No abre.", subject=f"Corta {number}", message_id=f"corta-{number}@x.co")


def test_what_is_quick_is_answered_in_the_pass_that_slow_mails_arrive_in(store, tmp_path):
    received(store, *(_long(n) for n in range(8)), _short(1))
    read = _SlowAtFirst()
    done = process_waiting(desk(store, tmp_path, read), NOW, lambda: False)
    assert outcomes(store)["Corta 1"] == ("new-case", 1)
    assert (done.decided, done.postponed) == (3, 6)


def test_after_some_slow_looks_nothing_costly_is_looked_at_in_that_pass(store, tmp_path):
    slow = [_long(n) for n in range(SLOW_LOOKS + 3)]
    received(store, *slow)
    read = _SlowAtFirst()
    process_waiting(desk(store, tmp_path, read), NOW, lambda: False)
    assert {raw for raw in slow if raw in read.looks} == set(slow[:SLOW_LOOKS])


def test_each_slow_mail_has_its_outcome_within_some_passes_and_one_attempt(store, tmp_path):
    received(store, *(_long(n) for n in range(8)))
    line = desk(store, tmp_path, _SlowAtFirst())
    passes = [process_waiting(line, NOW, lambda: False) for _ in range(5)]
    assert [done.decided for done in passes] == [2, 2, 2, 2, 0]
    assert passes[-1].postponed == 0
    assert set(outcomes(store).values()) == {("new-case", 1)}
    assert not line.slow


def test_a_stop_in_between_takes_no_attempt_from_what_was_put_behind(store, tmp_path):
    received(store, _long(1), _long(2))
    read = _SlowAtFirst()
    process_waiting(desk(store, tmp_path, read), NOW, lambda: len(read.looks) >= 2)
    assert set(outcomes(store).values()) == {("None", 0)}


def test_one_that_never_goes_well_is_parked_after_three_attempts(store, tmp_path):
    received(store, _long(1))

    def read(_raw: bytes) -> object:
        raise ReadingFailed("sin memoria")

    line = desk(store, tmp_path, read)
    for _ in range(3):
        process_waiting(line, NOW, lambda: False)
    assert outcomes(store)["Larga 1"] == ("parked", 3)


def test_who_asks_for_one_mail_gets_it_in_its_full_time(store, tmp_path):
    received(store, _long(1))
    with store.read() as connection:
        entry = ledger.entry(connection, 1)
    assert entry is not None
    assert process_one(desk(store, tmp_path, _SlowAtFirst()), entry, NOW) == "new-case"
    assert outcomes(store)["Larga 1"] == ("new-case", 1)
