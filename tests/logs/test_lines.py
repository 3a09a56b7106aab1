"""How a line is written: for people, as JSON, and what of a reason is left out."""

import json
import logging
import subprocess
import sys

import pytest

from mailbot.logs import discreet, tell
from mailbot.logs.setup import formatter


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def test_a_line_for_people(told: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch):
    tell("case.opened", case="SERV-2026-000004", mail=12, rule="new-request", ms=41)
    monkeypatch.setenv("JOURNAL_STREAM", "8:1")
    assert formatter("texto").format(told.records[-1]) == (
        "INFO Se abrió el caso SERV-2026-000004 por el correo 12.  [case.opened]"
    )
    monkeypatch.delenv("JOURNAL_STREAM")
    line = formatter("texto").format(told.records[-1])
    assert line[:4].isdigit()
    assert line.endswith("[case.opened]")


def test_a_json_line_has_the_key_the_sentence_and_the_fields_with_a_value(
    told: pytest.LogCaptureFixture,
):
    tell("mail.failed", mail=31, template="M-02", case="", code=550, attempt=1)
    value = json.loads(formatter("json").format(told.records[-1]))
    assert value.pop("time")
    assert value == {
        "level": "warning", "event": "mail.failed", "mail": 31, "template": "M-02", "code": 550,
        "attempt": 1, "text": "No se pudo entregar M-02 (correo de salida 31): código 550.",
    }  # fmt: skip


def test_colours_only_where_asked_and_only_for_what_is_wrong(told: pytest.LogCaptureFixture):
    tell("mail.parked", mail=1, reason="ilegible", rule="unreadable", ms=1)
    assert "\x1b" not in formatter("texto").format(told.records[-1])
    assert "\x1b[33mAVISO\x1b[0m" in formatter("texto", colours=True).format(told.records[-1])
    tell("run.stopped")
    assert "\x1b" not in formatter("texto", colours=True).format(told.records[-1])


def test_what_a_library_says_is_a_line_too_and_cannot_forge_another(
    told: pytest.LogCaptureFixture,
):
    logging.getLogger("msal").warning("uno\n2026 INFO dos \x1b[2J")
    line = formatter("texto").format(told.records[-1])
    assert "\n" not in line
    assert "\x1b" not in line
    assert json.loads(formatter("json").format(told.records[-1]))["event"] == "other"


def test_a_failure_is_told_in_both_forms_without_its_words(told: pytest.LogCaptureFixture):
    words = "cédula 52987654"
    try:
        raise ValueError(words)
    except ValueError:
        tell("pass.failed", failure=True)
    for form in ("texto", "json"):
        line = formatter(form).format(told.records[-1])
        assert "ValueError" in line
        assert "52987654" not in line


def test_nothing_is_prepared_where_nobody_hears(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.ERROR, logger="mailbot")
    tell("case.opened")
    assert caplog.records == []


def test_the_library_is_loaded_only_by_what_writes():
    """60 ms that no other command pays."""
    asked = "import sys, mailbot.pipeline.process; print('structlog' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


@pytest.mark.parametrize(
    ("reason", "told_as"),
    [
        ("Falta «clave de Marta».", "Falta «…»."),
        ("marta@invias.test tiene 8 casos", "(dirección) tiene 8 casos"),
        ("uno\n  dos", "uno dos"),
        ("es 52987654", "es ••••••"),
        ("caso SERV-2026-000001 cerrado", "caso SERV-2026-000001 cerrado"),
    ],
)
def test_a_reason_is_told_without_what_identifies_a_person(reason: str, told_as: str):
    assert discreet(reason) == told_as
