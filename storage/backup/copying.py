"""A consistent copy of a SQLite database that others are writing to, and looks into a copy."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from mailbot.config import Config
from mailbot.errors import StorageError
from storage.backup.archive import Progress
from storage.engine import driver_failures_in_our_words
from storage.erasure.owed import HOLDERS
from storage.locations import sqlite_path
from storage.sqlite import BUSY_MILLISECONDS

_PAGES = 1024


def sqlite_file(config: Config) -> Path:
    """The file of the configured database; StorageError, with what to do, for a server's."""
    path = sqlite_path(config.storage.database)
    if path is None:
        raise StorageError(
            "Esta orden copia bases SQLite. De una base PostgreSQL: copie primero la base con "
            "pg_dump --format=custom y después la carpeta [storage] files, en ese orden; al "
            "restaurar, primero los archivos, después pg_restore, y antes de arrancar mailbot "
            "ejecute mailbot db restored. La guía del administrador tiene los pasos."
        )
    return path


def copy_database(source: Path, target: Path, progress: Progress) -> None:
    """Copy `source` as it is at this moment to `target`; nobody who writes waits for it."""
    with (
        driver_failures_in_our_words(),
        closing(_connect(source, "mode=rw")) as live,
        closing(_connect(target, "mode=rw")) as copy,
    ):
        # The copy is made in steps. Within a transaction all of them see the same moment; without
        # one each mail that is written meanwhile would make it begin again.
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        live.backup(
            copy,
            pages=_PAGES,
            progress=lambda _status, left, total: progress("Base de datos", total - left, total),
        )


@contextmanager
def looking(path: Path) -> Iterator[sqlite3.Connection]:
    """A finished copy, to read only; nothing is written beside it."""
    with driver_failures_in_our_words(), closing(_connect(path, "immutable=1")) as connection:
        yield connection


def revision(connection: sqlite3.Connection) -> str:
    """The schema's migration; StorageError if this is no database of mailbot, or a broken one."""
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise StorageError("La base de datos está dañada: SQLite no la da por buena.")
    if not connection.execute("PRAGMA table_info(alembic_version)").fetchall():
        raise StorageError("La base de datos está vacía o no es de mailbot.")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def referred(connection: sqlite3.Connection) -> set[str]:
    """The SHA-256 of every kept file that rows refer to; a database of before may lack columns."""
    found: set[str] = set()
    for table, column in HOLDERS:
        columns = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
        if column in (each[1] for each in columns):
            query = f"SELECT DISTINCT {column} FROM {table.name} WHERE {column} <> ''"
            found.update(row[0] for row in connection.execute(query))
    return found


def referred_now(database: Path) -> set[str]:
    """The same of the database at work."""
    with driver_failures_in_our_words(), closing(_connect(database, "mode=rw")) as live:
        return referred(live)


def _connect(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=BUSY_MILLISECONDS / 1000,
        isolation_level=None,
    )
