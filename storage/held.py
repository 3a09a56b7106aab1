"""The numbers that brakes held back, until the person was told: who, which, and since which mail.

A look begins at the first number that somebody was not told yet, about an hour back at most.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, text

from mailbot.model.vocabulary import MailStatus
from mailbot.rules.brake_summary import SUMMARY
from mailbot.rules.brakes import BRAKE
from mailbot.rules.opening import ACKNOWLEDGEMENTS
from mailbot.rules.parking import TOO_MANY
from storage import ledger, numbers
from storage.schema import inbound, outbox

HELD, UNTOLD, TOLD = "held", "untold", "told"
"""A mark: from which mail of ours on there are numbers that somebody was not told, if any."""


_LATEST_SUMMARY = (
    select(outbox.c.id, outbox.c.created_at)
    .where(outbox.c.person == bindparam("who"), outbox.c.template == SUMMARY)
    .order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
    .limit(1)
)
_HELD_NUMBERS = (
    select(outbox.c.person, outbox.c.id, outbox.c.case_id)
    .where(outbox.c.id >= bindparam("first"))
    .where(outbox.c.status == MailStatus.SUPPRESSED, outbox.c.brake)
    .where(outbox.c.template.in_(ACKNOWLEDGEMENTS), outbox.c.case_id.is_not(None))
    .where(outbox.c.last_error.startswith(BRAKE))
    .order_by(outbox.c.id)
)
_PARKED = select(inbound.c.sender, inbound.c.decided_at).where(
    # Written out: only so does its index serve.
    text(f"status = '{ledger.PARKED}'"),
    inbound.c.rule == TOO_MANY,
    inbound.c.decided_at >= bindparam("since"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """When a person got the latest summary; `id` is its row."""

    id: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """A person of whom something was held back lately.

    `cases` are the rows of the cases whose number he was not told, in order; `parked` is when
    requests of his were set aside for a human. `latest` is his latest summary.
    """

    person: str
    cases: tuple[int, ...]
    parked: tuple[datetime, ...]
    latest: Summary


def held_from(connection: Connection) -> int | None:
    """The first mail of ours with a number that somebody may not have been told; None if none.

    Nothing before it is ever looked at again: what a look costs does not grow with the outbox.
    """
    marked = numbers.marked(connection, HELD)
    if marked is None or not marked[1].startswith(UNTOLD):
        return None
    # Before this program kept the row, the note was the bare word.
    return int(marked[1].partition(":")[2] or 0)


def mark_untold(connection: Connection, mail_id: int, now: datetime) -> None:
    """Remember that a brake has just held back a mail that somebody must be told of."""
    if held_from(connection) is None:
        _mark_from(connection, mail_id, now)


def settle_told(connection: Connection, now: datetime) -> None:
    """Look no more at what everybody was told by now."""
    if not is_settled(connection):
        _mark_from(connection, _first_untold(connection), now)


def is_settled(connection: Connection) -> bool:
    """Whether the first number that somebody was not told is the one that is remembered."""
    first = held_from(connection)
    return first is None or first == _first_untold(connection)


def untold(connection: Connection, parked_since: datetime) -> tuple[Untold, ...]:
    """Who was not told everything yet; a look costs next to nothing while no brake bites.

    Of requests that were set aside those since `parked_since` are looked at.
    """
    held = _held(connection)
    parked: dict[str, list[datetime]] = {}
    for sender, at in connection.execute(_PARKED, {"since": parked_since}):
        parked.setdefault(sender, []).append(at)
    return tuple(
        _untold(connection, person, held.get(person, ()), parked.get(person, ()))
        for person in {**held, **parked}
    )


def _held(connection: Connection) -> dict[str, list[tuple[int, int]]]:
    """(mail, case) of the numbers that brakes held back of each person, those told lately too."""
    held: dict[str, list[tuple[int, int]]] = {}
    first = held_from(connection)
    if first is not None:
        for person, mail, case in connection.execute(_HELD_NUMBERS, {"first": first}):
            held.setdefault(person, []).append((mail, case))
    return held


def _first_untold(connection: Connection) -> int | None:
    fresh = (
        mail
        for person, held in _held(connection).items()
        for mail, _case in _after(held, _latest_summary(connection, person))
    )
    return min(fresh, default=None)


def _mark_from(connection: Connection, first: int | None, now: datetime) -> None:
    numbers.mark(connection, HELD, now, TOLD if first is None else f"{UNTOLD}:{first}")


def _untold(
    connection: Connection, person: str, held: Iterable[tuple[int, int]],
    parked: Iterable[datetime],
) -> Untold:  # fmt: skip
    latest = _latest_summary(connection, person)
    fresh = (case for _mail, case in _after(held, latest))
    return Untold(
        person=person, cases=tuple(dict.fromkeys(fresh)), parked=tuple(parked), latest=latest
    )


def _after(held: Iterable[tuple[int, int]], latest: Summary) -> Iterator[tuple[int, int]]:
    """Those of the held numbers that the latest summary could not tell yet."""
    return ((mail, case) for mail, case in held if mail > latest.id)


def _latest_summary(connection: Connection, person: str) -> Summary:
    row = connection.execute(_LATEST_SUMMARY, {"who": person}).first()
    return Summary(id=row[0], at=row[1]) if row else Summary()
