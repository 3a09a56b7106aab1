"""Erasing takes with it the mails of ours that an erased mail brought about, once they left."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.decision import OutgoingMail
from mailbot.model.line import Authorisation
from mailbot.model.vocabulary import MailStatus, Outcome
from storage import (
    Store,
    arrivals,
    attempts,
    cases,
    erasure,
    ledger,
    numbers,
    on_line,
    open_store,
    outbox,
)
from storage.attempts import End
from storage.outbox import Posted
from tests.databases import copy_database, database_url
from tests.rules.timed import at
from tests.storage.plans import plans
from tests.storage.test_store import config

NOW = at("2027-02-26 10:00")
MARTA, LUIS = "marta@invias.gov.co", "luis@dane.gov.co"
ANA, BO = "ana@linea.gov.co", "bo@linea.gov.co"
WORDS = b"zarzaparrilla"
ALIAS = "persona-1@anonimo.invalid"
MARTAS, LUIS_CASE = 1, 2


@pytest.fixture(scope="module")
def two_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a closed case of Marta's, which is erased, and one of Luis's, which stays."""
    place = tmp_path_factory.mktemp("two")
    settings = config(place)
    opened = open_store(settings)
    with opened.write() as connection:
        for number, email in ((MARTAS, MARTA), (LUIS_CASE, LUIS)):
            case = Case(
                service_number=f"SERV-2027-{number:06}", requester=Requester(email=email),
                opened_at=NOW, closed_at=NOW,
            )  # fmt: skip
            cases.save(connection, case, (), NOW)
    opened.close()
    return place / "var/mailbot.db"


@pytest.fixture
def store(tmp_path: Path, two_cases: Path) -> Iterator[Store]:
    file = tmp_path / two_cases.name
    copy_database(two_cases, file)
    opened = Store(database_url(file), tmp_path / "archivo", durable=False)
    yield opened
    opened.close()


def arrived(store: Store, sender: str, case: int | None) -> int:
    """A mail that somebody wrote, on a case or on none; its row."""
    with store.write() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM inbound").scalar_one()
        arrival = arrivals.Arrival(
            mailbox="linea", uidvalidity=1, uid=count + 1, raw_sha256="", head_only=False, size=1,
            arrived_at=NOW, message_id=f"{count}@x", content_hash=str(count), sender=sender,
            subject="Asunto",
        )  # fmt: skip
        key, _original = arrivals.record(connection, arrival, NOW)
        ledger.settle(
            connection, key, outcome=Outcome.CASE_EVENT, rule="", reason="", case_id=case, now=NOW
        )
    return key


def told(
    store: Store, to: str, *, by: int | None, case: int | None, left: bool = True, size: int = 1
) -> int:
    """A mail of ours that a received one brought about; its row."""
    raw = b"Date: hoy\r\n\r\n" + WORDS * size
    with store.write() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar_one()
        mail = OutgoingMail(
            template="M-44", to=(to,), cc=(), case=None, subject=WORDS.decode(),
            message_id=f"{count}@linea", token=str(count), raw=raw, not_before=NOW,
            once=f"once:{MARTA}:{count}",
        )  # fmt: skip
        key = outbox.post(
            connection, mail, case_id=case, inbound_id=by, status=MailStatus.WAITING, note="",
            raw_sha256=outbox.keep_large(store.files, mail), now=NOW,
        )  # fmt: skip
    if left:
        leaves(store, key)
    return key


def leaves(store: Store, key: int, status: MailStatus = MailStatus.SENT) -> None:
    with store.write() as connection:
        attempts.register_attempts(connection, [key])
        attempts.settle(connection, {key: End(status=status, sent_at=NOW)})


def erase(store: Store, address: str = MARTA) -> None:
    erasing = erasure.Erasing(rows=(MARTAS,), address=address, alias=ALIAS, kept=(ANA, BO))
    with store.write() as connection:
        erasure.erase(connection, erasing, NOW)
    erasure.forget_owed(store)


def mail(store: Store, key: int) -> tuple[Posted, bytes]:
    with store.read() as connection:
        posted = outbox.find(connection, id=key)
        assert posted is not None
        return posted, outbox.raw(connection, store.files, posted)


