"""Who works on a line and what nobody does: seen by status and doctor, told once by one process."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailbot.config import load
from mailbot.daemon.clock import record_pass
from mailbot.daemon.line import line
from mailbot.daemon.round import one_round
from mailbot.doctor import Level
from mailbot.model.line import ProcessRole
from storage import Duty, Store, at_work, numbers, open_store
from storage.sessions import PresentBySession
from tests.cli.program import run
from tests.databases import database_url
from tests.doctor.house import NOW
from tests.doctor.working import House
from tests.e2e.line_at_work import LineAtWork, at
from tests.postgresql.test_commands import Shown, configured
from tests.servers.account import Account
from tests.servers.smtp import SmtpServer

pytestmark = pytest.mark.postgresql

RECEIVE, PROCESS, DELIVER, DEADLINES = ProcessRole
LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    return configured(tmp_path, database_url(tmp_path / "mailbot.db"))


@pytest.fixture
def store(config_file: Path) -> Iterator[Store]:
    with closing(open_store(load(config_file, {}))) as opened:
        yield opened


@contextmanager
def present(store: Store, *roles: ProcessRole, leads: Duty | None = None) -> Iterator[None]:
    """A process that is at work in these roles."""
    with closing(PresentBySession(store.url, roles, alone=False)) as one:
        one.still()
        assert leads is None or one.leads(leads)
        yield


def passed(store: Store, now: datetime, *roles: ProcessRole) -> None:
    record_pass(store, now, roles, among_others=True)


def test_each_process_is_seen_with_its_roles_and_duties(store: Store):
    before = datetime.now(UTC) - timedelta(minutes=1)
    with (
        present(store, RECEIVE, DELIVER, leads=Duty.MAILBOX),
        present(store, *ProcessRole),
        store.read() as connection,
    ):
        first, second = at_work.workers(connection) or ()
    assert (first.pid, first.roles, first.duties) == (
        os.getpid(), (RECEIVE, DELIVER), (Duty.MAILBOX,),
    )  # fmt: skip
    assert (second.roles, second.duties) == (tuple(ProcessRole), ())
    assert before < first.since < second.since
    with store.read() as connection:
        assert at_work.workers(connection) == ()


def test_a_role_that_nobody_ever_had_is_missed_too(store: Store):
    passed(store, NOW, RECEIVE, PROCESS, DELIVER)
    passed(store, LATER, RECEIVE, PROCESS, DELIVER)
    with store.read() as connection:
        assert at_work.missing(connection, LATER, timedelta(minutes=15)) == {DEADLINES: None}


def test_status_says_who_works_and_what_nobody_does(capsys: Shown, config_file: Path, store: Store):
    with present(store, RECEIVE, DELIVER, leads=Duty.MAILBOX):
        shown = run(capsys, "-c", config_file, "status").out
        told = json.loads(run(capsys, "-c", config_file, "status", "--json").out)["processes"]
    row = next(text for text in shown.splitlines() if str(os.getpid()) in text)
    assert row.endswith(": receive, deliver; lee el buzón")
    assert "  Nadie                 process, deadlines" in shown.splitlines()
    assert [(each["pid"], each["roles"], each["duties"]) for each in told] == [
        (os.getpid(), ["receive", "deliver"], ["mailbox"])
    ]


def test_a_role_that_nobody_has_for_long_is_a_fault(capsys: Shown, config_file: Path, store: Store):
    passed(store, NOW, *ProcessRole)
    house = House(config_file=config_file, now=LATER)
    passed(store, LATER, PROCESS, DELIVER, DEADLINES)
    (found,) = house.complaints("work")
    assert (found.level, found.what) == (
        Level.FAULT, "Ningún proceso lee el buzón (papel receive). Lo hubo hace 20 min.",
    )  # fmt: skip
    assert "--roles receive" in found.todo
    moment = LATER.isoformat()
    shown = run(capsys, "-c", config_file, "status", "--at", moment).out
    assert "  ! Ningún proceso lee el buzón (papel receive)." in shown.splitlines()


@pytest.mark.parametrize(
    "passes",
    [
        [(NOW + timedelta(minutes=10), ProcessRole), (LATER, (PROCESS,))],
        [(NOW - timedelta(days=1), ProcessRole)],
        [],
        [(LATER - timedelta(seconds=20), (DELIVER,)), (LATER, (PROCESS,))],
        [(NOW, (RECEIVE, PROCESS)), (LATER, (DELIVER, DEADLINES)), (LATER, (RECEIVE, PROCESS))],
    ],
    ids=["for a while", "nobody works at all", "nobody has begun", "just begun", "shared out"],
)
def test_no_role_is_called_missing(
    store: Store, passes: Sequence[tuple[datetime, Sequence[ProcessRole]]]
):
    for now, roles in passes:
        passed(store, now, *roles)
    with store.read() as connection:
        assert not at_work.missing(connection, LATER, timedelta(minutes=15))


@pytest.fixture
def work(tmp_path: Path, account: Account, smtp_server: SmtpServer) -> LineAtWork:
    return LineAtWork(tmp_path, account, smtp_server)


@contextmanager
def working(
    work: LineAtWork, *roles: ProcessRole, silent_antivirus: bool = False
) -> Iterator[Callable[[str], None]]:
    """A process in these roles; what is yielded makes a round of it."""
    with line(work.config, roles=roles) as running:
        if silent_antivirus:
            desk = replace(running.desk, antivirus_trouble=lambda: "Clamd no respondió.")
            running = replace(running, desk=desk)

        def goes_round(when: str) -> None:
            one_round(
                running, at(when), stopping=lambda: False, deliver_soon=lambda: None,
                behind=timedelta(),
            )  # fmt: skip

        yield goes_round


def alarms(work: LineAtWork) -> list[str]:
    """The subjects of alarms, in order."""
    with closing(open_store(work.config)) as store, store.read() as connection:
        query = "SELECT subject FROM outbox WHERE template = 'M-46' ORDER BY id"
        return [row[0] for row in connection.exec_driver_sql(query)]


def test_that_nobody_reads_the_mailbox_is_told_once_by_another_and_so_is_its_end(
    work: LineAtWork,
):
    with ExitStack() as started:
        with working(work, *ProcessRole) as all_of_it:
            all_of_it("2026-11-24 09:00")
        deciding = started.enter_context(working(work, PROCESS))
        rest = started.enter_context(working(work, DELIVER, DEADLINES))
        for when in ("2026-11-24 09:10", "2026-11-24 09:20", "2026-11-24 09:21"):
            deciding(when)
            rest(when)
        began = alarms(work)
        assert ["buzón no responde" in subject for subject in began] == [True]
        reading = started.enter_context(working(work, RECEIVE))
        reading("2026-11-24 09:22")
        deciding("2026-11-24 09:22")
        assert ["responde de nuevo" in subject for subject in alarms(work)[1:]] == [True]


def test_that_nobody_attends_the_deadlines_is_told_by_who_reads_the_mailbox(work: LineAtWork):
    with working(work, *ProcessRole) as all_of_it:
        all_of_it("2026-11-24 09:00")
    with working(work, RECEIVE, PROCESS, DELIVER) as rest:
        rest("2026-11-24 09:20")
        rest("2026-11-24 09:21")
    assert ["Falta quien" in subject for subject in alarms(work)] == [True]
    with working(work, *ProcessRole) as all_of_it:
        all_of_it("2026-11-24 09:22")
    assert len(alarms(work)) == 2


def test_an_antivirus_that_is_silent_for_who_decides_is_told_by_who_reads(work: LineAtWork):
    with (
        working(work, RECEIVE, DELIVER, DEADLINES) as reading,
        working(work, PROCESS, silent_antivirus=True) as deciding,
    ):
        for when in ("2026-11-24 09:00", "2026-11-24 09:01"):
            deciding(when)
            reading(when)
        assert ["antivirus" in subject for subject in alarms(work)] == [True]
        reading("2026-11-24 09:04")
        assert ["falla del antivirus" in subject for subject in alarms(work)[1:]] == [True]


def test_marks_of_roles_are_not_written_at_every_pass(store: Store):
    passed(store, NOW, RECEIVE)
    passed(store, NOW + timedelta(seconds=1), RECEIVE)
    with store.read() as connection:
        mark = numbers.marked(connection, "role:receive")
    assert mark is not None
    assert mark[0] == NOW
