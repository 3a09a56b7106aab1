"""What a line decided, read from its database and never written: a replay is held against it.

The line may be at work, and of an earlier schema: only columns that every schema has are read.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    Table,
    create_engine,
    func,
    inspect,
    select,
    text,
)

from mailbot.errors import StorageError
from mailbot.model.vocabulary import EventKind, MailStatus
from mailbot.rules.history import SYSTEM
from storage.engine import failures_in_our_words, open_engine, reading
from storage.ledger import COLUMNS, DISCARDED, RECEIVED, Entry
from storage.locations import shown_url, sqlite_path
from storage.schema import REVISION, case_events, cases, inbound, outbox
from storage.sqlite import BUSY_MILLISECONDS

_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Due:
    """A mail of the ledger: when it arrived, was received and was decided about."""

    id: int
    arrived_at: datetime
    received_at: datetime
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What came of one mail: the events of its case as `event source → target (rule)`, and the
    mails as `template a addresses`; `state` is where the case went by it, "" where it stayed.
    """

    outcome: str
    rule: str
    case: str
    state: str
    events: tuple[str, ...]
    mails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """An entry of a case's history, or a mail, that time brought about: words as in `Deed`."""

    at: datetime
    number: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """Mails of a time that the program did not decide about: a person did, or nobody yet."""

    by_person: int
    waiting: int


@contextmanager
def recorded_line(url: str) -> Iterator[Engine]:
    """The database of a line, to read only. StorageError if it is none of ours, or a later one."""
    engine = _engine(url)
    try:
        with failures_in_our_words():
            with engine.connect() as connection:
                _refuse_other(connection, url)
            yield engine
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    file = sqlite_path(url)
    if file is None:
        return reading(open_engine(url))
    if not file.is_file():
        raise StorageError(f"No hay base de datos en {file}.")
    return create_engine("sqlite://", creator=lambda: _connected(file), hide_parameters=True)


def _connected(file: Path) -> sqlite3.Connection:
    # A connection that may not write at all would leave its journals beside the database.
    where = f"{file.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(where, uri=True, timeout=BUSY_MILLISECONDS / 1000)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _refuse_other(connection: Connection, url: str) -> None:
    known = inspect(connection)
    if not known.has_table("alembic_version"):
        raise StorageError(f"{shown_url(url)} no es una base de datos de mailbot, o está vacía.")
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if str(revision) > REVISION:
        raise StorageError(
            f"{shown_url(url)} es de un mailbot más nuevo (esquema {revision}; este programa "
            f"conoce hasta el {REVISION}): compare con esa versión."
        )


def decided(source: Engine) -> Iterator[Due]:
    """Every mail that has its outcome by the program, in the order in which they were recorded."""
    columns = inbound.c.id, inbound.c.arrived_at, inbound.c.received_at, inbound.c.decided_at
    query = (
        select(*columns)
        .where(inbound.c.decided_at.is_not(None), inbound.c.outcome.is_not(None))
        .where(inbound.c.status != DISCARDED)
    )
    yield from (Due(*row) for row in _pages(source, query, inbound))


def moments(source: Engine) -> Iterator[datetime]:
    """When the line did anything: its passes, as far as they left a trace; in no order."""
    yield from _moments(source, case_events, "recorded_at")
    yield from _moments(source, outbox, "created_at")


def _moments(source: Engine, table: Table, column: str) -> Iterator[datetime]:
    before = None
    for _key, at in _pages(source, select(table.c.id, table.c[column]), table):
        if at != before:
            yield at
        before = at


def timed(source: Engine) -> Iterator[Timed]:
    """What time brought about on cases, and no mail, in the order in which it was recorded."""
    events, case = case_events, cases.c.service_number
    told = (
        select(events.c.id, events.c.recorded_at, case, events.c.event, events.c.source,
               events.c.target, events.c.rule)
        .join(cases, cases.c.id == events.c.case_id)
        .where(events.c.mail.is_(None), events.c.actor == SYSTEM)
    )  # fmt: skip
    for _key, at, number, *what in _pages(source, told, events):
        yield Timed(at, number, _event(*what))
    sent = (
        select(outbox.c.id, outbox.c.created_at, case, outbox.c.template, outbox.c.to, outbox.c.cc,
               outbox.c.status)
        .join(cases, cases.c.id == outbox.c.case_id)
        .where(outbox.c.inbound_id.is_(None))
    )  # fmt: skip
    for _key, at, number, *what in _pages(source, sent, outbox):
        yield Timed(at, number, _mail(*what))


