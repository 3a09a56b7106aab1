"""Who works on a line: one process alone, or on PostgreSQL as many as there are.

Locks tell it that the kernel or the server lets go when a process dies, however it dies: nothing
has to be renewed, and nothing is left behind.
"""

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from mailbot.config import Config
from mailbot.errors import AlreadyRunning
from mailbot.model.line import ProcessRole
from storage.files import make_private_folder
from storage.locations import sqlite_path


class Duty(StrEnum):
    """What one process at a time does for the whole line."""

    MAILBOX = "mailbox"
    DEADLINES = "deadlines"


ROLE_OF = {Duty.MAILBOX: ProcessRole.RECEIVE, Duty.DEADLINES: ProcessRole.DEADLINES}
"""The role of those among whom one has a duty."""


class Presence(Protocol):
    """A process at work on a line."""

    @property
    def number(self) -> int | None:
        """What its claims are known by among other processes; None for one that is alone."""

    def still(self) -> None:
        """Make sure of it, before each pass. AlreadyRunning if the line is another's by now.

        StorageError while the database can't be asked. Where the server had dropped the session
        the number is a new one afterwards, and every duty is anybody's again.
        """

    def leads(self, duty: Duty) -> bool:
        """Whether this process has the duty now; it has it from then on until its session ends."""

    def stands_in(self, duty: Duty) -> AbstractContextManager[bool]:
        """Have the duty for as long as the context lasts; False if another process has it."""


class Alone:
    """The only process of its line: every duty is its own."""

    number: int | None = None

    def still(self) -> None:
        """Nothing can take it away."""

    def leads(self, duty: Duty) -> bool:
        return duty in Duty

    def stands_in(self, duty: Duty) -> AbstractContextManager[bool]:
        return nullcontext(duty in Duty)


@contextmanager
def only_one(config: Config) -> Iterator[Presence]:
    """Hold this database for one process; AlreadyRunning if another one works on it."""
    with _present(config, tuple(ProcessRole), alone=True) as presence:
        yield presence


@contextmanager
def one_of_many(config: Config, roles: Collection[ProcessRole]) -> Iterator[Presence]:
    """Work on this database in these `roles` beside others; on SQLite, with one process, alone.

    AlreadyRunning if one works on it that has to be alone.
    """
    with _present(config, roles, alone=False) as presence:
        yield presence


@contextmanager
def _present(config: Config, roles: Collection[ProcessRole], *, alone: bool) -> Iterator[Presence]:
    path = sqlite_path(config.storage.database)
    if path is not None:
        with _locked_file(path):
            yield Alone()
        return
    from storage.sessions import PresentBySession

    url = config.storage.database
    with closing(PresentBySession(url, roles, alone=alone)) as presence:
        presence.still()
        yield presence


@contextmanager
def _locked_file(path: Path) -> Iterator[None]:
    make_private_folder(path.parent)
    lock = path.with_name(path.name + ".lock")
    with open(lock, "a+", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise taken(file.read().strip() or "desconocido", str(path)) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def taken(holder: str, where: str) -> AlreadyRunning:
    """Another process, `holder`, has to end before this one may begin."""
    return AlreadyRunning(
        f"Otro mailbot (proceso {holder}) ya trabaja sobre {where}. "
        "Deténgalo antes (systemctl stop mailbot) o use otra base de datos."
    )
