"""The program around the commands: help, exit status, messages, and where its answers go."""

import errno
import importlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import click
import pytest

from mailbot.cli.failures import ExitCode, report
from mailbot.cli.frame import Invocation
from mailbot.cli.options import moment
from mailbot.cli.output import print_json, print_line, print_rows
from mailbot.cli.table import COMMANDS, Row
from mailbot.errors import (
    ConfigurationError,
    DatabaseBehind,
    MailbotError,
    MailboxError,
    StorageError,
    WrongUse,
)
from tests.cli.program import run
from tests.config.files import SMALLEST, write

BOGOTA = timezone(timedelta(hours=-5))
HEAVY = ("sqlalchemy", "pydantic", "rich", "jinja2", "imapclient", "aiosmtplib", "storage")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]):
    shown = run(capsys, "--help")
    assert shown.status == 0
    assert shown.err == ""
    for row in COMMANDS:
        assert f"  {row.name} " in shown.out


def test_help_imports_nothing_that_a_command_needs():
    code = (
        "import sys; from mailbot.cli import main; main(['--help']);"
        f"print('loaded:', [name for name in {HEAVY} if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.endswith("loaded: []\n")


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_command_of_the_table_is_there_and_explains_itself(
    row: Row, capsys: pytest.CaptureFixture[str]
):
    module, _, name = row.target.partition(":")
    assert isinstance(getattr(importlib.import_module(module), name), click.Command)
    shown = run(capsys, row.name, "--help")
    assert shown.status == 0
    assert shown.out.startswith(f"Uso: mailbot {row.name} ")
    assert row.help.endswith(".")


ENGLISH = ("Usage:", "Options:", "Commands:", "Show this message", "[OPTIONS]", "COMMAND")


@pytest.mark.parametrize("words", [[], *([row.name] for row in COMMANDS), ["db", "check"]])
def test_no_help_page_speaks_english(words: list[str], capsys: pytest.CaptureFixture[str]):
    shown = run(capsys, *words, "--help")
    assert not [word for word in ENGLISH if word in shown.out]


WRONG_WORDS = [
    (["iniit"], "no existe la orden iniit (¿quiso decir init?)", "mailbot"),
    (["db", "chek"], "no existe la orden chek (¿quiso decir check?)", "mailbot db"),
    (["db", "zz"], "no existe la orden zz; las que hay: upgrade, restored, check", "mailbot db"),
    (["--cofig", "x"], "no existe la opción --cofig (¿quiso decir --config?)", "mailbot"),
    (["-c"], "la opción -c necesita un valor", "mailbot"),
    (["db", "check", "--json=1"], "la opción --json no lleva valor", "mailbot"),
    (["db", "check", "x"], "sobra: x", "mailbot db check"),
    (["init"], "falta CARPETA", "mailbot init"),
]


@pytest.mark.parametrize(("words", "said", "see"), WRONG_WORDS)
def test_a_command_written_wrongly(
    words: list[str], said: str, see: str, capsys: pytest.CaptureFixture[str]
):
    shown = run(capsys, *words)
    assert (shown.status, shown.out) == (2, "")
    assert shown.err == f"mailbot: {said}\nVea: {see} --help\n"


@pytest.mark.parametrize("words", [[], ["db"]])
def test_no_command_shows_the_help_as_a_mistake(
    words: list[str], capsys: pytest.CaptureFixture[str]
):
    shown = run(capsys, *words)
    assert (shown.status, shown.out) == (2, "")
    assert shown.err.startswith("Uso: mailbot")


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        (
            click.Option(["--level"], type=click.Choice(["N1", "N2"])),
            "N9",
            "la opción --level: debe ser uno de: N1, N2",
        ),
        (click.Option(["--days"], type=int), "x", "la opción --days: debe ser un número entero"),
        (
            click.Option(["--days"], type=click.IntRange(1, 9)),
            "0",
            "la opción --days: debe ser un número entero desde 1 hasta 9",
        ),
        (
            click.Argument(["file"], type=click.Path(exists=True), metavar="ARCHIVO"),
            "/no/hay",
            "ARCHIVO: no existe /no/hay",
        ),
    ],
)
def test_a_value_of_the_wrong_kind(
    parameter: click.Parameter, value: str, said: str, capsys: pytest.CaptureFixture[str]
):
    command = click.Command("probar", params=[parameter])
    words = [value] if isinstance(parameter, click.Argument) else [parameter.opts[0], value]
    with pytest.raises(click.UsageError) as caught:
        command.main(words, prog_name="probar", standalone_mode=False)
    assert report(caught.value, debug=False) == ExitCode.WRONG_USE
    assert capsys.readouterr().err == f"mailbot: {said}\nVea: probar --help\n"


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (ConfigurationError(["uno", "dos"]), 2, "uno\ndos\n"),
        (WrongUse("así no"), 2, "mailbot: así no\n"),
        (MailbotError("falló"), 1, "mailbot: falló\n"),
        (StorageError("lleno"), 1, "mailbot: lleno\n"),
        (DatabaseBehind("vieja"), 1, "mailbot: vieja\n"),
        (MailboxError("sin buzón"), 1, "mailbot: sin buzón\n"),
        (KeyboardInterrupt(), 1, "mailbot: interrumpido\n"),
        (
            PermissionError(errno.EACCES, "Permission denied", "/root/informe"),
            1,
            "mailbot: /root/informe: este usuario no tiene permiso; trabaje en una carpeta suya o "
            "indique otra\n",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device", "/var/copia"),
            1,
            "mailbot: /var/copia: no queda espacio en el disco\n",
        ),
        (
            KeyError("x"),
            1,
            "mailbot: error inesperado (KeyError): 'x'. Con --debug se ve dónde ocurrió.\n",
        ),
    ],
)
def test_failures_become_words_and_a_status(
    failure: BaseException, status: int, said: str, capsys: pytest.CaptureFixture[str]
):
    assert report(failure, debug=False) == status
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", said)


