"""The store: schema, transactions, the lock, and failures in words that help."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, event

from mailbot.config import Config
from mailbot.errors import AlreadyRunning, DatabaseBehind, StorageError
from storage import Store, numbers, only_one, open_store, store_exists
from storage.locations import database_files, sqlite_path
from storage.migrations.run import newest_revision
from storage.schema import FULL_TEXT, REVISION, metadata
from storage.sqlite import explained
from tests.databases import database_url


def config(tmp_path: Path) -> Config:
    return Config.model_validate(
        {
            "mailbox": {"host": "localhost"},
            "smtp": {"host": "localhost"},
            "identity": {"address": "linea@entidad.test"},
            "storage": {
                "database": database_url(tmp_path / "var/mailbot.db"),
                "files": tmp_path / "var/archivo",
            },
        }
    )


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(config(tmp_path))
    yield opened
    opened.close()


def test_a_new_database_gets_the_newest_schema(store: Store):
    assert store.revision() == REVISION == newest_revision()


def test_the_migrations_lead_to_the_schema(store: Store):
    with store.read() as connection:
        ours = MigrationContext.configure(connection, opts={"include_name": _is_compared})
        assert compare_metadata(ours, metadata) == []


@pytest.mark.sqlite
def test_the_database_can_be_read_by_its_owner_only(tmp_path: Path, store: Store):
    assert (tmp_path / "var/mailbot.db").stat().st_mode & 0o077 == 0
    assert (tmp_path / "var/archivo").stat().st_mode & 0o077 == 0


def test_a_database_of_another_version_is_refused_with_the_command_to_run(tmp_path: Path):
    opened = open_store(config(tmp_path))
    with opened.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    opened.close()
    with pytest.raises(DatabaseBehind, match="mailbot db upgrade"):
        open_store(config(tmp_path))


def emptied(of: Config) -> None:
    """The database without its schema, as `>` leaves a file, or a new one of a server's."""
    path = sqlite_path(of.storage.database)
    if path:
        for each in database_files(of):
            each.unlink(missing_ok=True)
        path.write_bytes(b"")
        return
    store = Store(of.storage.database, of.storage.files)
    with store.write() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    store.close()


def test_a_database_that_lost_its_content_is_no_new_lines(tmp_path: Path):
    with closing(open_store(config(tmp_path))) as opened:
        opened.files.put(b"un correo")
    emptied(config(tmp_path))
    for open_it in (open_store, store_exists):
        with pytest.raises(StorageError, match=r"está vacía.*Restaure la última copia"):
            open_it(config(tmp_path))


@pytest.mark.sqlite
@pytest.mark.parametrize("lost", ["emptied", "deleted", "never filled"])
def test_nothing_is_made_of_a_file_that_lost_its_content(tmp_path: Path, lost: str):
    with closing(open_store(config(tmp_path))) as opened:
        opened.files.put(b"un correo")
    emptied(config(tmp_path))
    database, journal = database_files(config(tmp_path))[:2]
    journal.write_bytes(b"lo que queda")
    if lost == "deleted":
        database.unlink()
    if lost == "never filled":
        sqlite3.connect(database).execute("PRAGMA journal_mode = WAL").close()
        journal.write_bytes(b"")
    before = database.read_bytes() if database.exists() else None
    with pytest.raises(StorageError, match=f"{re.escape(str(database))} está vacía"):
        open_store(config(tmp_path))
    assert (database.read_bytes() if database.exists() else None) == before
    assert lost == "never filled" or journal.read_bytes() == b"lo que queda"


@pytest.mark.sqlite
def test_an_empty_file_of_a_line_without_mail_is_a_new_line(tmp_path: Path):
    open_store(config(tmp_path)).close()
    emptied(config(tmp_path))
    assert not store_exists(config(tmp_path))
    with closing(open_store(config(tmp_path))) as opened:
        assert opened.revision() == REVISION


def test_a_transaction_that_fails_changes_nothing(store: Store):
    def fail_after_writing() -> None:
        with store.write() as connection:
            numbers.take(connection, "SERV", 2026)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    with store.read() as connection:
        assert numbers.peek(connection, "SERV", 2026) == "SERV-2026-000001"


def test_files_are_written_before_the_commit_of_rows_that_may_point_to_them(store: Store):
    kept: list[int] = []

    def look(_connection: Connection) -> None:
        kept.append(sum(path.is_file() for path in store.files.root.rglob("*")))

    event.listen(store._engine, "commit", look)
    with store.one_commit():
        store.files.put(b"uno")
    with store.files.together():
        store.files.put(b"dos")
        with store.write():
            store.files.put(b"tres")
    assert kept == [1, 3]


def test_numbers_are_taken_once_each_and_begin_anew_with_the_year(store: Store):
    with store.write() as connection:
        taken = [numbers.take(connection, "SERV", year) for year in (2026, 2026, 2027)]
        taken.append(numbers.take(connection, "INC", 2026))
    assert taken == ["SERV-2026-000001", "SERV-2026-000002", "SERV-2027-000001", "INC-2026-000001"]


@pytest.mark.sqlite
def test_a_locked_database_is_said_in_words_and_works_again_afterwards(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
):
    other = sqlite3.connect(tmp_path / "var/mailbot.db", isolation_level=None)
    with store.read() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="ocupada"), store.write():
        pass
    other.execute("ROLLBACK")
    other.close()
    with store.write() as connection:
        assert numbers.take(connection, "SERV", 2026) == "SERV-2026-000001"


def test_a_second_process_on_the_same_database_is_refused(tmp_path: Path):
    holder = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from tests.storage.test_store import config\n"
        "from storage import only_one\nfrom pathlib import Path\n"
        "with only_one(config(Path(sys.argv[1]))):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", holder, str(tmp_path), root],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "held"
        with (
            pytest.raises(AlreadyRunning, match=f"proceso {process.pid}"),
            only_one(config(tmp_path)),
        ):
            pass
        process.kill()
    # The kernel let the lock go with the process, although it was killed.
    with only_one(config(tmp_path)):
        held = True
    assert held


def _is_compared(name: str | None, kind: str, _parents: object) -> bool:
    """Full-text tables come with tables of their own."""
    return kind != "table" or not (name or "").startswith(FULL_TEXT)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("disk I/O error", "ulimit -f"),
        ("file is not a database", "mailbot restore"),
        ("attempt to write a readonly database", "-shm"),
    ],
)
def test_what_sqlite_says_is_told_with_what_to_do(words: str, told: str):
    assert told in explained(words)