def is_erased(store: Store, key: int) -> bool:
    posted, raw = mail(store, key)
    assert (posted.subject == "") == (raw == b""), f"half erased: {posted}"
    return not raw


# What is told to whom, by whose mail on which case, about which case: and whether it is erased.
MAILS = {
    "a notice about nobody's case, by her mail without a case": (ANA, MARTA, None, None, True),
    "a notice about nobody's case, by her mail on her case": (ANA, MARTA, MARTAS, None, True),
    "a notice about another's case, by her mail on her case": (ANA, MARTA, MARTAS, LUIS_CASE, True),
    "a receipt about nobody's case, by an order on her case": (ANA, BO, MARTAS, None, True),
    "a notice about her case, by another's mail": (ANA, LUIS, LUIS_CASE, MARTAS, True),
    "what another was told about his case, by an order on hers": (
        LUIS, BO, MARTAS, LUIS_CASE, False),
    "what another was told about his case, by her mail": (LUIS, MARTA, MARTAS, LUIS_CASE, False),
    "a notice about another's case, by an order on hers": (ANA, BO, MARTAS, LUIS_CASE, False),
    "a notice about another's case, by his mail": (ANA, LUIS, LUIS_CASE, LUIS_CASE, False),
}  # fmt: skip


@pytest.mark.parametrize(("to", "author", "on", "about", "erased"), MAILS.values(), ids=MAILS)
def test_what_an_erased_mail_brought_about_goes_with_it(
    store: Store, to: str, author: str, on: int | None, about: int | None, erased: bool
):
    key = told(store, to, by=arrived(store, author, on), case=about)
    erase(store)
    assert is_erased(store, key) == erased


def test_a_retired_case_takes_its_notices_with_it_and_leaves_the_persons_other_mails(store: Store):
    with_case = told(store, ANA, by=arrived(store, MARTA, MARTAS), case=None)
    without = told(store, ANA, by=arrived(store, MARTA, None), case=None)
    erase(store, address="")
    assert is_erased(store, with_case)
    assert not is_erased(store, without)


@pytest.mark.parametrize("status", [MailStatus.FAILED, MailStatus.CANCELLED, MailStatus.SUPPRESSED])
def test_what_is_dead_is_erased_and_never_sent(store: Store, status: MailStatus):
    key = told(store, ANA, by=arrived(store, MARTA, None), case=None, left=False)
    leaves(store, key, status)
    erase(store)
    assert is_erased(store, key)
    assert mail(store, key)[0].status == MailStatus.CANCELLED


def test_what_still_waits_is_sent_whole_and_erased_then(store: Store):
    key = told(store, ANA, by=arrived(store, MARTA, None), case=None, left=False)
    erase(store)
    posted, raw = mail(store, key)
    assert posted.next_attempt_at is not None
    assert WORDS in raw
    with store.write() as connection:
        attempts.register_attempts(connection, [key])
    erasure.forget_owed(store)
    assert not is_erased(store, key), "it is being sent"
    with store.write() as connection:
        again = End(status=MailStatus.UNCERTAIN, next_attempt_at=NOW + timedelta(minutes=5))
        attempts.settle(connection, {key: again})
    erasure.forget_owed(store)
    assert not is_erased(store, key), "it will be tried again"
    leaves(store, key)
    erasure.forget_owed(store)
    assert is_erased(store, key)
    assert mail(store, key)[0].status == MailStatus.SENT


@pytest.mark.parametrize("left", [True, False])
def test_a_large_mail_leaves_no_file_behind(store: Store, left: bool):
    size = outbox.INLINE_BYTES
    key = told(store, ANA, by=arrived(store, MARTA, None), case=None, left=left, size=size)
    (digest,) = store.files.digests()
    erase(store)
    if not left:
        assert store.files.has(digest)
        leaves(store, key)
        erasure.forget_owed(store)
    assert not store.files.has(digest)
    assert is_erased(store, key)


def test_nothing_is_owed_once_all_is_done(store: Store):
    key = told(store, ANA, by=arrived(store, MARTA, None), case=None, left=False)
    erase(store)
    leaves(store, key)
    erasure.forget_owed(store)
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT name FROM marks").all() == []


