"""Presence on a line by a session of PostgreSQL's: its advisory locks end with it.

Four kinds of locks. Everyone who works on the line shares one, and who has to be alone has it for
himself. Each has one by his own number: claims of a number that nobody holds are anybody's. Each
duty is one, which a single session holds. And each role is one, shared by those who have it: for
people who ask (`storage/at_work.py`).
"""

import random
import threading
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from mailbot.model.line import ProcessRole
from storage.engine import failures_in_our_words, open_engine
from storage.locations import shown_url
from storage.postgresql import DUTIES, LOCK_SPACE, PRESENT, ROLES, WORKING
from storage.postgresql_failures import LOCK_NOT_AVAILABLE
from storage.presence import Duty, taken

_LEAVING_SECONDS = 2
_NUMBERS = 2**31
DUTY_KEYS = {duty: place for place, duty in enumerate(Duty)}
ROLE_KEYS = {role: place for place, role in enumerate(ProcessRole)}
HOLDERS = (
    "FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
)

ALIVE = f"SELECT objid::bigint {HOLDERS} AND classid = {PRESENT}"
"""The numbers of the processes at work: an SQL query."""


class PresentBySession:
    """Present while a session of its own stands."""

    def __init__(
        self, url: str, roles: Collection[ProcessRole] = tuple(ProcessRole), *, alone: bool
    ) -> None:
        self._alone = alone
        self._roles = roles
        self._name = shown_url(url)
        self._engine = open_engine(url)
        self._session = ExitStack()
        self._connection: Connection | None = None
        self._number = 0
        self._duties: set[Duty] = set()
        # The loops of a daemon ask in turn.
        self._asking = threading.Lock()

    @property
    def number(self) -> int | None:
        return None if self._alone else self._number

    def still(self) -> None:
        with self._asking, failures_in_our_words():
            self._stand()

    def leads(self, duty: Duty) -> bool:
        with self._asking, failures_in_our_words():
            connection = self._stand()
            if duty in self._duties or _locked(connection, DUTIES, DUTY_KEYS[duty]):
                self._duties.add(duty)
            return duty in self._duties

    @contextmanager
    def stands_in(self, duty: Duty) -> Iterator[bool]:
        has = duty in self._duties
        got = self.leads(duty)
        try:
            yield got
        finally:
            if got and not has:
                with self._asking, failures_in_our_words():
                    self._give_up(duty)

    def close(self) -> None:
        with self._asking, suppress(DBAPIError):
            if self._connection is not None:
                # The server takes a moment to see that a session has ended.
                self._connection.exec_driver_sql("SELECT pg_advisory_unlock_all()")
        self._connection = None
        self._session.close()
        self._engine.dispose()

    def _stand(self) -> Connection:
        if self._connection is None or not _answers(self._connection):
            self._connection = self._begin()
        return self._connection

    def _begin(self) -> Connection:
        self._session.close()
        self._connection, self._duties = None, set()
        with ExitStack() as session:
            connection = session.enter_context(self._engine.connect())
            connection.execution_options(isolation_level="AUTOCOMMIT")
            # What ends here ends for good: a session that goes on in the pool would hold the lock.
            session.callback(connection.invalidate)
            self._join(connection)
            while not _locked(connection, PRESENT, number := random.randrange(1, _NUMBERS)):
                pass
            for role in self._roles:
                _locked(connection, ROLES, ROLE_KEYS[role], kind="_shared")
            self._number = number
            self._session = session.pop_all()
            return connection

    def _give_up(self, duty: Duty) -> None:
        connection = self._stand()
        # A session that was lost meanwhile has lost its duties too.
        if duty in self._duties:
            self._duties.remove(duty)
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({DUTIES}, {DUTY_KEYS[duty]})")

    def _join(self, connection: Connection) -> None:
        kind = "" if self._alone else "_shared"
        # A process that was killed leaves its session for a moment, until the server sees it.
        connection.exec_driver_sql(f"SET lock_timeout = '{_LEAVING_SECONDS}s'")
        try:
            joining = f"SELECT pg_advisory_lock{kind}({LOCK_SPACE}, {WORKING})"
            connection.exec_driver_sql(joining)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            raise taken(_holder(connection), self._name) from error


def _locked(connection: Connection, space: int, key: int, kind: str = "") -> bool:
    taking = f"SELECT pg_try_advisory_lock{kind}({space}, {key})"
    return bool(connection.exec_driver_sql(taking).scalar_one())


def _answers(connection: Connection) -> bool:
    try:
        connection.exec_driver_sql("SELECT 1")
    except DBAPIError:
        return False
    return True


def _holder(connection: Connection) -> str:
    names = connection.exec_driver_sql(
        "SELECT application_name FROM pg_stat_activity WHERE pid IN "
        f"(SELECT pid {HOLDERS} AND classid = {LOCK_SPACE} AND objid = {WORKING}) "
        "ORDER BY application_name"
    ).scalars()
    return ", ".join(name.removeprefix("mailbot ") for name in names) or "desconocido"
