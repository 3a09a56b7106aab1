"""The SMTP server fails in every way it can; each mail ends where it must, with one Message-ID."""

import pytest

from tests.e2e.letters import COMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork, words
from tests.servers.smtp_acts import (
    Act,
    DropAtData,
    DropAtRecipient,
    DropInContent,
    DropTaken,
    DropUntaken,
    RefuseContent,
    RefuseRecipient,
    RefuseSender,
    StallInContent,
)

MARIA, ANA, LINE = "maria@invias.test", "ana@minhacienda.test", "siifsoporte@minhacienda.test"
REQUEST = letter(COMPLETE, files={"pantalla.png": screen()})


@pytest.fixture
def asked(line_of) -> LineAtWork:
    """A line with a complete request in its box, and a short patience with a silent server."""
    line = line_of(smtp={"timeout_seconds": 1})
    line.arrives(REQUEST, "2026-11-24 09:12")
    return line


TROUBLE: tuple[tuple[str, str, Act, str, int], ...] = (
    # what happens, whose script, the act, status after the first pass, copies after the second
    ("451 for the sender", LINE, RefuseSender("451 4.3.0 Later"), "waiting", 1),
    ("451 for the recipient", MARIA, RefuseRecipient("451 4.2.1 Later"), "waiting", 1),
    ("452 for the content", MARIA, RefuseContent("452 4.3.1 No space"), "waiting", 1),
    ("cut instead of an answer to RCPT", MARIA, DropAtRecipient(), "waiting", 1),
    ("cut instead of 354", MARIA, DropAtData(), "waiting", 1),
    ("cut after the dot, not taken", MARIA, DropUntaken(), "uncertain", 1),
    ("cut after the dot, taken", MARIA, DropTaken(), "uncertain", 2),
    ("silence amid the content", MARIA, StallInContent(), "uncertain", 1),
)


@pytest.mark.parametrize(
    ("whose", "act", "status", "copies"),
    [row[1:] for row in TROUBLE],
    ids=[row[0] for row in TROUBLE],
)
def test_a_mail_that_failed_for_now_arrives_later_with_the_same_id(
    asked: LineAtWork, whose: str, act: Act, status: str, copies: int
):
    asked.sink.script(whose, act)
    counts = asked.works("2026-11-24 09:12")
    (first,) = asked.outbox("waiting", "uncertain", "failed", "sent")
    assert (counts.sent, counts.waiting, first.status) == (0, 1, status)
    assert first.last_error
    assert first.next_attempt_at is not None

    asked.works("2026-11-24 09:16")
    (then,) = asked.outbox("waiting", "uncertain", "failed", "sent")
    assert (then.status, then.attempts) == ("sent", 2)
    mine = [mail["Message-ID"] for mail in asked.sent("M-02")]
    assert mine == [f"<{first.message_id}>"] * copies


def test_a_cut_amid_a_large_content_is_not_called_uncertain_when_it_surely_was_not_taken(
    asked: LineAtWork,
):
    asked.sink.script(MARIA, DropInContent(500))
    asked.works("2026-11-24 09:12")
    (mail,) = asked.outbox("waiting", "uncertain")
    assert mail.status in ("waiting", "uncertain")
    asked.works("2026-11-24 10:00")
    assert len(asked.sent("M-02")) == 1


REFUSED: tuple[tuple[str, Act], ...] = (
    ("550 for the recipient", RefuseRecipient("550 5.1.1 No such user")),
    ("554 for the content", RefuseContent("554 5.7.1 Not wanted")),
)


