"""One round of the line: everything that a pass does before what is ready to go goes out."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from mailbot.daemon.clock import record_pass
from mailbot.daemon.line import Line
from mailbot.daemon.nightly import reconcile_nightly
from mailbot.deadlines import Lapsed, handle_due, replan_if_changed
from mailbot.errors import MailboxError, StorageError
from mailbot.logs import tell
from mailbot.model.line import ProcessRole
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.filing import file_settled
from mailbot.pipeline.held import tell_held
from mailbot.pipeline.process import link_files
from mailbot.pipeline.receive import Received, receive
from mailbot.pipeline.turns import Processed, process_waiting
from mailbot.routines import Routine, run_due
from mailbot.routines.table import ROUTINES
from mailbot.watch import (
    NOBODY_READS,
    PassTrouble,
    is_unread,
    leave_for_others,
    look_at_line,
)
from storage import Duty, numbers


class Attend(Protocol):
    """How routines are run that are due, as `run_due` does: how many were."""

    def __call__(
        self, desk: Desk, routines: Sequence[Routine], now: datetime, *,
        decided_until: datetime | None,
    ) -> int: ...  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round did. `trouble` says in Spanish why the mailbox could not be used, if so.

    `reads` is whether it is this process that looks into the mailbox.
    """

    received: Received
    processed: Processed
    lapsed: Lapsed
    trouble: str
    reads: bool = True


def one_round(
    line: Line, now: datetime, *, stopping: Callable[[], bool], deliver_soon: Callable[[], None],
    behind: timedelta | None = None, deadline_seconds: float | None = None,
    attend: Attend = run_due,
) -> Round:  # fmt: skip
    """Receive, decide, deadlines and routines due by `now`, file, look at the line itself.

    Where the mailbox can't be reached, what was received before is decided all the same, but no
    deadline is: an answer that lies in the box beats a deadline missed in an outage.
    Of many deadlines a part is handled, for about `deadline_seconds`: the rest is for the next
    round, so that new mail does not wait behind them. `attend` runs the routines, or begins to.
    `deliver_soon` is called whenever there may be something to send. `behind` is by how much this
    machine's clock is before the latest pass recorded; None where `now` is not the real time, so
    that no clock can be wrong. Raises StorageError, and WrongUse if time went back.
    """
    among_others = line.desk.presence.number is not None
    record_pass(line.desk.store, now, line.roles, among_others=among_others)
    received, met = Received(), None
    reads, waits = line.leads(ProcessRole.RECEIVE), line.leads(ProcessRole.DEADLINES)
    if waits:
        replan_if_changed(line.desk, now)
    try:
        received = _receive(line, now, stopping) if reads else received
    except MailboxError as error:
        met = error
    decides = ProcessRole.PROCESS in line.roles
    processed = process_waiting(line.desk, now, stopping) if decides else Processed()
    # Once told to stop, an answer may be left undecided: it must beat its deadline.
    is_over = _after(deadline_seconds, stopping)
    waits_now = waits and not met and not stopping()
    lapsed = handle_due(line.desk, now, is_over) if waits_now else Lapsed()
    calls = waits and not stopping()
    routines = attend(line.desk, ROUTINES, now, decided_until=lapsed.until) if calls else 0
    if processed.decided or lapsed.handled or routines:
        deliver_soon()
    link_files(line.desk, stopping)
    if not reads:
        if _stand_in(line, PassTrouble(clock_off=behind or None), now):
            deliver_soon()
        return Round(received=received, processed=processed, lapsed=lapsed, trouble="", reads=False)
    trouble = str(met) if met else _file(line, received, now, stopping)
    clock_off = None if behind is None else _clock_off(behind, received.ahead)
    if _tell(line.desk, PassTrouble(mailbox_error=met, clock_off=clock_off), now):
        deliver_soon()
    return Round(received=received, processed=processed, lapsed=lapsed, trouble=trouble)


def _after(seconds: float | None, stopping: Callable[[], bool]) -> Callable[[], bool]:
    """Whether so many seconds are over, or it is time to stop."""
    if seconds is None:
        return stopping
    end = time.monotonic() + seconds
    return lambda: stopping() or time.monotonic() >= end


def _receive(line: Line, now: datetime, stopping: Callable[[], bool]) -> Received:
    limit = line.desk.policy.config.limits.mail_bytes
    received = receive(line.mailbox, line.mailbox_name, line.desk.store, limit, now, stopping)
    # Told to stop it leaves mails in the box: to whoever waits for answers it was not read.
    if not stopping():
        with line.desk.store.write() as connection:
            numbers.mark(connection, "imap", now)
    return received


def _file(line: Line, received: Received, now: datetime, stopping: Callable[[], bool]) -> str:
    """File what was decided and, once a day, compare; what the mailbox refused, if anything."""
    folders = line.desk.policy.config.mailbox
    try:
        file_settled(
            line.mailbox,
            line.mailbox_name,
            received.uidvalidity,
            line.desk.store,
            folders,
            now,
            stopping,
        )
        reconcile_nightly(line, now, stopping)
    except MailboxError as error:
        return str(error)
    return ""


def _clock_off(behind: timedelta, ahead: timedelta | None) -> timedelta | None:
    """By how much the clock seems wrong: against the latest pass, and against new mail if any."""
    if ahead is None:
        return behind or None
    return max(behind, ahead)


def _stand_in(line: Line, trouble: PassTrouble, now: datetime) -> bool:
    """Leave what only this process knows to who looks at the line: the one that reads the mailbox.

    If nobody has read it for long, this one looks in its stead; whether that told anything.
    """
    leave_for_others(line.desk, trouble, now)
    if not is_unread(line.desk, now):
        return False
    with line.desk.presence.stands_in(Duty.MAILBOX) as is_mine:
        return is_mine and _tell(line.desk, replace(trouble, mailbox_error=NOBODY_READS), now)


def _tell(desk: Desk, trouble: PassTrouble, now: datetime) -> bool:
    """Tell what is wrong with the line and what brakes held back; whether there was anything.

    A fault in telling stops nothing else.
    """
    try:
        alarmed = look_at_line(desk, trouble, now)
        return bool(tell_held(desk, now)) or alarmed
    except StorageError:
        raise
    except Exception:
        tell("alarm.failed", failure=True)
        return False
