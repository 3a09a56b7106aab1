"""How a database finds what is asked of it: whether a look costs more as the archive grows.

The steps are told in SQLite's words: SEARCH for what an index leads to, SCAN for a whole table or
a whole index.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, event


def plans(connection: Connection, ask: Callable[[Connection], object]) -> dict[str, list[str]]:
    """The steps of the plan of each SELECT that `ask` makes, by its statement."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, values: Any, *_more: object) -> None:
        asked.append((statement, values))

    event.listen(connection.engine, "before_cursor_execute", note)
    ask(connection)
    event.remove(connection.engine, "before_cursor_execute", note)
    steps = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    return {
        statement: list(steps(connection, statement, values))
        for statement, values in asked
        if statement.startswith("SELECT")
    }


def _sqlite(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
        yield str(row[-1])


_NODE = re.compile(r"(?P<kind>Seq|Index(?: Only)?|Bitmap Index) Scan.*? (?:using|on) (?P<name>\w+)")


def _postgresql(connection: Connection, statement: str, values: Any) -> Iterator[str]:
    # The tables are empty: only so does it tell what it would do with full ones.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    told = connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement}", values).scalars().all()
    for place, line in enumerate(told):
        node = _NODE.search(line)
        if node is None:
            continue
        below = "".join(told[place + 1 : place + 2])
        how = "SEARCH" if "Index Cond" in below else "SCAN"
        yield f"{how} {node['name']}"
