"""The database connection: durable SQLite (or PostgreSQL), and its failures in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry

from mailbot.errors import StorageError

BUSY_MILLISECONDS = 10_000


def open_engine(url: str, *, durable: bool = True) -> Engine:
    """An engine for `url`; SQLite gets WAL, full durability and IMMEDIATE write transactions.

    Without `durable` SQLite does not wait for the disk: for a store that no one will miss.
    """
    # A failure's words must not hold what somebody wrote.
    engine = create_engine(url, hide_parameters=True)
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        if not durable:
            event.listen(engine, "connect", _do_not_wait_for_disk)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: object, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions on its own: `_begin_sqlite` decides how they begin.
    dbapi_connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = dbapi_connection.cursor()  # type: ignore[attr-defined]
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _do_not_wait_for_disk(dbapi_connection: object, _entry: ConnectionPoolEntry) -> None:
    dbapi_connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]


def _begin_sqlite(connection: Connection) -> None:
    # A write that begins as a read can fail half-way with "database is locked"; IMMEDIATE waits
    # at its beginning instead, where nothing has been done yet.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def failures_in_our_words() -> Iterator[None]:
    """Turn the driver's failures into `StorageError`; integrity faults are bugs and pass."""
    try:
        with disk_failures_in_our_words():
            yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise StorageError(_explain(str(error.orig))) from error


@contextmanager
def disk_failures_in_our_words() -> Iterator[None]:
    """Turn what the disk refuses into `StorageError`.

    A file that is not there is its own case, and so is a reader of our output who went away.
    """
    try:
        yield
    except (FileNotFoundError, BrokenPipeError):
        raise
    except OSError as error:
        raise StorageError(
            f"No se pudo escribir en el archivo de mailbot: {error.strerror or error}. "
            "Revise el espacio y los permisos del disco; no se perdió nada."
        ) from error


@contextmanager
def driver_failures_in_our_words() -> Iterator[None]:
    """The same for SQLite's own connections, which no engine stands before."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(_explain(str(error))) from error


def _explain(words: str) -> str:
    known = {
        "locked": "La base de datos está ocupada por otro proceso; se intentará de nuevo.",
        "full": "No queda espacio para la base de datos: libere disco; no se perdió nada.",
        "readonly": "La base de datos es de solo lectura: revise sus permisos y el disco.",
        "unable to open": "No se pudo abrir la base de datos: revise la ruta y sus permisos.",
        "malformed": "La base de datos está dañada: restaure la última copia (mailbot restore).",
    }
    hint = next((text for sign, text in known.items() if sign in words), "La base de datos falló.")
    return f"{hint} ({words.strip()})"
