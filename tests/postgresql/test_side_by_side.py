"""A process among others writes several of its claimed mails in one transaction."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from mailbot.apply import apply
from mailbot.errors import AlreadySettled, Overtaken
from mailbot.parsers import read_mail
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.turns import process_waiting
from storage import Store
from storage.sessions import PresentBySession
from tests.mails import mail
from tests.pipeline.lines import NOW, desk, outcomes, received

pytestmark = pytest.mark.postgresql

DECIDED = ("new-case", 1)


@pytest.fixture
def line(store: Store, tmp_path: Path) -> Iterator[Desk]:
    with closing(PresentBySession(store.url, alone=False)) as presence:
        presence.still()
        yield replace(desk(store, tmp_path, read_mail), presence=presence)


class _Once:
    """Writes as it should, but fails the first time that it comes to the mail of this number."""

    def __init__(self, number: int, error: Exception) -> None:
        self._number, self._error = number, error
        self.failed = False

    def __call__(self, connection: Any, ready: Any, entry: int | None, *rest: Any) -> None:
        apply(connection, ready, entry, *rest)
        if entry == self._number and not self.failed:
            self.failed = True
            raise self._error


def _request(number: int, sender: str = "") -> bytes:
    return mail(
        text="No abre.", subject=f"Caso {number}", message_id=f"caso-{number}@x.co",
        sender=sender or f"persona{number}@dane.test",
    )  # fmt: skip


def _subjects(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.exec_driver_sql("SELECT subject FROM cases ORDER BY id").scalars())


def test_claimed_mails_share_one_turn_among_the_writers(store: Store, line: Desk):
    received(store, *map(_request, range(8)))
    begun: list[str] = []
    event.listen(
        store._engine, "begin",
        lambda connection: begun.append(connection.get_execution_options().get("writes", "")),
    )  # fmt: skip
    assert process_waiting(line, NOW, lambda: False).decided == 8
    assert begun.count("alone") == 1
    assert _subjects(store) == [f"Caso {number}" for number in range(8)]


def test_who_was_overtaken_is_decided_anew_and_the_others_are_not_touched(store: Store, line: Desk):
    received(store, *map(_request, (1, 2, 3)))
    overtaken = _Once(2, Overtaken("El caso cambió."))
    with patch("mailbot.pipeline.process.apply", overtaken):
        done = process_waiting(line, NOW, lambda: False)
    assert overtaken.failed
    assert done.decided == 3
    assert outcomes(store) == {f"Caso {number}": DECIDED for number in (1, 2, 3)}
    assert _subjects(store) == ["Caso 1", "Caso 3", "Caso 2"]


def test_what_another_process_settled_is_left_to_it(store: Store, line: Desk):
    received(store, *map(_request, (1, 2, 3)))
    with patch("mailbot.pipeline.process.apply", _Once(2, AlreadySettled("De otro."))):
        done = process_waiting(line, NOW, lambda: False)
    assert done.decided == 2
    assert _subjects(store) == ["Caso 1", "Caso 3"]


def test_one_that_fails_is_tried_again_in_the_next_pass(store: Store, line: Desk):
    received(store, *map(_request, (1, 2, 3)))
    with patch("mailbot.pipeline.process.apply", _Once(2, RuntimeError("no"))):
        assert process_waiting(line, NOW, lambda: False).decided == 2
        assert _subjects(store) == ["Caso 1", "Caso 3"]
        assert process_waiting(line, NOW, lambda: False).decided == 1
    assert outcomes(store)["Caso 2"] == ("new-case", 2)


def test_mails_of_one_person_are_all_decided_in_one_pass_in_order(store: Store, line: Desk):
    mails = [_request(number, "ana@dane.test") for number in (1, 2, 3)]
    received(store, *mails, _request(4))
    assert process_waiting(line, NOW, lambda: False).decided == 4
    subjects = _subjects(store)
    assert [each for each in subjects if each != "Caso 4"] == ["Caso 1", "Caso 2", "Caso 3"]


def test_who_is_overtaken_time_and_again_takes_nothing_from_the_others(store: Store, line: Desk):
    def overtaken(connection: Any, ready: Any, entry: int | None, *rest: Any) -> None:
        if entry == 2:
            raise Overtaken("El caso cambió.")
        apply(connection, ready, entry, *rest)

    received(store, *map(_request, (1, 2, 3)))
    with patch("mailbot.pipeline.process.apply", overtaken):
        assert process_waiting(line, NOW, lambda: False).decided == 2
    assert outcomes(store) == {"Caso 1": DECIDED, "Caso 2": ("None", 1), "Caso 3": DECIDED}


def test_what_another_one_of_them_wrote_first_is_decided_anew(store: Store, line: Desk):
    received(store, *map(_request, (1, 2)))
    taken = IntegrityError("INSERT", {}, Exception("duplicate key"))
    with patch("mailbot.pipeline.process.apply", _Once(2, taken)):
        assert process_waiting(line, NOW, lambda: False).decided == 2
    assert outcomes(store) == {"Caso 1": DECIDED, "Caso 2": DECIDED}
