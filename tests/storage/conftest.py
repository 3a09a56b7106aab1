"""What the tests of back-ups share: two places for a line, and one with a back-up of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.config import Config
from storage import Store, open_store
from storage.backup import back_up
from tests.storage.backups import NOW, quiet, received
from tests.storage.test_store import config


@pytest.fixture
def here(tmp_path: Path) -> Config:
    return config(tmp_path / "aqui")


@pytest.fixture
def there(tmp_path: Path) -> Config:
    return config(tmp_path / "alla")


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A line that received five mails: to copy it is quicker than to make one."""
    folder = tmp_path_factory.mktemp("lista")
    opened = open_store(config(folder))
    for uid in range(1, 6):
        received(opened, uid)
    opened.close()
    return folder


@pytest.fixture
def line_store(ready: Path, here: Config, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(ready, tmp_path / "aqui")
    opened = open_store(here)
    yield opened
    opened.close()


@pytest.fixture
def taken(here: Config, line_store: Store, tmp_path: Path) -> Path:
    file = tmp_path / "copia.tar.gz"
    back_up(here, file, NOW, quiet)
    return file
