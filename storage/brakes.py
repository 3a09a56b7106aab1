"""What the brakes look at and what they held back: counts, and who has not been told yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, func, select, text

from mailbot.model.line import DeadAddress
from mailbot.model.vocabulary import MailStatus
from mailbot.rules.brake_summary import SUMMARY
from mailbot.rules.opening import ACKNOWLEDGEMENTS
from mailbot.rules.parking import TOO_MANY
from storage import dead_addresses, ledger, numbers
from storage.schema import case_events, cases, inbound, outbox

HELD, UNTOLD, TOLD = "held", "untold", "told"
"""A time mark: since when somebody was not told a number that a brake held back."""

_BRAKE = "Freno:"
_WILDCARD = re.compile(r"[\\%_]")

_BARE = select(func.count()).where(
    cases.c.opened_at >= bindparam("since"),
    cases.c.module.is_(None),
    cases.c.siif_user == "",
    cases.c.executing_unit == "",
)
_BARE_OF_PERSON = _BARE.where(cases.c.email == bindparam("who"))
_BARE_OF_DOMAIN = _BARE.where(cases.c.email.like(bindparam("ends"), escape="\\"))
_NOTED = select(func.count()).where(
    case_events.c.case_id == bindparam("row"),
    case_events.c.rule == bindparam("by"),
    case_events.c.recorded_at >= bindparam("since"),
)
_LATEST_SUMMARY = (
    select(outbox.c.id, outbox.c.created_at)
    .where(outbox.c.person == bindparam("who"), outbox.c.template == SUMMARY)
    .order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
    .limit(1)
)
_PARKED = select(inbound.c.sender, inbound.c.decided_at).where(
    # Written out: only so does its index serve.
    text(f"status = '{ledger.PARKED}'"),
    inbound.c.rule == TOO_MANY,
    inbound.c.decided_at >= bindparam("since"),
)
_UNREACHABLE = select(cases.c.id).where(
    cases.c.email == bindparam("who"), cases.c.closed_at.is_(None), cases.c.unreachable
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Bitten:
    """Whom a brake held something of since a moment: how many mails, and the words for it."""

    person: str
    mails: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brakes:
    """What the brakes did since a moment, and where mail does not arrive at all.

    `answers` are mails of ours that were held back, `requests` mails that people wrote and that
    opened, or opened again, no case.
    """

    answers: tuple[Bitten, ...]
    requests: tuple[Bitten, ...]
    dead: tuple[DeadAddress, ...]


def bare_since(connection: Connection, who: str, moment: datetime) -> int:
    """How many bare requests came since then of an address, or of a whole `@domain`."""
    if who.startswith("@"):
        literally = _WILDCARD.sub(r"\\\g<0>", who)
        found = connection.execute(_BARE_OF_DOMAIN, {"ends": f"%{literally}", "since": moment})
    else:
        found = connection.execute(_BARE_OF_PERSON, {"who": who, "since": moment})
    return int(found.scalar_one())


def noted_since(connection: Connection, case_row: int, rule: str, moment: datetime) -> int:
    """How many entries of a case's history a rule wrote since then."""
    values = {"row": case_row, "by": rule, "since": moment}
    return int(connection.execute(_NOTED, values).scalar_one())


def unreachable(connection: Connection, email: str) -> tuple[int, ...]:
    """The rows of a person's open cases that our mails did not reach."""
    return tuple(connection.execute(_UNREACHABLE, {"who": email}).scalars())


def is_untold(connection: Connection) -> bool:
    """Whether a brake held something back that somebody may not have been told yet."""
    marked = numbers.marked(connection, HELD)
    return marked is not None and marked[1] == UNTOLD


def mark_untold(connection: Connection, now: datetime) -> None:
    """Remember that a brake has just held something back that somebody must be told."""
    if not is_untold(connection):
        numbers.mark(connection, HELD, now, UNTOLD)


def mark_told(connection: Connection, now: datetime) -> None:
    """Everybody was told everything, as of now."""
    numbers.mark(connection, HELD, now, TOLD)


def untold(connection: Connection, parked_since: datetime) -> tuple[Untold, ...]:
    """Who was not told everything yet; a look costs next to nothing while no brake bites.

    Of requests that were set aside those since `parked_since` are looked at.
    """
    marked = numbers.marked(connection, HELD)
    held: dict[str, list[tuple[int, int]]] = {}
    if marked and marked[1] == UNTOLD:
        for row in connection.execute(_held_numbers(marked[0])):
            held.setdefault(row[0], []).append((row[1], row[2]))
    parked: dict[str, list[datetime]] = {}
    for sender, at in connection.execute(_PARKED, {"since": parked_since}):
        parked.setdefault(sender, []).append(at)
    return tuple(
        _untold(connection, person, held.get(person, ()), parked.get(person, ()))
        for person in {**held, **parked}
    )


def since(connection: Connection, moment: datetime) -> Brakes:
    """What the brakes did since `moment`, for `status` and the digest."""
    held = (
        select(outbox.c.person, func.count(), func.max(outbox.c.last_error))
        .where(outbox.c.id > _row_before(outbox, outbox.c.created_at < moment))
        .where(outbox.c.status == MailStatus.SUPPRESSED, outbox.c.brake)
        .where(outbox.c.last_error.startswith(_BRAKE))
        .group_by(outbox.c.person)
        .order_by(outbox.c.person)
    )
    asked = (
        select(inbound.c.sender, func.count(), func.max(inbound.c.reason))
        .where(inbound.c.id > _row_before(inbound, inbound.c.received_at < moment))
        .where(inbound.c.reason.contains(_BRAKE))
        .group_by(inbound.c.sender)
        .order_by(inbound.c.sender)
    )
    return Brakes(
        answers=_bitten(connection.execute(held)),
        requests=_bitten(connection.execute(asked)),
        dead=dead_addresses.every(connection),
    )


def _untold(
    connection: Connection, person: str, held: Iterable[tuple[int, int]],
    parked: Iterable[datetime],
) -> Untold:  # fmt: skip
    row = connection.execute(_LATEST_SUMMARY, {"who": person}).first()
    latest = Summary(id=row[0], at=row[1]) if row else Summary()
    fresh = (case for mail, case in held if mail > latest.id)
    return Untold(
        person=person, cases=tuple(dict.fromkeys(fresh)), parked=tuple(parked), latest=latest
    )


def _held_numbers(moment: datetime) -> Select[Any]:
    return (
        select(outbox.c.person, outbox.c.id, outbox.c.case_id)
        .where(outbox.c.id > _row_before(outbox, outbox.c.created_at < moment))
        .where(outbox.c.status == MailStatus.SUPPRESSED, outbox.c.brake)
        .where(outbox.c.template.in_(ACKNOWLEDGEMENTS), outbox.c.case_id.is_not(None))
        .where(outbox.c.last_error.startswith(_BRAKE))
        .order_by(outbox.c.id)
    )


def _row_before(table: Table, earlier: ColumnElement[bool]) -> ColumnElement[int]:
    """The newest row from before a moment: found from the end, past nothing but what is newer."""
    newest = select(table.c.id).where(earlier).order_by(table.c.id.desc()).limit(1)
    return func.coalesce(newest.scalar_subquery(), 0)


def _bitten(rows: Iterable[Any]) -> tuple[Bitten, ...]:
    return tuple(Bitten(person=row[0], mails=row[1], why=row[2]) for row in rows)