def test_debug_shows_where(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    missing = tmp_path / "config.toml"
    assert "Traceback" not in run(capsys, "-c", missing, "db", "check").err
    assert "Traceback" in run(capsys, "--debug", "-c", missing, "db", "check").err


def test_all_faults_of_a_configuration_are_said(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    path = write(tmp_path, SMALLEST + "[take]\nN1 = 0\n[zz]\n")
    shown = run(capsys, "-c", path, "db", "check", "--json")
    assert (shown.status, shown.out) == (2, "")
    assert [line.split(":")[0] for line in shown.err.splitlines()] == [
        f"{path}, línea 10",
        f"{path}, línea 11",
    ]


def test_the_configuration_is_the_one_named_else_the_environments_else_here(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAILBOT_CONFIG", raising=False)
    assert run(capsys, "db", "check").err.startswith(f"{tmp_path}/config.toml: no existe")
    monkeypatch.setenv("MAILBOT_CONFIG", "del-ambiente.toml")
    assert run(capsys, "db", "check").err.startswith(f"{tmp_path}/del-ambiente.toml: no")
    named = run(capsys, "-c", "dada.toml", "db", "check")
    assert named.err.startswith(f"{tmp_path}/dada.toml: no existe")


def test_an_invocation_loads_its_configuration(tmp_path: Path):
    invocation = Invocation(
        config_file=write(tmp_path, SMALLEST), environ={"MAILBOT_MAILBOX_PASSWORD": "otra"}
    )
    assert invocation.config().mailbox.secret == "otra"


def test_a_reader_that_went_away_is_no_error():
    code = "import sys; from mailbot.cli import main; sys.exit(main(['--help']))"
    read_end, write_end = os.pipe()
    os.close(read_end)
    shown = subprocess.run(
        [sys.executable, "-c", code], stdout=write_end, stderr=subprocess.PIPE, text=True
    )
    os.close(write_end)
    assert (shown.returncode, shown.stderr) == (1, "")


def test_json_is_one_line_and_takes_times_paths_and_broken_letters(
    capfdbinary: pytest.CaptureFixture[bytes],
):
    value = {"at": datetime(2026, 11, 24, 9, tzinfo=BOGOTA), "path": Path("a/b"), "n": "ñ\udce9\n"}
    print_json(value)
    out = capfdbinary.readouterr().out
    assert out.count(b"\n") == 1
    assert "ñ".encode() in out
    assert json.loads(out) == {"at": "2026-11-24T09:00:00-05:00", "path": "a/b", "n": "ñ\udce9\n"}


@pytest.mark.parametrize("value", [datetime(2026, 11, 24), float("nan"), {1, 2}])  # noqa: DTZ001
def test_json_refuses_what_it_can_not_say(value: object):
    with pytest.raises((TypeError, ValueError)):
        print_json(value)


def test_words_of_a_mail_can_not_steer_a_terminal(capsys: pytest.CaptureFixture[str]):
    print_line("Asunto\x1b[2J\u202e\x9b: ñ\tok")
    assert capsys.readouterr().out == "Asunto�[2J��: ñ\tok\n"


def test_blanks_that_hold_words_together_are_shown_as_blanks(capsys: pytest.CaptureFixture[str]):
    print_line("83,8\N{NO-BREAK SPACE}% de 69\N{NARROW NO-BREAK SPACE}casos")
    assert capsys.readouterr().out == "83,8 % de 69 casos\n"


def test_rows_are_aligned(capsys: pytest.CaptureFixture[str]):
    print_rows([("a", "bbb", "c"), ("aaa", "b", "")])
    assert capsys.readouterr().out == "a    bbb  c\naaa  b    \n"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-24T09:12", datetime(2026, 11, 24, 9, 12, tzinfo=BOGOTA)),
        ("2026-11-24 09:12:30", datetime(2026, 11, 24, 9, 12, 30, tzinfo=BOGOTA)),
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=BOGOTA)),
        ("2026-11-24T09:12:00Z", datetime(2026, 11, 24, 9, 12, tzinfo=UTC)),
        (" 2026-11-24T09:12:00-03:00 ", datetime(2026, 11, 24, 12, 12, tzinfo=UTC)),
    ],
)
def test_moments(text: str, read: datetime):
    assert moment(text, BOGOTA) == read


@pytest.mark.parametrize("text", ["", "mañana", "24/11/2026", "2026-02-30T09:00", "09:12"])
def test_what_is_no_moment(text: str):
    with pytest.raises(WrongUse, match="no es una hora"):
        moment(text, BOGOTA)