def test_what_was_owed_before_mails_were_is_still_paid(store: Store):
    digest = store.files.put(b"un archivo")
    with store.write() as connection:
        numbers.mark(connection, "forget:1", NOW, f'{{"blobs": ["{digest}"], "paths": []}}')
    assert erasure.forget_owed(store) == 1
    assert not store.files.has(digest)


def trial(code: str, digest: str | None, **fields: object) -> Authorisation:
    asked: dict[str, Any] = {"asked_at": NOW, "expires_at": NOW + timedelta(hours=24), **fields}
    return Authorisation(
        code=code, order="[IMPORTAR]", numbers=(), reason="hoja.xlsx", asked_by=BO, authoriser=BO,
        sheet_sha256=digest, **asked,
    )  # fmt: skip


def released(store: Store, now: datetime) -> int:
    with store.write() as connection:
        count = erasure.release_sheets(connection, now)
    erasure.forget_owed(store)
    return count


@pytest.mark.parametrize(
    ("fields", "after", "gone"),
    [
        ({}, 24, False),
        ({}, 25, True),
        ({"decided_at": NOW, "granted": True}, 1, True),
    ],
)
def test_the_sheet_of_a_trial_goes_once_it_was_imported_or_its_time_is_over(
    store: Store, fields: dict[str, Any], after: int, gone: bool
):
    digest = store.files.put(b"una hoja")
    with store.write() as connection:
        on_line.save(connection, trial("ABC", digest))
        if fields:
            on_line.save(connection, trial("ABC", digest, **fields))
        on_line.save(connection, trial("DEF", None, expires_at=NOW))
    assert released(store, NOW + timedelta(hours=after)) == gone
    assert store.files.has(digest) is not gone
    with store.read() as connection:
        (kept,) = on_line.trials(connection, "ABC", BO, NOW)
        assert kept.sheet_sha256 == ("" if gone else digest)
    assert released(store, NOW + timedelta(days=9)) == (not gone)


def test_the_sheet_of_another_trial_stays_and_so_does_one_whose_confirmation_waits(store: Store):
    digest = store.files.put(b"una hoja")
    with store.write() as connection:
        on_line.save(connection, trial("ABC", digest, expires_at=NOW - timedelta(hours=1)))
        on_line.save(connection, trial("DEF", digest))
    released(store, NOW)
    assert store.files.has(digest)
    with store.write() as connection:
        arrival = arrivals.Arrival(
            mailbox="linea", uidvalidity=1, uid=99, raw_sha256="", head_only=False, size=1,
            arrived_at=NOW + timedelta(hours=23), message_id="c@x", content_hash="c", sender=BO,
            subject="[IMPORTAR CONFIRMAR DEF]",
        )  # fmt: skip
        arrivals.record(connection, arrival, NOW + timedelta(hours=30))
    assert released(store, NOW + timedelta(hours=30)) == 0
    assert store.files.has(digest)


def test_an_erased_file_that_is_a_sheet_on_trial_is_kept_for_it(store: Store):
    digest = store.files.put(b"una hoja")
    with store.write() as connection:
        on_line.save(connection, trial("ABC", digest))
        numbers.mark(
            connection, "forget:1", NOW, f'{{"blobs": ["{digest}"], "paths": [], "mails": []}}'
        )
    assert erasure.forget_owed(store) == 0
    assert store.files.has(digest)


def test_a_mail_that_waits_does_not_keep_her_address_in_what_is_owed(store: Store):
    told(store, ANA, by=arrived(store, MARTA, None), case=None, left=False)
    erase(store)
    with store.read() as connection:
        notes = connection.exec_driver_sql("SELECT note FROM marks").scalars().all()
    assert notes
    assert not any(MARTA in note for note in notes)


def test_the_look_ups_of_an_erasing_use_their_indexes(store: Store):
    """Whatever is stored, an erasing reads what is about its person."""
    told(store, ANA, by=arrived(store, MARTA, None), case=None)
    erasing = erasure.Erasing(rows=(MARTAS,), address=MARTA, alias=ALIAS, kept=(ANA,))
    with store.write() as connection:
        found = plans(connection, lambda c: erasure.erase(c, erasing, NOW))
    assert found
    for statement, steps in found.items():
        assert not [step for step in steps if step.startswith("SCAN")], statement
