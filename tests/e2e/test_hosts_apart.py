"""Two hosts work on one line, and the link of the one that reads the mailbox is cut under load."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from storage import Duty, at_work, open_store
from tests.e2e.line_at_work import LineAtWork
from tests.e2e.program import RunningProgram
from tests.e2e.test_many_processes import (
    accounted_for,
    each_answered_once,
    requests,
    wait_until_done,
)
from tests.servers.account import Account
from tests.servers.hosts import ADDRESS, Hosts
from tests.servers.postgresql import PostgreSQL
from tests.servers.smtp import SmtpServer
from tests.servers.tunnel import Tunnel

pytestmark = [pytest.mark.postgresql, pytest.mark.long, pytest.mark.timeout(600)]

TAKE_OVER_SECONDS = 25
"""What docs/postgresql.md promises: 20 until the server gives the host up, and the next look."""


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    with Hosts("norte", "sur") as both:
        yield both


@pytest.fixture
def line(
    hosts: Hosts, tmp_path: Path, account: Account, smtp_server: SmtpServer
) -> Iterator[LineAtWork]:
    """A line whose servers are found by both hosts."""
    with ExitStack() as opened:
        server = opened.enter_context(PostgreSQL(host=ADDRESS))
        server.create("linea")
        mailbox, smtp = (
            opened.enter_context(Tunnel(port, host=ADDRESS))
            for port in (account.port, smtp_server.port)
        )
        work = LineAtWork(
            tmp_path, account, smtp_server, staff=[],
            mailbox={"host": ADDRESS, "port": mailbox.port, "poll_seconds": 1},
            smtp={"host": ADDRESS, "port": smtp.port, "timeout_seconds": 10},
            storage={"database": f"{server.url}/linea", "files": tmp_path / "archivo"},
        )  # fmt: skip
        open_store(work.config).close()
        yield work


def wait_until_read_by(line: LineAtWork, program: RunningProgram, seconds: float) -> float:
    """Wait until this process has the mailbox's duty; after how many seconds it had it."""
    began = time.monotonic()
    with closing(open_store(line.config)) as store:
        while True:
            with store.read() as connection:
                found = at_work.workers(connection) or ()
            waited = time.monotonic() - began
            if [each.pid for each in found if Duty.MAILBOX in each.duties] == [program.pid]:
                return waited
            assert waited < seconds, found
            time.sleep(0.1)


def test_a_host_that_is_cut_off_is_replaced_and_nothing_is_lost_or_done_twice(
    hosts: Hosts, line: LineAtWork
):
    people = requests(line, range(40))
    with ExitStack() as started:
        north = started.enter_context(RunningProgram(line, namespace=hosts.namespace("norte")))
        wait_until_read_by(line, north, seconds=30)
        south = started.enter_context(RunningProgram(line, namespace=hosts.namespace("sur")))
        south.says("en marcha")
        line.sink.wait_for(3, timeout=60)
        hosts.cut("norte")
        people += requests(line, range(40, 80))
        assert wait_until_read_by(line, south, seconds=60) < TAKE_OVER_SECONDS
        wait_until_done(line, len(people), seconds=120)
        hosts.join("norte")
        north.says("No se pudo hablar con PostgreSQL", seconds=60)
        people += requests(line, range(80, 100))
        wait_until_done(line, len(people), seconds=60)
        assert south.stop(seconds=15) == 0
        people += requests(line, range(100, 110))
        wait_until_done(line, len(people), seconds=60)
        assert north.stop(seconds=15) == 0
    each_answered_once(line, people)
    accounted_for(line)
