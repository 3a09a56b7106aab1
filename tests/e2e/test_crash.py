"""The process is killed at every boundary and at random moments; nothing is lost or said twice."""

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.daemon.line import line as open_line
from mailbot.model.vocabulary import MailStatus
from mailbot.reconcile import reconcile
from tests.databases import copy_database
from tests.e2e.letters import COMPLETE, INCOMPLETE, letter, screen
from tests.e2e.line_at_work import LineAtWork, at
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer

RANDOM_KILLS = 100
START = "2026-11-24 09:00"
UNHURRIED = pytest.mark.timeout(3_600)


class Zygote:
    """The process that runs passes in children of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.zygote"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def close(self) -> None:
        self._process.communicate()

    def works(self, line: LineAtWork, when: Any, **kill: Any) -> int | None:
        """One pass; None if it was killed, else how many boundaries it passed."""
        order = {"sections": line.sections, "at": when.isoformat(), **kill}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order, default=str) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if answer["status"] == signal.SIGKILL:
            return None
        assert answer["status"] == 0
        return int(answer["passed"])


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    started = Zygote()
    yield started
    started.close()


@pytest.fixture
def new_database(tmp_path: Path, dovecot: Dovecot, smtp_server: SmtpServer, zygote: Zygote) -> Path:
    """The database of a line that has made its first pass, to be copied: that takes a second."""
    line = LineAtWork(tmp_path / "modelo", dovecot.account(), smtp_server)
    zygote.works(line, at("2026-11-24 08:59"))
    return tmp_path / "modelo" / "mailbot.db"


def requests(line: LineAtWork, count: int, when: Any) -> list[str]:
    """`count` requests of different people arrive; returns their addresses."""
    people = [f"persona{place}@entidad{place}.test" for place in range(count)]
    for place, person in enumerate(people):
        text = COMPLETE if place % 2 else INCOMPLETE
        files = {"pantalla.png": screen() + bytes([place])} if place % 2 else {}
        line.account.deliver(letter(text, sender=person, files=files), when)
    return people


def accounted_for(line: LineAtWork) -> None:
    """The conservation law holds, and everything that was to be done is done."""
    with open_line(line.config) as running:
        found = reconcile(
            running.mailbox, running.mailbox_name, running.desk.store, line.config.mailbox,
            at("2026-12-31 12:00"),
        )  # fmt: skip
    assert found.unaccounted == ()
    assert (found.pending, found.undecided) == (0, 0)
    assert found.folders["INBOX"] == 0
    assert not line.outbox(MailStatus.WAITING, MailStatus.SENDING)
    # What was killed while it wrote a file is no file, and not there for ever.
    assert not list((line.folder / "archivo" / "blobs" / "unfinished").iterdir())


def said_twice(line: LineAtWork, sink: SmtpServer) -> set[str]:
    """Message-IDs that the server took more than once, and that were not declared uncertain."""
    taken = Counter(mail["Message-ID"].strip("<>") for mail in line.sent())
    uncertain = {mail.message_id for mail in line.outbox(*MailStatus) if mail.attempts > 1}
    return {id_ for id_, times in taken.items() if times > 1 and id_ not in uncertain}


def test_killed_at_every_boundary_each_request_still_becomes_one_case_with_one_answer(
    tmp_path: Path, dovecot: Dovecot, new_database: Path, zygote: Zygote
):
    place, kills = 1, 0
    while True:
        with SmtpServer() as sink:
            folder = tmp_path / f"muerte-{place}"
            folder.mkdir()
            copy_database(new_database, folder / "mailbot.db")
            line = LineAtWork(folder, dovecot.account(), sink)
            people = requests(line, 2, at(START))
            killed = zygote.works(line, at("2026-11-24 09:01"), kill_at=place) is None
            zygote.works(line, at("2026-11-24 09:02"))

            accounted_for(line)
            assert line.case_count() == len(people), f"killed at boundary {place}"
            answered = Counter(mail["To"].addresses[0].addr_spec for mail in line.sent("M-02"))
            assert set(answered) == set(people), f"killed at boundary {place}"
            different = {mail["Message-ID"] for mail in line.sent("M-02")}
            assert len(different) == len(people), f"killed at boundary {place}"
            assert said_twice(line, sink) == set(), f"killed at boundary {place}"
        if not killed:
            break
        kills, place = kills + 1, place + 1
    # Fewer would mean that the boundaries are no longer watched.
    assert kills >= 40


@pytest.mark.parametrize(
    "most_kills", [RANDOM_KILLS, pytest.param(1_000, marks=[pytest.mark.long, UNHURRIED])]
)
def test_killed_at_random_moments_every_mail_ends_in_exactly_one_outcome(
    tmp_path: Path, dovecot: Dovecot, new_database: Path, zygote: Zygote, smtp_server: SmtpServer,
    most_kills: int,
):  # fmt: skip
    chance = random.Random(20261124)
    folder = tmp_path / "azar"
    folder.mkdir()
    copy_database(new_database, folder / "mailbot.db")
    line = LineAtWork(folder, dovecot.account(), smtp_server)
    now = at("2026-11-24 09:00")
    kills = arrived = 0
    while kills < most_kills:
        if arrived < 2 * kills + 2:
            raw = letter(
                INCOMPLETE, sender=f"alguien{arrived}@entidad{arrived}.test", name="Alguien Más"
            )
            copies = 1 + (arrived % 7 == 0)
            for _copy in range(copies):
                line.account.deliver(raw, now)
            arrived += 1
        now += timedelta(minutes=2)
        kill = (
            {"kill_at": chance.randint(1, 60)}
            if chance.random() < 0.5
            else {"kill_after": chance.uniform(0.02, 0.3)}
        )
        kills += zygote.works(line, now, **kill) is None
    # Until what waits for working time (that no mail left for an hour) has left as well.
    for minutes in (30, 30, 30, *[4 * 60] * 6):
        now += timedelta(minutes=minutes)
        assert zygote.works(line, now) is not None

    accounted_for(line)
    outcomes = Counter(outcome for outcome, rule in line.outcomes() if rule != "duplicate")
    assert sum(outcomes.values()) == arrived
    assert set(outcomes) <= {"new-case", "parked"}
    opened = line.outcomes().count(("new-case", "new-request"))
    assert opened == line.every_case_count()
    assert len({mail["Message-ID"] for mail in line.sent("M-02")}) == opened
    assert said_twice(line, smtp_server) == set()
