"""`case export` and `case verify`: a case as one archive that anybody can check without us."""

import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mailbot.compose.dossier import verificar
from storage.store import upgrade
from tests.cli.program import Ran, run
from tests.scenarios.people import SOLUTION
from tests.scenarios.roads import in_memory
from tests.scenarios.times import BOGOTA

# It works on a file of its own, and on what stands in it.
pytestmark = pytest.mark.sqlite

CONFIG = """
[mailbox]
host = "127.0.0.1"
user = "siifsoporte"
password = "x"
[smtp]
host = "127.0.0.1"
[identity]
address = "siifsoporte@minhacienda.test"
[storage]
database = "sqlite:///mailbot.db"
files = "archivo"
"""
SECRET = "52.987.654"
PROBLEM = f"Mi cédula es {SECRET} y no puedo autorizar la orden de pago 184526 del presupuesto."


@dataclass(frozen=True, kw_only=True)
class House:
    """A line with one case, at rest: its folder, and what it got and sent."""

    folder: Path
    number: str
    file: dict[str, Any]
    acknowledgement: bytes
    note: bytes

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("casa")
    upgrade(f"sqlite:///{folder}/mailbot.db")
    with in_memory(folder, datetime(2026, 1, 1, tzinfo=BOGOTA)) as line:
        line.at("Mon 7-Dec-2026 15:00")
        case = line.marta.asks(PROBLEM)
        line.at("Mon 7-Dec-2026 15:30")
        line.ana.does("[NOTA]", f"Llamó; dio otra vez la cédula {SECRET}.", on=case)
        (folder / "config.toml").write_text(CONFIG, "utf-8")
        yield House(
            folder=folder, number=case.number, file=case.attachments[0],
            acknowledgement=line.mail("M-02").raw, note=line.latest,
        )  # fmt: skip


@pytest.fixture
def exported(tmp_path: Path, house: House, capsys: pytest.CaptureFixture[str]) -> Path:
    out = tmp_path / "expediente.zip"
    done = run(capsys, "-c", house.config, "case", "export", house.number, "--out", out)
    assert done.status == 0, done.err
    return out


@pytest.fixture
def unpacked(tmp_path: Path, exported: Path) -> Path:
    folder = tmp_path / "expediente"
    with zipfile.ZipFile(exported) as archive:
        archive.extractall(folder)
    return folder


def check(*where: Path) -> Ran:
    """What the program of the archive says, run by itself."""
    done = subprocess.run(
        [sys.executable, "-I", *map(str, where)], capture_output=True, text=True, check=False
    )
    return Ran(status=done.returncode, out=done.stdout, err=done.stderr)


def test_it_holds_every_mail_with_its_own_bytes(house: House, unpacked: Path):
    mails = sorted(unpacked.glob("correos/*.eml"))
    names = [re.sub(r"^\d+_", "", path.stem) for path in mails]
    assert names == ["recibido", "sent_M-02", "recibido", "sent_M-31"]
    assert mails[1].read_bytes() == house.acknowledgement
    assert mails[2].read_bytes() == house.note


def test_it_holds_the_files_and_the_case(unpacked: Path, house: House):
    (screen,) = unpacked.glob("archivos/*")
    assert screen.name == house.file["name"]
    assert hashlib.sha256(screen.read_bytes()).hexdigest() == house.file["sha256"]
    assert json.loads((unpacked / "caso.json").read_text("utf-8"))["id"] == house.number


def test_no_identification_stands_in_what_is_written_about_it(unpacked: Path):
    for name in ("caso.json", "historia.json", "expediente.html", "LEAME.txt"):
        text = (unpacked / name).read_text("utf-8")
        assert SECRET not in text, name
        assert SECRET.replace(".", "") not in text, name


def test_its_own_program_finds_it_whole(exported: Path, unpacked: Path):
    done = check(unpacked / "verificar.py")
    assert done.status == 0, done.out + done.err
    assert "enmascaradas" in done.out
    # Of masked entries nobody can say what they said: that is not called whole.
    assert "Lo que se puede comprobar coincide; 2 entradas no se pueden comprobar." in done.out
    assert check(unpacked / "verificar.py", exported).status == 0


def test_the_manifest_is_one_that_sha256sum_reads(unpacked: Path):
    lines = (unpacked / "MANIFEST.sha256").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"[0-9a-f]{64}  \S+", each) for each in lines)
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert len(lines) == len(files) - 1


def rewrite_history(folder: Path, place: int, **changes: object) -> None:
    """Whoever changes an entry sets the manifest right as well."""
    path = folder / "historia.json"
    history = json.loads(path.read_text("utf-8"))
    history["historia"][place] |= changes
    path.write_text(json.dumps(history), "utf-8")
    manifest = folder / "MANIFEST.sha256"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = manifest.read_text("utf-8").splitlines()
    kept = [each for each in lines if not each.endswith("  historia.json")]
    manifest.write_text("\n".join([*kept, f"{digest}  historia.json"]) + "\n", "utf-8")


@pytest.mark.parametrize(
    ("what", "changes", "fault"),
    [
        ("rewrites a reason", {"reason": "otra cosa"}, "cambió lo que dice"),
        ("gives it another time", {"at": "2026-01-01T00:00:00+00:00"}, "la cadena no coincide"),
        ("gives it another role", {"role": "HERR"}, "la cadena no coincide"),
        ("moves it", {"seq": 7}, "cambió de lugar"),
        ("takes the seal away", {"chain": ""}, "no tiene sello"),
    ],
)  # fmt: skip
def test_whoever_changes_an_entry_of_the_archive_is_found_out(
    unpacked: Path, what: str, changes: dict[str, object], fault: str
):
    place = _of_plain_words(unpacked)
    rewrite_history(unpacked, place, **changes)
    done = check(unpacked / "verificar.py")
    assert done.status == 3, what
    assert fault in done.out


