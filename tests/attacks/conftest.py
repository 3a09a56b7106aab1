"""One house for all attacks that change nothing in it."""

import shutil
from collections.abc import Iterator
from datetime import datetime

import pytest

from storage.store import upgrade
from tests.attacks.house import House
from tests.scenarios.roads import in_memory
from tests.scenarios.times import BOGOTA


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A line with its cases; nobody may write to it."""
    place = tmp_path_factory.mktemp("casa")
    upgrade(f"sqlite:///{place}/mailbot.db")
    with in_memory(place, datetime(2026, 1, 1, tzinfo=BOGOTA)) as line:
        yield House(line)
    shutil.rmtree(place)
