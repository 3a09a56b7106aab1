"""Broken configurations: each is refused with the line, the key, and what to do."""

import re
from pathlib import Path

import pytest

from mailbot.config import load
from mailbot.errors import ConfigurationError
from tests.config.files import SMALLEST, faults


def _cases(name: str) -> list[tuple[str, str]]:
    """Text and fault of each case of a file: blocks apart by an empty line, "=>" the fault."""
    blocks = (Path(__file__).with_name(name)).read_text("utf-8").split("\n\n")
    cases = (block.strip().split("\n=> ") for block in blocks if not block.startswith("##"))
    return [(text + "\n", fault) for text, fault in cases]


def _with(case: str) -> str:
    """The smallest configuration with a table replaced by the case's, or with the case added."""
    table = case.partition("\n")[0]
    changed, found = re.subn(
        rf"^{re.escape(table)}\n[^\[]*", lambda _: case, SMALLEST, flags=re.MULTILINE
    )
    return changed if found else SMALLEST + case


@pytest.mark.parametrize(("case", "fault"), _cases("broken.txt"))
def test_a_broken_configuration_is_refused(tmp_path: Path, case: str, fault: str):
    assert faults(tmp_path, _with(case)) == [fault.replace("{folder}", str(tmp_path))]


@pytest.mark.parametrize(("text", "fault"), _cases("broken_syntax.txt"))
def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path, text: str, fault: str):
    assert faults(tmp_path, text) == [fault]


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (
            "mailbox",
            "falta la tabla [mailbox] (al menos con: host, user, password o password_file)",
        ),
        ("smtp", "falta la tabla [smtp] (al menos con: host)"),
        ("identity", "falta la tabla [identity] (al menos con: address)"),
    ],
)
def test_a_table_that_must_be_there(tmp_path: Path, table: str, fault: str):
    text = re.sub(rf"\[{table}\]\n[^\[]*", "", SMALLEST)
    assert faults(tmp_path, text) == [fault]


@pytest.mark.parametrize(
    ("keys", "environ", "lacks"),
    [
        ("", {}, ["user", "contraseña", "host"]),
        ('host = "h"\n', {}, ["user", "contraseña"]),
        ('host = "h"\n', {"MAILBOT_MAILBOX_PASSWORD": "x"}, ["user"]),
        ('user = "u"\npassword = ""\n', {}, ["contraseña", "host"]),
    ],
)
def test_a_mailbox_is_told_all_that_it_lacks_at_once(
    tmp_path: Path, keys: str, environ: dict[str, str], lacks: list[str]
):
    text = re.sub(r"\[mailbox\]\n[^\[]*", f"[mailbox]\n{keys}", SMALLEST)
    told = "\n".join(faults(tmp_path, text, **environ))
    assert re.findall(r"mailbox: falta la (?:clave )?(\w+)", told) == lacks


def test_all_faults_come_at_once_in_the_order_of_the_file(tmp_path: Path):
    text = SMALLEST.replace("[smtp]", "port = 0\n[smtp]") + "[take]\nN1 = -1\n[zz]\n"
    assert [fault.split(":")[0] for fault in faults(tmp_path, text)] == [
        "línea 5",
        "línea 11",
        "línea 12",
    ]


def test_a_text_in_another_encoding_is_refused_with_its_line(tmp_path: Path):
    path = tmp_path / "config.toml"
    path.write_bytes('[identity]\nname = "Línea"\n'.encode("latin-1"))
    assert faults_of_bytes(path) == [f"{path}, línea 2: el archivo no está guardado en UTF-8"]


def test_a_file_that_is_not_there_says_how_to_get_one(tmp_path: Path):
    (fault,) = faults_of_bytes(tmp_path / "nada.toml")
    assert fault.startswith(f"{tmp_path}/nada.toml: no existe.")
    assert "mailbot init" in fault


def test_a_folder_instead_of_a_file(tmp_path: Path):
    assert faults_of_bytes(tmp_path) == [f"{tmp_path} no es un archivo"]


def faults_of_bytes(path: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(path, {})
    return caught.value.faults
