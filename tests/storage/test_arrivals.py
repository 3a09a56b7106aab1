"""Mails that arrive together are recorded as if they had come one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event, select

from mailbot.model.vocabulary import Outcome
from storage import Store, arrivals, open_store
from storage.arrivals import DUPLICATE, UNDELIVERED, Arrival
from storage.schema import inbound
from tests.storage.test_store import config

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
FIRST = Arrival(
    mailbox="línea", uidvalidity=1, uid=1, raw_sha256="1" * 64, head_only=False, size=1,
    arrived_at=NOW, message_id="uno@x.test", content_hash="uno", sender="ana@x.test",
    subject="Consulta",
)  # fmt: skip
WITHOUT_ID = replace(FIRST, message_id=None)
WEEK = timedelta(days=7)

COPIES = {
    "the same": (FIRST, FIRST),
    "from another, the same id": (FIRST, replace(FIRST, sender="eva@y.test")),
    "without an id": (WITHOUT_ID, WITHOUT_ID),
    "without an id, a week later": (WITHOUT_ID, replace(WITHOUT_ID, arrived_at=NOW + WEEK)),
}
NO_COPIES = {
    "other content": (FIRST, replace(FIRST, content_hash="dos")),
    "another id": (FIRST, replace(FIRST, message_id="dos@x.test")),
    "an id that the first had not": (WITHOUT_ID, FIRST),
    "no id, as the first had": (FIRST, WITHOUT_ID),
    "from another, without an id": (WITHOUT_ID, replace(WITHOUT_ID, sender="eva@y.test")),
    "much later, without an id": (
        WITHOUT_ID, replace(WITHOUT_ID, arrived_at=NOW + WEEK + timedelta(seconds=1)),
    ),
    "not handed over": (WITHOUT_ID, replace(WITHOUT_ID, fault="No llegó.")),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    yield opened
    opened.close()


def recorded(store: Store, *found: Arrival) -> list[tuple[int, int | None]]:
    with store.write() as connection:
        return arrivals.record_all(connection, found, NOW)


def numbered(*found: Arrival, after: int = 0) -> list[Arrival]:
    return [replace(each, uid=uid) for uid, each in enumerate(found, after + 1)]


@pytest.mark.parametrize("together", [True, False], ids=["beside it", "later"])
@pytest.mark.parametrize("pair", COPIES.values(), ids=COPIES)
def test_a_copy_is_decided_at_once_and_names_the_first(store: Store, pair, together):
    first, copy = numbered(*pair)
    if together:
        rows = recorded(store, first, copy)
    else:
        rows = [*recorded(store, first), *recorded(store, copy)]
    (key, original), (_key, of) = rows
    assert (original, of) == (None, key)
    _first, kept = _rows(store)
    assert (kept["outcome"], kept["rule"]) == (Outcome.IGNORED, DUPLICATE)
    assert (kept["reason"], kept["decided_at"]) == (arrivals.duplicate_reason(key), NOW)


@pytest.mark.parametrize("together", [True, False], ids=["beside it", "later"])
@pytest.mark.parametrize("pair", NO_COPIES.values(), ids=NO_COPIES)
def test_what_only_resembles_another_mail_is_no_copy_of_it(store: Store, pair, together):
    first, other = numbered(*pair)
    if together:
        rows = recorded(store, first, other)
    else:
        rows = [*recorded(store, first), *recorded(store, other)]
    assert [original for _key, original in rows] == [None, None]
    rules = [UNDELIVERED if each.fault else "" for each in (first, other)]
    assert [row["rule"] for row in _rows(store)] == rules


def test_the_first_of_several_copies_is_named(store: Store):
    ((first, _none),) = recorded(store, FIRST)
    others = recorded(store, *numbered(FIRST, FIRST, after=1))
    assert [original for _key, original in others] == [first, first]


def test_a_batch_takes_few_statements(store: Store):
    statements: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    found = [replace(FIRST, message_id=f"{number}@x.test") for number in range(20)]
    recorded(store, *numbered(*found))
    inserts = [each for each in statements if each.startswith("INSERT")]
    assert len(inserts) == 1


@pytest.mark.parametrize("seed", range(5))
def test_many_at_once_are_recorded_as_one_after_the_other(tmp_path: Path, seed: int):
    chance = Random(seed)
    found = numbered(*(_any_mail(chance) for _ in range(60)))
    ways = []
    for name, size in (("uno", 1), ("varios", 20)):
        opened = open_store(config(tmp_path / name))
        for start in range(0, len(found), size):
            recorded(opened, *found[start : start + size])
        ways.append(_told(opened))
        opened.close()
    assert ways[0] == ways[1]
    assert any(row["original"] for row in ways[0])


def _any_mail(chance: Random) -> Arrival:
    ids = ("uno@x.test", "dos@x.test", "tres@x.test", None)
    return replace(
        FIRST,
        message_id=chance.choice(ids),
        content_hash=chance.choice(("uno", "dos", "tres")),
        sender=chance.choice(("ana@x.test", "eva@y.test")),
        arrived_at=NOW - chance.randrange(4) * timedelta(days=4),
        references=tuple(filter(None, chance.choices(ids, k=chance.randrange(3)))),
        fault=chance.choice(("", "", "", "", "No llegó.")),
    )


def _told(store: Store) -> list[dict[str, Any]]:
    """What the ledger says of each mail, its original by UID."""
    rows = _rows(store)
    uids = {row["id"]: row["uid"] for row in rows} | {None: None}
    left_out = ("id", "reason", "duplicate_of")
    return [
        {name: value for name, value in row.items() if name not in left_out}
        | {"original": uids[row["duplicate_of"]]}
        for row in rows
    ]


def _rows(store: Store) -> list[dict[str, Any]]:
    with store.read() as connection:
        rows = connection.execute(select(inbound).order_by(inbound.c.uid)).mappings()
        return [dict(row) for row in rows]
