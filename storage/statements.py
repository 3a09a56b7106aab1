"""Statements that are built once, when the program starts, and only get values afterwards.

What SQLAlchemy does around each execution (a context, a result, its rows) costs far more than the
statement: a count by an index took 101 µs through `Connection.execute`, 63 µs through
`exec_driver_sql` and 5 µs on the driver's cursor, and a mail asks some twenty times. So a
`Statement` keeps the SQL that SQLAlchemy makes and how it converts each value, and hands both to
the cursor. What is asked rarely goes through `Connection.execute`, as anywhere.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Dialect,
    RowMapping,
    Select,
    TextClause,
    TextualSelect,
    UpdateBase,
    bindparam,
)
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler

Construct = Select[Any] | UpdateBase | TextClause | TextualSelect
Values = Mapping[str, Any]
NamedRow = RowMapping | Mapping[str, Any]
"""A row by the names of its columns, as SQLAlchemy gives it or as `Statement.mappings` does."""
_Convert = Callable[[Any], Any]


def any_of(name: str) -> BindParameter[Any]:
    """The place of a list of values, of any length, in an IN: `column.in_(any_of("rows"))`."""
    return bindparam(name, expanding=True)


class Statement:
    """A construct of SQLAlchemy Core that runs on the driver's cursor, within a transaction.

    Values come in and rows go out as through `Connection.execute`, and it fails as that does. Its
    lists (`any_of`) belong to an IN, not to a NOT IN.
    """

    def __init__(self, construct: Construct) -> None:
        self._construct = construct
        self._lists = tuple(
            part.key
            for part in visitors.iterate(construct)
            if isinstance(part, BindParameter) and part.expanding
        )
        self._names = tuple(str(each.key) for each in _columns(construct))
        self._compiled: dict[tuple[Any, ...], _Compiled] = {}

    def rows(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """All rows."""
        return self._run(connection, values)[0]

    def mappings(self, connection: Connection, values: Values) -> list[dict[str, Any]]:
        """All rows, each by the names of its columns."""
        found = self._run(connection, values)[0]
        return [dict(zip(self._names, row, strict=True)) for row in found]

    def scalar(self, connection: Connection, values: Values) -> Any:
        """The first value of the first row; None if there is none."""
        rows = self._run(connection, values)[0]
        return rows[0][0] if rows else None

    def scalars(self, connection: Connection, values: Values) -> list[Any]:
        """The first value of every row."""
        return [row[0] for row in self._run(connection, values)[0]]

    def change(self, connection: Connection, values: Values) -> int:
        """Change rows; returns how many there were."""
        return self._run(connection, values)[1]

    def change_each(self, connection: Connection, rows: Sequence[Values]) -> int:
        """The same change with the values of each row, which have all the same names; returns how
        many rows it changed, all together.
        """
        if _is_watched(connection):
            return connection.execute(self._construct, rows).rowcount
        compiled = self._for(connection.dialect, rows[0])
        given = [compiled.given(values) for values in rows]
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(compiled.sql, given)
        except BaseException as error:
            connection._handle_dbapi_exception(error, compiled.sql, given, cursor, None)
        changed = cursor.rowcount
        cursor.close()
        return changed

    def _run(self, connection: Connection, values: Values) -> tuple[list[tuple[Any, ...]], int]:
        values = self._padded(values)
        if _is_watched(connection):
            result = connection.execute(self._construct, values)
            found = [tuple(row) for row in result] if result.returns_rows else []
            return found, -1 if result.returns_rows else result.rowcount
        compiled = self._for(connection.dialect, values)
        given = compiled.given(values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, given)
            rows = cursor.fetchall() if self._names else []
        except BaseException as error:
            # SQLAlchemy's own way out: its exceptions, without values, and a lost connection is
            # not used again.
            connection._handle_dbapi_exception(error, compiled.sql, given, cursor, None)
        changed = cursor.rowcount
        cursor.close()
        return compiled.read(rows), changed

    def _padded(self, values: Values) -> Values:
        """The lists as long as a power of two, by repetition: few lengths have to be compiled."""
        if not self._lists:
            return values
        return {**values, **{name: _to_power_of_two(values[name]) for name in self._lists}}

    def _for(self, dialect: Dialect, values: Values) -> "_Compiled":
        key = (dialect.name, *values, *[len(values[name]) for name in self._lists])
        found = self._compiled.get(key)
        if found is None:
            lists = {name: values[name] for name in self._lists}
            found = self._compiled[key] = _compile(self._construct, dialect, values, lists)
        return found


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The SQL for one database, how it takes values and what comes back."""

    sql: str
    positional: bool
    constants: Mapping[str, Any]
    lists: Mapping[str, Sequence[str]]
    """Under which names the SQL takes the values of a list."""
    names: Sequence[str]
    """What the SQL takes, in its order."""
    given_converted: Sequence[tuple[int, _Convert]]
    """Which of these the driver does not take as they are."""
    read_converted: Sequence[tuple[int, _Convert]]
    """Which columns are not read as the driver gives them."""

    def given(self, values: Values) -> Any:
        """The values as the driver takes them."""
        if self.constants:
            values = {**self.constants, **values}
        for name, places in self.lists.items():
            values = {**values, **dict(zip(places, values[name], strict=True))}
        found = _converted([values[name] for name in self.names], self.given_converted)
        return found if self.positional else dict(zip(self.names, found, strict=True))

    def read(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows as the columns' types read them."""
        if not self.read_converted:
            return list(rows)
        return [tuple(_converted(list(row), self.read_converted)) for row in rows]


def _converted(values: list[Any], converters: Iterable[tuple[int, _Convert]]) -> list[Any]:
    """These values, some of them converted where they stand."""
    for place, convert in converters:
        values[place] = convert(values[place])
    return values


def _compile(
    construct: Construct, dialect: Dialect, values: Values, lists: Mapping[str, Sequence[Any]]
) -> _Compiled:
    compiled = (_filled(construct, values) if lists else construct).compile(
        dialect=dialect,
        column_keys=list(values),
        compile_kwargs={"render_postcompile": bool(lists)},
    )
    assert isinstance(compiled, SQLCompiler)
    converters = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect)
        for bind, name in compiled.bind_names.items()
    }
    places = {
        name: [f"{name}_{place + 1}" for place in range(len(lists[bind.key]))]
        for bind, name in compiled.bind_names.items()
        if bind.key in lists
    }
    for name, taken in places.items():
        converters |= dict.fromkeys(taken, converters.pop(name))
    names = compiled.positiontup or list(converters)
    readers = [
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in _columns(construct)
    ]
    return _Compiled(
        sql=compiled.string,
        positional=compiled.positional,
        constants={
            name: bind.value
            for bind, name in compiled.bind_names.items()
            if not bind.required and bind.key not in values
        },
        lists=places,
        names=names,
        given_converted=_present(converters[name] for name in names),
        read_converted=_present(readers),
    )


def _filled(construct: Construct, values: Values) -> Construct:
    """The construct with all values in it: to write out a list SQLAlchemy wants to know them."""

    def fill(bind: BindParameter[Any]) -> None:
        if bind.key in values:
            bind.value, bind.required = values[bind.key], False

    return visitors.cloned_traverse(construct, {}, {"bindparam": fill})


def _present(converters: Iterable[_Convert | None]) -> list[tuple[int, _Convert]]:
    return [(place, each) for place, each in enumerate(converters) if each]


def _columns(construct: Construct) -> tuple[ColumnElement[Any], ...]:
    """What its rows consist of; a text has none without its `columns()`."""
    return () if isinstance(construct, TextClause) else tuple(construct.exported_columns)


def _to_power_of_two(values: Iterable[Any]) -> list[Any]:
    found = list(values) or [None]
    length = 1 << (len(found) - 1).bit_length()
    return found + found[-1:] * (length - len(found))


def _is_watched(connection: Connection) -> bool:
    """Whether someone looks at what is executed (plans, benchmarks): he is shown it as ever."""
    return bool(connection.engine.dispatch.before_cursor_execute)
