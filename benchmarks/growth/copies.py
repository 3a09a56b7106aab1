"""A stored past, copied as often as it takes to be large: rows as the line itself wrote them."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Text,
    case,
    cast,
    create_engine,
    func,
    insert,
    literal,
    literal_column,
    select,
    text,
)

from storage.schema import (
    case_events,
    case_files,
    cases,
    deadlines,
    inbound,
    outbox,
    outbox_contents,
)
from storage.types import Instant
from tests.scenarios.letters import HOUSE

_COPIED = (cases, inbound, case_events, outbox, outbox_contents, case_files, deadlines)
_DAYS = 1000
"""The copies are spread over so many days before the past that was written."""

_AT_ONCE = 1_000
_CACHE_KB = 2_000_000
_PEOPLE = ("email", "sender", "person")
_UNIQUE = (
    "message_id", "token", "once_key", "content_hash", "raw_sha256", "path", "service_number",
    "incident_number", "mail",
)  # fmt: skip
_PAST_UIDVALIDITY = 7
_LONGEST_RAW = 200


def multiply(url: str, count: int, *, asleep: bool = True) -> int:
    """Copy what is stored until there are about `count` cases, and no wake-up of them is due.

    Where they are not `asleep`, the copies wait for the same moments as what they are copies of.

    Of the bytes of mails sent only the beginning is copied: no look-up passes them. Returns how
    many cases there are.
    """
    engine = create_engine(url)
    with engine.begin() as connection:
        strides = {
            table.name: int(connection.execute(select(func.max(table.c.id))).scalar_one())
            for table in _COPIED
        }
        _keep_words(connection)
    copies = count // strides["cases"] - 1
    for first in range(1, copies + 1, _AT_ONCE):
        last = min(copies, first + _AT_ONCE - 1)
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                for pragma in ("synchronous = OFF", f"cache_size = -{_CACHE_KB}"):
                    connection.exec_driver_sql(f"PRAGMA {pragma}")
            for table in _COPIED:
                numbers = _numbers(first, last)
                dialect = _Dialect(connection)
                values = [_value(column, numbers.c.place, strides, copies, dialect, asleep)
                          for column in table.c]  # fmt: skip
                query = select(*values).select_from(table.join(numbers, literal(1) == 1))
                query = query.where(table.c.id <= strides[table.name])
                connection.execute(insert(table).from_select(list(table.c.keys()), query))
            _copy_words(connection, strides["cases"], first, last)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE past_words"))
        if connection.dialect.name == "postgresql":
            for name in (*(table.name for table in _COPIED), "case_words"):
                _count_on(connection, name)
            connection.execute(text("ANALYZE"))
    engine.dispose()
    return (copies + 1) * strides["cases"]


class _Dialect:
    """How a database reckons with moments."""

    def __init__(self, connection: Connection) -> None:
        self._is_sqlite = connection.dialect.name == "sqlite"

    def moved(self, column: Any, days: ColumnElement[int]) -> ColumnElement[Any]:
        """A moment so many days later."""
        if self._is_sqlite:
            step = cast(days, Text) + " days"
            return func.strftime("%Y-%m-%d %H:%M:%f000", column, step)
        return column + days * literal_column("interval '1 day'")


def _value(
    column: Any, place: ColumnElement[int], strides: dict[str, int], copies: int,
    dialect: _Dialect, asleep: bool,
) -> ColumnElement[Any]:  # fmt: skip
    table, name = column.table, column.name
    for key in column.foreign_keys:
        return column + place * strides[key.column.table.name]
    if name in ("id", "uid"):
        return table.c.id + place * strides[table.name]
    if name == "uidvalidity":
        return literal(_PAST_UIDVALIDITY)
    if name in _PEOPLE:
        other = literal("p") + cast(place, Text) + "." + column
        return case((column.like(f"%@{HOUSE}"), column), else_=other)
    if name in _UNIQUE:
        return column + "-" + cast(place, Text)
    if name == "raw":
        return func.substr(column, 1, _LONGEST_RAW)
    if not asleep:
        return column
    if name == "due_at" and table is deadlines:
        return dialect.moved(column, literal(_DAYS))
    if isinstance(column.type, Instant):
        return dialect.moved(column, -(place * _DAYS / copies))
    return column


def _numbers(first: int, last: int) -> CTE:
    start = select(literal(first).label("place")).cte("numbers", recursive=True)
    return start.union_all(select(start.c.place + 1).where(start.c.place < last))


def _count_on(connection: Connection, table: str) -> None:
    """The next row of a table gets the next key."""
    sequence = func.pg_get_serial_sequence(table, "id")
    newest = select(func.max(literal_column("id"))).select_from(text(table)).scalar_subquery()
    connection.execute(select(func.setval(sequence, newest)).where(sequence.is_not(None)))


def _keep_words(connection: Connection) -> None:
    key = "rowid" if connection.dialect.name == "sqlite" else "id"
    connection.execute(
        text(f"CREATE TABLE past_words AS SELECT {key} AS id, stems FROM case_words")
    )


def _copy_words(connection: Connection, stride: int, first: int, last: int) -> None:
    key = "rowid" if connection.dialect.name == "sqlite" else "id"
    connection.execute(
        text(f"""
            WITH RECURSIVE numbers(place) AS (
                SELECT CAST(:first AS integer)
                UNION ALL SELECT place + 1 FROM numbers WHERE place < :last
            )
            INSERT INTO case_words ({key}, stems)
            SELECT id + place * :stride, stems FROM past_words, numbers
        """),
        {"first": first, "last": last, "stride": stride},
    )
