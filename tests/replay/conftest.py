"""A line that worked through October, with its servers in memory: what replays are held against."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from mailbot.config import Config
from storage.backup import back_up
from tests.cli.program import Ran, run
from tests.databases import copy_database, on_postgresql
from tests.scenarios.conftest import empty_database
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION
from tests.scenarios.roads import in_memory
from tests.scenarios.times import BOGOTA

__all__ = ["empty_database"]


@dataclass(frozen=True)
class October:
    """The line as it stands at the end of the month, and the cases of its story."""

    line: ScenarioLine
    config: Config
    folder: Path
    solved: ScenarioCase
    silent: ScenarioCase
    escalated: ScenarioCase
    back_up: Path | None
    """Of 7 October, 9:00; there is none on PostgreSQL."""


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[October]:
    folder = tmp_path_factory.mktemp("octubre")
    copy_database(empty_database, folder / "mailbot.db")
    with in_memory(folder, datetime(2026, 9, 28, tzinfo=BOGOTA)) as line:
        line.at("Wed 30-Sep-2026 09:00")
        line.user("Rosa Gil", "rosa@dane.test").asks()
        line.at("Thu 1-Oct-2026 09:00")
        solved = line.marta.asks()
        line.arrives(line.latest)
        line.marta.is_out_of_office("M-02")
        line.ana.does("[RESUELTO causa=cupo]", SOLUTION, on=solved)
        told = line.assigned("nora@", line.user("Juan Díaz", "juan@igac.test"))
        line.nora.does("[RESUELTO]", SOLUTION, on=told)
        line.user("Juan Díaz", "juan@igac.test").replies_to("M-12", "SI, muchas gracias")
        line.at("Thu 1-Oct-2026 11:00")
        ivan = line.user("Iván Paz", "ivan@sena.test")
        silent = ivan.asks(without=["Teléfono", "Ciudad"])
        # Nobody answers: time closes it.
        line.at("Wed 7-Oct-2026 09:00")
        config = _stored(line, folder)
        back_up = None if on_postgresql() else _back_up(config, line.now)
        escalated = line.assigned("nel@", line.user("Luz Mar", "luz@icbf.test", unit="41-06-00"))
        line.nel.does("[PENDIENTE CLIENTE]", "¿Qué mensaje muestra el sistema?", on=escalated)
        line.user("Luz Mar", "luz@icbf.test").replies_to("M-10", "Muestra el error 210.")
        line.bounces(line.mails("M-02")[-1])
        line.at("Fri 30-Oct-2026 09:00")
        line.nel.does("[RESUELTO causa=secuencia]", SOLUTION, on=escalated)
        line.at("Mon 2-Nov-2026 09:00")
        yield October(line, config, folder, solved, silent, escalated, back_up)


@pytest.fixture
def mailbot(
    october: October, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """The program with October's configuration."""
    monkeypatch.setattr("mailbot.config.load", lambda _file, _environ: october.config)
    return lambda *words: run(capsys, *words)


def _stored(line: ScenarioLine, folder: Path) -> Config:
    """The line's configuration, with where its store is."""
    config = line.road.policy.config
    places = {"database": line.road.store.url, "files": folder / "archivo"}
    return config.model_copy(update={"storage": config.storage.model_copy(update=places)})


def _back_up(config: Config, now: datetime) -> Path:
    file = config.storage.files.parent / "copia.tar.gz"
    back_up(config, file, now, lambda *_progress: None)
    return file
