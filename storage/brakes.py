"""What the brakes look at before they bite, and what they held back, for who asks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, select

from mailbot.model.line import DeadAddress
from mailbot.model.vocabulary import MailStatus
from mailbot.rules.brakes import BRAKE
from storage import dead_addresses
from storage.schema import case_events, cases, inbound, outbox
from storage.statements import Statement

_WILDCARD = re.compile(r"[\\%_]")

_BARE = select(func.count()).where(
    cases.c.opened_at >= bindparam("since"),
    cases.c.module.is_(None),
    cases.c.siif_user == "",
    cases.c.executing_unit == "",
)
_BARE_OF_PERSON = Statement(_BARE.where(cases.c.email == bindparam("who")))
_BARE_OF_DOMAIN = Statement(_BARE.where(cases.c.email.like(bindparam("ends"), escape="\\")))
_NOTED = Statement(
    select(func.count()).where(
        case_events.c.case_id == bindparam("row"),
        case_events.c.rule == bindparam("by"),
        case_events.c.recorded_at >= bindparam("since"),
    )
)
_UNREACHABLE = select(cases.c.id).where(
    cases.c.email == bindparam("who"), cases.c.closed_at.is_(None), cases.c.unreachable
)


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
        values = {"ends": f"%{literally}", "since": moment}
        return int(_BARE_OF_DOMAIN.scalar(connection, values))
    return int(_BARE_OF_PERSON.scalar(connection, {"who": who, "since": moment}))


def noted_since(connection: Connection, case_row: int, rule: str, moment: datetime) -> int:
    """How many entries of a case's history a rule wrote since then."""
    values = {"row": case_row, "by": rule, "since": moment}
    return int(_NOTED.scalar(connection, values))


def unreachable(connection: Connection, email: str) -> tuple[int, ...]:
    """The rows of a person's open cases that our mails did not reach."""
    return tuple(connection.execute(_UNREACHABLE, {"who": email}).scalars())


def since(connection: Connection, moment: datetime) -> Brakes:
    """What the brakes did since `moment`, for `status` and the digest."""
    held = (
        select(outbox.c.person, outbox.c.last_error)
        .where(outbox.c.id > _row_before(outbox, outbox.c.created_at < moment))
        .where(outbox.c.status == MailStatus.SUPPRESSED, outbox.c.brake)
        .where(outbox.c.last_error.startswith(BRAKE))
    )
    asked = (
        select(inbound.c.sender, inbound.c.reason)
        .where(inbound.c.id > _row_before(inbound, inbound.c.received_at < moment))
        .where(inbound.c.reason.contains(BRAKE))
    )
    return Brakes(
        answers=_bitten(connection.execute(held)),
        requests=_bitten(connection.execute(asked)),
        dead=dead_addresses.every(connection),
    )


def _row_before(table: Table, earlier: ColumnElement[bool]) -> ColumnElement[int]:
    """The newest row from before a moment: found from the end, past nothing but what is newer."""
    newest = select(table.c.id).where(earlier).order_by(table.c.id.desc()).limit(1)
    return func.coalesce(newest.scalar_subquery(), 0)


def _bitten(rows: Iterable[Any]) -> tuple[Bitten, ...]:
    """By person. Grouped by the database, the index of persons would lead it past every row."""
    words: dict[str, list[str]] = {}
    for person, why in rows:
        words.setdefault(person, []).append(why)
    return tuple(
        Bitten(person=person, mails=len(words[person]), why=max(words[person]))
        for person in sorted(words)
    )
