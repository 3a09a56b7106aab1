"""The two ways to run a scenario: servers in memory, and real ones on loopback."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from mailbot.config import Config
from mailbot.daemon.line import Line, line
from mailbot.daemon.once import one_pass
from mailbot.rules.policy import Policy
from mailbot.simulate.line import SimulatedLine
from storage import Store
from tests.databases import database_url
from tests.scenarios.line import ScenarioLine
from tests.scenarios.settings import config
from tests.servers.account import Account
from tests.servers.smtp import SmtpServer

OpenLine = Callable[..., ScenarioLine]


class InMemory:
    """A mailbox and an SMTP server in memory."""

    def __init__(self, simulated: SimulatedLine, folder: Path) -> None:
        self.simulated = simulated
        self.folder = folder
        self.crashes = 0
        """How often the process was killed during a pass."""

    @property
    def store(self) -> Store:
        return self.simulated.store

    @property
    def policy(self) -> Policy:
        return self.simulated.policy

    def deliver(self, raw: bytes, at: datetime) -> None:
        self.simulated.deliver(raw, at)

    def pass_at(self, moment: datetime) -> Sequence[bytes]:
        with _without_errors():
            passed = self.simulated.pass_at(moment)
        self.crashes += passed.counts is None
        assert passed.counts is None or passed.counts.parked == 0
        return [mail.raw for mail in passed.sent]


class OnServers:
    """A Dovecot account and an SMTP server on loopback."""

    def __init__(self, running: Line, account: Account, sink: SmtpServer, folder: Path) -> None:
        self._running = running
        self._account = account
        self._sink = sink
        self.folder = folder

    @property
    def store(self) -> Store:
        return self._running.desk.store

    @property
    def policy(self) -> Policy:
        return self._running.desk.policy

    def deliver(self, raw: bytes, at: datetime) -> None:
        self._account.deliver(raw, at)

    def pass_at(self, moment: datetime) -> Sequence[bytes]:
        before = len(self._sink.inbox)
        with _without_errors():
            counts = one_pass(self._running, moment)
        assert (counts.trouble, counts.sending_trouble, counts.parked) == ("", "", 0)
        return [mail.raw for mail in self._sink.inbox[before:]]


@contextmanager
def in_memory(folder: Path, start: datetime, **sections: Any) -> Iterator[ScenarioLine]:
    """A line between servers in memory."""
    database = database_url(folder / "mailbot.db")
    with SimulatedLine(config(**sections), folder, start, database=database) as simulated:
        yield ScenarioLine(InMemory(simulated, folder))


@contextmanager
def on_servers(
    folder: Path, account: Account, sink: SmtpServer, **sections: Any
) -> Iterator[ScenarioLine]:
    """A line between a Dovecot and an SMTP server."""
    with line(served_config(folder, account, sink, **sections)) as running:
        yield ScenarioLine(OnServers(running, account, sink, folder))


def served_config(folder: Path, account: Account, sink: SmtpServer, **sections: Any) -> Config:
    """The configuration of a line that reaches these servers."""
    mailbox = {
        "host": account.host, "port": account.port, "security": "none", "user": account.user,
        "password": account.password, "timeout_seconds": 10,
    }  # fmt: skip
    storage = {"database": database_url(folder / "mailbot.db"), "files": folder / "archivo"}
    smtp = {"host": "127.0.0.1", "port": sink.port, "security": "none"}
    return config(mailbox=mailbox, smtp=smtp, storage=storage, **sections)


@contextmanager
def _without_errors() -> Iterator[None]:
    """What goes wrong in a pass is logged and tried again later: no scenario may rest on that."""
    errors = _Errors(logging.ERROR)
    log = logging.getLogger("mailbot")
    log.addHandler(errors)
    try:
        yield
    finally:
        log.removeHandler(errors)
    assert not errors.said, "\n".join(errors.said)


class _Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        cause = record.exc_info[1] if record.exc_info else ""
        self.said.append(f"{record.getMessage()} {cause!r}")
