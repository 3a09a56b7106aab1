"""What earlier mails say of a new one: the case of its thread, subjects, orders given before."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, or_, select

from mailbot.model.vocabulary import Outcome
from storage.schema import inbound
from storage.statements import Statement, any_of

_ORDERED_BEFORE = (
    select(inbound.c.id)
    .where(
        inbound.c.message_id == bindparam("message_id"),
        inbound.c.sender == bindparam("sender"),
        inbound.c.outcome == Outcome.COMMAND,
    )
    .limit(1)
)
_CASES_OF_IDS = Statement(
    select(inbound.c.message_id, inbound.c.case_id)
    .where(inbound.c.message_id.in_(any_of("ids")), inbound.c.case_id.is_not(None))
    .order_by(inbound.c.id.desc())
)


def cases_of_ids(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """Message-ID → case, of persons' mails that belong to a case."""
    if not ids:
        return {}
    return dict(_CASES_OF_IDS.rows(connection, {"ids": ids}))


def subjects_of_ids(connection: Connection, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """(Message-ID, subject) of the received mails with these ids."""
    if not ids:
        return ()
    query = select(inbound.c.message_id, inbound.c.subject).distinct()
    rows = connection.execute(query.where(inbound.c.message_id.in_(ids)))
    return tuple((row[0], row[1]) for row in rows)


def tagged_subjects(connection: Connection, case_id: int, most: int) -> tuple[tuple[str, str], ...]:
    """(sender, subject) of up to `most` received mails of a case with a bracket in the subject."""
    bracket = or_(inbound.c.subject.contains("["), inbound.c.subject.contains("［"))
    query = select(inbound.c.sender, inbound.c.subject).distinct()
    rows = connection.execute(query.where(inbound.c.case_id == case_id, bracket).limit(most))
    return tuple((row[0], row[1]) for row in rows)


def ordered_before(connection: Connection, message_id: str, sender: str) -> bool:
    """Whether a mail with this id and author was decided about as an order already."""
    values = {"message_id": message_id, "sender": sender}
    return connection.execute(_ORDERED_BEFORE, values).first() is not None
