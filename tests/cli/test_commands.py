"""The commands as people and acceptance call them: exit statuses, JSON, and words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mailbot.cli import main
from mailbot.cli.failures import ExitCode
from mailbot.model.vocabulary import Field
from tests.cli.program import run
from tests.e2e.letters import COMPLETE, INCOMPLETE, letter, screen
from tests.e2e.line_at_work import LINE, RECEIVER, LineAtWork, at
from tests.mails import Enclosed
from tests.mails import mail as written
from tests.parsers.forms.filling import DOCX, NUMBER, WANTED, in_controls, sent
from tests.servers.account import Account
from tests.servers.smtp import SmtpServer

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def line(tmp_path: Path, account: Account, smtp_server: SmtpServer) -> LineAtWork:
    return LineAtWork(tmp_path, account, smtp_server)


@pytest.fixture
def config_file(tmp_path: Path, line: LineAtWork) -> Path:
    account, sink = line.account, line.sink
    path = tmp_path / "config.toml"
    path.write_text(
        f"""
[mailbox]
host = "{account.host}"
port = {account.port}
security = "none"
user = "{account.user}"
password = "{account.password}"

[smtp]
host = "127.0.0.1"
port = {sink.port}
security = "none"

[identity]
address = "{LINE}"

[storage]
database = "sqlite:///mailbot.db"
files = "archivo"

[trust]
authserv_id = "{RECEIVER}"

[[staff]]
name = "Ana Gómez"
email = "ana@minhacienda.test"
roles = ["N1"]

