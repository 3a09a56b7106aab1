"""The store: one database and one folder of files, with transactions for reading and writing."""

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from mailbot.config import Config
from mailbot.errors import DatabaseBehind, StorageError
from storage.engine import ALONE, BESIDE, failures_in_our_words, open_engine, reading
from storage.files import Files, make_private_folder
from storage.locations import shown_url, sqlite_path
from storage.schema import REVISION, told_mismatch
from storage.statements import Statement

_SAVEPOINT = Statement(text("SAVEPOINT one"))
_RELEASE = Statement(text("RELEASE one"))
_ROLLBACK = Statement(text("ROLLBACK TO one"))


class _Shared(threading.local):
    """The transaction that a thread is in with all that it does, if any."""

    connection: Connection | None = None


class Store:
    """Where cases, mails and files live. `write()` commits as a whole or changes nothing.

    Without `durable` nothing waits for the disk: for a simulation, never for a line at work.
    """

    def __init__(self, url: str, files: Path, *, durable: bool = True) -> None:
        self.url = url
        self.files = Files(files, durable=durable)
        self._engine = open_engine(url, durable=durable)
        self._reading = reading(self._engine)
        self._shared = _Shared()

    def write(self) -> AbstractContextManager[Connection]:
        """A transaction that changes things; StorageError if the database or disk refuses."""
        return self._writing(ALONE)

    def write_beside(self) -> AbstractContextManager[Connection]:
        """A transaction that waits for no other writer, nor, on PostgreSQL, for the disk.

        For a change that is right whatever others write meanwhile, because one statement both looks
        and changes; and that may be lost with the server's machine unless a later `write()`, which
        takes it along to the disk, rests on it. On SQLite the same as `write()`.
        """
        return self._writing(BESIDE)

    @contextmanager
    def _writing(self, how: str) -> Iterator[Connection]:
        shared = self._shared.connection
        if shared is not None:
            # One statement changes all or nothing by itself.
            within = _savepoint(shared) if how == ALONE else nullcontext()
            with failures_in_our_words(), within:
                yield shared
            return
        with (
            failures_in_our_words(),
            self._engine.connect().execution_options(writes=how) as connection,
            connection.begin(),
        ):
            yield connection
            if how == ALONE:
                # Files first, then the rows that point to them.
                self.files.write_held()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks."""
        shared = self._shared.connection
        if shared is not None:
            with failures_in_our_words():
                yield shared
            return
        with failures_in_our_words(), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def one_commit(self) -> Iterator[None]:
        """All that this thread reads and writes within is one transaction.

        Each `write()` in it is a savepoint, which changes all or nothing as ever; what an earlier
        one wrote is seen by those that follow, and durable with the commit at the end. Files that
        are put within are written together, before the commit.
        """
        with self.files.together(), self.write() as connection:
            self._shared.connection = connection
            try:
                yield
            finally:
                self._shared.connection = None

    def close(self) -> None:
        self._engine.dispose()

    def refuse_encoding(self) -> None:
        """Raise StorageError for a database that can't keep every letter of a mail."""
        with self.read() as connection:
            if connection.dialect.name == "sqlite":
                return
            encoding = connection.execute(text("SHOW server_encoding")).scalar()
        if encoding != "UTF8":
            raise StorageError(
                f"La base de datos guarda su texto en {encoding}, donde no caben todas las letras "
                "de un correo: créela de nuevo con createdb --encoding UTF8 --template template0."
            )

    def revision(self) -> str | None:
        """The schema's migration; None for an empty database."""
        with self.read() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def _savepoint(connection: Connection) -> Iterator[None]:
    # Bare statements: SQLAlchemy's own savepoint takes as long as a whole transaction.
    _SAVEPOINT.change(connection, {})
    try:
        yield
    except BaseException as error:
        _undo(connection, error)
        raise
    _RELEASE.change(connection, {})


def _undo(connection: Connection, error: BaseException) -> None:
    """Back to the savepoint; where there is none any more the database is at fault, not a mail."""
    try:
        _ROLLBACK.change(connection, {})
        _RELEASE.change(connection, {})
    except DBAPIError as lost:
        # A full disk ends the whole transaction in SQLite, and what said so says it best.
        raise (error if isinstance(error, OperationalError) else lost) from error


def open_store(config: Config) -> Store:
    """Open the configured store; a new database gets its schema, an older one is refused.

    DatabaseBehind names the command to run; StorageError, where the database lost what it held.
    Folders are made, readable by their owner only.
    """
    path = sqlite_path(config.storage.database)
    if path and _is_empty(path):
        # Before SQLite opens it, which would delete a journal that is left beside it.
        refuse_lost(config)
    with failures_in_our_words():
        if path:
            make_private_folder(path.parent)
            _make_private(path)
        make_private_folder(config.storage.files)
    with ExitStack() as opened:
        store = opened.enter_context(closing(Store(config.storage.database, config.storage.files)))
        revision = store.revision()
        if revision is None:
            refuse_lost(config)
            store.refuse_encoding()
            upgrade(store.url)
        elif revision != REVISION:
            raise DatabaseBehind(told_mismatch(revision))
        opened.pop_all()
    return store


def store_exists(config: Config) -> bool:
    """Whether there is anything to open: a query must not create a database, or its tables.

    StorageError where a server can't be asked, and where the database lost what it held.
    """
    path = sqlite_path(config.storage.database)
    exists = not _is_empty(path) if path else _has_schema(config)
    if not exists:
        refuse_lost(config)
    return exists


def open_existing(config: Config) -> Store:
    """Open the store of a line that has begun; StorageError if there is none yet."""
    if not store_exists(config):
        raise StorageError(
            f"Aún no hay base de datos en {shown_url(config.storage.database)}: se crea con la "
            "primera pasada (mailbot once)."
        )
    return open_store(config)


def refuse_lost(config: Config) -> None:
    """Raise StorageError if a database without a schema is not a new line's, but a lost one.

    The files tell: a mail's bytes are on disk before its row, and a case's number comes after
    both. Where none is kept, no number was ever given, and the line may begin; where one is,
    numbers that people hold would be given again.
    """
    folder = config.storage.files
    if not any(Files(folder).digests()):
        return
    path = sqlite_path(config.storage.database)
    todo = (
        "mailbot restore --replace ARCHIVO.tar.gz"
        if path
        else "pg_restore, y después mailbot db restored HORA"
    )
    raise StorageError(
        f"La base de datos {path or shown_url(config.storage.database)} está vacía, pero en "
        f"{folder} hay correos de una línea que ya trabajó: empezar de nuevo repetiría números de "
        f"caso. Restaure la última copia ({todo}); para una línea nueva, use otra carpeta en "
        "[storage] files."
    )


def upgrade(url: str) -> None:
    """Bring the schema of this database up to date."""
    # Alembic takes a second to import and is needed once in a database's life.
    from storage.migrations.run import upgrade_database

    with failures_in_our_words():
        upgrade_database(url)


def _is_empty(path: Path) -> bool:
    return not path.exists() or path.stat().st_size == 0


def _has_schema(config: Config) -> bool:
    with closing(Store(config.storage.database, config.storage.files)) as store:
        return store.revision() is not None


def _make_private(path: Path) -> None:
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
