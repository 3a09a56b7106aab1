"""Erasing what closed cases say of a person; the chain of their histories goes on holding.

Rows are changed in one transaction. Files go after its commit, by a list that was committed with
it: what a crash leaves behind is owed until it is done.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    case,
    delete,
    or_,
    select,
    update,
)

from mailbot.model.case import Case
from mailbot.model.vocabulary import MailStatus
from storage import ledger, numbers
from storage.case_rows import case_of_row
from storage.schema import case_events, case_files, cases, dead_addresses, inbound, marks, outbox

if TYPE_CHECKING:
    from storage.store import Store

ERASED = "Datos anonimizados"
_NOBODY = "persona anonimizada"
_OWED = "forget:"
_AT_ONCE = 500
_HOLDERS: tuple[tuple[Table, str], ...] = (
    (inbound, "raw_sha256"), (outbox, "raw_sha256"), (case_files, "sha256"),
)  # fmt: skip

_INBOUND = select(inbound.c.id, inbound.c.sender, inbound.c.raw_sha256)
_ERASE_INBOUND = (
    update(inbound)
    .where(inbound.c.id == bindparam("key"))
    .values(subject="", raw_sha256="", sender=bindparam("who"), reason=ERASED)
)
_OUTBOX = select(
    outbox.c.id, outbox.c.to, outbox.c.cc, outbox.c.person, outbox.c.status, outbox.c.raw_sha256
)
_ERASE_OUTBOX = (
    update(outbox)
    .where(outbox.c.id == bindparam("key"))
    .values(
        subject="", raw=b"", raw_sha256=None, pending=(), next_attempt_at=None, once_key=None,
        last_error=ERASED, person=bindparam("whom"), to=bindparam("recipients"),
        cc=bindparam("copies"), status=bindparam("stands"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """Whose words go: of the cases with these rows, and the mails of `address` without a case.

    Addresses become `alias`, but for those of `kept`: the line's own people did their work.
    """

    rows: tuple[int, ...]
    address: str
    alias: str
    kept: Collection[str]

    def instead(self, address: str) -> str:
        """What stands in the place of an address."""
        return address if address in self.kept else self.alias


def erase(connection: Connection, erasing: Erasing, now: datetime) -> None:
    """Erase the words of histories (but for the last entry of each), mails and files."""
    with _overwriting(connection):
        _erase(connection, erasing, now)


def forget_owed(store: "Store") -> int:
    """Delete the files that erased cases left; how many. What can't be deleted now stays owed.

    Only the loop that receives calls this: a mail that comes with the same bytes as a file to be
    deleted is then received before or after it, never meanwhile.
    """
    with store.read() as connection:
        owed = connection.execute(select(marks.c.name, marks.c.note).where(_is_owed())).all()
    gone = 0
    for name, note in owed:
        what = json.loads(note)
        with store.read() as connection:
            held = _still_held(connection, set(what["blobs"]))
        for path in what["paths"]:
            store.files.unlink(path)
        for digest in what["blobs"]:
            if digest not in held:
                store.files.forget(digest)
                gone += 1
        with store.write() as connection:
            connection.execute(delete(marks).where(marks.c.name == name))
    return gone


def closed_before(
    connection: Connection, moment: datetime, domain: str, limit: int
) -> tuple[Case, ...]:
    """Up to `limit` cases closed before `moment`, oldest first, whose person is not of `domain`."""
    query = select(cases).where(cases.c.closed_at < moment, cases.c.email.not_like(f"%@{domain}"))
    rows = connection.execute(query.order_by(cases.c.closed_at, cases.c.id).limit(limit))
    return tuple(case_of_row(row) for row in rows.mappings())


def of_person(connection: Connection, email: str) -> tuple[Case, ...]:
    """Every case of a person, in order of arrival."""
    query = select(cases).where(cases.c.email == email)
    rows = connection.execute(query.order_by(cases.c.opened_at, cases.c.id))
    return tuple(case_of_row(row) for row in rows.mappings())


def _erase(connection: Connection, erasing: Erasing, now: datetime) -> None:
    blobs: set[str] = set()
    blobs |= _erase_inbound(connection, erasing)
    blobs |= _erase_outbox(connection, erasing)
    digests, paths = _erase_files(connection, erasing.rows)
    for row in erasing.rows:
        _redact(connection, row, erasing.kept)
    connection.execute(delete(dead_addresses).where(dead_addresses.c.address == erasing.address))
    unused = (blobs | digests) - _still_held(connection, blobs | digests)
    note = json.dumps({"blobs": sorted(unused), "paths": paths})
    numbers.mark(connection, f"{_OWED}{erasing.rows[0]}", now, note)


@contextmanager
def _overwriting(connection: Connection) -> Iterator[None]:
    """Freed pages are overwritten: the words don't stay in the file for whoever reads its bytes."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA secure_delete").scalar_one()
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA secure_delete = {int(before)}")