def _of_plain_words(folder: Path) -> int:
    """The place of an entry, not the first, whose words are not masked."""
    entries = json.loads((folder / "historia.json").read_text("utf-8"))["historia"]
    return next(n for n, each in enumerate(entries) if n and not each["masked"])


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ("changes a mail", "cambió el archivo correos/001_recibido.eml"),
        ("drops a mail", "falta el archivo correos/001_recibido.eml"),
        ("adds a mail", "sobra el archivo correos/999_recibido.eml"),
    ],
)
def test_whoever_changes_the_files_of_the_archive_is_found_out(
    unpacked: Path, what: str, fault: str
):
    mail = unpacked / "correos/001_recibido.eml"
    match what:
        case "changes a mail":
            mail.write_bytes(mail.read_bytes() + b"\r\nPD: otra cosa")
        case "drops a mail":
            mail.unlink()
        case _:
            (unpacked / "correos/999_recibido.eml").write_bytes(b"From: eva@x\r\n\r\n")
    done = check(unpacked / "verificar.py")
    assert (done.status, fault in done.out) == (3, True)


def test_an_archive_that_exists_is_not_replaced(
    house: House, exported: Path, capsys: pytest.CaptureFixture[str]
):
    before = exported.read_bytes()
    again = run(capsys, "-c", house.config, "case", "export", house.number, "--out", exported)
    assert (again.status, "ya existe" in again.err) == (2, True)
    assert exported.read_bytes() == before


def test_an_archive_is_for_its_owner_only(exported: Path):
    assert exported.stat().st_mode & 0o077 == 0


def test_a_case_or_a_folder_that_does_not_exist_is_said(
    tmp_path: Path, house: House, capsys: pytest.CaptureFixture[str]
):
    for words in ((house.number, "--out", tmp_path / "no/hay.zip"), ("SERV-2026-999999",)):
        assert run(capsys, "-c", house.config, "case", "export", *words).status == 2


@pytest.fixture
def erased(tmp_path: Path) -> House:
    """A line whose one case was anonymised."""
    folder = tmp_path / "anónima"
    folder.mkdir()
    upgrade(f"sqlite:///{folder}/mailbot.db")
    with in_memory(folder, datetime(2026, 1, 1, tzinfo=BOGOTA)) as line:
        line.at("Mon 7-Dec-2026 15:00")
        case = line.marta.asks(PROBLEM)
        line.ana.does("[RESUELTO]", SOLUTION, on=case)
        line.her.does(f"[DATOS ANONIMIZAR persona={line.marta.email} autoriza=adm@]")
        code = re.search(r"SI AUTORIZO (\w+)", line.mail("M-30").plain)
        line.adm.writes(f"SI AUTORIZO {code and code[1]}", subject="RE: Autorización")
        (folder / "config.toml").write_text(CONFIG, "utf-8")
        number = case.number
    return House(folder=folder, number=number, file={}, acknowledgement=b"", note=b"")


def test_of_an_anonymised_case_the_history_still_proves_itself(
    tmp_path: Path, erased: House, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "expediente.zip"
    done = run(capsys, "-c", erased.config, "case", "export", erased.number, "--out", out)
    assert done.status == 0, done.err
    with zipfile.ZipFile(out) as archive:
        archive.extractall(tmp_path / "expediente")
        assert not [name for name in archive.namelist() if name.endswith(".eml")]
    checked = check(tmp_path / "expediente/verificar.py")
    assert checked.status == 0, checked.out
    assert re.search(r"[1-9]\d* borradas", checked.out)
    told = (tmp_path / "expediente/LEAME.txt").read_text("utf-8")
    assert "fueron borrados" in told
    assert run(capsys, "-c", erased.config, "case", "verify", erased.number).status == 0


@pytest.fixture
def tampered(tmp_path: Path, house: House) -> Path:
    folder = tmp_path / "otra"
    shutil.copytree(house.folder, folder)
    raw = sqlite3.connect(folder / "mailbot.db")
    with raw:
        raw.execute("DROP TRIGGER case_events_are_only_redacted")
        raw.execute("UPDATE case_events SET actor = 'eva@x' WHERE seq = 2")
    raw.close()
    return folder / "config.toml"


def test_verify_says_that_a_history_is_as_it_was_written(
    house: House, capsys: pytest.CaptureFixture[str]
):
    done = run(capsys, "-c", house.config, "case", "verify", house.number)
    assert (done.status, "está como se escribió" in done.out) == (0, True)
    assert run(capsys, "-c", house.config, "case", "verify", "--all").status == 0


@pytest.mark.parametrize("words", [("--all",), ("--all", "--json"), ()])
def test_verify_ends_with_3_where_somebody_changed_a_history(
    house: House, tampered: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
):
    which = words or (house.number,)
    done = run(capsys, "-c", tampered, "case", "verify", *which)
    assert done.status == 3
    if "--json" in words:
        (row,) = json.loads(done.out)
        assert (row["id"], row["intact"], row["broken_at"]) == (house.number, False, 2)
    else:
        assert "entrada 2, cambió lo que dice" in done.out


def test_verify_wants_to_know_which(house: House, capsys: pytest.CaptureFixture[str]):
    assert run(capsys, "-c", house.config, "case", "verify").status == 2


def test_the_program_of_the_archive_uses_the_standard_library_only():
    source = Path(verificar.__file__).read_text("utf-8")
    modules = re.findall(r"^(?:from|import) ([\w.]+)", source, re.MULTILINE)
    assert {name.partition(".")[0] for name in modules} <= sys.stdlib_module_names
