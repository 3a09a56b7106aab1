"""What the digest asks of the ledger: every mail of a day by its status, and late answers."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot import deadlines
from mailbot.model.decision import OutgoingMail
from mailbot.model.vocabulary import MailStatus
from storage import Store, arrivals, attempts, digest_facts, ledger, numbers, open_store, outbox
from storage.arrivals import Arrival
from storage.attempts import End
from tests.rules.timed import at
from tests.storage.test_store import config

MIDNIGHT, NEXT = at("2026-12-09 00:00"), at("2026-12-10 00:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    yield opened
    opened.close()


def received(store: Store, *moments: datetime) -> list[int]:
    """Mails that came at these moments; their rows."""
    keys = []
    for moment in moments:
        with store.write() as connection:
            uid = connection.exec_driver_sql("SELECT count(*) FROM inbound").scalar_one() + 1
            mail = Arrival(
                mailbox="a", uidvalidity=1, uid=uid, raw_sha256=str(uid), head_only=False, size=1,
                arrived_at=moment, message_id=None, content_hash=str(uid), sender="m@x.test",
                subject="",
            )  # fmt: skip
            keys.append(arrivals.record(connection, mail, moment)[0])
    return keys


def acknowledged(store: Store, inbound_id: int, sent_at: datetime | None) -> None:
    """An acknowledgement of a mail, composed when that came."""
    with store.write() as connection:
        arrived = ledger.entry(connection, inbound_id)
        assert arrived
        mail = OutgoingMail(
            template="M-02", to=("m@x.test",), cc=(), case=None, subject="",
            message_id=f"{inbound_id}@linea", token=str(inbound_id), raw=b"",
            not_before=arrived.arrived_at,
        )  # fmt: skip
        key = outbox.post(
            connection, mail, case_id=None, inbound_id=inbound_id, raw_sha256=None,
            status=MailStatus.WAITING, note="", now=arrived.arrived_at,
        )  # fmt: skip
        if sent_at:
            end = End(status=MailStatus.SENT, sent_at=sent_at)
            attempts.settle(connection, {key: end})


def settled(store: Store, key: int, *, parked: bool = False) -> None:
    with store.write() as connection:
        ledger.settle(
            connection, key, outcome="x", rule="", reason="", case_id=None, now=NEXT, parked=parked
        )


def test_the_mails_of_a_day_are_counted_by_what_became_of_them(store: Store):
    hour = timedelta(hours=1)
    before, *today = received(
        store, MIDNIGHT - hour, MIDNIGHT, MIDNIGHT + hour, MIDNIGHT + 2 * hour, NEXT
    )
    for key in (before, *today[:1]):
        settled(store, key)
    settled(store, today[1], parked=True)
    with store.read() as connection:
        assert digest_facts.came(connection, MIDNIGHT, NEXT) == {
            ledger.DECIDED: 1, ledger.PARKED: 1, ledger.RECEIVED: 1,
        }  # fmt: skip


def test_a_line_without_mail_counts_nothing(store: Store):
    with store.read() as connection:
        assert digest_facts.came(connection, MIDNIGHT, NEXT) == {}
        assert digest_facts.acknowledged(connection, MIDNIGHT, timedelta(minutes=5)).total == 0


def test_late_acknowledgements_are_counted_with_the_slowest(store: Store):
    minute = timedelta(minutes=1)
    keys = received(store, MIDNIGHT - minute, *[MIDNIGHT + n * minute for n in range(1, 5)])
    for key, minutes in zip(keys, (60, 5, 6, 12, None), strict=True):
        with store.read() as connection:
            entry = ledger.entry(connection, key)
        assert entry
        acknowledged(store, key, entry.arrived_at + minutes * minute if minutes else None)
    with store.read() as connection:
        found = digest_facts.acknowledged(connection, MIDNIGHT, 5 * minute)
    assert (found.total, found.late, found.slowest) == (3, 2, 12 * minute)


HOLDS = [(None, False), (deadlines.HELD, True), (deadlines.RELEASED, False)]


@pytest.mark.parametrize(("note", "held"), HOLDS, ids=["never", "held", "released"])
def test_held_closings_are_those_that_the_deadlines_hold(
    store: Store, note: str | None, held: bool
):
    if note:
        with store.write() as connection:
            numbers.mark(connection, deadlines.HOLD, NEXT, note)
    with store.read() as connection:
        assert digest_facts.closings_held_until(connection) == (NEXT if held else None)
