"""A statement on the driver's cursor takes, gives and fails as it does through SQLAlchemy."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Connection, bindparam, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError

from mailbot.errors import StorageError
from storage import open_store
from storage.schema import dead_addresses, marks
from storage.statements import Statement, any_of
from tests.storage.test_store import config

NOW = datetime(2027, 2, 26, 10, tzinfo=timezone(timedelta(hours=-5)))
INSERT = Statement(insert(marks))
UPDATE = Statement(update(marks).where(marks.c.name == bindparam("of")))
ALL = Statement(select(marks).order_by(marks.c.name))
AMONG = Statement(select(marks.c.name).where(marks.c.name.in_(any_of("names"))))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    store = open_store(config(tmp_path))
    with store.write() as opened:
        yield opened
    store.close()


def rows(*names: str) -> list[dict[str, object]]:
    return [{"name": name, "at": NOW, "note": f"de {name}"} for name in names]


def test_values_come_back_as_the_columns_types_say(connection: Connection):
    INSERT.change_each(connection, rows("b", "a"))
    found = ALL.mappings(connection, {})
    assert [each["name"] for each in found] == ["a", "b"]
    assert found[0] == {"name": "a", "at": NOW, "note": "de a"}
    assert found[0]["at"].tzinfo is UTC
    assert ALL.rows(connection, {}) == [
        tuple(row) for row in connection.execute(select(marks).order_by(marks.c.name))
    ]


def test_a_change_tells_how_many_rows_it_changed(connection: Connection):
    INSERT.change_each(connection, rows("a"))
    assert UPDATE.change(connection, {"of": "a", "note": "otra"}) == 1
    assert UPDATE.change(connection, {"of": "z", "note": "otra"}) == 0
    assert ALL.mappings(connection, {})[0]["note"] == "otra"


def test_a_change_of_each_row_tells_how_many_it_changed_in_all(connection: Connection):
    assert INSERT.change_each(connection, rows("a", "b", "c")) == 3
    noted = [{"of": name, "note": f"nota {name}"} for name in ("a", "c", "z")]
    assert UPDATE.change_each(connection, noted) == 2
    assert [row["note"] for row in ALL.mappings(connection, {})] == ["nota a", "de b", "nota c"]


def test_a_list_says_which_rows_are_changed_and_given_back(connection: Connection):
    INSERT.change_each(connection, rows("a", "b", "c"))
    change = update(marks).where(marks.c.name.in_(any_of("names"))).values(note=bindparam("said"))
    changed = Statement(change.returning(marks.c.name))
    assert set(changed.scalars(connection, {"names": ["a", "c", "z"], "said": "x"})) == {"a", "c"}
    assert [row["note"] for row in ALL.mappings(connection, {})] == ["x", "de b", "x"]


def test_a_moment_is_the_same_in_whatever_zone_it_is_told(connection: Connection):
    INSERT.change(connection, rows("a")[0])
    connection.execute(insert(marks).values(name="b", at=NOW.astimezone(UTC), note=""))
    assert ALL.rows(connection, {})[0][1] == ALL.rows(connection, {})[1][1] == NOW
    if connection.dialect.name == "sqlite":
        kept = connection.exec_driver_sql("SELECT DISTINCT at FROM marks").scalars().all()
        assert kept == ["2027-02-26 15:00:00.000000"]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8])
def test_a_list_has_any_length(connection: Connection, count: int):
    names = list("abcdefgh")
    INSERT.change_each(connection, rows(*names))
    assert sorted(AMONG.scalars(connection, {"names": names[:count]})) == names[:count]


def test_a_list_and_other_values_are_those_of_each_time(connection: Connection):
    INSERT.change_each(connection, rows("a", "b"))
    noted = select(marks.c.name).where(
        marks.c.name.in_(any_of("names")), marks.c.note == bindparam("said"), marks.c.note != ""
    )
    found = Statement(noted.limit(1))
    assert found.scalar(connection, {"names": ["a", "b"], "said": "de a"}) == "a"
    assert found.scalar(connection, {"names": ["b", "a"], "said": "de b"}) == "b"
    with pytest.raises(InvalidRequestError):
        found.scalar(connection, {"names": ["b", "a"]})


def test_a_key_comes_back_and_nothing_where_nothing_is(connection: Connection):
    posted = Statement(insert(dead_addresses).returning(dead_addresses.c.address))
    row = {"address": "a@x.test", "since": NOW, "status": "5.1.1", "message_id": ""}
    assert posted.scalar(connection, row) == "a@x.test"
    nobody = Statement(select(marks.c.at).where(marks.c.name == bindparam("of")))
    assert nobody.scalar(connection, {"of": "z"}) is None


def test_text_takes_values_too(connection: Connection):
    assert (
        Statement(text("DELETE FROM marks WHERE name = :of")).change(connection, {"of": "z"}) == 0
    )


def test_a_row_that_contradicts_another_is_its_own_fault(connection: Connection):
    INSERT.change(connection, rows("a")[0])
    with pytest.raises(IntegrityError) as failed, connection.begin_nested():
        INSERT.change(connection, rows("a")[0])
    assert "de a" not in str(failed.value)
    with pytest.raises(IntegrityError), connection.begin_nested():
        INSERT.change_each(connection, rows("b", "a"))
    assert ALL.scalars(connection, {}) == ["a"]


def test_what_the_database_refuses_is_told_in_our_words(tmp_path: Path):
    store = open_store(config(tmp_path))
    with store.write() as connection:
        connection.execute(text("DROP TABLE marks"))
    broken = Statement(select(marks.c.at))
    with pytest.raises(StorageError), store.read() as connection:
        broken.rows(connection, {})
    store.close()


def test_who_watches_what_is_executed_is_shown_it(connection: Connection):
    seen: list[str] = []
    watch = lambda _c, _cursor, sql, *_more: seen.append(sql)  # noqa: E731
    event.listen(connection.engine, "before_cursor_execute", watch)
    INSERT.change_each(connection, rows("a"))
    assert UPDATE.change(connection, {"of": "a", "note": "otra"}) == 1
    assert AMONG.scalars(connection, {"names": ["a", "b", "c"]}) == ["a"]
    event.remove(connection.engine, "before_cursor_execute", watch)
    assert [sql.split()[0] for sql in seen] == ["INSERT", "UPDATE", "SELECT"]
