"""Message-IDs, tokens and codes that a line gave: people answered with them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from storage.schema import authorisations, cases, outbox


def same_mail(
    connection: Connection, person: str, template: str, number: str | None, at: datetime,
    before: int,
) -> tuple[str, str] | None:  # fmt: skip
    """(Message-ID, token) of a mail that was written to this person at this time: the one after
    `before` others of its kind about the same case.
    """
    query = (
        select(outbox.c.message_id, outbox.c.token)
        .outerjoin(cases, cases.c.id == outbox.c.case_id)
        .where(outbox.c.person == person, outbox.c.created_at == at)
        .where(outbox.c.template == template)
        .where(cases.c.service_number.is_not_distinct_from(number))
        .order_by(outbox.c.id)
        .limit(1)
        .offset(before)
    )
    return _named(connection, query)


def mail_alike(
    connection: Connection, person: str, template: str, number: str, before: int
) -> tuple[str, str] | None:
    """The same whenever it was written: the one after `before` others of its kind on the case."""
    case = select(cases.c.id).where(cases.c.service_number == number).scalar_subquery()
    query = (
        select(outbox.c.message_id, outbox.c.token)
        .where(outbox.c.case_id == case, outbox.c.person == person)
        .where(outbox.c.template == template)
        .order_by(outbox.c.id)
        .limit(1)
        .offset(before)
    )
    return _named(connection, query)


def _named(connection: Connection, query: Select[Any]) -> tuple[str, str] | None:
    row = connection.execute(query).first()
    return (row[0], row[1]) if row else None


def same_code(connection: Connection, asked_by: str, order: str, before: int) -> str | None:
    """The code of an order that waited for a word: the one after `before` others like it."""
    table = authorisations
    query = (
        select(table.c.code)
        .where(table.c.asked_by == asked_by, table.c.order == order)
        .order_by(table.c.asked_at, table.c.code)
        .limit(1)
        .offset(before)
    )
    return connection.execute(query).scalar()


def ordered_numbers(connection: Connection, sender: str, at: datetime) -> tuple[str, ...]:
    """The cases of the orders that this person asked for, or was asked about, and that were noted
    or settled at this time.
    """
    table = authorisations
    query = select(table.c.numbers).where(
        ((table.c.asked_by == sender) & (table.c.asked_at == at))
        | ((table.c.authoriser == sender) & (table.c.decided_at == at))
    )
    return tuple(number for numbers in connection.execute(query).scalars() for number in numbers)
