"""Full-text tables: rows of plain tokens, found by any of some words, the most telling first.

The tokens come from `mailbot.rules.search_words`. Words of others never become search syntax: they
are letters and figures, and quoted.

Of each word only the newest rows are looked at, and which rows have most in common is reckoned
here, the same for every database: to rank all that shares any word would take the longer, the more
is stored.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from sqlalchemy import Connection, TextClause, text

MOST_WORDS = 32
"""A search for more different words finds no better."""

NEWEST = 200
"""How many rows of each word are looked at: of a common one the newest, of a rare one all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Statements:
    """How a database does it: in the place of `{table}` stands the table's name."""

    put: tuple[str, ...]
    drop: str
    find: str
    """The newest rows with the word `:word{place}`, as (place, key)."""
    settle: str = ""

    def of(self, table: str) -> "_Bound":
        return _Bound(
            put=tuple(text(each.format(table=table)) for each in self.put),
            drop=text(self.drop.format(table=table)),
            settle=text(self.settle.format(table=table)) if self.settle else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    put: tuple[TextClause, ...]
    drop: TextClause
    settle: TextClause | None


SQLITE = _Statements(
    put=(
        "DELETE FROM {table} WHERE rowid = :key",
        "INSERT INTO {table} (rowid, stems) VALUES (:key, :stems)",
    ),
    drop="DELETE FROM {table} WHERE rowid = :key",
    find="SELECT {place}, rowid FROM (SELECT rowid FROM {table} WHERE {table} MATCH :word{place} "
    "ORDER BY rowid DESC LIMIT :newest) AS of{place}",
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
    find="SELECT {place}, id FROM (SELECT id FROM {table} "
    "WHERE stems @@ to_tsquery('simple', :word{place}) "
    "ORDER BY id DESC LIMIT :newest) AS of{place}",
)


class FullText:
    """One full-text table of `storage.schema.FULL_TEXT`."""

    def __init__(self, table: str) -> None:
        self._table = table
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
        """The keys of up to `most` rows with any of `words`: those with the most and rarest first,
        of equals the earlier one.
        """
        wanted = tuple(dict.fromkeys(word for word in words if word.isalnum()))[:MOST_WORDS]
        if not wanted:
            return ()
        query = _newest(self._table, len(wanted), connection.dialect.name)
        quoted = {f"word{place}": _quoted(word, connection.dialect.name)
                  for place, word in enumerate(wanted)}  # fmt: skip
        rows: dict[int, list[int]] = defaultdict(list)
        for place, key in connection.execute(query, quoted | {"newest": NEWEST}):
            rows[place].append(int(key))
        return tuple(_most_telling(rows))[:most]

    def settle(self, connection: Connection) -> None:
        """Leave nothing in the index of what was dropped; it takes as long as the index is big."""
        statement = self._of(connection).settle
        if statement is not None:
            connection.execute(statement)

    def _of(self, connection: Connection) -> _Bound:
        return self._sqlite if connection.dialect.name == "sqlite" else self._postgresql


@lru_cache(maxsize=4 * MOST_WORDS)
def _newest(table: str, words: int, dialect: str) -> TextClause:
    find = (SQLITE if dialect == "sqlite" else POSTGRESQL).find
    parts = (find.format(table=table, place=place) for place in range(words))
    return text(" UNION ALL ".join(parts))


def _quoted(word: str, dialect: str) -> str:
    return f'"{word}"' if dialect == "sqlite" else f"'{word}'"


def _most_telling(rows: Mapping[int, Sequence[int]]) -> list[int]:
    """The rows of each word, all together: a word weighs the more, the rarer it is."""
    latest = max((max(keys) for keys in rows.values()), default=0)
    weights: dict[int, float] = defaultdict(float)
    for keys in rows.values():
        looked_through = latest if len(keys) < NEWEST else latest - min(keys) + 1
        weight = log(1 + looked_through / len(keys))
        for key in keys:
            weights[key] += weight
    return sorted(weights, key=lambda key: (-weights[key], key))
