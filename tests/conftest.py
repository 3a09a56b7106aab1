"""Fixtures that every test may ask for, and the database that tests run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import drop_databases, make_template, on_postgresql
from tests.servers.dovecot import ServerMissing
from tests.servers.postgresql import PostgreSQL

pytest_plugins = ["tests.servers.fixtures", "tests.servers.smtp_fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """One server for all workers, started by whoever starts them."""
    if config.getoption("--database") != "postgresql" or hasattr(config, "workerinput"):
        return
    try:
        server = PostgreSQL().__enter__()
    except ServerMissing as missing:
        pytest.exit(str(missing), returncode=1)
    config.add_cleanup(server.__exit__)
    make_template(server.url)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about one database only does not run on the other."""
    other = "sqlite" if on_postgresql() else "postgresql"
    gone = [item for item in items if item.get_closest_marker(other)]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if not item.get_closest_marker(other)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """The databases of a test go with it."""
    place = getattr(item, "funcargs", {}).get("tmp_path")
    yield
    if on_postgresql() and isinstance(place, Path):
        drop_databases(place)
