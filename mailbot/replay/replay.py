"""The replay: mails in the order of then, at the times of then, with the deadlines in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy import Engine

from mailbot.deadlines import handle_due, release, replan_if_changed
from mailbot.parsers import identify
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.held import tell_held
from mailbot.pipeline.process import attempt
from mailbot.rules.parking import MOST_ATTEMPTS
from storage import arrivals, ledger, numbers, recorded, rehearsal
from storage.arrivals import Arrival
from storage.ledger import Entry
from storage.recorded import Deed, Due

_AT_ONCE = timedelta(hours=1)
"""A mail decided later than this was retried by a person: until then it blocked nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A mail and what came of it, then and now; `now` is None where its bytes are gone."""

    entry: Entry
    then: Deed
    now: Deed | None

    @property
    def differences(self) -> tuple[str, ...]:
        """The parts of `Deed` that are not as they were."""
        if self.now is None:
            return ()
        names = Deed.__dataclass_fields__
        return tuple(n for n in names if getattr(self.then, n) != getattr(self.now, n))


def replay(
    desk: Desk, source: Engine, due: Sequence[Due], wanted: frozenset[int]
) -> Iterator[Compared | None]:
    """Decide anew about the mails in `due` (in order), up to the last of `wanted`.

    One value a mail: what was compared for those that are wanted, None for those that only
    make the line what it was. Raises StorageError.
    """
    last = max((n for n, each in enumerate(due) if each.id in wanted), default=-1)
    if last < 0:
        return
    due = due[: last + 1]
    end = due[-1].decided_at
    with source.connect() as there:
        passes = recorded.moments(there, end)
    arrive: dict[datetime, list[Due]] = {}
    decide: dict[datetime, list[Due]] = {}
    for each in due:
        late = each.decided_at - each.received_at > _AT_ONCE
        moment = each.decided_at if late else each.received_at
        arrive.setdefault(moment, []).append(each)
        decide.setdefault(each.decided_at, []).append(each)
    for now in sorted(set(chain(passes, arrive, decide))):
        replan_if_changed(desk, now)
        gone = _receive(desk, source, sorted(arrive.get(now, ()), key=lambda d: d.id), now)
        for each in decide.get(now, ()):
            yield _decided(desk, source, each, now, each.id in wanted, each.id in gone)
        _pass_time(desk, source, now)


def _receive(desk: Desk, source: Engine, mails: Sequence[Due], now: datetime) -> set[int]:
    """Record arrivals; returns those whose bytes are not kept any more."""
    gone = set()
    for each in mails:
        with source.connect() as there:
            entry = recorded.entry_of(there, each.id)
        try:
            raw = desk.store.files.get(entry.raw_sha256)
        except FileNotFoundError:
            gone.add(each.id)
            continue
        identity = identify(raw)
        arrival = Arrival(
            mailbox=entry.mailbox, uidvalidity=entry.uidvalidity, uid=entry.uid,
            raw_sha256=entry.raw_sha256, head_only=entry.head_only, size=entry.size,
            arrived_at=entry.arrived_at, message_id=identity.message_id,
            content_hash=identity.content_hash, sender=identity.sender,
            subject=identity.subject,
            fault=entry.reason if entry.rule == arrivals.UNDELIVERED else "",
        )  # fmt: skip
        with desk.store.write() as connection:
            key, _original = arrivals.record(connection, arrival, now)
            rehearsal.adopt_id(connection, key, each.id)
    return gone


def _decided(
    desk: Desk, source: Engine, due: Due, now: datetime, wanted: bool, gone: bool
) -> Compared | None:
    with source.connect() as there:
        then = recorded.entry_of(there, due.id)
        known = recorded.numbers_of(there, then.case_id)
    with desk.store.write() as connection:
        entry = ledger.entry(connection, due.id)
        rehearsal.set_numbers(connection, known)
        since = rehearsal.last_ids(connection)
    if entry is not None and entry.status == ledger.RECEIVED:
        # What fails is not tried again later, but parked at once, with its reason.
        if attempt(desk, entry, 1, now) is None:
            attempt(desk, entry, MOST_ATTEMPTS, now)
        _take_over(desk, source, since)
    if not wanted:
        return None
    with source.connect() as there:
        was = recorded.deed(there, then)
    if gone or entry is None:
        return Compared(entry=then, then=was, now=None)
    with desk.store.read() as connection:
        now_is = recorded.deed(connection, recorded.entry_of(connection, due.id))
    return Compared(entry=then, then=was, now=now_is)


def _pass_time(desk: Desk, source: Engine, now: datetime) -> None:
    with desk.store.write() as connection:
        since = rehearsal.last_ids(connection)
        rehearsal.as_if_sent(connection, now)
        # A gap between recorded passes is a quiet line, not an outage.
        numbers.mark(connection, "deadlines", now)
    handle_due(desk, now)
    with desk.store.write() as connection:
        held = release(connection)
    if held:
        handle_due(desk, now)
    tell_held(desk, now)
    _take_over(desk, source, since)


def _take_over(desk: Desk, source: Engine, since: tuple[int, frozenset[str]]) -> None:
    with source.connect() as there, desk.store.write() as here:
        rehearsal.take_over(here, there, since)
