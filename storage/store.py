"""The store: one database and one folder of files, with transactions for reading and writing."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine import make_url

from mailbot.config import Config
from mailbot.errors import AlreadyRunning, DatabaseBehind, StorageError
from storage.engine import failures_in_our_words, open_engine
from storage.files import Files, make_private_folder
from storage.schema import REVISION


class Store:
    """Where cases, mails and files live. `write()` commits as a whole or changes nothing.

    Without `durable` nothing waits for the disk: for a simulation, never for a line at work.
    """

    def __init__(self, url: str, files: Path, *, durable: bool = True) -> None:
        self.url = url
        self.files = Files(files, durable=durable)
        self._engine = open_engine(url, durable=durable)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that changes things; StorageError if the database or disk refuses."""
        with (
            failures_in_our_words(),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks."""
        with failures_in_our_words(), self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    def revision(self) -> str | None:
        """The schema's migration; None for an empty database."""
        with self.read() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def open_store(config: Config) -> Store:
    """Open the configured store; a new database gets its schema, an older one is refused.

    DatabaseBehind names the command to run. Folders are made, readable by their owner only.
    """
    path = _sqlite_path(config.storage.database)
    with failures_in_our_words():
        if path:
            make_private_folder(path.parent)
            _make_private(path)
        make_private_folder(config.storage.files)
    store = Store(config.storage.database, config.storage.files)
    revision = store.revision()
    if revision is None:
        upgrade(store.url)
    elif revision != REVISION:
        store.close()
        raise DatabaseBehind(
            f"La base de datos tiene el esquema {revision} y este programa necesita {REVISION}. "
            "Haga una copia de seguridad y ejecute: mailbot db upgrade"
        )
    return store


def store_exists(config: Config) -> bool:
    """Whether there is anything to open: a query must not create a database."""
    path = _sqlite_path(config.storage.database)
    return path is None or path.exists()


def database_folder(config: Config) -> Path | None:
    """Where SQLite keeps the database and its journals; None for a server's."""
    path = _sqlite_path(config.storage.database)
    return path.parent if path else None


def upgrade(url: str) -> None:
    """Bring the schema of this database up to date."""
    # Alembic takes a second to import and is needed once in a database's life.
    from storage.migrations.run import upgrade_database

    with failures_in_our_words():
        upgrade_database(url)


@contextmanager
def only_one(config: Config) -> Iterator[None]:
    """Hold this database for one process; AlreadyRunning if another one holds it.

    The kernel lets the lock go when the process dies, however it dies.
    """
    # Two daemons without a lock would send the same mails twice.
    path = sqlite_file(config)
    make_private_folder(path.parent)
    lock = path.with_name(path.name + ".lock")
    with open(lock, "a+", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "desconocido"
            raise AlreadyRunning(
                f"Otro mailbot (proceso {holder}) ya trabaja sobre {path}. "
                "Deténgalo antes (systemctl stop mailbot) o use otra base de datos."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def sqlite_file(config: Config) -> Path:
    """The file of the configured database; StorageError for one that is not a file."""
    path = _sqlite_path(config.storage.database)
    if path is None:
        raise StorageError(
            "Esta versión trabaja solo con SQLite: use [storage] database = "
            '"sqlite:///var/mailbot.db".'
        )
    return path


def _sqlite_path(url: str) -> Path | None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _make_private(path: Path) -> None:
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
