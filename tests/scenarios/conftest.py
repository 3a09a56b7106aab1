"""The line of the scenarios, with its servers in memory."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot.daemon import round as daemon_round
from mailbot.routines.digests import DIGESTS
from storage.store import upgrade
from tests.databases import copy_database, database_url
from tests.scenarios.line import ScenarioLine
from tests.scenarios.roads import OpenLine, in_memory
from tests.scenarios.times import BOGOTA

_START = datetime(2026, 1, 1, tzinfo=BOGOTA)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its schema and nothing in it: to copy is quicker than to make."""
    path = tmp_path_factory.mktemp("esquema") / "mailbot.db"
    upgrade(database_url(path))
    return path


@pytest.fixture(autouse=True)
def without_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    """No digests: they cost much in every simulated morning. Scenarios of digests override this."""
    others = tuple(each for each in daemon_round.ROUTINES if each is not DIGESTS)
    monkeypatch.setattr(daemon_round, "ROUTINES", others)


@pytest.fixture
def line_with(tmp_path: Path, empty_database: Path) -> Iterator[OpenLine]:
    """Makes the scenario's line, with changed sections of the configuration."""
    with ExitStack() as lines:

        def make(folder: str = "línea", **sections: Any) -> ScenarioLine:
            place = tmp_path / folder
            place.mkdir()
            copy_database(empty_database, place / "mailbot.db")
            return lines.enter_context(in_memory(place, _START, **sections))

        yield make


@pytest.fixture
def line(line_with: OpenLine) -> ScenarioLine:
    """The scenario's line as it is by default."""
    return line_with()
