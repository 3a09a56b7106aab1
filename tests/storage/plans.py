"""How SQLite finds what is asked of it: whether a look costs more as the archive grows."""

from collections.abc import Callable
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
    return {
        statement: [
            str(row[-1])
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
        for statement, values in asked
        if statement.startswith("SELECT")
    }
