"""A back-up holds one moment of the line; a restore lets nothing out by itself."""

import os
import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailbot.config import Config
from mailbot.errors import AlreadyRunning, StorageError, WrongUse
from mailbot.model.case import Case, Requester, StoredFile
from mailbot.model.vocabulary import FileStatus, MailStatus
from storage import (
    Store,
    attempts,
    case_files,
    cases,
    deadlines,
    numbers,
    only_one,
    open_store,
)
from storage.backup import back_up, restore
from storage.erasure.owed import HOLDERS
from storage.schema import REVISION, metadata
from tests.storage.backups import LATER, MARTA, NOW, quiet, received, rows
from tests.storage.test_held import posted

pytestmark = pytest.mark.sqlite


def test_every_column_that_names_a_kept_file_is_copied_for():
    named = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if column.name.endswith("sha256")
    }
    assert {(table.name, column) for table, column in HOLDERS} == named


@pytest.mark.parametrize("name", ["copia.tar.gz", "copia.tgz", "copia.tar"])
def test_restored_elsewhere_it_is_the_same_line(
    name: str, here: Config, there: Config, line_store: Store, tmp_path: Path
):
    back_up(here, tmp_path / name, NOW, quiet)
    restored = restore(there, tmp_path / name, LATER, quiet)
    query = "SELECT uid, raw_sha256, status FROM inbound ORDER BY id"
    assert rows(there, query) == rows(here, query)
    for digest in restored.manifest.files:
        assert (there.storage.files / "blobs" / digest[:2] / digest).read_bytes() == (
            line_store.files.get(digest)
        )
    assert len(restored.manifest.files) == 5
    assert (restored.kept_aside, restored.manifest.missing) == ((), ())


