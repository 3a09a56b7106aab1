"""Full-text tables: rows of plain tokens, found by any of some words, the most alike first.

The tokens come from `mailbot.rules.search_words`. SQLite ranks them by BM25 (FTS5), PostgreSQL by
ts_rank. Words of others never become search syntax: they are letters and figures, and quoted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, TextClause, text

MOST_WORDS = 32
"""A search for more different words finds no better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statements:
    """How a database does it: in the place of `{table}` stands the table's name."""

    put: tuple[str, ...]
    drop: str
    find: str
    settle: str = ""

    def of(self, table: str) -> "_Bound":
        return _Bound(
            put=tuple(text(each.format(table=table)) for each in self.put),
            drop=text(self.drop.format(table=table)),
            find=text(self.find.format(table=table)),
            settle=text(self.settle.format(table=table)) if self.settle else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    put: tuple[TextClause, ...]
    drop: TextClause
    find: TextClause
    settle: TextClause | None


SQLITE = _Statements(
    put=(
        "DELETE FROM {table} WHERE rowid = :key",
        "INSERT INTO {table} (rowid, stems) VALUES (:key, :stems)",
    ),
    drop="DELETE FROM {table} WHERE rowid = :key",
    find="SELECT rowid FROM {table} WHERE {table} MATCH :query "
    "ORDER BY bm25({table}), rowid LIMIT :most",
    # A deleted row leaves its words in the index until its parts are merged.
    settle="INSERT INTO {table} ({table}) VALUES ('optimize')",
)
POSTGRESQL = _Statements(
    put=(
        (
            "INSERT INTO {table} (id, stems) VALUES (:key, to_tsvector('simple', :stems)) "
            "ON CONFLICT (id) DO UPDATE SET stems = EXCLUDED.stems"
        ),
    ),
    drop="DELETE FROM {table} WHERE id = :key",
    find="SELECT id FROM {table} WHERE stems @@ to_tsquery('simple', :query) "
    "ORDER BY ts_rank(stems, to_tsquery('simple', :query)) DESC, id LIMIT :most",
)


class FullText:
    """One full-text table of `storage.schema.FULL_TEXT`."""

    def __init__(self, table: str) -> None:
        self._sqlite = SQLITE.of(table)
        self._postgresql = POSTGRESQL.of(table)

    def put(self, connection: Connection, key: int, words: Iterable[str]) -> None:
        """Keep `words` as all that the row is found by."""
        row = {"key": key, "stems": " ".join(words)}
        for statement in self._of(connection).put:
            connection.execute(statement, row)

    def drop(self, connection: Connection, keys: Iterable[int]) -> None:
        """These rows are found no more."""
        rows = [{"key": key} for key in keys]
        if rows:
            connection.execute(self._of(connection).drop, rows)

    def find(self, connection: Connection, words: Iterable[str], most: int) -> tuple[int, ...]:
        """The keys of up to `most` rows with any of `words`, the most alike first."""
        wanted = tuple(dict.fromkeys(word for word in words if word.isalnum()))[:MOST_WORDS]
        if not wanted:
            return ()
        query = _any_of(wanted, connection.dialect.name)
        found = connection.execute(self._of(connection).find, {"query": query, "most": most})
        return tuple(int(key) for key in found.scalars())

    def settle(self, connection: Connection) -> None:
        """Leave nothing in the index of what was dropped; it takes as long as the index is big."""
        statement = self._of(connection).settle
        if statement is not None:
            connection.execute(statement)

    def _of(self, connection: Connection) -> _Bound:
        return self._sqlite if connection.dialect.name == "sqlite" else self._postgresql


def _any_of(words: Sequence[str], dialect: str) -> str:
    if dialect == "sqlite":
        return " OR ".join(f'"{word}"' for word in words)
    return " | ".join(f"'{word}'" for word in words)
