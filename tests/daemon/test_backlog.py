"""A large backlog is told to the log once a minute: what waits, what is done, and how fast."""

import itertools
import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.daemon.backlog import Backlog
from mailbot.logs.telling import EXTRA
from storage import Store, open_store
from tests.storage.backups import received
from tests.storage.test_store import config

NOON = datetime(2026, 11, 24, 17, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(config(tmp_path))) as opened:
        yield opened


@pytest.fixture(autouse=True)
def heard(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "mailbot")


class Watched:
    """A backlog of more than three mails, looked at whenever its clock is set."""

    def __init__(self, store: Store, caplog: pytest.LogCaptureFixture) -> None:
        self.now = NOON
        self._store, self._caplog = store, caplog
        self._uids = itertools.count(1)
        self.backlog = Backlog(store, lambda: self.now, large=3)

    def arrive(self, count: int) -> None:
        for _mail in range(count):
            received(self._store, next(self._uids))

    def decide(self, count: int) -> None:
        with self._store.write() as connection:
            connection.exec_driver_sql(
                "UPDATE inbound SET status = 'decided' WHERE id IN (SELECT id FROM inbound "
                f"WHERE status = 'received' ORDER BY id LIMIT {count})"
            )

    def told_at(self, seconds: float) -> list[dict[str, Any]]:
        """What a look so long after noon tells."""
        self.now = NOON + timedelta(seconds=seconds)
        self._caplog.clear()
        stop = self.backlog.asked(lambda: False)
        assert not stop()
        return [getattr(record, EXTRA)[1] for record in self._caplog.records]


@pytest.fixture
def watched(store: Store, caplog: pytest.LogCaptureFixture) -> Watched:
    return Watched(store, caplog)


def test_a_large_backlog_is_told_once_a_minute_until_it_is_none(watched: Watched):
    watched.arrive(2)
    watched.decide(2)
    watched.arrive(12)
    assert watched.told_at(0) == []
    watched.decide(3)
    assert watched.told_at(59) == []
    assert watched.told_at(60) == [{"waiting": 9, "done": 3, "rate": 3}]
    assert watched.told_at(61) == []
    watched.decide(4)
    watched.arrive(1)
    assert watched.told_at(180) == [{"waiting": 6, "done": 7, "rate": 2}]
    watched.decide(3)
    assert watched.told_at(240) == []
    watched.arrive(5)
    assert watched.told_at(300) == []
    watched.decide(1)
    assert watched.told_at(360) == [{"waiting": 7, "done": 1, "rate": 1}]


def test_few_mails_are_not_told_of(watched: Watched):
    watched.arrive(3)
    assert [watched.told_at(seconds) for seconds in (0, 60, 120)] == [[], [], []]


def test_a_clock_that_goes_back_silences_nothing(watched: Watched):
    watched.arrive(9)
    assert watched.told_at(7200) == []
    assert watched.told_at(0) == []
    watched.decide(2)
    assert watched.told_at(60) == [{"waiting": 7, "done": 2, "rate": 2}]
