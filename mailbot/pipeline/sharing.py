"""Several mails written in one transaction, a savepoint each: one commit for all of them.

Only what takes a moment shares one: while it is open nobody else writes. A crash before its end
takes back all that was decided in it, and the next pass decides anew.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from mailbot.errors import Overtaken, StorageError
from mailbot.model.vocabulary import Outcome
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import (
    Carried,
    Opened,
    decide_alone,
    decide_and_write,
    failed,
    made_ready,
    write,
)
from storage.ledger import Entry

MOST_MAILS = 20
"""As many as hold the lock for a fraction of a second: the sender waits for it meanwhile."""
MOST_BYTES = 8 * 1024 * 1024


def may_share(desk: Desk, entry: Entry) -> bool:
    """Whether a mail may be decided about together with others.

    Not one that was tried before: if it ends the process it must be alone. Nor one of staff, whose
    tags may ask for what takes long.
    """
    return (
        entry.attempts == 0
        and not entry.rule
        and not entry.head_only
        and entry.sender not in desk.policy.staff
    )


def has_room(desk: Desk, opened: Sequence[Opened], entry: Entry) -> bool:
    """Whether a mail may be opened beside these, to share a transaction; a large one comes alone.

    All of them lie in memory until it ends. Among several processes none comes beside another of
    the same person: brakes count what that one makes.
    """
    among_others = desk.presence.number is not None
    if among_others and any(each.entry.sender == entry.sender for each in opened):
        return False
    held = sum(len(each.raw) for each in opened)
    return len(opened) < MOST_MAILS and held + entry.size <= MOST_BYTES


def decide_together(desk: Desk, opened: Sequence[Opened], now: datetime) -> list[Outcome | None]:
    """The outcome of each of these mails, all durable when this returns; None for one that failed.

    Raises StorageError if the store refuses: then none of them has one.
    """
    if desk.presence.number is None:
        return _in_order(desk, opened, now)
    return _side_by_side(desk, opened, now)


def _in_order(desk: Desk, opened: Sequence[Opened], now: datetime) -> list[Outcome | None]:
    """Each decision sees what the earlier ones wrote; nobody else writes meanwhile."""
    outcomes: list[Outcome | None] = []
    written: list[Carried] = []
    with desk.deciding, desk.store.one_commit():
        for each in opened:
            try:
                carried = decide_and_write(desk, each, now)
            except StorageError:
                raise
            except Exception as error:  # One bad mail never stops the others.
                outcomes.append(failed(desk, each.entry, 1, now, error))
            else:
                written.append(carried)
                outcomes.append(carried.ready.decision.outcome)
    for carried in written:
        carried.tell()
    return outcomes


def _side_by_side(desk: Desk, opened: Sequence[Opened], now: datetime) -> list[Outcome | None]:
    """All are decided about, then all are written: other processes wait for the writing only.

    What one process has claimed is of different lanes, so that no decision is about what another
    one of them writes. One that another process overtook is decided about anew, alone.
    """
    ends: dict[int, Outcome | None] = {}
    ready: list[tuple[Entry, Carried]] = []
    written: list[Carried] = []
    with desk.deciding:
        with desk.store.files.together():
            for each in opened:
                try:
                    made = made_ready(desk, each, now)
                except Exception as error:  # One bad mail never stops the others.
                    ends[each.entry.id] = failed(desk, each.entry, 1, now, error)
                else:
                    carried = Carried(ready=made, entry_id=each.entry.id, began=each.began)
                    ready.append((each.entry, carried))
        with desk.store.one_commit():
            for entry, carried in ready:
                try:
                    write(desk, carried.ready, entry.id, now)
                except (Overtaken, IntegrityError):
                    # Another process was first, or another one of these: with a mail that goes
                    # once, for instance.
                    continue
                except Exception as error:
                    ends[entry.id] = failed(desk, entry, 1, now, error)
                else:
                    written.append(carried)
                    ends[entry.id] = carried.ready.decision.outcome
    for carried in written:
        carried.tell()
    return [
        ends[each.entry.id] if each.entry.id in ends else _anew(desk, each, now) for each in opened
    ]


def _anew(desk: Desk, opened: Opened, now: datetime) -> Outcome | None:
    """The outcome of a mail that is decided about alone now; None if that fails."""
    try:
        return decide_alone(desk, opened, now)
    except Overtaken:
        # Time and again: with its attempt counted, the next pass tries again.
        return None
    except Exception as error:  # One bad mail never stops the others.
        return failed(desk, opened.entry, 1, now, error)
