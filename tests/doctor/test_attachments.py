"""What doctor says of how files are looked at: libmagic, and the antivirus where there is one."""

from pathlib import Path

import pytest

from mailbot.doctor import Level
from mailbot.parsers.inspection import libmagic
from tests.doctor.house import change, examined, of, sound_folder
from tests.servers.clamd import Answer, FalseClamd

MAGIC = (Level.OK, "los archivos se reconocen por su contenido (libmagic)")


def told(folder: Path, antivirus: str) -> list[tuple[Level, str]]:
    config_file = sound_folder(folder)
    change(config_file, "[trust]", f"[antivirus]\n{antivirus}\n[trust]")
    return of(examined(config_file), "attachments")


def test_without_an_antivirus_nothing_is_asked(tmp_path: Path):
    assert told(tmp_path, "timeout_seconds = 5") == [MAGIC]


def test_an_antivirus_that_answers_tells_its_version(tmp_path: Path):
    with FalseClamd() as clamd:
        found = told(tmp_path, f'clamd = "{clamd.address}"')
    assert found == [
        MAGIC,
        (Level.OK, "antivirus: responde ClamAV 1.0.0/1/Tue Nov 24 10:00:00 2026"),
    ]


@pytest.mark.parametrize(
    ("required", "level", "words"),
    [
        ("false", Level.WARNING, "los archivos pasan sin antivirus"),
        ("true", Level.FAULT, "los archivos de cada correo quedan en cuarentena"),
    ],
)
def test_an_antivirus_that_does_not_answer_is_told_with_what_follows(
    tmp_path: Path, required: str, level: Level, words: str
):
    with FalseClamd() as clamd:
        clamd.tell([Answer(hangs_up=True)])
        found = told(tmp_path, f'clamd = "{clamd.address}"\nrequired = {required}')
    assert found[1][0] is level
    assert words in found[1][1]


def test_a_libmagic_that_does_not_load_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(libmagic, "detector", lambda: None)
    ((level, words),) = told(tmp_path, "required = false")
    assert level is Level.WARNING
    assert "libmagic no se pudo cargar" in words
