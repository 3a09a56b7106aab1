"""What each check says of a sound line that was spoiled in one place."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest

from mailbot.config import load
from mailbot.config.secrets import PLACEHOLDER
from mailbot.doctor import CHECKS, Level
from mailbot.errors import MailboxLoginError, ServerUnavailable
from storage import numbers, open_store
from storage.store import Store
from tests.doctor.house import FACTS, NOW, PROBE, change, examined, of, sound_folder


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    return sound_folder(tmp_path)


def test_a_sound_line_has_nothing_to_do(config_file: Path):
    findings = examined(config_file, checks=CHECKS)
    assert {finding.level for finding in findings} == {Level.OK}
    assert list(dict.fromkeys(finding.check for finding in findings)) == [c.name for c in CHECKS]
    assert not (config_file.parent / "var").exists()


def test_a_configuration_that_does_not_load_is_all_there_is_to_say(config_file: Path):
    change(config_file, "[trust]", "[trus]\nx = 1\n[zz]")
    findings = examined(config_file)
    assert [(finding.check, finding.level) for finding in findings] == [
        ("configuration", Level.FAULT),
        ("configuration", Level.FAULT),
    ]
    assert "línea 9: trus: tabla desconocida" in findings[0].what


# What is changed, the check that sees it, and how grave it is, with words that it says.
SPOILED = [
    ("imap.entidad", "imap.ejemplo", "configuration", Level.FAULT, "mailbox.host"),
    ('"ana@entidad', '"ana@ejemplo', "configuration", Level.FAULT, "staff (Ana Prieto)"),
    (
        "[smtp]",
        'security = "none"\n[smtp]',
        "encryption",
        Level.WARNING,
        "[mailbox] habla con imap.entidad.gov.co sin cifrar",
    ),
    (
        'host = "smtp',
        'security = "none"\nhost = "smtp',
        "encryption",
        Level.WARNING,
        "[smtp] habla con",
    ),
    ('authserv_id = "mx.entidad.gov.co"', "", "trust", Level.WARNING, "falta trust.authserv_id"),
    ("[trust]", '[trust]\ncommands_require = "directory"', "trust", Level.WARNING, "sin prueba"),
    ("[trust]", '[trust]\nscheme = "exchange-online"', "trust", Level.OK, "Exchange Online"),
    (
        'authserv_id = "mx.entidad.gov.co"',
        "verify_dkim = true",
        "trust",
        Level.OK,
        "se verifican las firmas DKIM",
    ),
    (
        '"soporte@entidad.gov.co"\npassword',
        '"buzon7@entidad.gov.co"\npassword',
        "identity",
        Level.WARNING,
        "[mailbox] entra como buzon7@entidad.gov.co",
    ),
    ('"N1", "BO", "CL1"', '"N1", "CL1"', "staff", Level.WARNING, "nadie tiene el rol BO"),
    (
        '"N1", "BO", "CL1", "CL23", "HERR", ',
        "",
        "staff",
        Level.FAULT,
        "los roles N1, BO, CL1, CL23, HERR",
    ),
    ('modules = ["EPG"]', "", "staff", Level.WARNING, "Ana Prieto: N3F sin módulo"),
    (', "N3F"', "", "staff", Level.WARNING, "módulos sin coordinador (N3F): EPG"),
    ("[trust]", '[documents]\ncircular_050 = "clave"\n[trust]', "documents", Level.OK, "clave"),
]


@pytest.mark.parametrize(("old", "new", "check", "level", "words"), SPOILED)
def test_a_spoiled_line(
    config_file: Path, old: str, new: str, check: str, level: Level, words: str
):
    change(config_file, old, new)
    findings = examined(config_file)
    (said,) = of(findings, check)
    assert said[0] == level
    assert words in said[1]
    others = [finding for finding in findings if finding.check != check]
    assert {finding.level for finding in others} == {Level.OK}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_this_machine_needs_no_encryption(config_file: Path, host: str):
    change(config_file, 'host = "imap.entidad.gov.co"', f'host = "{host}"\nsecurity = "none"')
    ((level, _),) = of(examined(config_file), "encryption")
    assert level == Level.OK


def test_every_warning_and_fault_of_the_settings_says_what_to_do(config_file: Path):
    for old, new, check, level, _ in SPOILED:
        sound_folder(config_file.parent)
        change(config_file, old, new)
        (found,) = (finding for finding in examined(config_file) if finding.check == check)
        assert found.todo or level == Level.OK


def test_a_password_file_that_others_can_read(config_file: Path):
    (config_file.parent / "clave").chmod(0o644)
    ((level, what),) = of(examined(config_file), "secrets")
    assert level == Level.WARNING
    assert f"{config_file.parent}/clave" in what


def test_a_configuration_with_a_password_that_others_can_read(config_file: Path):
    change(config_file, 'password_file = "clave"', 'password = "x"')
    config_file.chmod(0o604)
    ((level, what),) = of(examined(config_file), "secrets")
    assert level == Level.WARNING
    assert str(config_file) in what


def test_a_database_address_with_a_password_that_others_can_read(config_file: Path):
    config_file.chmod(0o644)
    change(
        config_file, "[trust]", '[storage]\ndatabase = "postgresql://u:p@127.0.0.1:1/b"\n[trust]'
    )
    ((level, what),) = of(examined(config_file), "secrets")
    assert (level, str(config_file) in what) == (Level.WARNING, True)


def test_a_password_of_the_environment_lies_in_no_file(config_file: Path):
    change(config_file, 'password_file = "clave"', 'password = "x"')
    config_file.chmod(0o644)
    findings = examined(config_file, environ={"MAILBOT_MAILBOX_PASSWORD": "x"})
    assert of(findings, "secrets") == [(Level.OK, "nadie más puede leer las contraseñas")]


def test_the_password_of_the_example(config_file: Path):
    (config_file.parent / "clave").write_text(PLACEHOLDER + "\n", "utf-8")
    ((level, what),) = of(examined(config_file), "secrets")
    assert (level, what) == (Level.FAULT, "[mailbox] todavía tiene la contraseña del ejemplo")


def test_servers_that_can_not_be_used_are_faults_and_stop_nothing(config_file: Path):
    def no_mailbox(_: object):
        raise MailboxLoginError("No se aceptó la cuenta")

    def no_smtp(_: object):
        raise ServerUnavailable("No se encontró el servidor")

    findings = examined(config_file, mailbox=no_mailbox, smtp=no_smtp)
    assert of(findings, "mailbox") == [(Level.FAULT, "No se aceptó la cuenta")]
    assert of(findings, "smtp") == [(Level.FAULT, "No se encontró el servidor")]
    assert of(findings, "identity")[0][0] == Level.OK


def test_the_mailbox_tells_what_was_made_and_what_is_missing(config_file: Path):
    facts = replace(FACTS, created=("Procesados", "Revisar"), capabilities=frozenset(), tls=None)
    said = of(examined(config_file, mailbox=lambda _: facts), "mailbox")
    assert [level for level, _ in said] == [Level.OK] * 3
    assert "sin cifrar" in said[0][1]
    assert "Procesados, Revisar" in said[1][1]
    assert "IDLE" in said[2][1]


def test_mail_from_the_future_means_that_two_clocks_differ(config_file: Path):
    facts = replace(FACTS, newest=NOW + timedelta(minutes=11))
    said = of(examined(config_file, mailbox=lambda _: facts), "mailbox")
    assert said[-1][0] == Level.WARNING
    assert "en el futuro" in said[-1][1]


@pytest.mark.parametrize(
    ("probe", "words"),
    [
        (replace(PROBE, size_limit=10 * 1024 * 1024), "hasta 10.0 MB y limits.outgoing_mb es 15"),
        (replace(PROBE, certificate_until=NOW + timedelta(days=13)), "vence el 2026-12-07"),
    ],
)
def test_the_smtp_server_offers_too_little(config_file: Path, probe: object, words: str):
    said = of(examined(config_file, smtp=lambda _: probe), "smtp")
    assert [level for level, _ in said] == [Level.OK, Level.WARNING]
    assert words in said[1][1]


def test_the_database_is_looked_at(config_file: Path):
    open_store(load(config_file, {})).close()
    ((level, what),) = of(examined(config_file), "database")
    assert level == Level.OK
    assert "responde" in what


def test_a_database_of_another_schema(config_file: Path):
    _change_database(config_file, "UPDATE alembic_version SET version_num = '0000'")
    ((level, what),) = of(examined(config_file), "database")
    assert level == Level.FAULT
    assert "tiene el esquema 0000" in what


def test_a_database_that_is_none(config_file: Path):
    (config_file.parent / "var").mkdir()
    (config_file.parent / "var/mailbot.db").write_bytes(b"no es una base de datos" * 100)
    ((level, what),) = of(examined(config_file), "database")
    assert level == Level.FAULT
    assert "not a database" in what


def spoiled(config_file: Path) -> None:
    """A database whose tables can be named, and none of them read."""
    open_store(load(config_file, {})).close()
    database = config_file.parent / "var/mailbot.db"
    database.write_bytes(database.read_bytes()[:4096] + b"\xff" * 8192)


@pytest.mark.parametrize(
    "spoil",
    [
        spoiled,
        lambda file: _change_database(file, "UPDATE alembic_version SET version_num = '0000'"),
        lambda file: _change_database(file, "DROP TABLE outbox"),
    ],
    ids=["damaged", "another schema", "a table is gone"],
)
def test_a_fault_of_the_database_is_told_once_and_nothing_is_said_of_what_rests_on_it(
    config_file: Path, spoil: Callable[[Path], None]
):
    spoil(config_file)
    findings = examined(config_file)
    told = [each.check for each in findings if each.level == Level.FAULT]
    assert len(told) == 1
    asking = [check.name for check in CHECKS if check.asks_database]
    unsaid = asking[asking.index(told[0]) + 1 :]
    assert [(each.check, each.level, each.what) for each in findings if each.check in unsaid] == [
        (name, Level.WARNING, "sin revisar, porque la base de datos tiene una falla")
        for name in unsaid
    ]
    assert all(each.todo for each in findings if each.level != Level.OK)


def test_a_clock_behind_the_latest_pass(config_file: Path):
    store = open_store(load(config_file, {}))
    with store.write() as connection:
        numbers.mark(connection, "pass", NOW + timedelta(hours=1))
    store.close()
    said = of(examined(config_file), "database")
    assert [level for level, _ in said] == [Level.OK, Level.FAULT]
    assert "está en el futuro" in said[1][1]


def test_a_clock_that_was_never_set(config_file: Path):
    ((level, what),) = of(examined(config_file, now=datetime(1970, 1, 1, tzinfo=UTC)), "clock")
    assert level == Level.FAULT
    assert what == "son las 19:00 del 1969-12-31 en America/Bogota"


def test_the_calendar_names_the_next_holiday(config_file: Path):
    ((_, what),) = of(examined(config_file), "calendar")
    assert what == (
        "lunes a viernes, 07:00 a 19:00; próximo festivo: 2026-12-08, La Inmaculada Concepción"
    )


def test_a_folder_that_is_a_file_can_not_be_written(config_file: Path):
    change(config_file, "[trust]", '[storage]\nfiles = "clave"\n[trust]')
    ((level, what),) = of(examined(config_file), "files")
    assert level == Level.FAULT
    assert what.startswith(f"no se puede escribir en {config_file.parent}/clave: ")


def test_a_disk_without_room(config_file: Path, monkeypatch: pytest.MonkeyPatch):
    for free, level in ((50, Level.FAULT), (500, Level.WARNING), (5000, Level.OK)):
        usage = (0, 0, free * 1024 * 1024)
        monkeypatch.setattr("shutil.disk_usage", lambda _, usage=usage: _Usage(*usage))
        ((found, what),) = of(examined(config_file), "files")
        assert found == level
        assert "quedan" in what


def test_a_template_that_can_not_be_composed(config_file: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(_: object) -> list[str]:
        return ["La plantilla M-02 no sirve, línea 3: sobra una llave"]

    monkeypatch.setattr("mailbot.compose.check.check_templates", broken)
    assert of(examined(config_file, checks=CHECKS), "templates") == [
        (Level.FAULT, "La plantilla M-02 no sirve, línea 3: sobra una llave")
    ]


def test_a_document_that_can_not_be_sent(config_file: Path):
    (config_file.parent / "circular.docx").write_bytes(b"PK no")
    change(config_file, "[trust]", '[documents]\ncircular_050 = "circular.docx"\n[trust]')
    ((level, what),) = of(examined(config_file), "documents")
    assert level == Level.FAULT
    assert "documents.circular_050" in what


class _Usage:
    def __init__(self, total: int, used: int, free: int) -> None:
        self.free = free


def _change_database(config_file: Path, statement: str) -> None:
    config = load(config_file, {})
    open_store(config).close()
    store = Store(config.storage.database, config.storage.files)
    with store.write() as connection:
        connection.exec_driver_sql(statement)
    store.close()


def test_an_own_form_that_could_not_be_read_when_it_returns(config_file: Path):
    (config_file.parent / "formato.docx").write_bytes(_word_file("Reporte", "¿Qué pasa?"))
    change(config_file, "[trust]", '[documents]\nfunctional_form = "formato.docx"\n[trust]')
    said = [each for each in of(examined(config_file), "documents") if each[0] != Level.OK]
    ((level, what),) = said
    assert level == Level.WARNING
    assert "documents.functional_form: formato.docx no se podrá leer" in what

    labels = '[[form]]\nname = "Reporte"\nlabels = { "¿Qué pasa?" = "descripcion" }\n[trust]'
    change(config_file, "[trust]", labels)
    assert {level for level, _ in of(examined(config_file), "documents")} == {Level.OK}


def _word_file(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
