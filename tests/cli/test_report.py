"""`mailbot report`: the month's report as files, for people and for scripts."""

import hashlib
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbot.config import load
from storage import open_store
from tests.cli.program import Ran, run
from tests.doctor.house import sound_folder

_NAMES = ["Informe_2026-10.xlsx", "Informe_2026-10.html"]


@pytest.fixture
def mailbot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    config = sound_folder(tmp_path)
    open_store(load(config, {})).close()
    return lambda *words: run(capsys, "-c", config, "report", *words)


def test_it_writes_the_workbook_and_the_page_and_says_where(mailbot, tmp_path: Path):
    out = tmp_path / "informes" / "octubre"
    ran = mailbot("--month", "2026-10", "--out", out, "--at", "2026-11-03T08:00")
    assert (ran.status, ran.err) == (0, "")
    assert "no entró ninguna solicitud" in ran.out
    assert [path.name in ran.out for path in sorted(out.iterdir())] == [True, True]
    assert sorted(path.name for path in out.iterdir()) == sorted(_NAMES)
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}


def test_its_json_names_the_files_and_their_hashes(mailbot, tmp_path: Path):
    ran = mailbot("--month", "2026-10", "--out", tmp_path, "--at", "2026-11-03T08:00", "--json")
    told = json.loads(ran.out)
    assert (told["month"], told["partial"], told["changed"]) == ("2026-10", False, None)
    assert [Path(file["path"]).name for file in told["files"]] == _NAMES
    for file in told["files"]:
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_the_same_month_gives_the_same_bytes(mailbot, tmp_path: Path):
    first = mailbot("--month", "2026-10", "--out", tmp_path, "--at", "2026-11-03T08:00", "--json")
    again = mailbot("--month", "2026-10", "--out", tmp_path, "--at", "2027-02-01T08:00", "--json")
    assert json.loads(first.out)["files"] == json.loads(again.out)["files"]


@pytest.mark.parametrize(
    ("month", "said"),
    [("2026-12", "Diciembre de 2026 no ha empezado"), ("octubre", "no es un mes")],
)
def test_another_month_is_wrong_use(mailbot, tmp_path: Path, month: str, said: str):
    ran = mailbot("--month", month, "--out", tmp_path / "x", "--at", "2026-11-03T08:00")
    assert ran.status == 2
    assert said in ran.err
    assert not (tmp_path / "x").exists()
