"""SQLite: durable, with one writer at a time, and its failures in our words."""

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from storage.statements import Statement

BUSY_MILLISECONDS = 10_000

_BEGIN = Statement(text("BEGIN"))
# A write that begins as a read can fail half-way with "database is locked"; IMMEDIATE waits at its
# beginning instead, where nothing has been done yet.
_BEGIN_TO_WRITE = Statement(text("BEGIN IMMEDIATE"))

_KNOWN = {
    "locked": "La base de datos está ocupada por otro proceso; se intentará de nuevo.",
    "full": "No queda espacio para la base de datos: libere disco; no se perdió nada.",
    "readonly": "La base de datos es de solo lectura: revise sus permisos, los de sus archivos "
    "-wal y -shm, y el disco.",
    "disk I/O": "El disco no dejó leer o escribir la base de datos: revise el disco, su espacio y "
    "los límites del proceso (ulimit -f); se intentará de nuevo.",
    "unable to open": "No se pudo abrir la base de datos: revise la ruta, los permisos y el disco.",
    "not a database": "Ese archivo no es una base de datos, o está dañado: revise [storage] "
    "database o restaure la última copia (mailbot restore).",
    "malformed": "La base de datos está dañada: restaure la última copia (mailbot restore).",
}


def sqlite_engine(url: str, *, durable: bool) -> Engine:
    """An engine with WAL, full durability and IMMEDIATE write transactions.

    Without `durable` it does not wait for the disk: for a store that no one will miss.
    """
    # A failure's words must not hold what somebody wrote.
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    if not durable:
        event.listen(engine, "connect", _do_not_wait_for_disk)
    event.listen(engine, "begin", _begin)
    return engine


def explained(words: str) -> str:
    """What SQLite says, with what to do."""
    hint = next((told for sign, told in _KNOWN.items() if sign in words), "La base de datos falló.")
    return f"{hint} ({words.strip()})"


def _prepare(dbapi_connection: object, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions on its own: `_begin` decides how they begin.
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


def _begin(connection: Connection) -> None:
    begin = _BEGIN_TO_WRITE if connection.get_execution_options().get("writes") else _BEGIN
    begin.change(connection, {})
