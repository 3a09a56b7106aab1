"""Several processes work on one line: whichever dies, every mail has one outcome and one answer."""

import random
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from sqlalchemy.engine import make_url

from tests.e2e.conftest import OpenLine
from tests.e2e.letters import COMPLETE, INCOMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork
from tests.e2e.program import RunningProgram
from tests.servers.tunnel import Tunnel

pytestmark = pytest.mark.postgresql

MORNING = "2026-11-24 09:00"


def requests(line: LineAtWork, numbers: range) -> list[str]:
    """Requests of as many people arrive; their addresses."""
    people = [f"persona{place}@entidad{place}.test" for place in numbers]
    for place, person in zip(numbers, people, strict=True):
        files = {"pantalla.png": screen() + bytes([place % 256])} if place % 2 else {}
        text = COMPLETE if place % 2 else INCOMPLETE
        line.arrives(letter(text, sender=person, files=files), MORNING)
    return people


def is_done(line: LineAtWork, count: int) -> bool:
    """Whether so many mails were decided about and filed, and nothing waits to be sent."""
    return (
        line.outcome_count() == count
        and not line.undecided()
        and not line.outbox("waiting", "sending", "uncertain")
        and not line.accounts().folders["INBOX"]
    )


def wait_until_done(line: LineAtWork, count: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not is_done(line, count):
        assert time.monotonic() < until, (line.outcomes(), line.undecided())
        time.sleep(0.2)


def each_answered_once(line: LineAtWork, people: list[str]) -> None:
    """One outcome, one case and one acknowledgement for each; nothing twice but the uncertain."""
    assert Counter(outcome for outcome, _rule in line.outcomes()) == {"new-case": len(people)}
    assert line.every_case_count() == len(people)
    answers = line.sent("M-02")
    assert {mail["To"].addresses[0].addr_spec for mail in answers} == set(people)
    assert len({mail["Message-ID"] for mail in answers}) == len(people)
    tried = {mail.message_id: mail.attempts for mail in line.outbox("sent")}
    taken = Counter(mail["Message-ID"].strip("<>") for mail in line.sent())
    assert {id_ for id_, times in taken.items() if times > 1 and tried[id_] < 2} == set()


def accounted_for(line: LineAtWork) -> None:
    found = line.accounts()
    assert found.unaccounted == ()
    assert (found.pending, found.undecided, found.folders["INBOX"]) == (0, 0, 0)


@pytest.fixture
def line(line_of: OpenLine) -> LineAtWork:
    """Nobody in the first level, who would be told of the queue: every mail answers a request."""
    return line_of(staff=[], mailbox={"poll_seconds": 1})


def test_who_reads_the_mailbox_is_killed_and_another_one_goes_on(line: LineAtWork):
    people = requests(line, range(6))
    with RunningProgram(line) as reading:
        line.sink.wait_for(1, timeout=60)
        with RunningProgram(line) as other:
            other.says("en marcha")
            reading.die()
            people += requests(line, range(6, 12))
            wait_until_done(line, len(people), seconds=60)
            assert other.stop(seconds=10) == 0
    each_answered_once(line, people)
    accounted_for(line)


def test_work_is_shared_by_roles(line: LineAtWork):
    people = requests(line, range(8))
    with ExitStack() as started:
        for each in [
            started.enter_context(RunningProgram(line, roles=roles))
            for roles in ("receive", "process", "process,deadlines", "deliver")
        ]:
            each.says("en marcha")
        wait_until_done(line, len(people), seconds=60)
    each_answered_once(line, people)
    accounted_for(line)


def test_one_that_is_cut_off_from_the_database_comes_back_and_does_nothing_twice(
    line: LineAtWork,
):
    address = make_url(line.sections["storage"]["database"])
    people = requests(line, range(10))
    with Tunnel(address.port) as way, ExitStack() as started:
        own = address.set(port=way.port).render_as_string(hide_password=False)
        cut_off = started.enter_context(RunningProgram(line, database=own))
        cut_off.says("en marcha")
        line.sink.wait_for(1, timeout=60)
        way.close()
        other = started.enter_context(RunningProgram(line))
        people += requests(line, range(10, 20))
        wait_until_done(line, len(people), seconds=60)
        way.open()
        cut_off.says("No se pudo hablar con PostgreSQL")
        assert other.stop(seconds=10) == 0
        people += requests(line, range(20, 24))
        wait_until_done(line, len(people), seconds=90)
        assert cut_off.stop(seconds=10) == 0
    each_answered_once(line, people)
    accounted_for(line)


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_killed_at_random_under_load_nothing_is_lost_and_nothing_done_twice(line: LineAtWork):
    chance = random.Random(20261126)
    people = requests(line, range(300))
    running: list[RunningProgram] = []
    with ExitStack() as started:
        for _kill in range(12):
            while len(running) < 4:
                running.append(started.enter_context(RunningProgram(line)))
            time.sleep(chance.uniform(1, 4))
            running.pop(chance.randrange(len(running))).die()
        wait_until_done(line, len(people), seconds=600)
    each_answered_once(line, people)
    accounted_for(line)