@pytest.mark.parametrize("act", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_mail_refused_for_good_is_shown_on_its_case_and_n1_is_told_once(
    asked: LineAtWork, act: Act
):
    asked.sink.script(MARIA, act)
    counts = asked.works("2026-11-24 09:12")
    assert (counts.failed, counts.sent) == (1, 1)
    asked.works("2026-11-24 12:00")

    case = asked.case("SERV-2026-000001")
    assert case["mails"][0]["status"] == "failed"
    assert any("rechazó el correo M-02" in entry["reason"] for entry in case["history"])
    (told,) = [mail for mail in asked.sent("M-44") if mail["X-SIIF-Caso"] == case["id"]]
    assert told["To"].addresses[0].addr_spec == ANA
    assert "teléfono" in words(told)
    assert asked.sent("M-02") == []


def test_a_refused_notice_to_an_advisor_ends_with_the_administrator_and_makes_no_loop(
    asked: LineAtWork,
):
    asked.works("2026-11-24 09:12")
    asked.arrives(
        letter("[TOMAR]", sender=ANA, name="Ana", subject="[SERV-2026-000001]", proven=True),
        "2026-11-24 09:13",
    )
    asked.works("2026-11-24 09:13")
    asked.sink.script(ANA, *[RefuseRecipient("550 5.1.1 No such user")] * 20)
    asked.arrives(
        letter("Otra cosa: el error sigue igual.", subject="[SERV-2026-000001]"),
        "2026-11-24 09:30",
    )
    asked.works("2026-11-24 09:30")
    asked.works("2026-11-24 12:00")
    (told,) = asked.sent("M-44")
    assert told["To"].addresses[0].addr_spec == "her@minhacienda.test"
    assert len(asked.outbox("failed")) == 1


def test_a_refused_notice_of_the_queue_is_told_to_the_administrator_once(asked: LineAtWork):
    asked.sink.script(ANA, *[RefuseRecipient("550 5.1.1 No such user")] * 20)
    asked.works("2026-11-24 09:12")
    asked.works("2026-11-24 09:17")
    (refused,) = asked.outbox("failed")
    assert (refused.template, refused.to) == ("M-44", (ANA,))
    asked.works("2026-11-24 09:40")
    (told,) = asked.sent("M-44")
    assert told["To"].addresses[0].addr_spec == "her@minhacienda.test"


def test_a_copy_refused_for_now_is_asked_again_alone(asked: LineAtWork):
    """The late answer's mail goes to two people and a copy; one of them is busy."""
    asked.arrives(letter("No abre.", sender="carlos@sena.test"), "2026-11-24 09:00")
    asked.works("2026-11-24 09:12")
    asked.works("2026-11-24 14:00")
    (closing,) = asked.sent("M-13")
    asked.sink.script("cl1@minhacienda.test", RefuseRecipient("451 4.2.1 Busy"))
    asked.arrives(
        letter("Ya tengo los datos.", sender="carlos@sena.test", answers=closing),
        "2026-11-24 14:30",
    )
    before = len(asked.sink.inbox)
    asked.works("2026-11-24 14:30")
    asked.works("2026-11-24 15:30")
    taken = [mail.recipients for mail in asked.sink.inbox[before:] if b"M-22" in mail.raw]
    assert taken == [("carlos@sena.test", ANA), ("cl1@minhacienda.test",)]


def test_a_delivery_that_stays_uncertain_is_not_repeated_for_ever(asked: LineAtWork):
    asked.sink.script(MARIA, *[DropTaken()] * 20)
    asked.works("2026-11-24 09:12")
    for hour in range(10, 19):
        asked.works(f"2026-11-24 {hour}:30")
    (mail,) = asked.outbox("uncertain")
    assert (mail.attempts, mail.next_attempt_at) == (4, None)
    assert len(asked.sent("M-02")) == 4


def test_a_server_that_is_away_is_said_once_and_mails_leave_when_it_is_back(asked: LineAtWork):
    asked.sink.stop()
    for place in range(5):
        asked.arrives(letter(COMPLETE, sender=f"p{place}@e{place}.test"), "2026-11-24 09:12")
    counts = asked.works("2026-11-24 09:12")
    assert (counts.sent, counts.waiting) == (0, 6)
    assert "127.0.0.1" in counts.sending_trouble
    asked.sink.start()
    counts = asked.works("2026-11-24 09:15")
    assert (counts.sent, counts.waiting, counts.sending_trouble) == (6, 0, "")


def test_a_first_attempt_half_a_day_late_gets_a_new_date_and_keeps_its_id(asked: LineAtWork):
    """design.md: the one exception to "what is stored is what is sent"."""
    asked.sink.stop()
    asked.works("2026-11-24 09:12")
    (waiting,) = asked.outbox("waiting")
    with asked._store() as store, store.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET attempts = 0")
    asked.sink.start()
    asked.works("2026-11-24 22:00")
    (mail,) = asked.sent("M-02")
    assert mail["Date"].datetime.isoformat() == "2026-11-24T22:00:00-05:00"
    assert mail["Message-ID"] == f"<{waiting.message_id}>"
