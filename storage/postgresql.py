"""PostgreSQL: how its connections are made and its transactions begin, and its failures.

A write begins as on SQLite: one writer at a time, by an advisory lock of the transaction
(`_begin`). Mails are read, decided about and composed outside of it, so it is short, and what a
write looks at can't change under it. Numbers and claims are taken beside it. Which mails a process
decides about is `claims`, who does what for all `sessions`.
"""

import os
import socket
from importlib.util import find_spec

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext

from mailbot.errors import StorageError
from storage.engine import ALONE, BESIDE
from storage.postgresql_failures import told_by

LOCK_SPACE = 0x6D61_696C
"""The first half of the keys of our advisory locks; they are the database's own."""

PRESENT, DUTIES, ROLES = LOCK_SPACE + 1, LOCK_SPACE + 2, LOCK_SPACE + 3
"""The same for locks by a process's own number, by what one does for all, and by what many do."""

WRITING, WORKING = 1, 2
"""The second half: who writes, for a transaction; who works on the line, for a session."""

LOCK_SECONDS = 10
_BEGIN_WRITE = {
    ALONE: f"SELECT pg_advisory_xact_lock({LOCK_SPACE}, {WRITING})",
    BESIDE: "SET LOCAL synchronous_commit = off",
}

# A host that is cut off is found out within 20 seconds, on both sides; the defaults take hours.
_CLIENT: dict[str, str | int] = {
    "client_encoding": "utf8",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 20_000,
}
_SERVER = {
    "timezone": "UTC",
    "lock_timeout": f"{LOCK_SECONDS}s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "20s",
    # Who holds the line for this process says nothing for hours.
    "idle_session_timeout": "0",
}


def postgresql_engine(url: URL, *, durable: bool) -> Engine:
    """An engine over psycopg 3; StorageError where it is not installed.

    Connections that the server has dropped meanwhile are made anew before they are used. Without
    `durable` a commit does not wait for the disk: for a store that no one will miss.
    """
    if find_spec("psycopg") is None:
        raise StorageError(
            "Para usar PostgreSQL falta el paquete psycopg: instálelo con "
            "pip install 'psycopg[binary]' en el entorno de mailbot."
        )
    settings = _SERVER | ({} if durable else {"synchronous_commit": "off"})
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    asked = url.query.get("options", "")
    client = {name: value for name, value in _CLIENT.items() if name not in url.query}
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={
            **client,
            "application_name": url.query.get("application_name", application_name()),
            # What the address says itself comes last, and counts.
            "options": f"{options} {asked if isinstance(asked, str) else ' '.join(asked)}".strip(),
        },
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _without_values)
    return engine


def application_name() -> str:
    """How the server names this process to its administrator, and to another mailbot."""
    return f"mailbot {os.getpid()} en {socket.gethostname()}"[:63]


def snapshots(engine: Engine) -> Engine:
    """The same engine for transactions that only look: all of one see the same moment."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _begin(connection: Connection) -> None:
    # The snapshot of each statement is made after the lock is had, so that nothing of what another
    # writer has just committed is missed (READ COMMITTED).
    begin = _BEGIN_WRITE.get(connection.get_execution_options().get("writes", ""))
    if begin:
        connection.exec_driver_sql(begin)


def _without_values(context: ExceptionContext) -> None:
    """Leave of a failure what the server says, and not the row that it quotes below that."""
    told = told_by(context.original_exception)
    kind = type(context.original_exception).__name__
    context.original_exception.args = (told,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({kind}) {told}",)
