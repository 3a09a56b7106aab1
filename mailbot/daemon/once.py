"""One full pass: a round of the line, then what is ready to go goes out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.daemon.line import Line
from mailbot.daemon.round import one_round
from mailbot.delivery import deliver_due
from storage import outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one pass did. `trouble` and `sending_trouble` say in Spanish what could not be
    reached, if anything: the mailbox, the SMTP server. `stopped` is whether it ended before its
    end because it was told to.
    """

    received: int = 0
    duplicates: int = 0
    decided: int = 0
    parked: int = 0
    deadlines: int = 0
    sent: int = 0
    failed: int = 0
    waiting: int = 0
    trouble: str = ""
    sending_trouble: str = ""
    stopped: bool = False


def _never() -> bool:
    return False


def one_pass(line: Line, now: datetime, stopping: Callable[[], bool] = _never) -> Counts:
    """Receive, decide, deadlines due by `now`, file, deliver.

    Once `stopping` says so, what is in hand comes to its end, and the rest is for the next pass.
    Raises StorageError, and WrongUse if `now` is before the latest pass; a server that can't be
    reached is told in the counts.
    """
    done = one_round(line, now, stopping=stopping, deliver_soon=_is_delivered_below)
    delivered = deliver_due(line.desk, line.sender, now, line.jitter, stopping)
    with line.desk.store.read() as connection:
        waiting = outbox.waiting_count(connection)
    return Counts(
        received=done.received.received,
        duplicates=done.received.duplicates,
        decided=done.processed.decided,
        parked=done.processed.parked,
        deadlines=done.lapsed.handled,
        sent=delivered.sent,
        failed=delivered.failed,
        waiting=waiting,
        trouble=done.trouble,
        sending_trouble=delivered.trouble,
        stopped=stopping(),
    )


def _is_delivered_below() -> None:
    """A pass delivers at its end, whatever its round did."""
