"""The wheel of this checkout, built once, and what a person gets who installs it."""

from pathlib import Path
from zipfile import ZipFile

import hatchling.build
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder / hatchling.build.build_wheel(str(folder))


@pytest.fixture(scope="session")
def wheel(wheel_file: Path) -> dict[str, bytes]:
    """Each file of the wheel by its name."""
    with ZipFile(wheel_file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
