"""`mailbot config history`, and the start that keeps copies and refuses faulty texts."""

import json
import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config import load
from mailbot.daemon.kept_settings import FOLDER, keep_settings
from mailbot.daemon.start import refuse_faulty_own_texts
from mailbot.errors import StorageError
from storage import open_store
from tests.cli.program import Ran, run
from tests.doctor.house import SOUND, sound_folder

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sound_folder(tmp_path)
    return tmp_path


def start(folder: Path, text: str = SOUND, at: datetime = NOON) -> Path | None:
    """What a start with this configuration keeps."""
    (folder / "config.toml").write_text(text, "utf-8")
    return keep_settings(load(folder / "config.toml", {}), at)


def told(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> Ran:
    return run(capsys, "-c", folder / "config.toml", "config", "history", *words)


def record(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return list(json.loads(told(folder, capsys, "--json").out))


def test_before_the_first_start_there_is_nothing(folder, capsys):
    assert "Todavía no hay copias" in told(folder, capsys).out
    assert record(folder, capsys) == []


def test_the_first_start_keeps_all_and_the_same_again_nothing(folder, capsys):
    path = start(folder)
    assert path is not None
    assert start(folder, at=NOON + timedelta(days=1)) is None
    assert path.parent == folder / "var/archivo" / FOLDER
    assert path.stat().st_mode & 0o777 == 0o600
    assert record(folder, capsys) == [
        {"at": "2026-11-24T12:00:00-05:00", "path": str(path), "changes": []}
    ]
    assert "Primera copia." in told(folder, capsys).out


def test_a_time_shows_what_had_changed_by_then(folder, capsys):
    first = start(folder)
    start(folder, SOUND.replace("Ana Prieto", "Ana Prieto Gil"), NOON + timedelta(days=2))
    assert len(record(folder, capsys)) == 2
    for at, paths in (("2026-11-24T11:59", []), ("2026-11-25T12:00", [str(first)])):
        shown = json.loads(told(folder, capsys, "--at", at, "--json").out)
        assert [copy["path"] for copy in shown] == paths
    assert "A esa hora no había copias." in told(folder, capsys, "--at", "2026-11-01T08:00").out
    wrong = told(folder, capsys, "--at", "ayer")
    assert (wrong.status, "--at ayer: no es una hora" in wrong.err) == (2, True)


def test_a_copy_holds_no_secret_and_no_server(folder):
    server = 'host = "imap.entidad.gov.co"'
    path = start(folder, SOUND.replace(server, f"{server}\ntimeout_seconds = 9"))
    text = path.read_text("utf-8")
    assert "s3cr3t0" not in text
    assert not {"mailbox", "smtp", "storage"} & {
        key.split(".")[0] for key in tomllib.loads(text)["ajustes"]
    }
    assert start(folder) is None


CHANGES = [
    ("times", SOUND + '[calendar]\nopens = "08:00"\n',
     [("calendar.opens", "07:00:00", "08:00:00")]),
    ("terms", SOUND + "[sla.N1]\nmedia = 6\n", [("sla.N1.media", "4.0", "6.0")]),
    ("roles", SOUND.replace('"N1", "BO", "CL1", "CL23", "HERR", "N3F"', '"N1", "BO"'),
     [("staff[ana@entidad.gov.co].roles", "N1, BO, CL1, CL23, HERR, N3F", "N1, BO")]),
    ("a person comes first",
     SOUND.replace("[[staff]]", '[[staff]]\nname = "Eva"\nemail = "eva@e.co"\nroles = ["N1"]\n'
                   "[[staff]]"),
     [("staff[eva@e.co].name", "", "Eva"), ("staff[eva@e.co].email", "", "eva@e.co"),
      ("staff[eva@e.co].roles", "", "N1"), ("staff[eva@e.co].modules", "", "")]),
    ("a switch", SOUND + "[calendar]\ndia_civico = false\n",
     [("calendar.dia_civico", "sí", "no")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"), [row[1:] for row in CHANGES], ids=[r[0] for r in CHANGES]
)
def test_what_changed_is_told_key_by_key(folder, capsys, text, said):
    start(folder)
    start(folder, text, NOON + timedelta(hours=1))
    changes = record(folder, capsys)[1]["changes"]
    assert [(each["key"], each["old"], each["new"]) for each in changes] == said
    key, old, new = said[0]
    assert f"  {key}: {old or '(nada)'} → {new}" in told(folder, capsys).out


def test_texts_are_kept_whole_and_told_line_by_line(folder, capsys):
    texts = folder / "textos"
    texts.mkdir()
    with_texts = SOUND + '[templates]\nfolder = "textos"\n'
    start(folder, with_texts)
    own = texts / "M-49.txt.j2"
    for source in ('Uno\n"dos" \\ \x7f\n', "Uno\ntres 😀\n"):
        own.write_text(source, "utf-8")
        path = start(folder, with_texts)
        assert tomllib.loads(path.read_text("utf-8"))["textos"] == {"M-49.txt.j2": source}
    own.unlink()
    start(folder, with_texts)
    key = "textos.M-49.txt.j2"
    assert [copy["changes"] for copy in record(folder, capsys)] == [
        [],
        [{"key": key, "old": "texto original", "new": "texto propio (2 líneas)"}],
        [{"key": key, "old": '"dos" \\ \x7f', "new": "tres 😀"}],
        [{"key": key, "old": "texto propio (2 líneas)", "new": "texto original"}],
    ]


def test_copies_stay_in_order_when_the_clock_is_set_back(folder, capsys):
    start(folder)
    start(folder, SOUND + "[sla.N1]\nmedia = 6\n", NOON - timedelta(days=2))
    assert start(folder, SOUND + "[sla.N1]\nmedia = 6\n", NOON - timedelta(days=2)) is None
    assert [len(copy["changes"]) for copy in record(folder, capsys)] == [0, 1]


def test_a_spoiled_copy_does_not_stop_the_line_but_is_told(folder, capsys):
    path = start(folder)
    path.write_text("fecha = ", "utf-8")
    assert start(folder) is not None
    shown = told(folder, capsys)
    assert shown.status == 1
    assert f"{path} no se puede leer" in shown.err


def test_a_folder_that_cannot_be_made_is_a_failure_of_storage(folder):
    (folder / "var").write_text("", "utf-8")
    with pytest.raises(StorageError, match="no se puede crear"):
        start(folder)


def test_a_pass_keeps_a_copy_and_refuses_to_start_with_a_faulty_text(folder, capsys):
    open_store(load(folder / "config.toml", {})).close()
    texts = folder / "textos"
    texts.mkdir()
    local = SOUND.replace("imap.entidad.gov.co", "127.0.0.1").replace(
        "[smtp]", 'port = 1\nsecurity = "none"\n[smtp]'
    )
    (folder / "config.toml").write_text(local, "utf-8")
    run(capsys, "-c", folder / "config.toml", "once")
    assert len(record(folder, capsys)) == 1

    (folder / "config.toml").write_text(local + '[templates]\nfolder = "textos"\n', "utf-8")
    (texts / "M-02.txt.j2").write_text("{{ case.number }} {{ nombre }}", "utf-8")
    for command in ("once", "run"):
        refused = run(capsys, "-c", folder / "config.toml", command)
        assert refused.status == 2
        assert f"{texts / 'M-02.txt.j2'}, línea 1: no existe la variable «nombre»" in refused.err
    assert len(record(folder, capsys)) == 1

    shutil.rmtree(texts)
    refused = run(capsys, "-c", folder / "config.toml", "once")
    assert "templates.folder: no existe la carpeta" in refused.err


def test_own_texts_are_checked_once_for_each_change(folder, capsys, monkeypatch):
    """The check takes seconds, and `once` may come every minute."""
    checked = []
    monkeypatch.setattr(
        "mailbot.compose.check.check_templates", lambda config: checked.append(config) or []
    )
    texts = folder / "textos"
    texts.mkdir()
    (texts / "M-49.txt.j2").write_text("Uno", "utf-8")
    with_texts = SOUND + '[templates]\nfolder = "textos"\n'
    (folder / "config.toml").write_text(with_texts, "utf-8")
    config = load(folder / "config.toml", {})
    # Nothing is made where no line works yet, so nothing is remembered.
    for _ in range(2):
        refuse_faulty_own_texts(config)
    assert (len(checked), config.storage.files.exists()) == (2, False)
    open_store(config).close()
    config.storage.files.mkdir(exist_ok=True)
    for _ in range(3):
        refuse_faulty_own_texts(config)
    assert len(checked) == 3
    (texts / "M-49.txt.j2").write_text("Dos", "utf-8")
    for _ in range(2):
        refuse_faulty_own_texts(config)
    assert len(checked) == 4
    named = config.model_copy(
        update={"identity": config.identity.model_copy(update={"name": "Otra línea"})}
    )
    refuse_faulty_own_texts(named)
    assert len(checked) == 5
