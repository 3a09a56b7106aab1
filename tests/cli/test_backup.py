"""`backup` and `restore` at the machine: what they say, and how they end."""

import json
import shutil
from pathlib import Path

import pytest

from mailbot.config import load
from storage import only_one, open_store
from storage.schema import REVISION
from tests.cli.program import run
from tests.config.files import SMALLEST, write


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a line without cases: to copy is quicker."""
    folder = tmp_path_factory.mktemp("lista")
    open_store(load(write(folder, SMALLEST), {})).close()
    return folder


@pytest.fixture
def config_file(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "linea")) / "config.toml"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    (tmp_path / "otra").mkdir()
    return write(tmp_path / "otra", SMALLEST)


def test_a_line_moves_to_another_machine(
    capsys: pytest.CaptureFixture[str], config_file: Path, elsewhere: Path, tmp_path: Path
):
    copy = tmp_path / "copia.tar.gz"
    taken = run(capsys, "-c", config_file, "backup", copy)
    assert (taken.status, taken.err) == (0, "")
    assert taken.out.startswith(f"{copy}: 0 archivos y la base de datos, ")
    shown = run(capsys, "-c", elsewhere, "restore", copy)
    assert (shown.status, shown.err) == (0, "")
    for word in ("doctor", "reconcile --adopt", "outbox list", "deadlines release"):
        assert f"{elsewhere} {word}" in shown.out
    assert run(capsys, "-c", elsewhere, "db", "check").status == 0


def test_both_answer_in_json(
    capsys: pytest.CaptureFixture[str], config_file: Path, elsewhere: Path, tmp_path: Path
):
    copy = tmp_path / "copia.tar"
    taken = json.loads(run(capsys, "-c", config_file, "backup", copy, "--json").out)
    assert (taken["file"], taken["files"], taken["revision"]) == (str(copy), 0, REVISION)
    assert taken["made"].endswith("-05:00")
    assert taken["size"] == copy.stat().st_size
    restored = json.loads(run(capsys, "-c", elsewhere, "restore", copy, "--json").out)
    assert restored["made"] == taken["made"]
    assert (restored["held"], restored["undecided"], restored["kept_aside"]) == (0, 0, [])


def test_a_lost_file_is_found_and_the_rest_is_copied_all_the_same(
    capsys: pytest.CaptureFixture[str], config_file: Path, tmp_path: Path
):
    lost = "ab" * 32
    store = open_store(load(config_file, {}))
    with store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO authorisations VALUES ('K', 'IMPORTAR', '[]', '', '', '', "
            f"'2026-11-24 10:00:00', '2026-11-25 10:00:00', NULL, NULL, '{lost}')"
        )
    store.close()
    shown = run(capsys, "-c", config_file, "backup", tmp_path / "copia.tar.gz")
    assert shown.status == 3
    assert shown.err == f"FALTA el archivo {lost}: la base de datos lo nombra y no está.\n"
    assert (tmp_path / "copia.tar.gz").exists()


def test_a_back_up_is_taken_while_the_line_works_but_none_is_put_over_it(
    capsys: pytest.CaptureFixture[str], config_file: Path, tmp_path: Path
):
    copy = tmp_path / "copia.tar.gz"
    with only_one(load(config_file, {})):
        assert run(capsys, "-c", config_file, "backup", copy).status == 0
        shown = run(capsys, "-c", config_file, "restore", copy, "--replace")
    assert (shown.status, shown.out) == (1, "")
    assert "ya trabaja sobre" in shown.err


def test_a_line_that_is_there_is_replaced_only_when_told_so(
    capsys: pytest.CaptureFixture[str], config_file: Path, tmp_path: Path
):
    copy = tmp_path / "copia.tar.gz"
    run(capsys, "-c", config_file, "backup", copy)
    refused = run(capsys, "-c", config_file, "restore", copy)
    assert (refused.status, refused.out) == (2, "")
    assert "--replace" in refused.err
    shown = run(capsys, "-c", config_file, "restore", copy, "--replace")
    assert shown.status == 0
    assert "mailbot.db.anterior-" in shown.out


WRONG = {
    "a name of another kind": ("copia.zip", 2, "termina en .tar.gz"),
    "a folder that is not there": ("nada/copia.tar", 2, "No existe la carpeta"),
}


@pytest.mark.parametrize(("name", "status", "words"), WRONG.values(), ids=WRONG)
def test_a_place_where_no_copy_can_be_written_is_refused(
    name: str, status: int, words: str,
    capsys: pytest.CaptureFixture[str], config_file: Path, tmp_path: Path,
):  # fmt: skip
    shown = run(capsys, "-c", config_file, "backup", tmp_path / name)
    assert (shown.status, shown.out) == (status, "")
    assert words in shown.err


def test_without_a_database_there_is_nothing_to_copy_and_none_is_made(
    capsys: pytest.CaptureFixture[str], elsewhere: Path, tmp_path: Path
):
    shown = run(capsys, "-c", elsewhere, "backup", tmp_path / "copia.tar")
    assert (shown.status, shown.out) == (1, "")
    assert "no hay nada que copiar" in shown.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["otra"]
