"""What PostgreSQL refuses is said in our words, changes nothing, and is over when it is over."""

from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DataError, IntegrityError

from mailbot.config import Config
from mailbot.errors import StorageError
from storage import Store, numbers, open_store, shown_url
from storage.schema import numbers as table
from tests.databases import database_url
from tests.postgresql.conftest import at_address
from tests.servers.dovecot import free_ports
from tests.servers.postgresql import PostgreSQL

pytestmark = pytest.mark.postgresql

TAKEN = "SERV-2026-000001"
SECRET = "zarzaparrilla"


def took(store: Store) -> str:
    with store.write() as connection:
        return numbers.take(connection, "SERV", 2026)


def refusal(url: str, tmp_path: Path) -> str:
    """Why a store is not opened."""
    store = Store(url, tmp_path)
    try:
        with pytest.raises(StorageError) as refused:
            store.revision()
    finally:
        store.close()
    return str(refused.value)


def test_a_server_that_is_down_is_said_and_work_goes_on_once_it_is_back(
    server: PostgreSQL, settings: Config
):
    store = open_store(at_address(settings, f"{server.url}/linea"))
    took(store)
    server.stop()
    try:
        with pytest.raises(StorageError, match="revise que esté en marcha"):
            took(store)
    finally:
        server.start()
    # The pool's old connections lead nowhere; nobody notices.
    assert took(store) == "SERV-2026-000002"
    store.close()


def test_a_session_that_is_cut_in_the_middle_changes_nothing(store: Store):
    def cut_while_writing() -> None:
        with store.write() as connection:
            numbers.take(connection, "SERV", 2026)
            mine = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with store.read() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({mine}, 5000)")
            numbers.take(connection, "SERV", 2026)

    with pytest.raises(StorageError, match="no se perdió nada"):
        cut_while_writing()
    assert took(store) == TAKEN


def test_who_writes_waits_for_who_is_writing_and_not_for_ever(settings: Config, store: Store):
    quick = f"{settings.storage.database}?options=-c%20lock_timeout%3D50ms"
    hasty = Store(quick, settings.storage.files)
    with store.write() as connection:
        numbers.take(connection, "SERV", 2026)
        with pytest.raises(StorageError, match="ocupada"):
            took(hasty)
        with hasty.read() as looking:
            # Who only looks does not wait, and sees what was there before.
            assert numbers.peek(looking, "SERV", 2026) == TAKEN
    assert took(hasty) == "SERV-2026-000002"
    hasty.close()


def test_who_looks_sees_one_moment_and_changes_nothing(store: Store):
    with store.read() as looking:
        assert numbers.peek(looking, "SERV", 2026) == TAKEN
        took(store)
        assert numbers.peek(looking, "SERV", 2026) == TAKEN
    with pytest.raises(StorageError, match="solo lectura"), store.read() as looking:
        numbers.take(looking, "SERV", 2026)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("53100", "No queda espacio"), ("53200", "memoria"), ("53300", "más conexiones"),
        ("40001", "ocupada"), ("40P01", "ocupada"), ("57P01", "en marcha"), ("08006", "en marcha"),
        ("25006", "solo lectura"), ("42501", "permiso"), ("XX001", "dañada"), ("58030", "disco"),
        ("42P01", "La base de datos falló"),
    ],
)  # fmt: skip
def test_each_kind_of_failure_is_the_storages(store: Store, state: str, told: str):
    raised = f"DO $$ BEGIN RAISE EXCEPTION 'boom' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(StorageError, match=told), store.write() as connection:
        connection.exec_driver_sql(raised)
    assert took(store) == TAKEN


def test_what_a_row_itself_is_to_blame_for_is_no_failure_of_the_server(store: Store):
    with pytest.raises(IntegrityError) as twice, store.write() as connection:
        connection.execute(insert(table).values([{"series": SECRET, "last": 1}] * 2))
    # The server quotes the row after its first words, and a log is no place for it.
    assert SECRET not in str(twice.value)
    with pytest.raises(DataError), store.write() as connection:
        numbers.take(connection, "con\0cero", 2026)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgresql://mailbot@{place}/nada", "createdb"),
        ("postgresql://nadie:zarzaparrilla@{place}/linea", "usuario o la contraseña"),
        ("postgresql://lector:zarza@{place}/linea", "usuario o la contraseña"),
        ("postgresql://x:zarzaparrilla@127.0.0.1:{closed}/linea", "revise que esté en marcha"),
        ("postgresql://mailbot:zarzaparrilla@no.invalid/linea", "revise que esté en marcha"),
        ("postgresql://mailbot:zarza@parrilla:otra@x:y/linea", "no se entiende"),
    ],
)  # fmt: skip
def test_what_keeps_the_database_from_being_opened_is_explained_without_the_password(
    server: PostgreSQL, tmp_path: Path, address: str, told: str
):
    place = server.url.rpartition("@")[2]
    if told == "no se entiende":
        with pytest.raises(StorageError, match=told) as refused:
            Store(address, tmp_path)
        said = str(refused.value)
    else:
        said = refusal(address.format(place=place, closed=free_ports(1)[0]), tmp_path)
    assert told in said
    assert "zarza" not in said


def test_the_right_password_opens_it_and_is_not_shown(server: PostgreSQL, tmp_path: Path):
    address = f"postgresql://lector:{SECRET}@{server.url.rpartition('@')[2]}/linea"
    # Let in, it is told what it may not do there.
    assert "permiso" in refusal(address, tmp_path)
    assert SECRET not in shown_url(address)
    assert SECRET not in shown_url(f"postgresql://x@localhost/linea?password={SECRET}")


def test_a_database_for_fewer_letters_is_refused(server: PostgreSQL, settings: Config):
    server.create("latina", "TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'")
    with pytest.raises(StorageError, match="LATIN1"):
        open_store(at_address(settings, f"{server.url}/latina"))


def test_a_new_database_gets_its_schema_at_the_first_opening(server: PostgreSQL, settings: Config):
    server.create("nueva")
    opened = open_store(at_address(settings, f"{server.url}/nueva"))
    assert took(opened) == TAKEN
    opened.close()


def test_a_history_is_not_emptied_at_once_either(store: Store):
    with pytest.raises(IntegrityError, match="no se borra"), store.write() as connection:
        connection.exec_driver_sql("TRUNCATE case_events")


def test_tests_have_databases_of_their_own(tmp_path: Path):
    assert database_url(tmp_path / "una.db") != database_url(tmp_path / "otra.db")
