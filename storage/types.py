"""Column types that read and write the model's values on every database."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

_as_json = json.JSONEncoder(ensure_ascii=False).encode


class Instant(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out. SQLite has no zones, so it keeps UTC without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return _InstantOnSqlite()  # type: ignore[no-untyped-call]
        return super().load_dialect_impl(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _InstantOnSqlite(sqlite.DATETIME):
    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:
        return _in_utc


@lru_cache(maxsize=256)
def _in_utc(moment: datetime | None) -> str | None:
    # Some twenty moments are written for a mail, most of them the same few.
    if moment is None:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of words as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        return _as_json(list(value or ()))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()