def _pages(source: Engine, query: Select[Any], table: Table) -> Iterator[Any]:
    """The rows of a query that begins with the key of `table`, by that key, a few at a time.

    Whoever writes to the line waits for no reader, nor keeps old rows for one.
    """
    last = 0
    while True:
        page = query.where(table.c.id > last).order_by(table.c.id).limit(_AT_ONCE)
        with source.connect() as connection:
            rows = connection.execute(page).all()
        yield from rows
        if not rows:
            return
        last = rows[-1].id


def undecided(connection: Connection, since: datetime | None, until: datetime | None) -> Undecided:
    """How many mails that arrived in this time (None: without end) can't be compared at all."""
    query = select(inbound.c.status, func.count()).group_by(inbound.c.status)
    if since:
        query = query.where(inbound.c.arrived_at >= since)
    if until:
        query = query.where(inbound.c.arrived_at < until)
    counted: dict[str, int] = {row[0]: row[1] for row in connection.execute(query)}
    return Undecided(by_person=counted.get(DISCARDED, 0), waiting=counted.get(RECEIVED, 0))


def with_raw(connection: Connection, digest: str, message_id: str | None) -> tuple[int, ...]:
    """The mails with these bytes; else those with this Message-ID, whose bytes a server changed."""
    same = select(inbound.c.id).where(inbound.c.raw_sha256 == digest)
    found = tuple(connection.execute(same).scalars())
    if found or not message_id:
        return found
    by_id = select(inbound.c.id).where(inbound.c.message_id == message_id)
    return tuple(connection.execute(by_id).scalars())


def numbers_of(connection: Connection, case_id: int | None) -> tuple[str, ...]:
    """The numbers of a case, none for no case."""
    query = select(cases.c.service_number, cases.c.incident_number).where(cases.c.id == case_id)
    row = connection.execute(query).first()
    return tuple(number for number in row if number) if row else ()


def opened_by(connection: Connection, entry: Entry) -> tuple[str, ...]:
    """The numbers of the cases that begin with a mail, in order."""
    query = (
        select(cases.c.service_number, cases.c.incident_number)
        .join(case_events, case_events.c.case_id == cases.c.id)
        .where(case_events.c.at == entry.arrived_at, case_events.c.event == EventKind.CREATED)
        .where(case_events.c.mail == entry.message_id)
        .order_by(cases.c.service_number)
    )
    return tuple(filter(None, (each for row in connection.execute(query) for each in row)))


def deed(connection: Connection, entry: Entry) -> Deed:
    """What the database holds about what came of a mail."""
    at = select(inbound.c.decided_at).where(inbound.c.id == entry.id).scalar_subquery()
    numbers = numbers_of(connection, entry.case_id)
    events = connection.execute(
        select(case_events.c.event, case_events.c.source, case_events.c.target, case_events.c.rule)
        .where(case_events.c.case_id == entry.case_id, case_events.c.recorded_at == at)
        .where(case_events.c.mail.is_not_distinct_from(entry.message_id))
        .order_by(case_events.c.seq)
    ).all()
    mails = connection.execute(
        select(outbox.c.template, outbox.c.to, outbox.c.cc, outbox.c.status)
        .where(outbox.c.inbound_id == entry.id, outbox.c.created_at == at)
        .order_by(outbox.c.template, outbox.c.to, outbox.c.id)
    ).all()
    targets = [row.target for row in events if row.target and row.target != row.source]
    return Deed(
        outcome=entry.outcome or "",
        rule=entry.rule,
        case=numbers[0] if numbers else "",
        state=targets[-1] if targets else "",
        events=tuple(_event(*row) for row in events),
        mails=tuple(_mail(*row) for row in mails),
    )


def _event(event: str, source: str | None, target: str | None, rule: str) -> str:
    move = f" {source or ''} → {target}" if target and source != target else ""
    return f"{event}{move} ({rule})" if rule else f"{event}{move}"


def _mail(template: str, to: Sequence[str], cc: Sequence[str], status: str) -> str:
    copies = f", copia a {', '.join(cc)}" if cc else ""
    held = " (retenido por un freno)" if status == MailStatus.SUPPRESSED else ""
    return f"{template} a {', '.join(to)}{copies}{held}"


def entry_of(connection: Connection, entry_id: int) -> Entry:
    """A mail's row; it is there."""
    row = connection.execute(select(*COLUMNS).where(inbound.c.id == entry_id)).mappings().one()
    return Entry(**row)
