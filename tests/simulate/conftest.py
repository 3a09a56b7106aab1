"""A line in memory for a test, and the mails that people write to it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.simulate.house import house
from mailbot.simulate.letters import Author, Writer
from mailbot.simulate.line import SimulatedLine

START = datetime(2026, 2, 2, tzinfo=ZoneInfo("America/Bogota"))
MARIA = Author(name="María Rojas", address="maria@entidad01.gov.test")

COMPLETE = """Al guardar la obligación 48213 sale el error SIIF-210.

Nombre: María Rojas
Usuario SIIF: MHrojas
Unidad ejecutora: 13-01-01
Entidad: Instituto Nacional de Vías
Ciudad: Bogotá
Teléfono: 601 555 1234
"""

Clock = Callable[[str], datetime]


def at(hour: str) -> datetime:
    """A time of Monday 2 February 2026, a working day."""
    hours, minutes = hour.split(":")
    return START.replace(hour=int(hours), minute=int(minutes))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its schema and nothing else: making it takes longer than most tests."""
    folder = tmp_path_factory.mktemp("vacia")
    SimulatedLine(house(folder), folder, START).close()
    return folder / "mailbot.db"


@pytest.fixture
def line(tmp_path: Path, empty_database: Path) -> Iterator[SimulatedLine]:
    shutil.copy(empty_database, tmp_path)
    with SimulatedLine(house(tmp_path), tmp_path, START, seed=1) as running:
        yield running


@pytest.fixture
def writer() -> Writer:
    return Writer()


def request(writer: Writer, hour: str = "08:00", author: Author = MARIA) -> bytes:
    """A request with everything that the form asks for."""
    return writer.new(
        author, at(hour), "No deja registrar la obligación", COMPLETE, files=("pantalla.png",)
    )
