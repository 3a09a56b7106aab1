"""Mails that share a commit: each in a savepoint, all or none of them durable."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import event

from mailbot.apply import apply
from mailbot.errors import StorageError
from mailbot.parsers import read_mail
from mailbot.pipeline.turns import process_waiting
from storage import Store, open_store
from tests.mails import mail
from tests.pipeline.lines import NOW, desk, outcomes, received
from tests.storage.test_store import config

DECIDED, UNTOUCHED = ("new-case", 1), ("None", 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    yield opened
    opened.close()


class Killed(BaseException):
    """What a process that is killed would leave behind: nothing after it runs."""


class _Failing:
    """Writes everything as it should be, then fails at the mails of these numbers."""

    def __init__(self, numbers: set[int], error: BaseException) -> None:
        self._numbers, self._error = numbers, error

    def __call__(self, connection: Any, ready: Any, entry: int | None, *rest: Any) -> None:
        apply(connection, ready, entry, *rest)
        if entry in self._numbers:
            raise self._error


class _FullAt:
    """Finds no more room in the database when it comes to the mail of this number."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, connection: Any, ready: Any, entry: int | None, *rest: Any) -> None:
        apply(connection, ready, entry, *rest)
        if entry == self._number:
            used = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {used}")
            try:
                connection.exec_driver_sql(
                    "INSERT INTO marks (name, at, note) VALUES ('x', '', hex(zeroblob(1000000)))"
                )
            finally:
                connection.exec_driver_sql("PRAGMA max_page_count = 1000000")


def _request(number: int) -> bytes:
    return mail(text="No abre.", subject=f"Caso {number}", message_id=f"caso-{number}@x.co")


def _subjects(store: Store) -> list[str]:
    with store.read() as connection:
        found = connection.exec_driver_sql("SELECT subject FROM cases ORDER BY id").scalars()
        return list(found)


def test_many_requests_take_two_commits(store, tmp_path):
    received(store, *map(_request, range(20)))
    line, commits = desk(store, tmp_path, read_mail), []
    event.listen(store._engine, "commit", commits.append)
    done = process_waiting(line, NOW, lambda: False)
    assert done.decided == 20
    written = [each for each in commits if each.get_execution_options().get("writes")]
    assert len(written) == 2, (
        "their first attempts, then all their outcomes: as many as may share a commit"
    )


def test_a_large_mail_is_not_opened_beside_others(store, tmp_path, monkeypatch):
    """What lies in memory at once is one large mail, or many small ones."""
    monkeypatch.setattr("mailbot.pipeline.sharing.MOST_BYTES", 3_000)
    large = mail(text="No abre. " * 400, subject="Caso 3", message_id="caso-3@x.co")
    received(store, _request(1), _request(2), large, _request(4))
    seen = []

    def read(raw: bytes) -> object:
        seen.append(len(_subjects(store)))
        return read_mail(raw)

    process_waiting(desk(store, tmp_path, read), NOW, lambda: False)
    assert seen == [0, 0, 2, 3]


def test_one_that_fails_takes_nothing_from_the_others_and_leaves_nothing_behind(store, tmp_path):
    received(store, *map(_request, (1, 2, 3)))
    line = desk(store, tmp_path, read_mail)
    with patch("mailbot.pipeline.process.apply", _Failing({2}, RuntimeError("no"))):
        process_waiting(line, NOW, lambda: False)
    assert outcomes(store) == {"Caso 1": DECIDED, "Caso 2": UNTOUCHED, "Caso 3": DECIDED}
    assert _subjects(store) == ["Caso 1", "Caso 3"]
    process_waiting(line, NOW, lambda: False)
    assert _subjects(store) == ["Caso 1", "Caso 3", "Caso 2"]


def test_a_crash_takes_all_back_and_each_is_decided_once_afterwards(store, tmp_path):
    received(store, *map(_request, (1, 2, 3)))
    with (
        patch("mailbot.pipeline.process.apply", _Failing({3}, Killed())),
        pytest.raises(Killed),
    ):
        process_waiting(desk(store, tmp_path, read_mail), NOW, lambda: False)
    assert set(outcomes(store).values()) == {UNTOUCHED}
    assert _subjects(store) == []
    process_waiting(desk(store, tmp_path, read_mail), NOW, lambda: False)
    assert _subjects(store) == ["Caso 1", "Caso 2", "Caso 3"]


@pytest.mark.sqlite
def test_a_full_disk_in_the_middle_is_told_as_such_and_leaves_nothing(store, tmp_path):
    received(store, *map(_request, (1, 2, 3)))
    line = desk(store, tmp_path, read_mail)
    with (
        patch("mailbot.pipeline.process.apply", _FullAt(2)),
        pytest.raises(StorageError, match="No queda espacio"),
    ):
        process_waiting(line, NOW, lambda: False)
    assert _subjects(store) == []
    process_waiting(line, NOW, lambda: False)
    assert _subjects(store) == ["Caso 1", "Caso 2", "Caso 3"]
    assert set(outcomes(store).values()) == {DECIDED}, "the disk is no fault of theirs"


def test_who_was_in_a_crash_is_decided_alone(store, tmp_path):
    received(store, *map(_request, (1, 2)))
    with (
        patch("mailbot.pipeline.process.apply", _Failing({2}, Killed())),
        pytest.raises(Killed),
    ):
        process_waiting(desk(store, tmp_path, read_mail), NOW, lambda: False)
    with (
        patch("mailbot.pipeline.process.apply", _Failing({2}, Killed())),
        pytest.raises(Killed),
    ):
        process_waiting(desk(store, tmp_path, read_mail), NOW, lambda: False)
    assert _subjects(store) == ["Caso 1"]
