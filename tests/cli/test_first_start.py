"""Before the first pass there is no database, and no question makes one; a lost one is refused."""

import json
from pathlib import Path

import pytest

from mailbot.config import load
from storage import open_store
from tests.cli.program import run
from tests.doctor.house import change, sound_folder


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    """A line whose servers refuse connections at once: nothing listens on port 1 here."""
    config_file = sound_folder(tmp_path)
    change(config_file, '"imap.entidad.gov.co"', '"127.0.0.1"\nport = 1\nsecurity = "none"')
    change(config_file, '"smtp.entidad.gov.co"', '"127.0.0.1"\nport = 1\nsecurity = "none"')
    return config_file


QUESTIONS = [
    ("status",),
    ("case", "list"),
    ("case", "show", "SERV-2026-000001"),
    ("outbox", "list"),
    ("parked", "list"),
    ("parked", "retry", "1"),
    ("deadlines", "list"),
    ("reconcile",),
    ("contingency", "import", "hoja.xlsx"),
    ("report", "--month", "2026-10"),
    ("digest", "--for", "ana@entidad.gov.co"),
]


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_a_question_before_the_first_pass_says_what_to_run_and_makes_nothing(
    capsys: pytest.CaptureFixture[str],
    config_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
):
    monkeypatch.chdir(config_file.parent)
    Path("hoja.xlsx").write_bytes(b"PK")
    asked = run(capsys, "-c", config_file, *words)
    assert (asked.status, asked.out) == (1, "")
    assert "Aún no hay base de datos" in asked.err
    assert "se crea con la primera pasada (mailbot once)" in asked.err
    assert not Path("var").exists()


def emptied(config_file: Path) -> Path:
    """A line that kept a mail, and whose database was overwritten with nothing."""
    store = open_store(load(config_file, {}))
    store.files.put(b"un correo")
    store.close()
    database = config_file.parent / "var/mailbot.db"
    database.write_bytes(b"")
    return database


@pytest.mark.parametrize(
    "words", [*QUESTIONS, ("once",), ("run",), ("db", "check"), ("db", "upgrade"),
              ("reconcile", "--adopt"), ("backup", "copia.tar")], ids=" ".join,
)  # fmt: skip
def test_a_database_that_lost_its_content_is_refused_with_what_to_do(
    capsys: pytest.CaptureFixture[str],
    config_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
):
    monkeypatch.chdir(config_file.parent)
    Path("hoja.xlsx").write_bytes(b"PK")
    database = emptied(config_file)
    asked = run(capsys, "-c", config_file, *words)
    assert (asked.status, asked.out) == (1, "")
    assert f"{database} está vacía" in asked.err
    assert "mailbot restore --replace ARCHIVO.tar.gz" in asked.err
    assert database.read_bytes() == b""


def test_doctor_finds_a_database_that_lost_its_content(
    capsys: pytest.CaptureFixture[str], config_file: Path
):
    emptied(config_file)
    asked = run(capsys, "-c", config_file, "doctor", "--json")
    rows = [row for row in json.loads(asked.out)["checks"] if row["check"] == "database"]
    assert (asked.status, [row["level"] for row in rows]) == (3, ["fault"])
    assert "mailbot restore --replace" in rows[0]["what"]


def test_an_empty_file_without_any_mail_is_a_line_that_begins(
    capsys: pytest.CaptureFixture[str], config_file: Path
):
    emptied(config_file)
    for blob in (config_file.parent / "var/archivo/blobs").glob("??/*"):
        blob.unlink()
    assert "Aún no hay base de datos" in run(capsys, "-c", config_file, "status").err
    run(capsys, "-c", config_file, "once")
    assert run(capsys, "-c", config_file, "status", "--json").status == 0
