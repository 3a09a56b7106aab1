"""The database connection: durable SQLite or PostgreSQL, and its failures in our words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from mailbot.errors import StorageError, disk_words
from storage import postgresql_failures, sqlite
from storage.locations import parsed

ALONE, BESIDE = "alone", "beside"
"""How a transaction writes, as its execution option `writes`: after the other writers, or not."""


def open_engine(url: str, *, durable: bool = True) -> Engine:
    """An engine for `url`, whose write transactions have the execution option `writes`.

    Those with ALONE come one after the other; who waits too long for his turn fails before he has
    begun. Without `durable` nothing waits for the disk: for a store that no one will miss.
    """
    known = parsed(url)
    if known.get_backend_name() == "sqlite":
        return sqlite.sqlite_engine(url, durable=durable)
    # Psycopg is loaded only where it is needed.
    from storage.postgresql import postgresql_engine

    return postgresql_engine(known, durable=durable)


def reading(engine: Engine) -> Engine:
    """The engine for transactions that only look: each sees one moment, whoever writes."""
    if engine.dialect.name == "sqlite":
        return engine
    from storage.postgresql import snapshots

    return snapshots(engine)


@contextmanager
def failures_in_our_words() -> Iterator[None]:
    """Turn the driver's failures into `StorageError`.

    What a row itself is to blame for passes (IntegrityError, DataError, limits): it is a bug, or
    the mail's own, and would fail again on a sound server.
    """
    try:
        with disk_failures_in_our_words():
            yield
    except (IntegrityError, DataError):
        raise
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise StorageError(sqlite.explained(str(error.orig))) from error
        if postgresql_failures.is_own_fault(error):
            raise
        raise StorageError(postgresql_failures.explained(error)) from error


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
            f"No se pudo escribir en el archivo de mailbot: {disk_words(error)}. "
            "Revise el espacio y los permisos del disco; no se perdió nada."
        ) from error


@contextmanager
def driver_failures_in_our_words() -> Iterator[None]:
    """The same for SQLite's own connections, which no engine stands before."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(sqlite.explained(str(error))) from error