[[staff]]
name = "Hernán Ruiz"
email = "her@minhacienda.test"
roles = ["HERR"]
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def mailbot(config_file: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; gives its exit status, its JSON (or text), and its messages."""

    def run(*words: str) -> tuple[int, Any, str]:
        capsys.readouterr()
        status = main(["-c", str(config_file), *words])
        said = capsys.readouterr()
        if "--json" not in words:
            return status, said.out, said.err
        lines = said.out.splitlines()
        values = [json.loads(each) for each in lines]
        many = words[0] == "explain" or words[:2] == ("case", "show")
        return status, values if many else values[0] if values else None, said.err

    return run


@pytest.fixture
def busy(mailbot: Run, line: LineAtWork) -> Run:
    """A line with a complete case (1), an incomplete one (2) and a mail set aside."""
    arrived = at("2026-11-24 09:12")
    line.account.deliver(letter(COMPLETE, files={"pantalla.png": screen()}), arrived)
    line.account.deliver(letter(INCOMPLETE, sender="carlos@sena.test", name="Carlos"), arrived)
    line.account.deliver(b"\xff garbage \x80", arrived)
    status, counts, _ = mailbot("once", "--at", "2026-11-24T09:12", "--json")
    assert status == 0
    assert counts == {
        "received": 3, "duplicates": 0, "decided": 3, "parked": 1, "deadlines": 0, "sent": 3,
        "failed": 0, "waiting": 0,
    }  # fmt: skip
    return mailbot


def test_case_show_prints_one_object_a_line_in_the_contracts_shape(busy: Run):
    status, cases, _ = busy("case", "show", "SERV-2026-000001", "serv 2026 2", "--json")
    assert status == 0
    assert [case["id"] for case in cases] == ["SERV-2026-000001", "SERV-2026-000002"]
    wanted = {
        "id", "service_number", "incident_number", "type", "channel", "state", "level", "group",
        "assignee", "criticality", "requester", "missing", "opened_at", "due_at",
        "consumed_minutes", "client_wait_until", "confirmation_until", "closed_at",
        "close_reason", "finding_number", "governing_body", "parent", "children", "related",
        "attachments", "history", "mails", "survey",
    }  # fmt: skip
    assert wanted <= set(cases[0])
    assert set(cases[0]["history"][0]) >= {
        "at", "actor", "role", "event", "from", "to", "reason", "text", "mail"
    }  # fmt: skip
    assert set(cases[0]["mails"][0]) == {
        "template", "to", "cc", "subject", "message_id", "status", "at"
    }  # fmt: skip
    assert set(cases[0]["attachments"][0]) == {
        "name", "original_name", "path", "sha256", "bytes", "type", "status"
    }  # fmt: skip
    assert cases[0]["opened_at"] == "2026-11-24T09:12:00-05:00"


def test_case_list_is_in_working_order_and_can_be_narrowed(busy: Run):
    _, rows, _ = busy("case", "list", "--json")
    assert [row["id"] for row in rows] == ["SERV-2026-000001", "SERV-2026-000002"]
    _, waiting, _ = busy("case", "list", "--state", "Pendiente por Cliente", "--json")
    assert [row["id"] for row in waiting] == ["SERV-2026-000002"]
    _, overdue, _ = busy("case", "list", "--overdue", "--at", "2026-11-24T13:13", "--json")
    assert [row["id"] for row in overdue] == ["SERV-2026-000001"]


def test_case_clock_explains_each_interval(busy: Run):
    _, clock, _ = busy("case", "clock", "SERV-2026-000001", "--at", "2026-11-24T10:12", "--json")
    assert (clock["budget_minutes"], clock["consumed_minutes"]) == (240, 60)
    assert [each["minutes"] for each in clock["intervals"]] == [60]
    assert clock["intervals"][0]["running"] is True


def test_an_unknown_case_is_wrong_use_with_words_that_help(busy: Run):
    status, _, said = busy("case", "show", "SERV-2026-000099")
    assert status == 2
    assert "SERV-2026-000099" in said


def test_status_counts_and_alarms(busy: Run):
    _, record, _ = busy("status", "--json")
    assert record["parked"] == 1
    assert record["outbox"] == {"sent": 3}
    assert record["last_contact"]["imap"] is not None
    assert any("apartados" in alarm for alarm in record["alarms"])
    status, text, _ = busy("status")
    assert status == 0
    lines = text.splitlines()
    assert lines[2] == "HAY QUE ATENDER"
    assert any("apartados" in line for line in lines[3 : lines.index("COLAS")])
    titles = [line.split(":")[0] for line in lines if line and not line.startswith((" ", "Línea"))]
    assert titles[:3] == ["HAY QUE ATENDER", "COLAS", "SERVIDORES"]
    assert titles[3].startswith("CASOS ABIERTOS")
    assert "nunca" in next(line for line in lines if "Copia de seguridad" in line)


def test_a_parked_mail_is_listed_exported_mended_and_run_again(busy: Run, tmp_path: Path):
    _, rows, _ = busy("parked", "list", "--json")
    assert set(rows[0]) == {"id", "received_at", "from", "subject", "reason", "attempts"}
    number = str(rows[0]["id"])
    out = tmp_path / "apartado.eml"
    assert busy("parked", "export", number, "--out", str(out))[0] == 0
    assert out.read_bytes() == b"\xff garbage \x80"
    mended = tmp_path / "corregido.eml"
    mended.write_bytes(letter(COMPLETE, sender="luz@dian.test", name="Luz Mora"))
    at_time = ("--at", "2026-11-24T09:20")
    status, text, _ = busy("parked", "retry", number, "--file", str(mended), *at_time)
    assert status == 0, text
    assert busy("parked", "list", "--json")[1] == []
    assert busy("case", "show", "SERV-2026-000003", "--json")[1][0]["requester"]["email"] == (
        "luz@dian.test"
    )


def test_a_parked_mail_can_be_discarded_and_keeps_its_outcome(busy: Run):
    number = str(busy("parked", "list", "--json")[1][0]["id"])
    assert busy("parked", "discard", number)[0] == 0
    assert busy("parked", "list", "--json")[1] == []
    assert busy("parked", "retry", number, "--at", "2026-11-24T09:20")[0] == 2
    assert busy("reconcile", "--json")[0] == 0


def test_a_mail_over_the_limit_is_fetched_whole_by_a_retry(
    mailbot: Run, line: LineAtWork, config_file: Path
):
    text = config_file.read_text(encoding="utf-8")
    config_file.write_text(text + "\n[limits]\nmail_mb = 0.5\n", encoding="utf-8")
    line.account.deliver(
        letter(COMPLETE, files={"pantalla.png": bytes(700_000)}), at("2026-11-24 09:12")
    )
    mailbot("once", "--at", "2026-11-24T09:12")
    number = str(mailbot("parked", "list", "--json")[1][0]["id"])
    assert mailbot("parked", "retry", number, "--at", "2026-11-24T09:20")[0] == 0
    case = mailbot("case", "show", "SERV-2026-000001", "--json")[1][0]
    assert case["attachments"][0]["bytes"] == 700_000


def test_the_outbox_shows_what_waits_and_lets_it_be_cancelled_and_retried(
    mailbot: Run, line: LineAtWork
):
    line.sink.stop()
    line.account.deliver(letter(COMPLETE), at("2026-11-24 09:12"))
    status, counts, said = mailbot("once", "--at", "2026-11-24T09:12", "--json")
    assert (status, counts["waiting"], counts["sent"]) == (0, 1, 0)
    assert "127.0.0.1" in said
    _, rows, _ = mailbot("outbox", "list", "--json")
    assert set(rows[0]) == {
        "id", "case", "template", "to", "cc", "subject", "message_id", "status", "attempts",
        "next_attempt_at", "last_error",
    }  # fmt: skip
    assert (rows[0]["status"], rows[0]["case"]) == ("waiting", "SERV-2026-000001")
    number = str(rows[0]["id"])
    assert mailbot("outbox", "cancel", number)[0] == 0
    assert mailbot("outbox", "list", "--json")[1] == []
    assert mailbot("outbox", "retry", number)[0] == 0
    line.sink.start()
    assert mailbot("once", "--at", "2026-11-24T09:13", "--json")[1]["sent"] == 1
    assert mailbot("outbox", "cancel", number)[0] == 2


def test_reconcile_finds_a_mail_that_nobody_received_and_adopts_it(busy: Run, line: LineAtWork):
    status, found, _ = busy("reconcile", "--json")
    assert (status, found["unaccounted"]) == (0, [])
    line.account.deliver(letter(INCOMPLETE, sender="luz@dian.test"), None, "Procesados")
    status, found, _ = busy("reconcile", "--json")
    assert status == 3
    assert len(found["unaccounted"]) == 1
    assert busy("reconcile", "--adopt", "--json")[1]["adopted"] == 1
    assert busy("once", "--at", "2027-01-04T09:00", "--json")[1]["decided"] == 1
    assert busy("reconcile", "--json")[0] == 0


def test_a_pass_in_the_past_is_wrong_use(busy: Run):
    status, _, said = busy("once", "--at", "2026-11-24T09:11")
    assert status == 2
    assert "no puede volver atrás" in said


def test_a_mailbox_that_is_away_is_said_and_the_pass_fails(mailbot: Run, config_file: Path):
    text = config_file.read_text(encoding="utf-8")
    wrong = text.replace('password = "', 'password = "mala-', 1)
    config_file.write_text(wrong, encoding="utf-8")
    status, _, said = mailbot("once", "--at", "2026-11-24T09:12", "--json")
    assert status == 1
    assert "contraseña" in said
    assert "mala-" not in said


def test_queries_before_the_first_pass_make_no_database(mailbot: Run, tmp_path: Path):
    status, _, said = mailbot("status")
    assert status == 1
    assert "mailbot once" in said
    assert not (tmp_path / "mailbot.db").exists()


def test_explain_needs_no_server_and_no_database(mailbot: Run, line: LineAtWork, tmp_path: Path):
    line.sink.stop()
    mail = tmp_path / "mail.eml"
    mail.write_bytes(letter(INCOMPLETE, sender="carlos@sena.test", name="Carlos Peña"))
    status, (record, lost), _ = mailbot(
        "explain", str(mail), str(tmp_path / "no-existe.eml"), "--json"
    )
    assert status == 1
    assert (lost["outcome"], lost["faults"] != []) == (None, True)
    assert record["outcome"] == "new-case"
    assert record["rule"] == "person"
    assert record["from"] == {"address": "carlos@sena.test", "name": "Carlos Peña"}
    assert record["machine"] == "none"
    assert record["match"] is None
    assert record["commands"] == []
    assert record["delivery_report"] is None
    assert [m["template"] for m in record["mails"]] == ["M-02"]
    assert set(record) >= {
        "file", "outcome", "rule", "reason", "from", "to", "cc", "subject", "date", "message_id",
        "in_reply_to", "references", "body", "text", "quoted", "attachments", "machine",
        "delivery_report", "identity", "match", "commands", "faults",
    }  # fmt: skip
    assert not (tmp_path / "mailbot.db").exists()


def test_explain_shows_the_forms_of_a_mail_and_no_identification(mailbot: Run, tmp_path: Path):
    told = {**WANTED, Field.IDENTIFICATION: "52.123.456"}
    form = in_controls(sent("plantilla-acompanamiento.docx"), told)
    mail = tmp_path / "mail.eml"
    mail.write_bytes(written(files=[Enclosed(name="plantilla.docx", content=form, type=DOCX)]))
    _, (record,), _ = mailbot("explain", str(mail), "--json")
    (shown,) = record["forms"]
    assert (shown["file"], shown["kind"], shown["read"], shown["cases"]) == (
        "plantilla.docx", "plantilla-acompanamiento", True, [NUMBER],
    )  # fmt: skip
    assert {"identification", "name", "executing_unit"} <= set(shown["fields"])
    assert "52.123.456" not in str(record)


def test_preview_writes_a_page_and_every_mail(mailbot: Run, tmp_path: Path):
    out = tmp_path / "vista"
    assert mailbot("preview", "--out", str(out))[0] == 0
    assert (out / "index.html").stat().st_size > 10_000
    assert (out / "M-02.eml").read_bytes().startswith(b"From:")
    assert "<html" in (out / "M-02.html").read_text(encoding="utf-8")


def test_preview_needs_no_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAILBOT_CONFIG", raising=False)
    shown = run(capsys, "preview", "--out", "vista")
    assert shown.status == 0
    assert "de una línea de ejemplo" in shown.out
    assert ">M-02-incompleta</a>" in Path("vista/index.html").read_text(encoding="utf-8")


def test_preview_refuses_a_configuration_that_is_named_and_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    missing = tmp_path / "nada.toml"
    shown = run(capsys, "-c", missing, "preview", "--out", tmp_path / "vista")
    assert shown.status == ExitCode.WRONG_USE
    assert str(missing) in shown.err
    assert not (tmp_path / "vista").exists()


def test_deadlines_are_listed_in_order(busy: Run):
    _, rows, _ = busy("deadlines", "list", "--json")
    assert [(row["case"], row["kind"], row["due_at"]) for row in rows] == [
        ("SERV-2026-000001", "queue", "2026-11-24T09:17:00-05:00"),
        ("SERV-2026-000001", "not-taken", "2026-11-24T11:12:00-05:00"),
        ("SERV-2026-000002", "client-reminder", "2026-11-24T11:12:00-05:00"),
        ("SERV-2026-000001", "warning-0.8", "2026-11-24T12:24:00-05:00"),
        ("SERV-2026-000001", "warning-1.0", "2026-11-24T13:12:00-05:00"),
        ("SERV-2026-000002", "client-wait", "2026-11-24T13:12:00-05:00"),
    ]


def test_db_check_knows_the_schema(busy: Run):
    assert busy("db", "check", "--json")[1]["current"] is True
    assert busy("db", "upgrade")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("parked", "list"),
        ("parked", "show", "3"),
        ("outbox", "list"),
        ("outbox", "show", "1"),
        ("reconcile",),
        ("case", "verify", "--all"),
        ("config", "history"),
    ],
)
def test_every_query_takes_a_time(busy: Run, words: tuple[str, ...]):
    status, _, said = busy(*words, "--at", "2026-11-25T10:00", "--json")
    assert status == 0, said
    status, _, said = busy(*words, "--at", "ayer", "--json")
    assert status == 2
    assert "--at ayer: no es una hora" in said


def test_what_a_mail_does_not_say_is_null(mailbot: Run, tmp_path: Path):
    (tmp_path / "sin.eml").write_bytes(b"From: rosa@dane.test\n\nNo abre.\n")
    (tmp_path / "nada.eml").mkdir()
    _, (told, unread), _ = mailbot(
        "explain", str(tmp_path / "sin.eml"), str(tmp_path / "nada.eml"), "--json"
    )
    assert told["from"] == {"address": "rosa@dane.test", "name": None}
    assert [told[name] for name in ("subject", "message_id", "in_reply_to", "date")] == [None] * 4
    assert (told["text"].strip(), told["quoted"]) == ("No abre.", "")
    assert [unread[name] for name in ("from", "subject", "match", "outcome")] == [None] * 4
    shown = mailbot("explain", str(tmp_path / "sin.eml"))[1]
    assert "None" not in shown


@pytest.mark.parametrize("time", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_time_that_no_deadline_can_follow_is_wrong_use(mailbot: Run, time: str):
    status, _, said = mailbot("once", "--at", time)
    assert status == 2
    assert f"--at {time}: el año debe estar entre" in said
    assert mailbot("once", "--at", "2026-11-24T09:12")[0] == 0


def test_an_adoption_in_the_past_is_wrong_use(busy: Run):
    assert busy("reconcile", "--adopt", "--at", "2026-11-24T09:00")[0] == 2


def test_an_export_of_a_parked_mail_replaces_nothing(busy: Run, tmp_path: Path):
    number = str(busy("parked", "list", "--json")[1][0]["id"])
    taken = tmp_path / "informe.txt"
    taken.write_text("no se pierda", encoding="utf-8")
    status, _, said = busy("parked", "export", number, "--out", str(taken))
    assert (status, taken.read_text(encoding="utf-8")) == (2, "no se pierda")
    assert "ya existe y no se reemplaza" in said


def test_what_the_disk_refuses_is_said_in_spanish(mailbot: Run, tmp_path: Path):
    _, (told,), _ = mailbot("explain", str(tmp_path), "--json")
    assert told["faults"] == ["No se pudo leer: es una carpeta; indique un archivo"]
    (tmp_path / "archivo").write_text("", encoding="utf-8")
    status, _, said = mailbot("init", str(tmp_path / "archivo"))
    assert status == 2
    assert "ahí hay otra cosa con ese nombre" in said
