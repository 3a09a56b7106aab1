"""`mailbot doctor` from outside: exit status, lines for people, JSON for scripts."""

import json
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.doctor.house import change, sound_folder
from tests.servers.account import Account
from tests.servers.smtp import SmtpServer


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    """A line whose servers refuse connections at once: nothing listens on port 1 here."""
    config_file = sound_folder(tmp_path)
    change(config_file, '"imap.entidad.gov.co"', '"127.0.0.1"\nport = 1\nsecurity = "none"')
    change(config_file, '"smtp.entidad.gov.co"', '"127.0.0.1"\nport = 1\nsecurity = "none"')
    return config_file


def test_faults_exit_with_3_and_json_counts_them(
    capsys: pytest.CaptureFixture[str], config_file: Path
):
    shown = run(capsys, "-c", config_file, "doctor", "--json")
    assert (shown.status, shown.err) == (3, "")
    answer = json.loads(shown.out)
    assert (answer["faults"], answer["warnings"]) == (2, 0)
    faulty = [row["check"] for row in answer["checks"] if row["level"] == "fault"]
    assert faulty == ["mailbox", "smtp"]
    assert set(answer["checks"][0]) == {"check", "level", "what", "todo"}


def test_people_get_aligned_lines_with_what_to_do(
    capsys: pytest.CaptureFixture[str], config_file: Path
):
    change(config_file, 'modules = ["EPG"]', "")
    shown = run(capsys, "-c", config_file, "doctor")
    assert shown.status == 3
    lines = shown.out.splitlines()
    columns = {line.index(line.split(maxsplit=1)[1]) for line in lines if line[:2] == "ok"}
    assert columns == {7}
    place = lines.index("aviso  directorio     Ana Prieto: N3F sin módulo")
    assert (
        lines[place + 1] == "                      → escriba en modules los que coordina cada uno"
    )
    assert lines[-1] == "Fallas: 2. Avisos: 1."


def test_a_faulty_configuration_is_a_finding_too(
    capsys: pytest.CaptureFixture[str], config_file: Path
):
    change(config_file, "[trust]", "[trus]")
    shown = run(capsys, "-c", config_file, "doctor", "--json")
    assert shown.status == 3
    (row,) = json.loads(shown.out)["checks"]
    assert row["check"] == "configuration"
    assert "línea 13: trus: tabla desconocida (¿quiso decir trust?)" in row["what"]


def test_a_time_shows_what_will_be_over_by_then(
    capsys: pytest.CaptureFixture[str], config_file: Path
):
    agreement = '[[agreement]]\nunits = ["1"]\nfrom = 2026-01-01\nuntil = 2033-11-24\nN1 = 2'
    change(config_file, "[trust]", f"{agreement}\n[trust]")
    for at, over in (("2026-11-24T09:12", False), ("2033-11-25T09:12", True)):
        shown = run(capsys, "-c", config_file, "doctor", "--at", at, "--json")
        rows = json.loads(shown.out)["checks"]
        assert any("venció el 2033-11-24" in row["what"] for row in rows) == over
        assert any(at[:10] in row["what"] for row in rows if row["check"] == "clock")
    wrong = run(capsys, "-c", config_file, "doctor", "--at", "ayer")
    assert (wrong.status, wrong.out) == (2, "")
    change(config_file, "[trust]", "[trus]")
    shown = run(capsys, "-c", config_file, "doctor", "--at", "2026-11-24T09:12", "--json")
    assert "tabla desconocida" in shown.out


def test_a_line_with_real_servers_has_no_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, account: Account, smtp_server: SmtpServer
):
    config_file = sound_folder(tmp_path)
    change(config_file, "[smtp]", f'port = {account.port}\nsecurity = "none"\n[smtp]')
    change(config_file, '"imap.entidad.gov.co"', f'"{account.host}"')
    change(config_file, '"soporte@entidad.gov.co"\npassword', f'"{account.user}"\npassword')
    (tmp_path / "clave").write_text(account.password)
    server = f'"127.0.0.1"\nport = {smtp_server.port}\nsecurity = "none"'
    change(config_file, '"smtp.entidad.gov.co"', server)
    shown = run(capsys, "-c", config_file, "doctor", "--json")
    answer = json.loads(shown.out)
    assert [row for row in answer["checks"] if row["level"] == "fault"] == []
    assert shown.status == 0
    said = {row["check"]: row["what"] for row in answer["checks"]}
    assert said["smtp"] == f"127.0.0.1:{smtp_server.port} acepta la sesión (sin cifrar, sin cuenta)"
    assert "se crearon las carpetas Procesados, Revisar" in said.values()
