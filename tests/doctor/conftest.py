"""A line that has been at work, made once, and a copy of it for each test to spoil."""

import shutil
from pathlib import Path

import pytest

from tests.doctor.house import sound_folder
from tests.doctor.working import House, received


@pytest.fixture(scope="session")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A line that has been at work: a pass a minute ago, and three mails decided and proved."""
    folder = tmp_path_factory.mktemp("linea")
    received(House(config_file=sound_folder(folder)), "mx.entidad.gov.co")
    return folder


@pytest.fixture
def house(at_work: Path, tmp_path: Path) -> House:
    """A copy of that line, to be spoiled."""
    shutil.copytree(at_work, tmp_path / "linea")
    return House(config_file=tmp_path / "linea" / "config.toml")
