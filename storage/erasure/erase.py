"""Erasing what closed cases say of a person; the chain of their histories goes on holding.

Rows are changed in one transaction. Files go after its commit, by a list that was committed with
it: what a crash leaves behind is owed until it is done (`owed`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, or_, select, update

from mailbot.rules import reasons
from mailbot.rules.history import SYSTEM
from storage import faq, ledger
from storage.case_rows import event_of_row
from storage.erasure.mails import erase_mails
from storage.erasure.owed import Owed, owe, owe_words
from storage.erasure.scope import ERASED, Erasing, overwriting, parts
from storage.schema import case_events, case_files, cases, dead_addresses, inbound

_NOBODY = "persona anonimizada"

_INBOUND = select(inbound.c.id, inbound.c.sender, inbound.c.raw_sha256)
_ERASE_INBOUND = (
    update(inbound)
    .where(inbound.c.id == bindparam("key"))
    .values(subject="", raw_sha256="", sender=bindparam("who"), reason=ERASED)
)
_ENTRIES = (
    select(case_events)
    .join(cases, cases.c.id == case_events.c.case_id)
    .where(
        case_events.c.case_id == bindparam("row"), case_events.c.seq < cases.c.events,
        ~case_events.c.redacted,
    )
    .order_by(case_events.c.seq)
)  # fmt: skip
_REDACT = (
    update(case_events)
    .where(case_events.c.id == bindparam("key"))
    .values(
        redacted=True, salt="", text="", mail=None, reason=bindparam("left"),
        actor=bindparam("who"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Received:
    """The received mails that were erased: who wrote them, by row, and their bytes' digests."""

    authors: dict[int, str]
    blobs: frozenset[str]


def erase(connection: Connection, erasing: Erasing, now: datetime) -> None:
    """Erase the words of histories (but for the last entry of each), mails and files."""
    with overwriting(connection):
        received = _erase_inbound(connection, erasing)
        mails = erase_mails(connection, erasing, received.authors)
        digests, paths = _erase_files(connection, erasing.rows)
        for row in erasing.rows:
            _redact(connection, row, erasing)
        _erase_from_search(connection, erasing.rows)
        owe_words(connection, now)
        connection.execute(
            delete(dead_addresses).where(dead_addresses.c.address == erasing.address)
        )
        blobs = received.blobs | mails.blobs | digests
        owe(connection, erasing.rows[0], Owed(blobs=blobs, paths=paths, mails=mails.later), now)


def _erase_inbound(connection: Connection, erasing: Erasing) -> _Received:
    mine: ColumnElement[bool] = inbound.c.case_id.in_(erasing.rows)
    if erasing.address:
        # What nobody has decided about yet is no past matter: it is still to be attended to.
        settled = inbound.c.status.not_in((ledger.RECEIVED, ledger.PARKED))
        without_case = inbound.c.case_id.is_(None) & (inbound.c.sender == erasing.address)
        mine = or_(mine, without_case & settled)
    found = {row.id: row for row in connection.execute(_INBOUND.where(mine))}
    # A mail that was delivered twice has a row for each copy, the second one without a case. Asked
    # for together with the first ones, PostgreSQL would look for them in the whole ledger.
    for keys in parts(sorted(found)):
        copies = _INBOUND.where(inbound.c.duplicate_of.in_(keys))
        found |= {row.id: row for row in connection.execute(copies)}
    changes = [
        {"key": key, "who": erasing.instead(sender)} for key, sender, _digest in found.values()
    ]
    if changes:
        connection.execute(_ERASE_INBOUND, changes)
    return _Received(
        authors={key: sender for key, sender, _digest in found.values()},
        blobs=frozenset(digest for _key, _sender, digest in found.values() if digest),
    )


def _erase_files(
    connection: Connection, rows: Sequence[int]
) -> tuple[frozenset[str], tuple[str, ...]]:
    mine = case_files.c.case_id.in_(rows)
    found = connection.execute(select(case_files.c.sha256, case_files.c.path).where(mine)).all()
    connection.execute(delete(case_files).where(mine))
    paths = sorted(path for _digest, path in found)
    return frozenset(digest for digest, _path in found), tuple(paths)


def _erase_from_search(connection: Connection, rows: Sequence[int]) -> None:
    # What was approved holds nothing of a person: somebody has read it. A proposal may.
    both = select(cases.c.service_number, cases.c.incident_number).where(cases.c.id.in_(rows))
    numbers = [each for row in connection.execute(both) for each in row if each]
    faq.withdraw_unread(connection, numbers, ERASED)
    faq.forget_cases(connection, rows)


def _redact(connection: Connection, row: int, erasing: Erasing) -> None:
    """Erase what the entries of a history say, but for the last: months that were reported stay as
    they were, and what they are counted by is no word about a person.
    """
    changes = [
        {
            "key": entry["id"],
            "left": reasons.without_person(event_of_row(entry), erasing.names),
            "who": entry["actor"] if _is_of_line(entry["actor"], erasing) else _NOBODY,
        }
        for entry in connection.execute(_ENTRIES, {"row": row}).mappings()
    ]
    if changes:
        connection.execute(_REDACT, changes)


def _is_of_line(actor: str, erasing: Erasing) -> bool:
    return actor in erasing.kept or actor == SYSTEM
