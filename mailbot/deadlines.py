"""Time passing is a fact too: wake-ups that are due go down the same road as mails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.errors import Overtaken, StorageError
from mailbot.logs import tell
from mailbot.model.case import Wakeup
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.rules import anonymous, moves
from mailbot.rules.anonymous import decide_retirement, years_before
from mailbot.rules.holding import reason_to_hold
from mailbot.rules.lapse import decide_held, decide_lapse, decide_queue
from mailbot.rules.wakeups import QUEUE, SILENT_CLOSINGS, wakeups
from storage import cases, deadlines, ledger, numbers
from storage.lookups import StoredLookups

PLAN = "plan"
RETENTION = "retention"
_RETIRED_AT_ONCE = 20
_REPLANNED_AT_ONCE = 200
_TOLD_AT_ONCE = 500
"""New requests that one mail tells of."""

HOLD, HELD, RELEASED = deadlines.HOLD, deadlines.HELD, deadlines.RELEASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed:
    """How many wake-ups were handled, and how many cases with others that are due were put off.

    `until` is the moment by which all that had arrived is decided about, and all that was due
    handled; None while there is none to be told.
    """

    handled: int = 0
    postponed: int = 0
    until: datetime | None = None


def handle_due(
    desk: Desk, now: datetime, is_enough: Callable[[], bool] = lambda: False
) -> Lapsed:  # fmt: skip
    """Handle every wake-up that is due by `now`, in order of time, each once.

    `is_enough` is asked after each case: the rest of a long list waits for the next pass, so that
    the mailbox is looked at in between.

    An answer that lies in the mailbox beats a deadline that is over: none is handled before the
    mailbox was read after it, and all that was received until then is decided.

    A row is only a hint: the case itself says whether it still stands. A case that fails is tried
    again at the next pass, and the others go on. After a long gap, or when many cases would close
    at once, silent closings are held until a person lets them go. Raises StorageError.
    """
    with desk.store.read() as connection:
        until = _answered_until(desk, connection, now)
        if until is None:
            return Lapsed()
        due = deadlines.due(connection, until)
        held_until = _held_until(connection)
    held_until = _hold_if_needed(desk, due, now) or held_until
    handled, postponed = _tell_queue(desk, due, now, until, is_enough)
    rows = _to_handle(due, held_until)
    for place, row in enumerate(rows):
        if place and is_enough():
            postponed += len(rows) - place
            break
        try:
            handled += _handle(desk, row, now, until, held_until)
        except Overtaken:
            # Its wake-ups were planned anew with the change; the next pass sees them.
            continue
        except StorageError:
            raise
        except Exception:  # One bad case never stops the others.
            tell("deadline.failed", failure=True, row=row)
    if postponed:
        return Lapsed(handled=handled, postponed=postponed)
    with desk.store.write() as connection:
        numbers.mark(connection, "deadlines", until)
    retire_old(desk, now)
    return Lapsed(handled=handled, until=until)


def _answered_until(desk: Desk, connection: Connection, now: datetime) -> datetime | None:
    """Until when no answer can be in the mailbox that is not decided about; None for not yet.

    Where others receive and decide, there is always some mail that is not: what was received by
    one pass is waited for, not what came after.
    """
    read = numbers.marked(connection, "imap")
    last, until = desk.answers.awaited or (ledger.latest(connection), read[0] if read else now)
    first = ledger.first_undecided(connection)
    is_missing = first is not None and first <= last
    desk.answers.awaited = (last, until) if is_missing else None
    return None if is_missing else min(now, until)


def replan_if_changed(desk: Desk, now: datetime) -> None:
    """After a change of hours, calendar or agreements every open case gets its new deadlines.

    Waits that people were told stay as they were told. A case that changes meanwhile is safe: it
    is planned anew at each change anyway.
    """
    wanted = desk.policy.fingerprint()
    with desk.store.read() as connection:
        known = numbers.marked(connection, PLAN)
    if known and known[1] == wanted:
        return
    row = 0
    while True:
        with desk.deciding, desk.store.write() as connection:
            batch = cases.open_after(connection, row, _REPLANNED_AT_ONCE)
            for case in batch:
                planned = moves.replanned(case, desk.policy)
                cases.save(connection, planned, (), now)
                deadlines.plan(connection, case.row, wakeups(planned, desk.policy))
        if not batch:
            break
        row = batch[-1].row
    with desk.store.write() as connection:
        numbers.mark(connection, PLAN, now, wanted)


def retire_old(desk: Desk, now: datetime) -> int:
    """Anonymise cases that were closed before `[retention] years`; how many (0 years: never).

    A few at each pass; once none is left, not before the next day.
    """
    years = desk.policy.config.retention.years
    day = desk.policy.calendar.day(now)
    if not years:
        return 0
    with desk.store.read() as connection:
        done = numbers.marked(connection, RETENTION)
        if done and done[1] == day.isoformat():
            return 0
        old = cases.closed_before(
            connection, years_before(now, years), anonymous.DOMAIN, _RETIRED_AT_ONCE
        )
    for case in old:
        try:
            _retire(desk, case.row, now)
        except StorageError:
            raise
        except Exception:  # One bad case never stops the others.
            tell("retention.failed", failure=True, row=case.row)
    if len(old) < _RETIRED_AT_ONCE:
        with desk.store.write() as connection:
            numbers.mark(connection, RETENTION, now, day.isoformat())
    return len(old)


def _retire(desk: Desk, row: int, now: datetime) -> None:
    with desk.deciding:
        with desk.store.read() as connection:
            case = cases.by_row(connection, row)
        carry_out(desk, decide_retirement(case, desk.policy, now), None, now)


def release(connection: Connection) -> bool:
    """Let the held closings go at the next pass; False if none are held."""
    until = _held_until(connection)
    if until is not None:
        numbers.mark(connection, HOLD, until, RELEASED)
    return until is not None


def _hold_if_needed(
    desk: Desk, due: tuple[tuple[int, str, datetime], ...], now: datetime
) -> datetime | None:
    with desk.store.read() as connection:
        last = numbers.marked(connection, "deadlines")
        hold = numbers.marked(connection, HOLD)
    looked_at = hold[0] if hold else None
    silent = [at for _row, kind, at in due if kind in SILENT_CLOSINGS]
    fresh = [at for at in silent if looked_at is None or at > looked_at]
    why = reason_to_hold(last[0] if last else None, now, len(fresh), desk.policy.calendar)
    if why is None:
        return None
    with desk.store.write() as connection:
        numbers.mark(connection, HOLD, now, HELD)
    carry_out(desk, decide_held(len(fresh), why, desk.policy, now), None, now)
    return now


def _held_until(connection: Connection) -> datetime | None:
    hold = numbers.marked(connection, HOLD)
    return hold[0] if hold and hold[1] == HELD else None


def _to_handle(
    due: tuple[tuple[int, str, datetime], ...], held_until: datetime | None
) -> tuple[int, ...]:
    """The cases to look at, in order: not those of which all that is due is held, or told of."""
    rows = (row for row, kind, at in due if kind != QUEUE and not _held(kind, at, held_until))
    return tuple(dict.fromkeys(rows))


def _handle(
    desk: Desk, row: int, now: datetime, until: datetime, held_until: datetime | None
) -> int:
    handled = 0
    with desk.deciding:
        while wakeup := _next_due(desk, row, until, held_until):
            with desk.store.read() as connection:
                case = cases.by_row(connection, row)
                known = StoredLookups(connection)
                children = known.children((case.number,)) if case.mass else ()
                decision = decide_lapse(case, wakeup, desk.policy, now, children)
            carry_out(desk, decision, None, now)
            handled += 1
    return handled


def _tell_queue(
    desk: Desk, due: tuple[tuple[int, str, datetime], ...], now: datetime, until: datetime,
    is_enough: Callable[[], bool],
) -> tuple[int, int]:  # fmt: skip
    """New requests that nobody took are told of in one mail, not in one for each.

    Returns how many were, and how many are put off.
    """
    rows = [row for row, kind, _at in due if kind == QUEUE]
    told = postponed = 0
    for start in range(0, len(rows), _TOLD_AT_ONCE):
        if start and is_enough():
            return told, postponed + len(rows) - start
        part = rows[start : start + _TOLD_AT_ONCE]
        try:
            told += _tell_of_sound(desk, part, now, until)
        except Overtaken:
            # Somebody took one of them meanwhile; the next pass tells of the others.
            postponed += len(part)
    return told, postponed


def _tell_of_sound(desk: Desk, rows: Sequence[int], now: datetime, until: datetime) -> int:
    """Tell of those that can be told of: of halves, where one among them fails."""
    try:
        return _tell_of(desk, rows, now, until)
    except (Overtaken, StorageError):
        raise
    except Exception:  # One bad case never stops the others.
        if len(rows) == 1:
            tell("deadline.failed", failure=True, row=rows[0])
            return 0
    middle = len(rows) // 2
    return sum(_tell_of_sound(desk, half, now, until) for half in (rows[:middle], rows[middle:]))


def _tell_of(desk: Desk, rows: Sequence[int], now: datetime, until: datetime) -> int:
    with desk.deciding:
        with desk.store.read() as connection:
            waiting = tuple(
                (case, wakeup)
                for case in cases.by_rows(connection, rows)
                for wakeup in wakeups(case, desk.policy)
                if wakeup.kind == QUEUE and wakeup.at <= until
            )
        if waiting:
            carry_out(desk, decide_queue(waiting, desk.policy), None, now)
    return len(waiting)


def _next_due(desk: Desk, row: int, until: datetime, held_until: datetime | None) -> Wakeup | None:
    """What is due next of a case by itself: new requests are told of together."""
    with desk.store.read() as connection:
        pending = wakeups(cases.by_row(connection, row), desk.policy)
    return next(
        (
            each
            for each in pending
            if each.at <= until and each.kind != QUEUE
            and not _held(each.kind, each.at, held_until)
        ),
        None,
    )  # fmt: skip


def _held(kind: str, at: datetime, until: datetime | None) -> bool:
    return until is not None and kind in SILENT_CLOSINGS and at <= until
