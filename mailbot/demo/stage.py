"""Where the story is played: the embedded mailbox, a line configured for it, and a clock."""

import smtplib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from imapclient import IMAPClient

from mailbot.config import Config
from mailbot.daemon.line import Line, line
from mailbot.daemon.once import one_pass
from mailbot.demo.letters import letter
from mailbot.demo.mailbox import HOST, PASSWORD, EmbeddedMailbox
from mailbot.demo.people import (
    ADMINISTRATION,
    ANA,
    BEATRIZ,
    CLARA,
    ELENA,
    HERNAN,
    LINE,
    LOGINS,
    NORA,
    ROSA,
    SERVER,
    Person,
)
from mailbot.demo.steps import Step

_ROLES = ((ANA, "N1"), (BEATRIZ, "BO"), (NORA, "N2F"), (CLARA, "CL1"), (ELENA, "CL23"),
          (HERNAN, "HERR"))  # fmt: skip
_UNAVAILABLE = "no hay ningún correo {} en el buzón de {}"


class Clock:
    """The time of the story: it stands still until it is set, or let go at real time's pace."""

    def __init__(self, start: datetime, seconds: Callable[[], float] = time.monotonic) -> None:
        self._set_to = start
        self._seconds = seconds
        self._let_go_at: float | None = None

    def __call__(self) -> datetime:
        if self._let_go_at is None:
            return self._set_to
        return self._set_to + timedelta(seconds=self._seconds() - self._let_go_at)

    def set(self, now: datetime) -> None:
        self._set_to = now

    def let_go(self) -> None:
        """From here on it runs by itself."""
        self._let_go_at = self._seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A running line and the mailbox that it works on; `folder` is where its store is."""

    clock: Clock
    mailbox: EmbeddedMailbox
    line: Line

    def play(self, steps: Sequence[Step]) -> Iterator[Step]:
        """Let each step happen, with a pass of the daemon at its time; yields it afterwards."""
        latest: dict[Person, bytes] = {}
        for place, step in enumerate(steps, start=1):
            self.clock.set(step.at)
            if step.sender:
                if not step.again:
                    latest[step.sender] = self._write(step, step.sender, place)
                sent_by = step.really or step.sender
                self._send(sent_by.address, step.to, latest[step.sender])
            one_pass(self.line, step.at)
            yield step

    def _write(self, step: Step, sender: Person, place: int) -> bytes:
        answered = self.newest(sender, step.answers) if step.answers else None
        return letter(step, sender, place, answered)

    def _send(self, sender: str, recipient: str, raw: bytes) -> None:
        with smtplib.SMTP(HOST, self.mailbox.smtp_port) as connection:
            connection.sendmail(sender, [recipient], raw)

    def newest(self, person: Person, template: str) -> bytes:
        """The newest mail of this kind that lies in a person's own mailbox."""
        with IMAPClient(HOST, self.mailbox.imap_port, ssl=False) as client:
            client.login(person.login, PASSWORD)
            client.select_folder("INBOX", readonly=True)
            found = client.search(["HEADER", "X-SIIF-Correo", template])
            if not found:
                raise LookupError(_UNAVAILABLE.format(template, person.name))
            raw: bytes = client.fetch(found[-1:], ["BODY[]"])[found[-1]][b"BODY[]"]
            return raw


@contextmanager
def stage(folder: Path, clock: Clock, *, imap_port: int = 0, smtp_port: int = 0) -> Iterator[Stage]:
    """Bring up the mailbox and the line; the store lies in `folder`. Ports 0 are free ones."""
    embedded = EmbeddedMailbox(
        LOGINS, clock, full=[ROSA.address], imap_port=imap_port, smtp_port=smtp_port
    )
    with embedded, line(_config(folder, embedded)) as running:
        yield Stage(clock=clock, mailbox=embedded, line=running)


def _config(folder: Path, mailbox: EmbeddedMailbox) -> Config:
    sections = {
        "mailbox": {
            "host": HOST, "port": mailbox.imap_port, "security": "none", "user": LINE.login,
            "password": PASSWORD, "poll_seconds": 5,
        },
        "smtp": {"host": HOST, "port": mailbox.smtp_port, "security": "none"},
        "identity": {"address": LINE.address, "name": LINE.name},
        "storage": {"database": f"sqlite:///{folder}/mailbot.db", "files": folder / "archivo"},
        "trust": {"authserv_id": SERVER},
        "staff": [
            {"name": each.name, "email": each.address, "roles": [role]} for each, role in _ROLES
        ],
        "orientation": {"addresses": [ADMINISTRATION]},
    }  # fmt: skip
    return Config.model_validate(sections)
