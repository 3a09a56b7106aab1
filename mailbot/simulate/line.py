"""The whole line between a mailbox and an SMTP server in memory: what a pass does is the real pass.

with SimulatedLine(config, folder, start) as line:
    line.deliver(raw, at)
    passed = line.pass_at(moment)   # passed.sent: the mails that went out
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from mailbot.config import Config
from mailbot.daemon.line import Line, name_of
from mailbot.daemon.once import Counts, one_pass
from mailbot.deadlines import release
from mailbot.documents import load_documents
from mailbot.errors import StorageError
from mailbot.pipeline.desk import Desk
from mailbot.reconcile import Reconciliation, reconcile
from mailbot.rules.policy import Policy
from mailbot.simulate.box import MemoryBox
from mailbot.simulate.faults import Crash, Faults
from mailbot.simulate.post import MemoryPost, SentMail
from storage import Store
from storage.store import upgrade


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What came of one pass: its counts (None if the disk refused it) and the mails that left."""

    at: datetime
    counts: Counts | None
    sent: tuple[SentMail, ...]


class SimulatedLine:
    """A line whose servers are in memory and whose time is told; `faults` makes them fail.

    `folder` holds its store, which does not wait for the disk; its database is a file there, or at
    `database`. Random choices (reply tokens, the spreading of attempts) come from `seed`: the same
    mails at the same times do the same.
    """

    def __init__(
        self, config: Config, folder: Path, start: datetime, *, seed: int = 0, database: str = ""
    ) -> None:
        self.config = config
        self.faults = Faults()
        self.box = MemoryBox(config.mailbox, self.faults)
        self.post = MemoryPost(self.faults, start)
        self._folder = folder
        self._database = database or f"sqlite:///{folder}/mailbot.db"
        self._chance = random.Random(f"line:{seed}")
        self.line = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def store(self) -> Store:
        """The real store, for looking."""
        return self.line.desk.store

    @property
    def policy(self) -> Policy:
        return self.line.desk.policy

    def deliver(self, raw: bytes, at: datetime) -> int:
        """A mail lands in the box at `at`; returns its UID."""
        return self.box.put(raw, at)

    def pass_at(self, moment: datetime) -> Passed:
        """One pass of the daemon at `moment`. A killed process is started anew by the next one."""
        self.post.now = moment
        counts = None
        try:
            counts = one_pass(self.line, moment)
        except StorageError:
            # The daemon says so and comes back: here, with the next pass.
            self.faults.writes_until_full = None
        except Crash:
            self.faults.writes_until_crash = None
            self.restart()
        return Passed(at=moment, counts=counts, sent=self.post.taken())

    def restart(self) -> None:
        """End the process without a word and start another over the same store and servers."""
        self.store.close()
        self.line = self._open()

    def release(self) -> bool:
        """`mailbot deadlines release`: let held closings go; False if none were held."""
        with self.store.write() as connection:
            return release(connection)

    def reconcile(self, moment: datetime) -> Reconciliation:
        """`mailbot reconcile`: every mail of the box against the ledger."""
        section = self.config.mailbox
        return reconcile(self.box, self.line.mailbox_name, self.store, section, moment)

    def close(self) -> None:
        self.store.close()

    def _open(self) -> Line:
        config = self.config
        desk = Desk(
            policy=Policy.from_config(config),
            store=_store(self._database, self._folder, self.faults),
            documents=load_documents(config.documents, config.phones, config.identity.address),
            new_token=lambda: f"{self._chance.getrandbits(128):032x}",
        )
        return Line(
            desk=desk, mailbox=self.box, mailbox_name=name_of(config.mailbox), sender=self.post,
            jitter=self._chance.random,
        )  # fmt: skip


class _FragileStore(Store):
    """A store whose disk fills up, or whose process is killed between two transactions."""

    def __init__(self, url: str, files: Path, faults: Faults) -> None:
        super().__init__(url, files, durable=False)
        self._faults = faults

    @contextmanager
    def write(self) -> Iterator[Connection]:
        self._fail_if_due()
        with super().write() as connection:
            yield connection

    def _fail_if_due(self) -> None:
        faults = self._faults
        if faults.writes_until_crash is not None:
            if faults.writes_until_crash == 0:
                raise Crash
            faults.writes_until_crash -= 1
        if faults.writes_until_full is not None:
            if faults.writes_until_full <= 0 and faults.full_writes:
                faults.full_writes -= 1
                raise StorageError("No queda espacio para la base de datos (simulado).")
            faults.writes_until_full -= 1


def _store(url: str, folder: Path, faults: Faults) -> Store:
    folder.mkdir(parents=True, exist_ok=True)
    store = _FragileStore(url, folder / "archivo", faults)
    if store.revision() is None:
        upgrade(url)
        with store.write() as connection:
            # Only the inspector asks which mails answered a mail, of each one.
            connection.exec_driver_sql("CREATE INDEX answers ON outbox (inbound_id)")
    return store
