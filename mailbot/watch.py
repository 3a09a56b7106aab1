"""Looking at the line itself after each pass: what is wrong is told once, and once when it ends."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from mailbot.errors import MailboxError, MailboxLoginError
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.rules.alarms import RECENT, Restored, Signs, decide_alarms
from storage import accounts, numbers, on_line, outbox
from storage.deadlines import HELD, HOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class PassTrouble:
    """What a pass met: why the mailbox could not be used, and how wrong the clock seems."""

    mailbox_error: MailboxError | None = None
    clock_off: timedelta | None = None


def look_at_line(desk: Desk, trouble: PassTrouble, now: datetime) -> bool:
    """Raise and end the alarms of the line; whether any was. Raises StorageError."""
    # Asked before the transaction begins: it may take seconds to answer nothing.
    unscanned = desk.antivirus_trouble()
    overdue = now - timedelta(minutes=desk.policy.config.alarms.outbox_minutes)
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
            clock_off=trouble.clock_off,
            free_bytes=_free_bytes(desk),
            antivirus_trouble=unscanned,
            restored=restored,
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
