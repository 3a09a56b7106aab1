"""`init` makes a folder that loads, for its owner only, and never touches what is there."""

from pathlib import Path

import pytest

from mailbot.config import load
from tests.cli.program import run


def test_a_new_folder_loads_and_says_what_is_next(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    folder = tmp_path / "una línea"
    shown = run(capsys, "init", folder)
    assert shown.status == 0
    assert f"'{folder}/config.toml' doctor" in shown.out
    assert f"{folder}/secretos/buzon y {folder}/secretos/smtp" in shown.out
    config = load(folder / "config.toml", {})
    assert config.storage.files == folder / "var/archivo"
    assert config.storage.files.is_dir()


def test_nobody_else_can_look_in(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    run(capsys, "init", tmp_path / "línea")
    modes = {path: path.stat().st_mode & 0o777 for path in (tmp_path / "línea").rglob("*")}
    assert len(modes) == 6
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in modes.items())


def test_again_changes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    run(capsys, "init", tmp_path)
    (tmp_path / "config.toml").write_text("# mío\n")
    (tmp_path / "secretos/smtp").unlink()
    shown = run(capsys, "init", tmp_path)
    assert shown.status == 0
    assert shown.out.startswith("Ya existe, y no se tocó, la configuración")
    assert (tmp_path / "config.toml").read_text() == "# mío\n"
    assert not (tmp_path / "secretos/smtp").exists()


def test_a_password_that_is_there_already_stays(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    (tmp_path / "secretos").mkdir()
    (tmp_path / "secretos/buzon").write_text("la mía")
    assert run(capsys, "init", tmp_path).status == 0
    assert load(tmp_path / "config.toml", {}).mailbox.secret == "la mía"


def test_a_folder_that_can_not_be_made(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    (tmp_path / "archivo").write_text("")
    shown = run(capsys, "init", tmp_path / "archivo")
    assert (shown.status, shown.out) == (2, "")
    assert shown.err.startswith(f"mailbot: No se pudo crear {tmp_path}/archivo:")
