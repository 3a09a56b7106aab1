"""One process at work on a line: two would send the same mails twice."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from mailbot.config import Config
from mailbot.errors import AlreadyRunning
from storage.engine import failures_in_our_words, open_engine
from storage.files import make_private_folder
from storage.locations import shown_url, sqlite_path

_LEAVING_SECONDS = 2


class Alone(Protocol):
    """A line that is held for this process."""

    def still(self) -> None:
        """Make sure of it, before each pass. AlreadyRunning if another process has it by now.

        StorageError while the database can't be asked.
        """


@contextmanager
def only_one(config: Config) -> Iterator[Alone]:
    """Hold this database for one process; AlreadyRunning if another one holds it.

    The kernel or the server lets the lock go when the process dies, however it dies.
    """
    path = sqlite_path(config.storage.database)
    if path is not None:
        with _locked_file(path):
            yield _HeldForGood()
        return
    with closing(_HeldBySession(config.storage.database)) as held:
        held.still()
        yield held


class _HeldForGood:
    """A lock of the kernel's lasts as long as the process."""

    def still(self) -> None:
        """Nothing can take it away."""


@contextmanager
def _locked_file(path: Path) -> Iterator[None]:
    make_private_folder(path.parent)
    lock = path.with_name(path.name + ".lock")
    with open(lock, "a+", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise _taken(file.read().strip() or "desconocido", str(path)) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


class _HeldBySession:
    """An advisory lock of PostgreSQL's: it ends with its session, which a server may drop."""

    def __init__(self, url: str) -> None:
        self._name = shown_url(url)
        self._engine = open_engine(url)
        self._session = ExitStack()
        self._connection: Connection | None = None
        # The loops of a daemon ask in turn.
        self._asking = threading.Lock()

    def still(self) -> None:
        with self._asking, failures_in_our_words():
            if self._connection is None or not _answers(self._connection):
                self._take()

    def close(self) -> None:
        self._session.close()
        self._engine.dispose()

    def _take(self) -> None:
        from storage.postgresql import LOCK_SPACE, WORKING
        from storage.postgresql_failures import LOCK_NOT_AVAILABLE

        self._session.close()
        self._connection = None
        with ExitStack() as session:
            connection = session.enter_context(self._engine.connect())
            connection.execution_options(isolation_level="AUTOCOMMIT")
            # What ends here ends for good: a session that goes on in the pool would hold the lock.
            session.callback(connection.invalidate)
            # A process that was killed leaves its session for a moment, until the server sees it.
            connection.exec_driver_sql(f"SET lock_timeout = '{_LEAVING_SECONDS}s'")
            try:
                connection.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK_SPACE}, {WORKING})")
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                    raise
                raise _taken(_holder(connection), self._name) from error
            self._session = session.pop_all()
            self._connection = connection


def _answers(connection: Connection) -> bool:
    try:
        connection.exec_driver_sql("SELECT 1")
    except DBAPIError:
        return False
    return True


def _holder(connection: Connection) -> str:
    from storage.postgresql import LOCK_SPACE, WORKING

    name = connection.exec_driver_sql(
        "SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid) "
        "WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
        f"AND classid = {LOCK_SPACE} AND objid = {WORKING} "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    ).scalar()
    return (name or "desconocido").removeprefix("mailbot ")


def _taken(holder: str, where: str) -> AlreadyRunning:
    return AlreadyRunning(
        f"Otro mailbot (proceso {holder}) ya trabaja sobre {where}. "
        "Deténgalo antes (systemctl stop mailbot) o use otra base de datos."
    )
