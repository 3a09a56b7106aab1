"""What can go wrong around the line, set by whoever plays it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Crash(BaseException):
    """The process was killed: nothing of ours may catch it."""


class Refusal(StrEnum):
    """How the SMTP server refuses one address: for now, for ever, or by a report afterwards."""

    TEMPORARY = "temporary"
    PERMANENT = "permanent"


@dataclass(slots=True)
class Faults:
    """The servers' and the machine's state; all well at first.

    `lose_after_content` counts mails that the SMTP server will take while its answer gets lost.
    `writes_until_crash` counts transactions that still commit before the process is killed, and
    `writes_until_full` those before the disk refuses `full_writes` further ones.
    """

    stopped: bool = False
    """Nobody runs the daemon."""
    mailbox_down: bool = False
    filing_down: bool = False
    smtp_down: bool = False
    refused: dict[str, Refusal] = field(default_factory=dict)
    lose_after_content: int = 0
    writes_until_crash: int | None = None
    writes_until_full: int | None = None
    full_writes: int = 1

    def accept(self, address: str) -> None:
        """A box that was refused takes mail again."""
        self.refused.pop(address, None)
