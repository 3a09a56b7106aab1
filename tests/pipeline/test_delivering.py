"""Attempts share commits, a bounded number of them; what one does is no matter of the others."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mailbot.config.servers import Smtp
from mailbot.delivery import deliver_due, recover_interrupted
from mailbot.delivery.sending import REGISTER
from mailbot.model.decision import OutgoingMail
from mailbot.model.vocabulary import MailStatus
from mailbot.parsers import read_mail
from mailbot.pipeline.desk import Desk
from mailbot.sender import Accepted, Carrier, Envelope, Outcome, Refused, Sender
from storage import Alone, Store, attempts, open_store, outbox
from tests.pipeline.lines import NOW, desk
from tests.servers.smtp import HOST, SmtpServer
from tests.servers.smtp_acts import Hold
from tests.simulate.test_case_laws import POLICY
from tests.storage.test_store import config

TAKEN = Accepted(reply="2.0.0 OK")


class Taker:
    """Takes every mail of a group at once; does `before` telling it."""

    def __init__(self, before: Callable[[Sequence[Envelope]], None] = lambda _group: None) -> None:
        self.groups: list[list[int]] = []
        self._before = before

    def deliver(
        self, groups: Iterable[Sequence[Envelope]]
    ) -> Iterator[Sequence[tuple[int, Outcome]]]:
        for group in groups:
            self.groups.append([mail.key for mail in group])
            self._before(group)
            yield [(mail.key, TAKEN) for mail in group]

    def close(self) -> None:
        """There is no connection to end."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(config(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def place(store: Store, tmp_path: Path) -> Desk:
    return desk(store, tmp_path, read_mail)


def test_attempts_of_many_mails_share_their_commits(
    store: Store, place: Desk, monkeypatch: pytest.MonkeyPatch
):
    post(store, 100)
    written = []
    write = Store.write

    def counted(store: Store) -> AbstractContextManager[Connection]:
        written.append(store)
        return write(store)

    monkeypatch.setattr(Store, "write", counted)
    assert deliver(place, Taker()) == 100
    assert len(written) < 0.2 * 100


def test_a_crash_makes_no_more_mails_uncertain_than_were_on_their_way(store: Store, place: Desk):
    """The bound: two for each connection, and a group that was registered."""
    post(store, 60)
    smtp = Smtp.model_validate({"host": HOST, "security": "none", "connections": 3, "port": 25})
    with SmtpServer() as server:
        server.script("p@x.test", *[Hold()] * 60)
        with Sender(smtp.model_copy(update={"port": server.port})) as sender:
            delivering = threading.Thread(target=deliver, args=(place, sender))
            delivering.start()
            server.wait_for(3)
            on_their_way = count(store)[MailStatus.SENDING]
            server.let_go()
            delivering.join()
    assert 0 < on_their_way <= 2 * 3 + REGISTER == 20
    assert count(store) == {MailStatus.SENT: 60}


