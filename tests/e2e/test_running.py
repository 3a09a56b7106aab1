"""The running daemon: quick, hard to stop by accident, easy to stop on purpose."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.letters import COMPLETE, letter, screen
from tests.e2e.line_at_work import LINE, RECEIVER
from tests.servers.account import Account
from tests.servers.dovecot import Dovecot
from tests.servers.smtp import SmtpServer

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0


class Daemon:
    """`mailbot run` in a process of its own."""

    def __init__(self, folder: Path, account: Account, sink: SmtpServer) -> None:
        self.config = folder / "config.toml"
        self.log = folder / "daemon.log"
        self.config.write_text(
            f"""
[mailbox]
host = "{account.host}"
port = {account.port}
security = "none"
user = "{account.user}"
password = "{account.password}"
poll_seconds = 30
timeout_seconds = 5

[smtp]
host = "127.0.0.1"
port = {sink.port}
security = "none"
timeout_seconds = 5

[identity]
address = "{LINE}"

[storage]
database = "sqlite:///mailbot.db"
files = "archivo"

[trust]
authserv_id = "{RECEIVER}"
""",
            encoding="utf-8",
        )
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "mailbot", "-c", str(self.config), *words]

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command("run"), stdout=log, stderr=log, cwd=ROOT)
        until(lambda: "en marcha" in self.said(), self.said)

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def until(so: Callable[[], object], tell: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline, tell()
        time.sleep(0.02)


@pytest.fixture
def daemon(tmp_path: Path, account: Account, smtp_server: SmtpServer) -> Iterator[Daemon]:
    made = Daemon(tmp_path, account, smtp_server)
    yield made
    if made.process and made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def request(place: int) -> bytes:
    return letter(
        COMPLETE, sender=f"persona{place}@entidad{place}.test", files={"pantalla.png": screen()}
    )


def test_a_mail_is_answered_long_before_the_next_poll(
    daemon: Daemon, account: Account, smtp_server: SmtpServer
):
    """IDLE is a hint: with a poll every 30 seconds, an answer within a few is IDLE's."""
    daemon.start()
    until(lambda: "Procesados" in _folders(account), daemon.said)
    began = time.monotonic()
    account.deliver(request(1))
    smtp_server.wait_for(1, timeout=15)
    assert time.monotonic() - began < 15
    assert daemon.stop() == 0
    assert "se detuvo en orden" in daemon.said()


def test_a_second_daemon_on_the_same_database_is_refused(daemon: Daemon):
    daemon.start()
    second = subprocess.run(
        daemon.command("once"), capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT,
        check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert daemon.process is not None
    assert f"proceso {daemon.process.pid}" in second.stderr
    assert daemon.stop() == 0


def test_questions_can_be_asked_while_it_runs(
    daemon: Daemon, account: Account, smtp_server: SmtpServer
):
    daemon.start()
    account.deliver(request(1))
    smtp_server.wait_for(1, timeout=PATIENCE)
    for words in (("status",), ("case", "list"), ("outbox", "list"), ("reconcile",)):
        asked = subprocess.run(
            daemon.command(*words), capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT,
            check=False,
        )  # fmt: skip
        assert asked.returncode == 0, asked.stderr
    assert daemon.stop() == 0


def test_it_survives_the_loss_of_both_servers_and_goes_on_by_itself(
    tmp_path: Path, smtp_server: SmtpServer
):
    with Dovecot() as dovecot:
        account = dovecot.account()
        daemon = Daemon(tmp_path, account, smtp_server)
        daemon.start()
        try:
            account.deliver(request(1))
            smtp_server.wait_for(1, timeout=PATIENCE)
            dovecot.stop()
            smtp_server.stop()
            until(lambda: "ERROR" in daemon.said(), daemon.said)
            dovecot.start()
            account.deliver(request(2))
            smtp_server.start()
            smtp_server.wait_for(2, timeout=120)
            assert daemon.stop() == 0
        finally:
            if daemon.process and daemon.process.poll() is None:
                daemon.process.kill()
                daemon.process.wait()
    assert len(smtp_server.inbox) == 2


def test_killed_and_started_again_it_takes_up_its_work(
    daemon: Daemon, account: Account, smtp_server: SmtpServer
):
    daemon.start()
    for place in range(5):
        account.deliver(request(place))
    smtp_server.wait_for(1, timeout=PATIENCE)
    assert daemon.process is not None
    daemon.process.kill()
    daemon.process.wait()
    daemon.start()
    until(lambda: len({mail.recipients for mail in smtp_server.inbox}) == 5, daemon.said)
    assert daemon.stop() == 0


def test_an_idle_daemon_costs_next_to_nothing(daemon: Daemon):
    daemon.start()
    assert daemon.process is not None
    stat = Path(f"/proc/{daemon.process.pid}/stat")
    before = _ticks(stat)
    time.sleep(3)
    assert _ticks(stat) - before < 60, "more than 0.6 s of CPU in 3 idle seconds"
    assert daemon.stop() == 0


def _ticks(stat: Path) -> int:
    fields = stat.read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _folders(account: Account) -> str:
    with account.program() as client:
        return " ".join(str(name) for _flags, _separator, name in client.list_folders())
