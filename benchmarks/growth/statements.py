"""Which statements take the time: how often each runs, and how long in all."""

import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

_LISTS = re.compile(r"\((?:\?|%\(\w+\)s)(?:, (?:\?|%\(\w+\)s))*\)")
_COLUMNS = re.compile(r"^SELECT .*? \nFROM", re.DOTALL)
_WIDTH = 150


@contextmanager
def told(engine: Engine, most: int = 12) -> Iterator[None]:
    """Print the dearest statements of what is done meanwhile, with their wall time."""
    spent: dict[str, list[float]] = defaultdict(list)

    def before(_c: Any, _cursor: Any, _s: str, _p: Any, context: Any, _many: bool) -> None:
        context.began = time.perf_counter()

    def after(_c: Any, _cursor: Any, statement: str, _p: Any, context: Any, _many: bool) -> None:
        spent[_short(statement)].append(time.perf_counter() - context.began)

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    yield
    event.remove(engine, "before_cursor_execute", before)
    event.remove(engine, "after_cursor_execute", after)
    dearest = sorted(spent.items(), key=lambda each: -sum(each[1]))
    for statement, times in dearest[:most]:
        print(f"  {sum(times) * 1000:9.1f} ms in {len(times):5}: {statement}")


def _short(statement: str) -> str:
    """A statement on one line, without its columns and the length of its lists."""
    return " ".join(_COLUMNS.sub("SELECT … FROM", _LISTS.sub("(…)", statement)).split())[:_WIDTH]
