"""The replay: mails in the order of then, at the times of then, with the deadlines in between."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine

from mailbot.deadlines import handle_due, release, replan_if_changed
from mailbot.parsers import identify
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.held import tell_held
from mailbot.pipeline.process import attempt
from mailbot.replay.comparing import Compared
from mailbot.rules.parking import MOST_ATTEMPTS
from storage import arrivals, ledger, numbers, recorded, recorded_tokens, rehearsal
from storage.agenda import Agenda
from storage.arrivals import Arrival
from storage.ledger import Entry


def decide_anew(desk: Desk, source: Engine, agenda: Agenda) -> Iterator[Compared | None]:
    """Decide anew about the mails of the agenda, on what the desk's store holds so far.

    One value a mail: what was compared for those that are wanted, None for those that only
    make the line what it was. Raises StorageError.
    """
    for moment in agenda:
        replan_if_changed(desk, moment.at)
        _receive(desk, source, moment.arrived, moment.at)
        cut_off = {key: _decide(desk, source, key, moment.at) for key in moment.decided}
        # Only now: a mail that came twice has the entries of both under its id.
        for key, is_cut_off in cut_off.items():
            yield _compared(desk, source, key, is_cut_off) if key in moment.wanted else None
        _pass_time(desk, source, moment.at)


def _receive(desk: Desk, source: Engine, mails: Sequence[int], now: datetime) -> None:
    for key in mails:
        with source.connect() as there:
            entry = recorded.entry_of(there, key)
        raw = _raw(desk, entry)
        if raw is None:
            continue
        arrival = _arrival(entry, raw)
        with desk.store.write() as connection:
            here, _original = arrivals.record(connection, arrival, now)
            rehearsal.adopt_id(connection, here, key)


def _raw(desk: Desk, entry: Entry) -> bytes | None:
    """The bytes of a mail; None where they are not kept any more."""
    if not entry.raw_sha256:
        return None
    try:
        return desk.store.files.get(entry.raw_sha256)
    except FileNotFoundError:
        return None


def _arrival(entry: Entry, raw: bytes) -> Arrival:
    identity = identify(raw)
    return Arrival(
        mailbox=entry.mailbox, uidvalidity=entry.uidvalidity, uid=entry.uid,
        raw_sha256=entry.raw_sha256, head_only=entry.head_only, size=entry.size,
        arrived_at=entry.arrived_at, message_id=identity.message_id,
        content_hash=identity.content_hash, sender=identity.sender, subject=identity.subject,
        references=identity.references,
        fault=entry.reason if entry.rule == arrivals.UNDELIVERED else "",
    )  # fmt: skip


def _decide(desk: Desk, source: Engine, key: int, now: datetime) -> bool:
    """Decide about a mail; whether what it was about is not here, so that nothing can follow."""
    with source.connect() as there:
        then = recorded.entry_of(there, key)
        known = recorded.numbers_of(there, then.case_id)
        opened = recorded.opened_by(there, then)
        ordered = recorded_tokens.ordered_numbers(there, then.sender, now)
    with desk.store.write() as connection:
        entry = _waiting(connection, then)
        is_homeless = bool(known) and not rehearsal.has_case(connection, known[0])
        rehearsal.set_numbers(connection, opened if is_homeless else (*opened, *known))
        since = rehearsal.last_ids(connection)
        is_cut_off = (is_homeless and known[0] not in opened) or not all(
            rehearsal.is_number(connection, number) for number in ordered
        )
    if entry is not None and entry.status == ledger.RECEIVED:
        # What fails is not tried again later, but parked at once, with its reason.
        if attempt(desk, entry, 1, now) is None:
            attempt(desk, entry, MOST_ATTEMPTS, now)
        _take_over(desk, source, since)
    return is_cut_off


def _compared(desk: Desk, source: Engine, key: int, is_cut_off: bool) -> Compared:
    with source.connect() as there:
        then = recorded.entry_of(there, key)
        was, known = recorded.deed(there, then), recorded.numbers_of(there, then.case_id)
    with desk.store.read() as connection:
        is_here = ledger.entry(connection, key) is not None
        if not is_here or _raw(desk, then) is None:
            return Compared(entry=then, then=was, now=None)
        now_is = recorded.deed(connection, recorded.entry_of(connection, key))
    return Compared(entry=then, then=was, now=now_is, numbers=known, cut_off=is_cut_off)


def _waiting(connection: Connection, then: Entry) -> Entry | None:
    """The row of a mail, which waits for its outcome; None if it never arrived here."""
    entry = ledger.entry(connection, then.id)
    if entry is None or entry.status != ledger.PARKED:
        return entry
    # A person had it decided once more, maybe with other bytes.
    ledger.reopen(connection, then.id, raw_sha256=then.raw_sha256 or None, head_only=then.head_only)
    return ledger.entry(connection, then.id)


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
