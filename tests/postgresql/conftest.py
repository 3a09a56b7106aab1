"""What is about PostgreSQL alone: a server that may be stopped, and the store on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.config import Config
from storage import Store, open_store
from storage.store import upgrade
from tests.servers.postgresql import PostgreSQL
from tests.storage.test_store import config


@pytest.fixture(scope="session")
def server() -> Iterator[PostgreSQL]:
    """A server of this worker's own; who stops it starts it again."""
    with PostgreSQL() as running:
        running.create("linea")
        running.execute("CREATE ROLE lector LOGIN PASSWORD 'zarzaparrilla'")
        upgrade(f"{running.url}/linea")
        yield running


def at_address(settings: Config, url: str) -> Config:
    """The same configuration with another database."""
    return settings.model_copy(
        update={"storage": settings.storage.model_copy(update={"database": url})}
    )


@pytest.fixture
def settings(tmp_path: Path) -> Config:
    """A line on the tests' common server, with a database of its own."""
    return config(tmp_path)


@pytest.fixture
def store(settings: Config) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()
