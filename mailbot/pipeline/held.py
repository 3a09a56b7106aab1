"""Past a brake a person still learns his numbers: one summary an hour (§16.27, §16.30)."""

from datetime import datetime

from mailbot.errors import StorageError
from mailbot.logs import tell
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.rules import brakes
from mailbot.rules.brake_summary import SUMMARY_EVERY, decide_summary
from storage import cases, held
from storage.held import Untold


def tell_held(desk: Desk, now: datetime) -> int:
    """Tell everybody what the brakes held back, who was told nothing for an hour; how many.

    Raises StorageError. While no brake bites a look costs next to nothing.
    """
    with desk.store.read() as connection:
        untold = held.untold(connection, brakes.midnight(now, desk.policy))
    due = (each for each in untold if _is_owed(each) and _is_due(each, now))
    told = sum(_tell(desk, person, now) for person in due)
    _settle(desk, now)
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


def _is_due(person: Untold, now: datetime) -> bool:
    return person.latest.at is None or now - person.latest.at >= SUMMARY_EVERY


def _tell(desk: Desk, person: Untold, now: datetime) -> bool:
    try:
        with desk.deciding:
            with desk.store.read() as connection:
                numbered = cases.by_rows(connection, person.cases)
            decision = decide_summary(person.person, numbered, len(person.parked), desk.policy, now)
            carry_out(desk, decision, None, now)
    except StorageError:
        raise
    except Exception:  # One summary that can't be written never stops the others.
        tell("brake.untold", failure=True)
        return False
    return True


def _settle(desk: Desk, now: datetime) -> None:
    with desk.store.read() as connection:
        if held.is_settled(connection):
            return
    with desk.store.write() as connection:
        held.settle_told(connection, now)
