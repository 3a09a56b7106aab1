"""Which time it is: the only reader of the real clock. The time of passes never goes back."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from sqlalchemy import Connection

from mailbot.errors import WrongUse
from mailbot.model.line import ProcessRole
from storage import Store, at_work, numbers

Clock = Callable[[], datetime]


def real_time() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def time_for_pass(store: Store, asked: datetime | None) -> datetime:
    """The time of a pass: the one asked for, or the real one; a set clock never goes back."""
    return asked or not_before_latest(store, real_time())


def not_before_latest(store: Store, moment: datetime) -> datetime:
    """`moment`, or the time of the latest pass recorded if that is later."""
    with store.read() as connection:
        return latest_or(connection, moment)


def latest_or(connection: Connection, moment: datetime) -> datetime:
    """The same, of an open connection."""
    latest = numbers.marked(connection, "pass")
    return max(moment, latest[0]) if latest else moment


def refuse_the_past(store: Store, asked: datetime | None) -> None:
    """WrongUse if `asked` is before the latest pass recorded: time does not go back."""
    if asked:
        with store.read() as connection:
            _refuse_before_latest(connection, asked)


def record_pass(
    store: Store, now: datetime, roles: Collection[ProcessRole] = (), *, among_others: bool = False
) -> None:
    """Remember that a pass happens at `now`, in these roles. Raises WrongUse if one was later.

    Among other processes the latest pass counts, whose clocks may differ by moments.
    """
    with store.write() as connection:
        if among_others:
            now = latest_or(connection, now)
        _refuse_before_latest(connection, now)
        numbers.mark(connection, "pass", now)
        at_work.remember(connection, roles, now)


def _refuse_before_latest(connection: Connection, asked: datetime) -> None:
    latest = numbers.marked(connection, "pass")
    if latest and asked < latest[0]:
        raise WrongUse(
            f"La hora {asked.isoformat()} es anterior a la última pasada registrada "
            f"({latest[0].astimezone(asked.tzinfo).isoformat()}): el tiempo no puede volver atrás."
        )
