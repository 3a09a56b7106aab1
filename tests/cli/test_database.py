"""`db check` tells whether the schema fits, `db upgrade` makes it fit."""

import json
from pathlib import Path

import pytest

from mailbot.config import load
from storage import only_one, open_store
from storage.schema import REVISION
from storage.store import Store
from tests.cli.program import run
from tests.config.files import SMALLEST, write


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    return write(tmp_path, SMALLEST)


def _set_revision(config_file: Path, revision: str) -> None:
    config = load(config_file, {})
    open_store(config).close()
    store = Store(config.storage.database, config.storage.files)
    with store.write() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    store.close()


def test_a_database_that_is_not_there_yet_is_no_fault_and_is_not_made(
    capsys: pytest.CaptureFixture[str], config_file: Path
):
    shown = run(capsys, "-c", config_file, "db", "check", "--json")
    assert shown.status == 0
    assert json.loads(shown.out) == {"revision": None, "needed": REVISION, "current": False}
    assert not (config_file.parent / "var").exists()


def test_upgrade_makes_a_new_database(capsys: pytest.CaptureFixture[str], config_file: Path):
    assert run(capsys, "-c", config_file, "db", "upgrade").status == 0
    shown = run(capsys, "-c", config_file, "db", "check", "--json")
    assert shown.status == 0
    assert json.loads(shown.out) == {"revision": REVISION, "needed": REVISION, "current": True}


def test_another_schema_is_found(capsys: pytest.CaptureFixture[str], config_file: Path):
    _set_revision(config_file, "0000")
    shown = run(capsys, "-c", config_file, "db", "check")
    assert shown.status == 3
    assert "tiene el esquema 0000" in shown.out
    assert "mailbot db upgrade" in shown.out


def test_upgrade_waits_for_a_daemon_to_be_stopped(
    capsys: pytest.CaptureFixture[str], config_file: Path
):
    with only_one(load(config_file, {})):
        shown = run(capsys, "-c", config_file, "db", "upgrade")
    assert (shown.status, shown.out) == (1, "")
    assert "ya trabaja sobre" in shown.err


@pytest.mark.parametrize("words", [("db", "upgrade"), ("status",), ("db", "check")])
def test_a_database_of_a_newer_program_is_left_to_that_program(
    capsys: pytest.CaptureFixture[str], config_file: Path, words: tuple[str, ...]
):
    _set_revision(config_file, "9999")
    shown = run(capsys, "-c", config_file, *words)
    assert shown.status == (3 if words == ("db", "check") else 1)
    assert "La escribió un mailbot más nuevo" in shown.out + shown.err
    assert "ejecute: mailbot db upgrade" not in shown.out + shown.err
