"""Time passing is a fact too: wake-ups that are due go down the same road as mails."""

import logging
from dataclasses import dataclass
from datetime import datetime

from mailbot.errors import StorageError
from mailbot.model.case import Wakeup
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.rules.lapse import decide_lapse
from mailbot.rules.wakeups import wakeups
from storage import cases, ledger

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed:
    """How many wake-ups were handled."""

    handled: int = 0


def handle_due(desk: Desk, now: datetime) -> Lapsed:
    """Handle every wake-up that is due by `now`, in order of time, each once.

    A row is only a hint: the case itself says whether it still stands. A case that fails is tried
    again at the next pass, and the others go on. Raises StorageError.
    """
    with desk.store.read() as connection:
        # A mail that is here and not decided yet may be the answer that a wait is about.
        undecided = ledger.oldest_undecided(connection)
        due = cases.due_deadlines(connection, now) if undecided is None else ()
    handled = 0
    for row in dict.fromkeys(row for row, _kind, _at in due):
        try:
            handled += _handle(desk, row, now)
        except StorageError:
            raise
        except Exception:  # One bad case never stops the others.
            _log.exception("caso %s: falló un plazo; se intentará en la próxima pasada", row)
    return Lapsed(handled=handled)


def _handle(desk: Desk, row: int, now: datetime) -> int:
    handled = 0
    with desk.deciding:
        while wakeup := _next_due(desk, row, now):
            with desk.store.read() as connection:
                case = cases.by_row(connection, row)
            carry_out(desk, decide_lapse(case, wakeup, desk.policy, now), None, now)
            handled += 1
    return handled


def _next_due(desk: Desk, row: int, now: datetime) -> Wakeup | None:
    with desk.store.read() as connection:
        pending = wakeups(cases.by_row(connection, row), desk.policy)
    return next((each for each in pending if each.at <= now), None)
