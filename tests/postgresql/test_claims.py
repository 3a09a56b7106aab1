"""Mails are claimed by one process at a time, in order within a lane, for as long as it lives."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.errors import AlreadyRunning
from storage import Duty, Store, arrivals, claims, ledger, numbers
from storage.arrivals import Arrival
from storage.engine import open_engine
from storage.sessions import PresentBySession
from tests.databases import database_url

pytestmark = pytest.mark.postgresql

NINE = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
Present = Callable[..., PresentBySession]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Store(database_url(tmp_path / "mailbot.db"), tmp_path / "archivo")) as opened:
        yield opened


@pytest.fixture
def present(store: Store) -> Iterator[Present]:
    """Makes a process that is at work on the line, as far as the database can tell."""
    with ExitStack() as sessions:

        def make(*, alone: bool = False) -> PresentBySession:
            one = sessions.enter_context(closing(PresentBySession(store.url, alone=alone)))
            one.still()
            return one

        yield make


def received(
    store: Store, uid: int, sender: str, *, references: tuple[str, ...] = (), subject: str = ""
) -> int:
    """A mail arrives, a minute after the one with the UID before."""
    arrival = Arrival(
        mailbox="línea", uidvalidity=1, uid=uid, raw_sha256=f"{uid:064x}", head_only=False, size=1,
        arrived_at=NINE + timedelta(minutes=uid), message_id=f"{uid}@x.test",
        content_hash=f"{uid}", sender=sender, subject=subject, references=references,
    )  # fmt: skip
    with store.write() as connection:
        return arrivals.record(connection, arrival, arrival.arrived_at)[0]


def claimed(store: Store, one: PresentBySession, most: int = 50) -> list[int]:
    return [entry.id for entry in claims.next_mails(store, one.number, (), most)]


def test_each_mail_is_claimed_by_one_process(store: Store, present: Present):
    keys = [received(store, uid, f"persona{uid}@x.test") for uid in range(20)]
    first, second = present(), present()
    shares = [claimed(store, one) for one in (first, second, first, second)]
    assert [len(share) for share in shares] == [claims.MOST_CLAIMED, claims.MOST_CLAIMED, 4, 0]
    assert sorted(key for share in shares for key in share) == keys


def test_of_one_person_or_thread_only_the_oldest_can_be_claimed(store: Store, present: Present):
    oldest = received(store, 1, "ana@x.test")
    again = received(store, 2, "ana@x.test")
    colleague = received(store, 3, "luis@x.test", references=("1@x.test",))
    other = received(store, 4, "eva@y.test")
    one = present()
    assert claimed(store, one) == [oldest, other]
    assert claimed(store, present()) == []
    _settle(store, oldest)
    assert claimed(store, one) == [again]
    _settle(store, again)
    assert claimed(store, one) == [colleague]


def test_what_a_dead_process_had_claimed_is_anybodys(store: Store, present: Present):
    keys = [received(store, uid, f"persona{uid}@x.test") for uid in range(3)]
    dying, other = present(), present()
    assert claimed(store, dying) == keys
    assert claimed(store, other) == []
    dying.close()
    assert claimed(store, other) == keys


def test_what_is_given_back_can_be_claimed_by_others(store: Store, present: Present):
    key = received(store, 1, "ana@x.test")
    one, other = present(), present()
    assert claimed(store, one) == [key]
    claims.give_back(store, one.number)
    assert claimed(store, other) == [key]


def test_a_duty_has_one_holder_until_its_session_ends(present: Present):
    one, other = present(), present()
    assert one.leads(Duty.MAILBOX)
    assert other.leads(Duty.DEADLINES)
    assert not other.leads(Duty.MAILBOX)
    assert one.leads(Duty.MAILBOX)
    one.close()
    assert other.leads(Duty.MAILBOX)


def test_a_session_that_the_server_dropped_is_begun_anew_with_another_number(
    store: Store, present: Present
):
    one = present()
    before = one.number
    assert one.leads(Duty.MAILBOX)
    with store.write() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database()"
        )
    other = present()
    assert other.leads(Duty.MAILBOX)
    one.still()
    assert one.number != before
    assert not one.leads(Duty.MAILBOX)


def test_who_has_to_be_alone_waits_for_nobody_and_lets_nobody_in(present: Present):
    one = present()
    with pytest.raises(AlreadyRunning, match="ya trabaja sobre"):
        present(alone=True)
    one.close()
    present(alone=True)
    with pytest.raises(AlreadyRunning, match="ya trabaja sobre"):
        present()


def test_who_takes_case_numbers_at_the_same_time_gets_others(store: Store):
    engine = open_engine(store.url)

    def takes(_place: int) -> tuple[str, ...]:
        # Without the lock by which writers wait for each other: the row itself is enough.
        with engine.begin() as connection:
            return numbers.take_many(connection, "SERV", 2026, 3)

    with ThreadPoolExecutor(4) as pool:
        taken = [number for some in pool.map(takes, range(20)) for number in some]
    engine.dispose()
    assert sorted(taken) == [f"SERV-2026-{count:06d}" for count in range(1, 61)]


def test_numbers_and_claims_wait_for_nobody_who_writes(store: Store, present: Present):
    key, one = received(store, 1, "ana@x.test"), present()
    with store.write():
        with store.write_beside() as connection:
            assert numbers.take(connection, "SERV", 2026) == "SERV-2026-000001"
        assert claimed(store, one) == [key]


def _settle(store: Store, key: int) -> None:
    with store.write() as connection:
        ledger.settle(
            connection, key, outcome="ignored", rule="x", reason="x", case_id=None, now=NINE
        )