def _erase_inbound(connection: Connection, erasing: Erasing) -> set[str]:
    mine: ColumnElement[bool] = inbound.c.case_id.in_(erasing.rows)
    if erasing.address:
        # What nobody has decided about yet is no past matter: it is still to be attended to.
        settled = inbound.c.status.not_in((ledger.RECEIVED, ledger.PARKED))
        without_case = inbound.c.case_id.is_(None) & (inbound.c.sender == erasing.address)
        mine = or_(mine, without_case & settled)
    # A mail that was delivered twice has a row for each copy, the second one without a case.
    mine = or_(mine, inbound.c.duplicate_of.in_(select(inbound.c.id).where(mine)))
    found = connection.execute(_INBOUND.where(mine)).all()
    changes = [{"key": key, "who": erasing.instead(sender)} for key, sender, _digest in found]
    if changes:
        connection.execute(_ERASE_INBOUND, changes)
    return {digest for _key, _sender, digest in found if digest}


def _erase_outbox(connection: Connection, erasing: Erasing) -> set[str]:
    mine: ColumnElement[bool] = outbox.c.case_id.in_(erasing.rows)
    if erasing.address:
        mine = or_(mine, outbox.c.case_id.is_(None) & (outbox.c.person == erasing.address))
    found = connection.execute(_OUTBOX.where(mine)).all()
    changes: list[dict[str, Any]] = [
        {
            "key": key,
            "recipients": tuple(erasing.instead(each) for each in to),
            "copies": tuple(erasing.instead(each) for each in cc),
            "whom": erasing.instead(person),
            # What did not leave never will: there is nothing left to send.
            "stands": status if status == MailStatus.SENT else MailStatus.CANCELLED,
        }
        for key, to, cc, person, status, _digest in found
    ]
    if changes:
        connection.execute(_ERASE_OUTBOX, changes)
    return {digest for *_rest, digest in found if digest}


def _erase_files(connection: Connection, rows: Sequence[int]) -> tuple[set[str], list[str]]:
    mine = case_files.c.case_id.in_(rows)
    found = connection.execute(select(case_files.c.sha256, case_files.c.path).where(mine)).all()
    connection.execute(delete(case_files).where(mine))
    return {digest for digest, _path in found}, sorted(path for _digest, path in found)


def _redact(connection: Connection, row: int, kept: Collection[str]) -> None:
    last = select(cases.c.events).where(cases.c.id == row).scalar_subquery()
    actor = case((case_events.c.actor.in_((*kept, "mailbot")), case_events.c.actor), else_=_NOBODY)
    connection.execute(
        update(case_events)
        .where(case_events.c.case_id == row, case_events.c.seq < last, ~case_events.c.redacted)
        .values(redacted=True, salt="", text="", reason=ERASED, mail=None, actor=actor)
    )


def _still_held(connection: Connection, digests: set[str]) -> set[str]:
    held: set[str] = set()
    for some in _parts(sorted(digests)):
        for table, name in _HOLDERS:
            column = table.c[name]
            held.update(connection.execute(select(column).where(column.in_(some))).scalars())
    return held


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _is_owed() -> Any:
    return marks.c.name.startswith(_OWED, autoescape=True)
