"""Once a day the mailbox is held against the ledger, before the coordinators read of it."""

from collections.abc import Callable
from datetime import datetime, time

from mailbot.daemon.line import Line
from mailbot.reconcile import reconcile
from storage import numbers

_FROM = time(5)


def reconcile_nightly(line: Line, now: datetime, stopping: Callable[[], bool]) -> None:
    """Reconcile at the first round after five of each day; the digest tells what was found.

    A line that has just begun has nothing to hold against. Raises MailboxError and StorageError.
    """
    desk = line.desk
    local = now.astimezone(desk.policy.calendar.zone)
    with desk.store.read() as connection:
        marked = numbers.marked(connection, numbers.RECONCILED)
    is_done = marked is not None and desk.policy.calendar.day(marked[0]) == local.date()
    if is_done or stopping() or (marked is not None and local.time() < _FROM):
        return
    missing = ""
    if marked is not None:
        section = desk.policy.config.mailbox
        found = reconcile(line.mailbox, line.mailbox_name, desk.store, section, now)
        missing = str(len(found.unaccounted))
    with desk.store.write() as connection:
        numbers.mark(connection, numbers.RECONCILED, now, missing)
