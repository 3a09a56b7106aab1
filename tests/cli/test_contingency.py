"""The contingency sheet at the machine: `contingency export`, `import`, and the file on disk."""

import json
import re
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from mailbot.config import load
from mailbot.daemon.line import line
from mailbot.doctor import CHECKS, Level
from mailbot.errors import StorageError
from mailbot.pipeline.contingency import write_snapshot
from mailbot.pipeline.desk import Desk
from mailbot.routines.snapshot import due, leave_behind
from mailbot.rules.contingency_sheet.columns import TITLES
from storage import open_store
from tests.cli.program import Ran, run
from tests.doctor.house import examined, of, sound_folder

AT = "2026-11-24T10:00"
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
ROSA = (
    None, "Rosa Gil", 1032456789, "RGIL", "04-02-00 DANE", "rosa@dane.test", 3105550199, "Bogotá",
    "No abre la consulta.", "Abierto",
)  # fmt: skip
PEDRO = ("SERV-2026-C0001", "Pedro", None, None, "36-02-00 SENA", "pedro@sena.test", None, None,
         "No firma.", "Cerrado")  # fmt: skip


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and a database without cases: to copy is quicker."""
    folder = tmp_path_factory.mktemp("lista")
    open_store(load(sound_folder(folder), {})).close()
    return folder


@pytest.fixture
def folder(ready: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ready, tmp_path / "linea"))


@pytest.fixture
def mailbot(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def command(*words: object) -> Ran:
        return run(capsys, "-c", folder / "config.toml", "contingency", *words)

    return command


def saved(path: Path, *rows: tuple[object, ...], head: tuple[str, ...] = TITLES) -> Path:
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    book.save(path)
    return path


def counts(ran: Ran) -> dict[str, int]:
    return {name: n for name, n in json.loads(ran.out)["counts"].items() if n}


def test_without_apply_nothing_changes(folder: Path, mailbot):
    sheet = saved(folder / "hoja.xlsx", ROSA, PEDRO)
    for _ in range(2):
        ran = mailbot("import", sheet, "--at", AT, "--json")
        assert (ran.status, counts(ran)) == (0, {"create": 2})


def test_applied_it_makes_the_cases_and_a_second_time_it_changes_nothing(folder: Path, mailbot):
    sheet = saved(folder / "hoja.xlsx", ROSA, PEDRO)
    ran = mailbot("import", sheet, "--apply", "--at", AT, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert [row["id"] for row in json.loads(ran.out)["rows"]] == [
        "SERV-2026-000001", "SERV-2026-C0001",
    ]  # fmt: skip
    assert counts(mailbot("import", sheet, "--apply", "--at", AT, "--json")) == {"same": 2}


def test_only_who_has_an_open_case_is_told_its_number(folder: Path, mailbot):
    mailbot("import", saved(folder / "hoja.xlsx", ROSA, PEDRO), "--apply", "--at", AT)
    store = open_store(load(folder / "config.toml", {}))
    with store.read() as connection:
        told = connection.exec_driver_sql("SELECT template, person FROM outbox").all()
    store.close()
    assert told == [("M-02", "rosa@dane.test")]


def test_what_was_exported_comes_back_as_it_is(folder: Path, mailbot):
    mailbot("import", saved(folder / "hoja.xlsx", ROSA, PEDRO), "--apply", "--at", AT)
    out = folder / "salida.xlsx"
    assert mailbot("export", out, "--at", AT).status == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert counts(mailbot("import", out, "--json", "--at", AT)) == {"same": 2}


def test_faults_and_good_rows_are_told_row_by_row(folder: Path, mailbot):
    ran = mailbot("import", saved(folder / "hoja.xlsx", ROSA, ("hola",)), "--at", AT)
    assert ran.status == 0
    assert "Fila 3" in ran.out
    assert "«hola» no es un número de caso" in ran.out
    assert "nada cambió" in ran.out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda path: path.write_text("a,b\n"), "está en texto (csv)"),
        (lambda path: saved(path.with_suffix(".xlsx"), head=TITLES[:9]).rename(path), "Columna J"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_with_the_reason(folder, mailbot, content, words):
    content(folder / "hoja.csv")
    ran = mailbot("import", folder / "hoja.csv", "--apply", "--at", AT)
    assert ran.status == 2
    assert words in ran.err
    assert "Nada cambió" in ran.err


class TestOnDisk:
    @pytest.fixture
    def desk(self, folder: Path, mailbot):
        mailbot("import", saved(folder / "hoja.xlsx", ROSA), "--apply", "--at", AT)
        with line(load(folder / "config.toml", {})) as running:
            yield running.desk

    def test_it_is_written_for_its_owner_alone_and_reads_back(self, desk: Desk):
        assert write_snapshot(desk, NOON)
        path = desk.store.files.root / "contingencia.xlsx"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        rows = list(load_workbook(BytesIO(path.read_bytes())).worksheets[0].values)
        assert rows[0][:10] == TITLES
        assert rows[1][:4] == ("SERV-2026-000001", "Rosa Gil", "1032456789", "RGIL")
        assert [each.name for each in path.parent.iterdir() if each.name.endswith("tmp")] == []

    def test_it_is_written_again_only_when_something_changed(self, desk: Desk, folder: Path):
        assert write_snapshot(desk, NOON)
        assert not write_snapshot(desk, NOON + timedelta(minutes=15))
        (desk.store.files.root / "contingencia.xlsx").unlink()
        assert write_snapshot(desk, NOON + timedelta(minutes=30))

    def test_it_is_due_at_once_and_then_every_fifteen_minutes(self, desk: Desk):
        policy, later = desk.policy, NOON + timedelta(minutes=15)
        assert due(policy, None, NOON) == (NOON,)
        assert due(policy, NOON, later - timedelta(seconds=1)) == ()
        assert due(policy, NOON, later) == (later,)


CHECK = tuple(check for check in CHECKS if check.name == "contingency")


def test_a_disk_that_refuses_keeps_no_line_from_stopping(folder: Path, caplog, monkeypatch):
    def refuse(_path: Path, _content: bytes) -> None:
        raise StorageError("El disco está lleno.")

    monkeypatch.setattr("mailbot.pipeline.contingency.replace_file", refuse)
    with line(load(folder / "config.toml", {})) as running:
        leave_behind(running.desk, lambda: NOON)
    assert "la hoja de contingencia no quedó al día: El disco está lleno." in caplog.text


def test_a_sheet_that_takes_long_keeps_no_line_from_stopping(folder: Path, caplog, monkeypatch):
    monkeypatch.setattr("mailbot.routines.snapshot._MOST_AT_THE_END", -1)
    with line(load(folder / "config.toml", {})) as running:
        leave_behind(running.desk, lambda: NOON)
        assert not (running.desk.store.files.root / "contingencia.xlsx").exists()
    assert "la hoja de contingencia no quedó al día: hay demasiados casos" in caplog.text


class TestDoctor:
    def said(self, folder: Path, now: datetime) -> list[tuple[Level, str]]:
        found = examined(folder / "config.toml", now=now, checks=CHECK)
        return of(found, "contingency")

    def test_a_sheet_that_was_never_written_is_a_warning(self, folder: Path):
        ((level, what),) = self.said(folder, NOON)
        assert level is Level.WARNING
        assert "no está escrita" in what

    @pytest.mark.parametrize(
        ("hours", "level", "age"),
        [(0.5, Level.OK, "hace 30 min"), (3, Level.WARNING, "hace 3 h"),
         (100, Level.WARNING, "hace 4 días")],
    )  # fmt: skip
    def test_it_says_where_the_sheet_is_and_how_old(self, folder: Path, hours, level, age):
        with line(load(folder / "config.toml", {})) as running:
            write_snapshot(running.desk, NOON)
        ((found, what),) = self.said(folder, NOON + timedelta(hours=hours))
        assert found is level
        assert "contingencia.xlsx" in what
        assert age in what


def test_status_says_where_the_sheet_is_and_how_fresh(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    config = folder / "config.toml"
    missing = run(capsys, "-c", config, "status").out
    assert re.search(
        r"Hoja de contingencia +no está escrita: .*/contingencia\.xlsx$", missing, re.MULTILINE
    )
    with line(load(config, {})) as running:
        write_snapshot(running.desk, NOON)
    found = run(capsys, "-c", config, "status").out
    assert re.search(r"hace .* \(24/11/2026 12:00\): .*/contingencia\.xlsx$", found, re.MULTILINE)
