"""What brakes held back and nobody was told yet: remembered by its first mail, found by key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.decision import OutgoingMail
from mailbot.model.vocabulary import MailStatus
from storage import Store, cases, held, numbers, open_store, outbox
from tests.rules.timed import at
from tests.storage.plans import plans
from tests.storage.test_store import config

NOW = at("2027-02-26 10:00")
MARTA, LUIS = "marta@invias.gov.co", "luis@dane.gov.co"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    with opened.write() as connection:
        case = Case(
            service_number="SERV-2027-000001", requester=Requester(email=MARTA), opened_at=NOW
        )
        cases.save(connection, case, (), NOW)
    yield opened
    opened.close()


def posted(store: Store, *mails: tuple[str, str, MailStatus]) -> list[int]:
    """Mails of ours, each (person, template, status); their rows."""
    keys = []
    for person, template, status in mails:
        with store.write() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one()
            mail = OutgoingMail(
                template=template, to=(person,), cc=(), case="SERV-2027-000001", subject="",
                message_id=f"{count}@linea", token=str(count), raw=b"", not_before=NOW,
                brake=template == "M-02",
            )  # fmt: skip
            key = outbox.post(
                connection, mail, case_id=1, inbound_id=None, raw_sha256=None, status=status,
                note="Freno: ya recibió hoy todos." if status is MailStatus.SUPPRESSED else "",
                now=NOW,
            )  # fmt: skip
        keys.append(key)
    return keys


HELD_OF_MARTA = (MARTA, "M-02", MailStatus.SUPPRESSED)
HELD_OF_LUIS = (LUIS, "M-02", MailStatus.SUPPRESSED)
SENT = (MARTA, "M-02", MailStatus.WAITING)
SUMMARY_OF_MARTA = (MARTA, "M-51", MailStatus.WAITING)
SUMMARY_OF_LUIS = (LUIS, "M-51", MailStatus.WAITING)

SETTLED = {
    "no brake bit": ((SENT,), None),
    "nobody was told": ((SENT, HELD_OF_MARTA, HELD_OF_LUIS), 1),
    "one was told, another was not": ((HELD_OF_MARTA, HELD_OF_LUIS, SUMMARY_OF_MARTA), 1),
    "more was held back since": ((HELD_OF_MARTA, SUMMARY_OF_MARTA, SENT, HELD_OF_MARTA), 3),
    "everybody was told": (
        (HELD_OF_MARTA, HELD_OF_LUIS, SUMMARY_OF_MARTA, SUMMARY_OF_LUIS), None),
}  # fmt: skip


@pytest.mark.parametrize(("mails", "place"), SETTLED.values(), ids=SETTLED)
def test_a_look_begins_at_the_first_mail_that_somebody_was_not_told_of(
    store: Store, mails: tuple[tuple[str, str, MailStatus], ...], place: int | None
):
    keys = posted(store, *mails)
    with store.write() as connection:
        held.settle_told(connection, NOW)
        assert held.is_settled(connection)
        assert held.held_from(connection) == (None if place is None else keys[place])


def test_what_was_remembered_before_rows_were_is_looked_at_once_as_a_whole(store: Store):
    keys = posted(store, HELD_OF_MARTA, SUMMARY_OF_MARTA, HELD_OF_LUIS)
    with store.write() as connection:
        numbers.mark(connection, held.HELD, NOW, held.UNTOLD)
        assert [each.person for each in held.untold(connection, NOW) if each.cases] == [LUIS]
        held.settle_told(connection, NOW)
        assert held.held_from(connection) == keys[2]


def test_nothing_before_that_mail_is_read(store: Store):
    posted(store, HELD_OF_MARTA)
    with store.read() as connection:
        found = plans(connection, lambda c: held.untold(c, NOW))
    (steps,) = (steps for statement, steps in found.items() if "outbox.case_id" in statement)
    # PostgreSQL may also begin with the few mails that were held back, ever: which of the two are
    # fewer it knows by its statistics.
    assert steps in (
        ["SEARCH outbox USING INTEGER PRIMARY KEY (rowid>?)"],
        ["SEARCH pk_outbox"],
        ["SEARCH ix_outbox_unsent"],
    )
