"""Many deadlines at once: new mail comes in between, and its answers beat what is still due."""

import pytest

from mailbot.daemon.round import Round, one_round
from mailbot.logs.telling import EXTRA
from mailbot.model.case import Case, Wakeup
from mailbot.model.decision import Decision
from mailbot.model.vocabulary import MailStatus, State
from mailbot.rules.lapse import decide_queue
from mailbot.rules.policy import Policy
from storage import deadlines, numbers, outbox
from tests.scenarios.letters import written
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import Person
from tests.scenarios.roads import InMemory
from tests.scenarios.times import when

NUMBERS = tuple(f"SERV-2026-00000{n}" for n in (1, 2, 3))


def at_the_end_of_their_time(
    line: ScenarioLine, count: int
) -> tuple[list[Person], list[ScenarioCase]]:
    """Requests that lack something, in the minute in which their people's time is over."""
    line.at("Mon 23-Nov-2026 08:00")
    people = [line.user(f"Rosa Gil {place}", f"rosa{place}@dane.test") for place in range(count)]
    found = [each.asks(without=("Usuario SIIF",), files=()) for each in people]
    line.at("Mon 23-Nov-2026 11:59")
    line.now = when("Mon 23-Nov-2026 12:00")
    with line.reading() as connection:
        assert len(deadlines.due(connection, line.now)) == count
    return people, found


def a_round(line: ScenarioLine, *, stopping: bool = False) -> Round:
    """What the running process does, with no time for deadlines: it handles those of one case."""
    road = line.road
    assert isinstance(road, InMemory)
    line.passes += 1
    return one_round(
        road.simulated.line, line.now, stopping=lambda: stopping, deliver_soon=lambda: None,
        deadline_seconds=0,
    )  # fmt: skip


def test_new_mail_does_not_wait_behind_deadlines_that_are_due(line: ScenarioLine) -> None:
    people, found = at_the_end_of_their_time(line, 3)
    first = a_round(line)
    assert (first.lapsed.handled, first.lapsed.postponed) == (1, 2)
    answer = written(
        "El usuario SIIF es MRUIZ.", sender=people[1].email, name=people[1].name, at=line.now,
        subject=f"RE: {people[1].latest().subject}", message_id="<tarde@dane.test>",
        answers=people[1].latest(),
    )  # fmt: skip
    line.road.deliver(answer, line.now)
    second = a_round(line)
    assert (second.received.received, second.processed.decided) == (1, 1)
    assert (second.lapsed.handled, second.lapsed.postponed) == (1, 0)
    assert [each.state for each in found] == [State.CERRADO, State.ABIERTO, State.CERRADO]
    assert a_round(line).lapsed.handled == 0


def test_a_long_queue_is_told_of_in_several_mails(
    line: ScenarioLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.deadlines._TOLD_AT_ONCE", 2)
    line.at("Mon 23-Nov-2026 08:00")
    for place in range(3):
        line.user(f"Rosa Gil {place}", f"rosa{place}@dane.test").asks()
    line.at("Mon 23-Nov-2026 08:30")
    told = line.mails("M-44", to="ana@")
    assert [sum(number in mail.words for number in NUMBERS) for mail in told] == [2, 1]
    assert a_round(line).lapsed.handled == 0


def test_a_request_that_can_not_be_told_of_keeps_nothing_from_the_others(
    line: ScenarioLine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails_at_the_second(waiting: tuple[tuple[Case, Wakeup], ...], policy: Policy) -> Decision:
        if any(case.number == NUMBERS[1] for case, _wakeup in waiting):
            raise RuntimeError("bad case")
        return decide_queue(waiting, policy)

    monkeypatch.setattr("mailbot.deadlines.decide_queue", fails_at_the_second)
    line.at("Mon 23-Nov-2026 08:00")
    for place in range(3):
        line.user(f"Rosa Gil {place}", f"rosa{place}@dane.test").asks()
    line.now = when("Mon 23-Nov-2026 08:30")
    assert a_round(line).lapsed.handled == 2
    store = line.road.store
    with line.reading() as connection:
        sent = [mail for mail in outbox.listed(connection, (MailStatus.SENT, MailStatus.WAITING))
                if mail.template == "M-44"]  # fmt: skip
        told = b"".join(outbox.raw(connection, store.files, mail) for mail in sent)
    assert [number.encode() in told for number in NUMBERS] == [True, False, True]
    assert [getattr(each, EXTRA)[0] for each in caplog.records].count("deadline.failed") == 1


def test_a_mailbox_that_was_left_half_way_was_not_read(line: ScenarioLine) -> None:
    line.at("Mon 23-Nov-2026 08:00")
    before, line.now = line.now, when("Mon 23-Nov-2026 08:05")
    read_until = []
    for stopping in (True, False):
        a_round(line, stopping=stopping)
        with line.reading() as connection:
            found = numbers.marked(connection, "imap")
        read_until.append(found and found[0])
    assert read_until == [before, line.now]
