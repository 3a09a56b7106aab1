"""At the machine: what the administrator reads of a PostgreSQL database, and what he does there."""

import json
from pathlib import Path

import pytest

from mailbot.config import load
from mailbot.doctor import Level
from storage import open_store, outbox
from storage.schema import REVISION
from tests.cli.program import run
from tests.config.files import SMALLEST, write
from tests.databases import database_url
from tests.doctor.house import NOW
from tests.doctor.working import House
from tests.servers.postgresql import PostgreSQL
from tests.storage.backups import received

pytestmark = pytest.mark.postgresql

Shown = pytest.CaptureFixture[str]


def configured(folder: Path, url: str) -> Path:
    return write(folder, f'{SMALLEST}[storage]\ndatabase = "{url}"\nfiles = "archivo"\n')


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    return configured(tmp_path, database_url(tmp_path / "mailbot.db"))


def told_by_doctor(config_file: Path) -> tuple[Level, str]:
    """What the check of the database finds first."""
    house = House(config_file=config_file, now=NOW)
    findings = house.complaints("database")
    assert len(findings) == 1, "told once"
    return findings[0].level, f"{findings[0].what} → {findings[0].todo}"


def test_a_sound_database_answers_to_every_command(capsys: Shown, config_file: Path):
    assert run(capsys, "-c", config_file, "db", "upgrade").status == 0
    shown = run(capsys, "-c", config_file, "db", "check", "--json")
    assert json.loads(shown.out) == {"revision": REVISION, "needed": REVISION, "current": True}
    assert run(capsys, "-c", config_file, "status").status == 0
    assert House(config_file=config_file, now=NOW).complaints("database") == []


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://mailbot@{place}/nada", "createdb"),
        ("postgresql://lector:malo@{place}/linea", "no aceptó el usuario o la contraseña"),
        ("postgresql://lector:zarzaparrilla@{place}/linea", "no tiene permiso"),
        ("postgresql://mailbot:zarzaparrilla@127.0.0.1:1/linea", "revise que esté en marcha"),
    ],
)
def test_doctor_explains_what_keeps_the_line_from_its_database(
    server: PostgreSQL, tmp_path: Path, address: str, told: str
):
    place = server.url.rpartition("@")[2]
    level, said = told_by_doctor(configured(tmp_path, address.format(place=place)))
    assert level == Level.FAULT
    assert told in said
    assert "zarzaparrilla" not in said


def test_doctor_tells_another_schema(config_file: Path):
    store = open_store(load(config_file, {}))
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    store.close()
    level, said = told_by_doctor(config_file)
    assert (level, "mailbot db upgrade" in said) == (Level.FAULT, True)


def test_a_server_that_is_silent_is_a_fault_of_one_check_only(tmp_path: Path):
    config_file = configured(tmp_path, "postgresql://mailbot@127.0.0.1:1/linea")
    house = House(config_file=config_file, now=NOW)
    said = [(each.check, "PostgreSQL" in each.what) for each in house.complaints()]
    assert [check for check, told in said if told] == ["database"]
    assert {check for check, _ in said} > {"work", "backup", "contingency", "receiver"}


@pytest.mark.parametrize("command", [("status",), ("backup", "copia.tar"), ("once",)])
def test_no_command_shows_the_password(capsys: Shown, tmp_path: Path, command: tuple[str, ...]):
    config_file = configured(tmp_path, "postgresql://mailbot:zarzaparrilla@127.0.0.1:1/linea")
    shown = run(capsys, "-c", config_file, *command)
    assert shown.status == 1
    assert "zarzaparrilla" not in shown.out + shown.err
    assert "PostgreSQL" in shown.err


def test_a_base_that_another_program_restored_is_made_safe(capsys: Shown, config_file: Path):
    store = open_store(load(config_file, {}))
    received(store, 1)
    with store.write() as connection:
        connection.exec_driver_sql("INSERT INTO numbers VALUES ('SERV-2026', 7)")
    shown = run(capsys, "-c", config_file, "db", "restored", "2026-11-26T02:30", "--json")
    assert json.loads(shown.out) == {"held": 0, "undecided": 1}
    with store.read() as connection:
        last = connection.exec_driver_sql("SELECT last FROM numbers WHERE series = 'SERV-2026'")
        assert last.scalar_one() == 1007
        assert outbox.waiting_count(connection) == 0
    store.close()
    told = run(capsys, "-c", config_file, "db", "restored", "2026-11-26")
    assert "deadlines release" in told.out
    wrong = run(capsys, "-c", config_file, "db", "restored", "ayer")
    assert (wrong.status, "HORA ayer" in wrong.err) == (2, True)