def test_what_a_crash_left_goes_again_with_the_same_id(store: Store, place: Desk):
    post(store, 30)

    def crash(_group: Sequence[Envelope]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(place, Taker(crash))
    assert count(store) == {MailStatus.SENDING: REGISTER, MailStatus.WAITING: 30 - REGISTER}
    assert recover_interrupted(place, NOW) == REGISTER
    assert deliver(place, Taker()) == 30
    with store.read() as connection:
        tried = Counter(mail.attempts for mail in outbox.listed(connection, (MailStatus.SENT,)))
    assert tried == {2: REGISTER, 1: 30 - REGISTER}


GONE = ("q@x.test", "r@x.test")


class _RefusingCopies(Taker):
    """Takes the mails, and refuses for good who is gone."""

    def deliver(
        self, groups: Iterable[Sequence[Envelope]]
    ) -> Iterator[Sequence[tuple[int, Outcome]]]:
        for mail in (mail for group in groups for mail in group):
            refused = tuple(
                Refused(address=each, code=550, message="5.1.1 no such user", permanent=True)
                for each in mail.recipients
                if each in GONE
            )
            yield [(mail.key, Accepted(reply="2.0.0 OK", refused=refused))]


@pytest.fixture
def staffed(place: Desk) -> Desk:
    """The same with people who are told of what went wrong."""
    return replace(place, policy=POLICY)


def _post_with_copies(store: Store) -> None:
    mail = OutgoingMail(
        template="M-02", to=("p@x.test",), cc=GONE, case="", subject="S",
        message_id="copias@l", token="9", not_before=NOW, raw=b"Date: hoy\r\n\r\n",
    )  # fmt: skip
    with store.write() as connection:
        outbox.post(
            connection, mail, case_id=None, inbound_id=None, raw_sha256=None,
            status=MailStatus.WAITING, note="", now=NOW,
        )  # fmt: skip


def test_of_several_who_are_refused_for_good_each_is_told_and_the_mail_goes_once(
    store: Store, staffed: Desk
):
    _post_with_copies(store)
    post(store, 2)
    deliver(staffed, _RefusingCopies())
    with store.read() as connection:
        mails = outbox.listed(connection, tuple(MailStatus))
    assert {mail.template for mail in mails if mail.attempts != 1} <= {"M-44"}
    assert {mail.status for mail in mails if mail.template != "M-44"} == {MailStatus.SENT}
    assert sum(mail.template == "M-44" for mail in mails) == 2


def test_a_notice_that_can_not_be_written_keeps_no_outcome_from_being_recorded(
    store: Store, staffed: Desk, monkeypatch: pytest.MonkeyPatch
):
    def fails(*_: object) -> None:
        raise RuntimeError("no notice")

    monkeypatch.setattr("mailbot.delivery.settling.apply", fails)
    _post_with_copies(store)
    post(store, 2)
    deliver(staffed, _RefusingCopies())
    assert count(store) == {MailStatus.SENT: 3}


def test_a_mail_whose_bytes_are_gone_fails_and_the_others_go(store: Store, place: Desk):
    post(store, 1, size=outbox.INLINE_BYTES + 1)
    post(store, 4)
    with store.read() as connection:
        (large,) = (
            mail.raw_sha256 for mail in outbox.listed(connection, (MailStatus.WAITING,))
            if mail.raw_sha256
        )  # fmt: skip
    store.files.forget(large)
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM outbox_contents WHERE id = 5")
    assert deliver(place, Taker()) == 3
    assert count(store) == {MailStatus.SENT: 3, MailStatus.FAILED: 2}


def test_a_mail_that_another_process_took_over_leaves_the_others_settled(
    store: Store, place: Desk, monkeypatch: pytest.MonkeyPatch
):
    """It took this one for dead: what it records of that mail stands."""

    class One(Alone):
        number = 7

    monkeypatch.setattr(attempts, "interrupted", lambda *_: ())
    post(store, 5)

    def taken_over(group: Sequence[Envelope]) -> None:
        with store.write() as connection:
            change(connection, group[2].key, claimed_by=8)

    assert deliver(replace(place, presence=One()), Taker(taken_over)) == 4
    assert count(store) == {MailStatus.SENT: 4, MailStatus.SENDING: 1}


def test_one_large_mail_of_a_group_is_in_memory(store: Store, place: Desk):
    post(store, 4, size=outbox.INLINE_BYTES + 1)
    post(store, 4)
    taker = Taker()
    assert deliver(place, taker) == 8
    assert taker.groups == [[1], [2], [3], [4], [5, 6, 7, 8]]


def deliver(place: Desk, carrier: Carrier) -> int:
    return deliver_due(place, carrier, NOW, lambda: 0.5, lambda: False).sent


def post(store: Store, how_many: int, *, size: int = 100) -> None:
    with store.write() as connection:
        first = outbox.waiting_count(connection)
        for number in range(first, first + how_many):
            mail = OutgoingMail(
                template="M-02", to=("p@x.test",), cc=(), case="", subject="Recibimos su solicitud",
                message_id=f"{number}@linea.test", token=str(number), not_before=NOW,
                raw=b"Date: hoy\r\n\r\n%d" % number + b"x" * size,
            )  # fmt: skip
            outbox.post(
                connection, mail, case_id=None, inbound_id=None,
                raw_sha256=outbox.keep_large(store.files, mail), status=MailStatus.WAITING, note="",
                now=NOW,
            )  # fmt: skip


def count(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return outbox.status_counts(connection)


def change(connection: Connection, key: int, **values: object) -> None:
    connection.execute(outbox.outbox.update().where(outbox.outbox.c.id == key).values(values))
