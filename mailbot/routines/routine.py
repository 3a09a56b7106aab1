"""A routine: something that is due at times of the line's own calendar, each time once."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from mailbot.errors import StorageError
from mailbot.logs import tell
from mailbot.pipeline.desk import Desk
from mailbot.rules.policy import Policy
from storage import numbers, routine_failures


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """`due` gives the occasions after the last one that was done, up to now, oldest first.

    It is asked with None before the first one; none are due then for what follows the calendar:
    a new line does not begin with last month's report. `run` does what an occasion asks for; it
    may run again for the same one after a crash, and must not tell anybody twice (`Send.once`).
    One that `waits_for_mail` runs only once all that arrived before its occasion is decided about.
    `title` is what people call it, in Spanish.
    """

    name: str
    title: str
    due: Callable[[Policy, datetime | None, datetime], Sequence[datetime]]
    run: Callable[[Desk, datetime, datetime], None]
    waits_for_mail: bool = False


def run_due(
    desk: Desk, routines: Sequence[Routine], now: datetime, *, decided_until: datetime | None
) -> int:
    """Run what is due by `now`, each occasion once; how many were run. Raises StorageError.

    What had arrived by `decided_until` is decided about; None while that is not known of any
    moment. One that fails is tried again at the next pass, and the others go on.
    """
    forget_removed(desk, routines)
    due = due_now(desk, routines, now, decided_until=decided_until)
    return sum(_run_each(desk, routine, occasions, now) for routine, occasions in due)


def due_now(
    desk: Desk, routines: Sequence[Routine], now: datetime, *, decided_until: datetime | None
) -> list[tuple[Routine, Sequence[datetime]]]:
    """The routines that are to run, in order, with their occasions; new ones are marked as known.

    Raises StorageError.
    """
    with desk.store.read() as connection:
        marked = {each.name: numbers.marked(connection, _mark(each)) for each in routines}
    last = {name: found[0] if found else None for name, found in marked.items()}
    due = {each.name: each.due(desk.policy, last[each.name], now) for each in routines}
    new = [each for each in routines if last[each.name] is None and not due[each.name]]
    if new:
        with desk.store.write() as connection:
            for each in new:
                numbers.mark(connection, _mark(each), now)
    ready = ((each, _ready(each, due[each.name], decided_until)) for each in routines)
    return [(routine, occasions) for routine, occasions in ready if occasions]


def run_one(desk: Desk, routine: Routine, at: datetime, now: datetime) -> None:
    """Run a routine for one of its occasions, and mark it as done. Raises what the routine does."""
    routine.run(desk, at, now)
    with desk.store.write() as connection:
        numbers.mark(connection, _mark(routine), at)
        routine_failures.forget(connection, routine.name)


def count_failure(desk: Desk, routine: Routine, why: str, now: datetime) -> None:
    """Leave a failure to whoever looks at the line; `why` in Spanish, "" where it was logged.

    A store that refuses it is told by whoever works on it next.
    """
    with suppress(StorageError), desk.store.write() as connection:
        routine_failures.count(connection, routine.name, routine.title, why, now)


def forget_removed(desk: Desk, routines: Sequence[Routine]) -> None:
    """Forget the failures of routines that this program has no more, or under another name.

    `routines` are all that it has. Raises StorageError.
    """
    names = {each.name for each in routines}
    with desk.store.read() as connection:
        failing = {each.name for each in routine_failures.standing(connection)}
    if failing - names:
        with desk.store.write() as connection:
            routine_failures.forget_all_but(connection, names)


def _ready(
    routine: Routine, occasions: Sequence[datetime], decided_until: datetime | None
) -> Sequence[datetime]:
    if not routine.waits_for_mail:
        return occasions
    return [at for at in occasions if decided_until and at <= decided_until]


def _run_each(
    desk: Desk, routine: Routine, occasions: Sequence[datetime], now: datetime
) -> int:  # fmt: skip
    for done, at in enumerate(occasions):
        try:
            run_one(desk, routine, at, now)
        except StorageError:
            raise
        except Exception:  # One bad report never stops the line.
            tell("routine.failed", failure=True, routine=routine.name)
            count_failure(desk, routine, "", now)
            return done
    return len(occasions)


def _mark(routine: Routine) -> str:
    return f"routine:{routine.name}"