def test_only_its_owner_can_read_it_and_nothing_else_is_left(taken: Path, tmp_path: Path):
    assert stat.S_IMODE(taken.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["aqui", "copia.tar.gz"]


def test_while_mails_arrive_it_holds_one_moment_with_all_its_files(
    here: Config, there: Config, line_store: Store, tmp_path: Path
):
    copying, written = threading.Event(), threading.Event()

    def arrive() -> None:
        copying.wait(30)
        for uid in range(100, 110):
            received(line_store, uid)
        written.set()

    def in_between(_what: str, _done: int, _total: int) -> None:
        # The database is being copied: others write, and wait for nobody.
        copying.set()
        assert written.wait(30)

    writer = threading.Thread(target=arrive)
    writer.start()
    back_up(here, tmp_path / "copia.tar", NOW, in_between)
    writer.join()
    restored = restore(there, tmp_path / "copia.tar", LATER, quiet)
    uids = [row[0] for row in rows(there, "SELECT uid FROM inbound ORDER BY id")]
    assert uids == [1, 2, 3, 4, 5]
    assert len(restored.manifest.files) == len(uids)
    assert rows(here, "SELECT count(*) FROM inbound") == [(15,)]


def test_unsent_mail_is_uncertain_and_waits_for_a_person(
    here: Config, there: Config, line_store: Store, tmp_path: Path
):
    with line_store.write() as connection:
        person = Requester(email=MARTA)
        case = Case(service_number="SERV-2027-000001", requester=person, opened_at=NOW)
        cases.save(connection, case, (), NOW)
    statuses = (MailStatus.WAITING, MailStatus.SENDING, MailStatus.SENT, MailStatus.CANCELLED)
    posted(line_store, *((MARTA, "M-03", status) for status in statuses))
    back_up(here, tmp_path / "copia.tar", NOW, quiet)
    assert restore(there, tmp_path / "copia.tar", LATER, quiet).settled.held == 2
    query = "SELECT status, next_attempt_at FROM outbox ORDER BY id"
    assert rows(there, query) == [
        ("uncertain", None), ("uncertain", None), ("sent", None), ("cancelled", None)
    ]  # fmt: skip
    opened = open_store(there)
    with opened.read() as connection:
        assert attempts.due(connection, LATER + timedelta(days=9), 10) == ()
        assert attempts.interrupted(connection) == ()
    opened.close()


def test_closings_wait_and_numbers_that_people_were_told_are_not_given_again(
    here: Config, there: Config, line_store: Store, tmp_path: Path
):
    with line_store.write() as connection:
        assert numbers.take(connection, "SERV", 2027) == "SERV-2027-000001"
    back_up(here, tmp_path / "copia.tar", NOW, quiet)
    restore(there, tmp_path / "copia.tar", LATER, quiet)
    opened = open_store(there)
    with opened.write() as connection:
        assert numbers.take(connection, "SERV", 2027) == "SERV-2027-001002"
        assert numbers.marked(connection, deadlines.HOLD) == (LATER, deadlines.HELD)
    opened.close()


def test_restored_in_another_year_that_years_numbers_are_skipped_too(
    here: Config, there: Config, line_store: Store, tmp_path: Path
):
    with line_store.write() as connection:
        numbers.take(connection, "SERV", 2027)
    back_up(here, tmp_path / "copia.tar", NOW, quiet)
    restore(there, tmp_path / "copia.tar", NOW + timedelta(days=330), quiet)
    opened = open_store(there)
    with opened.write() as connection:
        assert numbers.take(connection, "SERV", 2028) == "SERV-2028-001001"
    opened.close()


def test_a_file_erased_on_order_meanwhile_is_told_and_one_that_is_lost_is_a_fault(
    here: Config, there: Config, line_store: Store, tmp_path: Path
):
    erased, lost, spoiled = (received(line_store, uid) for uid in (7, 8, 9))
    (line_store.files.root / "blobs" / spoiled[:2] / spoiled).write_bytes(b"otra cosa")
    line_store.files.forget(lost)

    def erase(_what: str, _done: int, _total: int) -> None:
        with line_store.write() as connection:
            connection.execute(
                text("UPDATE inbound SET raw_sha256 = '' WHERE raw_sha256 = :it"), {"it": erased}
            )
        line_store.files.forget(erased)

    done = back_up(here, tmp_path / "copia.tar", NOW, erase)
    assert (done.erased, done.lost, done.damaged) == ((erased,), (lost,), (spoiled,))
    restored = restore(there, tmp_path / "copia.tar", LATER, quiet)
    assert set(restored.manifest.missing) == {erased, lost, spoiled}


def test_it_is_never_written_over_another_one(here: Config, taken: Path):
    before = taken.read_bytes()
    with pytest.raises(WrongUse, match="ya existe"):
        back_up(here, taken, NOW, quiet)
    assert taken.read_bytes() == before


def test_a_line_that_works_is_not_restored_over(there: Config, taken: Path):
    with only_one(there), pytest.raises(AlreadyRunning, match="Deténgalo"):
        restore(there, taken, LATER, quiet, replace=True)


def test_what_is_there_stays_unless_replacing_is_asked_for_and_then_is_kept_aside(
    here: Config, line_store: Store, taken: Path
):
    received(line_store, 50)
    line_store.close()
    with pytest.raises(WrongUse, match="--replace"):
        restore(here, taken, LATER, quiet)
    assert rows(here, "SELECT count(*) FROM inbound") == [(6,)]
    done = restore(here, taken, LATER, quiet, replace=True)
    assert rows(here, "SELECT count(*) FROM inbound") == [(5,)]
    files, database = done.kept_aside
    assert len(list(files.glob("blobs/??/*"))) == 6
    with sqlite3.connect(database) as raw:
        assert raw.execute("SELECT count(*) FROM inbound").fetchone() == (6,)
    raw.close()


def test_a_journal_that_a_lost_database_left_behind_is_not_taken_for_the_restored_ones(
    here: Config, line_store: Store, taken: Path
):
    line_store.close()
    database = Path(here.storage.database.removeprefix("sqlite:///"))
    database.unlink()
    journal = database.with_name("mailbot.db-wal")
    journal.write_bytes(b"de otra")
    restore(here, taken, LATER, quiet, replace=True)
    assert not journal.exists()
    assert rows(here, "SELECT count(*) FROM inbound") == [(5,)]


def test_files_get_their_readable_names_again(
    here: Config, there: Config, line_store: Store, tmp_path: Path
):
    digest = line_store.files.put(b"anexo")
    with line_store.write() as connection:
        case = Case(
            service_number="SERV-2027-000001", requester=Requester(email=MARTA), opened_at=NOW
        )
        cases.save(connection, case, (), NOW)
        for name, status in (("a.pdf", FileStatus.STORED), ("b.exe", FileStatus.QUARANTINED)):
            file = StoredFile(
                name=name, original_name=name, path=f"casos/{name}", sha256=digest, size=5,
                type="application/pdf", status=status,
            )  # fmt: skip
            case_files.add(connection, 1, None, [file])
    back_up(here, tmp_path / "copia.tar", NOW, quiet)
    restore(there, tmp_path / "copia.tar", LATER, quiet)
    opened = open_store(there)
    with opened.read() as connection:
        assert [path for _key, _sha256, path in case_files.unlinked(connection)] == ["casos/a.pdf"]
    opened.close()


def test_a_database_of_before_can_be_copied_and_comes_back_up_to_date(
    here: Config, there: Config, tmp_path: Path
):
    # As `mailbot db upgrade` asks for a back-up first, it must be possible to take one.
    from alembic import command

    from storage.migrations.run import _alembic

    (tmp_path / "aqui/var").mkdir(parents=True)
    command.upgrade(_alembic(here.storage.database), "0003")
    done = back_up(here, tmp_path / "copia.tar", NOW, quiet)
    assert done.manifest.revision == "0003"
    restore(there, tmp_path / "copia.tar", LATER, quiet)
    assert rows(there, "SELECT version_num FROM alembic_version") == [(REVISION,)]


def test_a_database_that_is_no_file_is_refused_in_plain_words(here: Config, tmp_path: Path):
    storage = here.storage.model_copy(update={"database": "postgresql://siif@localhost/siif"})
    elsewhere = here.model_copy(update={"storage": storage})
    with pytest.raises(StorageError, match="pg_dump"):
        back_up(elsewhere, tmp_path / "copia.tar", NOW, quiet)
