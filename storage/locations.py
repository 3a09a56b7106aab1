"""Where the configured database is, and how it may be named: an address can hold a password."""

from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from mailbot.config import Config
from mailbot.errors import StorageError

_SECRETS = ("password", "sslpassword")


def parsed(url: str) -> URL:
    """The parts of a database's address; StorageError, which does not repeat a wrong one."""
    try:
        return make_url(url)
    except (ArgumentError, ValueError):
        raise StorageError(
            "La dirección de [storage] database no se entiende: escríbala como "
            "postgresql://usuario@servidor:5432/base; en una contraseña, @ es %40, / es %2F "
            "y : es %3A."
        ) from None


def shown_url(url: str) -> str:
    """A database's address without its password, to be read by people."""
    known = parsed(url)
    return known.difference_update_query(_SECRETS).render_as_string(hide_password=True)


def sqlite_path(url: str) -> Path | None:
    """The file of an SQLite database; None for a server's."""
    known = parsed(url)
    if known.get_backend_name() != "sqlite" or not known.database:
        return None
    return Path(known.database)


def database_folder(config: Config) -> Path | None:
    """Where SQLite keeps the database and its journals; None for a server's."""
    path = sqlite_path(config.storage.database)
    return path.parent if path else None


def database_files(config: Config) -> tuple[Path, ...]:
    """SQLite's database and the journals that stand beside it; () for a server's."""
    path = sqlite_path(config.storage.database)
    if path is None:
        return ()
    return (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm")))
