"""Mails that wait in the outbox, when their case changes: released, or called off."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.decision import OutgoingMail
from mailbot.model.vocabulary import MailStatus
from storage import Store, attempts, cases, open_store, outbox
from tests.rules.timed import at
from tests.storage.test_store import config

SATURDAY, MONDAY = at("2027-02-27 09:00"), at("2027-03-01 07:00")
LATER = SATURDAY + timedelta(minutes=30)
NOBODY = "El caso pasó a olga@linea.gov.co antes de que saliera"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two cases; of the first a dossier and a notice wait for the morning, and two for the server.

    The dossier of the other waits for the morning too.
    """
    opened = open_store(config(tmp_path))
    with opened.write() as connection:
        for number in (1, 2):
            cases.save(connection, _case(number), (), SATURDAY)
    for case, template, moment in (
        (1, "M-07", MONDAY), (1, "M-43", MONDAY), (1, "M-12", SATURDAY), (1, "M-06", SATURDAY),
        (2, "M-07", MONDAY),
    ):  # fmt: skip
        _post(opened, case, template, moment)
    _try_in_vain(opened, "M-12", counted=True)
    _try_in_vain(opened, "M-06", counted=False)
    yield opened
    opened.close()


def test_what_waits_for_the_morning_goes_now_and_what_waits_for_the_server_later(
    store: Store,
) -> None:
    with store.write() as connection:
        outbox.send_now(connection, 1, SATURDAY)
    assert _next(store) == {
        (1, "M-07"): SATURDAY, (1, "M-43"): SATURDAY, (1, "M-12"): LATER, (1, "M-06"): LATER,
        (2, "M-07"): MONDAY,
    }  # fmt: skip


def test_what_has_not_left_is_called_off_with_the_reason(store: Store) -> None:
    with store.write() as connection:
        outbox.cancel_waiting(connection, 1, "M-07", NOBODY)
    with store.read() as connection:
        (called_off,) = outbox.listed(connection, (MailStatus.CANCELLED,))
        assert (called_off.case_id, called_off.template) == (1, "M-07")
        assert called_off.last_error == NOBODY
        due = attempts.due(connection, MONDAY, 10)
    assert {(mail.case_id, mail.template) for mail in due} == {
        (1, "M-43"), (1, "M-12"), (1, "M-06"), (2, "M-07"),
    }  # fmt: skip


def test_what_was_sent_is_not_called_off(store: Store) -> None:
    with store.write() as connection:
        (first,) = (m.id for m in outbox.of_case(connection, 1) if m.template == "M-07")
        attempts.register_attempts(connection, (first,))
        outbox.cancel_waiting(connection, 1, "M-07", NOBODY)
        assert outbox.find(connection, id=first).status == MailStatus.SENDING
        end = attempts.End(status=MailStatus.SENT, sent_at=MONDAY)
        attempts.settle(connection, {first: end})
        outbox.cancel_waiting(connection, 1, "M-07", NOBODY)
        assert outbox.find(connection, id=first).status == MailStatus.SENT


def _case(number: int) -> Case:
    return Case(
        service_number=f"SERV-2027-{number:06}", requester=Requester(email="marta@invias.gov.co"),
        opened_at=SATURDAY,
    )  # fmt: skip


def _post(store: Store, case: int, template: str, not_before: datetime) -> None:
    mail = OutgoingMail(
        template=template, to=("nora@linea.gov.co",), cc=(), case=f"SERV-2027-{case:06}",
        subject=template, message_id=f"{case}.{template}@linea.gov.co", token=f"{case}{template}",
        raw=b"Date: hoy\r\n\r\nTexto", not_before=not_before,
    )  # fmt: skip
    with store.write() as connection:
        outbox.post(
            connection, mail, case_id=case, inbound_id=None, raw_sha256=None,
            status=MailStatus.WAITING, note="", now=SATURDAY,
        )  # fmt: skip


def _try_in_vain(store: Store, template: str, *, counted: bool) -> None:
    with store.write() as connection:
        (mail,) = (each for each in outbox.of_case(connection, 1) if each.template == template)
        attempts.register_attempts(connection, (mail.id,))
        end = attempts.End(
            status=MailStatus.WAITING, note="451", next_attempt_at=LATER, counted=counted
        )
        attempts.settle(connection, {mail.id: end})


def _next(store: Store) -> dict[tuple[int | None, str], datetime | None]:
    with store.read() as connection:
        waiting = outbox.listed(connection, (MailStatus.WAITING,))
    return {(mail.case_id, mail.template): mail.next_attempt_at for mail in waiting}
