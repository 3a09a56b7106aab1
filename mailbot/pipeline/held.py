"""Past a brake a person still learns his numbers: one summary an hour (§16.27, §16.30)."""

import logging
from datetime import datetime

from mailbot.errors import StorageError
from mailbot.pipeline.crowd import midnight
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.rules.brake_summary import SUMMARY_EVERY, decide_summary
from storage import brakes, cases
from storage.brakes import Untold

_log = logging.getLogger(__name__)


def tell_held(desk: Desk, now: datetime) -> int:
    """Tell everybody what the brakes held back, who was told nothing for an hour; how many.

    Raises StorageError. While no brake bites a look costs next to nothing.
    """
    with desk.store.read() as connection:
        untold = brakes.untold(connection, midnight(now, desk.policy))
    told, left = 0, 0
    for person in untold:
        if not _is_owed(person):
            continue
        if person.latest.at and now - person.latest.at < SUMMARY_EVERY:
            left += 1
            continue
        done = _tell(desk, person, now)
        told += done
        left += not done
    if not left:
        _all_told(desk, now)
    return told


def _is_owed(person: Untold) -> bool:
    """Whether there is news for this person: numbers, or that he is over the day's limit.

    Once it is said that further requests of the day wait for a human, it holds for all of them.
    """
    if person.cases:
        return True
    return bool(person.parked) and (
        person.latest.at is None or person.latest.at < min(person.parked)
    )


def _tell(desk: Desk, person: Untold, now: datetime) -> bool:
    try:
        with desk.deciding:
            with desk.store.read() as connection:
                held = cases.by_rows(connection, person.cases)
            decision = decide_summary(person.person, held, len(person.parked), desk.policy, now)
            carry_out(desk, decision, None, now)
    except StorageError:
        raise
    except Exception:  # One summary that can't be written never stops the others.
        _log.exception("falló el resumen de lo que retuvieron los frenos")
        return False
    return True


def _all_told(desk: Desk, now: datetime) -> None:
    with desk.store.read() as connection:
        if not brakes.is_untold(connection):
            return
    with desk.store.write() as connection:
        brakes.mark_told(connection, now)
