"""One process at work: its hold on the line is looked after, and is lost without a lie."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from mailbot.config import Config
from mailbot.errors import AlreadyRunning, StorageError
from storage import only_one
from tests.postgresql.conftest import at_address
from tests.servers.postgresql import PostgreSQL

pytestmark = pytest.mark.postgresql


@contextmanager
def administrator(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def cut_who_holds(url: str) -> None:
    """The server drops the session that holds the line."""
    with administrator(url) as connection:
        holders = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid "
        connection.execute(
            f"SELECT pg_terminate_backend(pid, 5000) FROM ({holders}"
            "FROM pg_database WHERE datname = current_database())) AS held"
        )


def test_a_hold_that_the_server_dropped_is_taken_again(settings: Config):
    with only_one(settings) as held:
        cut_who_holds(settings.storage.database)
        held.still()
        with pytest.raises(AlreadyRunning), only_one(settings):
            pass


def test_a_hold_that_another_took_meanwhile_is_not_claimed(settings: Config):
    with only_one(settings) as held:
        cut_who_holds(settings.storage.database)
        with (
            only_one(settings),
            pytest.raises(AlreadyRunning, match="ya trabaja sobre postgresql://"),
        ):
            held.still()
        # The other has gone: this one goes on by itself.
        held.still()
        with pytest.raises(AlreadyRunning), only_one(settings):
            pass


def test_while_the_server_is_down_nobody_holds_anything(server: PostgreSQL, settings: Config):
    with only_one(at_address(settings, f"{server.url}/linea")) as held:
        server.stop()
        try:
            with pytest.raises(StorageError, match="en marcha"):
                held.still()
        finally:
            server.start()
        held.still()


def test_lines_on_one_server_do_not_keep_each_other_out(server: PostgreSQL, settings: Config):
    with only_one(settings), only_one(at_address(settings, f"{server.url}/linea")) as other:
        other.still()
