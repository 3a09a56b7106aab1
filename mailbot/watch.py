"""Looking at the line itself after each pass: what is wrong is told once, and once when it ends.

Of several processes one looks, so that nothing is told twice: the one that reads the mailbox. What
only another one can see, that one leaves for it in the store.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.config import Config
from mailbot.errors import MailboxError, MailboxLoginError
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.rules.alarms import RECENT, Restored, Signs, decide_alarms
from storage import accounts, at_work, numbers, on_line, outbox, routine_failures
from storage.deadlines import HELD, HOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class PassTrouble:
    """What a pass met: why the mailbox could not be used, and how wrong the clock seems."""

    mailbox_error: MailboxError | None = None
    clock_off: timedelta | None = None


NOBODY_READS = MailboxError(
    "Ningún proceso lo lee: ponga en marcha mailbot run con el papel receive."
)
"""What is wrong with the mailbox for a process that finds that nobody reads it."""

_LEFT_SECONDS = 120
_LEFT_AGAIN_SECONDS = 30
_ANTIVIRUS, _CLOCK = "trouble:antivirus", "trouble:clock"


def is_unread(desk: Desk, now: datetime) -> bool:
    """Whether the mailbox was last read too long ago. Raises StorageError."""
    with desk.store.read() as connection:
        read = numbers.marked(connection, "imap")
    return read is not None and now - read[0] > longest_pause(desk.policy.config)


def longest_pause(config: Config) -> timedelta:
    """How long the line may be without a pass, or without anybody in a role."""
    return timedelta(minutes=config.alarms.unreachable_minutes, seconds=config.mailbox.poll_seconds)


def leave_for_others(desk: Desk, trouble: PassTrouble, now: datetime) -> None:
    """Keep what this process alone can see, for the one that looks. Raises StorageError."""
    seen = {_ANTIVIRUS: desk.antivirus_trouble()}
    if trouble.clock_off is not None:
        seen[_CLOCK] = str(trouble.clock_off.total_seconds())
    for name, note in seen.items():
        if not note:
            continue
        with desk.store.read() as connection:
            known = _left(connection, name, now, _LEFT_AGAIN_SECONDS)
        if not known:
            with desk.store.write() as connection:
                numbers.mark(connection, name, now, note)


def _left(connection: Connection, name: str, now: datetime, seconds: float) -> str:
    mark = numbers.marked(connection, name)
    return mark[1] if mark and now - mark[0] < timedelta(seconds=seconds) else ""


def _off(own: timedelta | None, left: str) -> timedelta | None:
    theirs = timedelta(seconds=float(left)) if left else None
    return max(filter(None, (own, theirs)), default=own)


def look_at_line(desk: Desk, trouble: PassTrouble, now: datetime) -> bool:
    """Raise, renew and end the alarms of the line; whether any was. Raises StorageError."""
    # Asked before the transaction begins: it may take seconds to answer nothing.
    unscanned = desk.antivirus_trouble()
    config = desk.policy.config
    overdue = now - timedelta(minutes=config.alarms.outbox_minutes)
    with desk.store.read() as connection:
        standing = on_line.standing_alarms(connection)
        reached, accepted = (numbers.marked(connection, name) for name in ("imap", "smtp"))
        restored = _restored(connection)
        signs = Signs(
            mailbox_trouble=str(trouble.mailbox_error) if trouble.mailbox_error else "",
            login_refused=isinstance(trouble.mailbox_error, MailboxLoginError),
            reached_at=reached[0] if reached else None,
            arrivals=accounts.latest_arrivals(connection, RECENT),
            stuck_since=outbox.stuck_since(connection, overdue),
            accepted_at=accepted[0] if accepted else None,
            waiting=outbox.waiting_count(connection),
            clock_off=_off(trouble.clock_off, _left(connection, _CLOCK, now, _LEFT_SECONDS)),
            free_bytes=_free_bytes(desk),
            antivirus_trouble=unscanned or _left(connection, _ANTIVIRUS, now, _LEFT_SECONDS),
            restored=restored,
            missing=tuple(at_work.missing(connection, now, longest_pause(config))),
            failing=routine_failures.standing(connection),
        )
    decision = decide_alarms(signs, standing, desk.policy, now)
    if decision:
        carry_out(desk, decision, None, now)
    if restored and not (restored.mails or restored.closings):
        # Nothing is held any more: later uncertain mails are not the restore's.
        with desk.store.write() as connection:
            numbers.mark(connection, numbers.RESTORED, now)
    return decision is not None


def _restored(connection: Connection) -> Restored | None:
    restored = numbers.marked(connection, numbers.RESTORED)
    if restored is None or not restored[1]:
        return None
    hold = numbers.marked(connection, HOLD)
    return Restored(
        made=datetime.fromisoformat(restored[1]),
        mails=outbox.held_by_restore(connection),
        closings=hold is not None and hold[1] == HELD,
    )


def _free_bytes(desk: Desk) -> int | None:
    try:
        return shutil.disk_usage(desk.store.files.root).free
    except OSError:
        # A disk that can't be asked is told by whoever writes to it.
        return None
