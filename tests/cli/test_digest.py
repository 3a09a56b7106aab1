"""`mailbot digest`: what a coordinator would read now; nothing is sent."""

import json
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from mailbot.config import load
from storage import open_store
from tests.cli.program import Ran, run
from tests.doctor.house import sound_folder

_AT = "2026-11-24T07:00"
_COORDINATOR = "ana@entidad.gov.co"
_ADVISOR = """
[[staff]]
name = "Nora Díaz"
email = "nora@entidad.gov.co"
roles = ["N2F"]
"""


@pytest.fixture
def mailbot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    config = sound_folder(tmp_path)
    with config.open("a", encoding="utf-8") as file:
        file.write(_ADVISOR)
    open_store(load(config, {})).close()
    return lambda *words: run(capsys, "-c", config, "digest", *words)


def test_it_prints_what_would_go_out(mailbot):
    ran = mailbot("--for", _COORDINATOR, "--at", _AT)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(
        "Asunto: Sin vencidos ni casos sin asignar · resumen del mar 24 nov\n"
    )
    assert "Ayer no llegó ningún correo" in ran.out
    assert "�" not in ran.out


def test_its_json_has_the_sections_and_the_text(mailbot):
    ran = mailbot("--for", _COORDINATOR, "--at", _AT, "--json")
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert told["at"] == "2026-11-24T07:00:00-05:00"
    assert told["decide"] == {"counts": {}, "rows": [], "left": 0}
    assert told["box"]["arrived"] == 0
    assert len(told["trend"]) == 10
    assert "ESTADO DEL BUZÓN" in told["text"]


def test_it_writes_the_whole_mail(mailbot, tmp_path: Path):
    out = tmp_path / "resumen.eml"
    ran = mailbot("--for", _COORDINATOR, "--at", _AT, "--out", out)
    assert f"Escrito: {out}" in ran.out
    kinds = [
        part.get_content_type()
        for part in message_from_bytes(out.read_bytes(), policy=policy.default).walk()
    ]
    assert "image/png" in kinds


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nadie@linea.test", "no está en el directorio"),
        ("nora@entidad.gov.co", "no coordina ningún grupo"),
    ],
)
def test_who_coordinates_nothing_is_wrong_use(mailbot, address: str, said: str):
    ran = mailbot("--for", address)
    assert ran.status == 2
    assert said in ran.err
    assert f"Coordinan: {_COORDINATOR}" in ran.err
