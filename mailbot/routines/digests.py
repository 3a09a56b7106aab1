"""The coordinators' digest each working morning (M-32, R27, S46)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from mailbot.model.digest import Box
from mailbot.model.faq import FaqState
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.routines.routine import Routine
from mailbot.rules import digest as digests
from mailbot.rules import occasions
from mailbot.rules.digest import DigestFacts, span
from mailbot.rules.policy import Policy
from storage import brakes, cases, digest_facts, faq, ledger, numbers, on_line

_AT = time(7)
_MOST_PARKED = 2
_MOST_DEAD = 3


def due(policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    """This morning's digest, if it was not sent: yesterday's is of no use today."""
    if last is None:
        return ()
    today = policy.calendar.day(now)
    mornings = occasions.daily(policy.calendar, last, now, _AT)
    return tuple(each for each in mornings if policy.calendar.day(each) == today)


def send_digests(desk: Desk, at: datetime, now: datetime) -> None:
    """M-32 to each coordinator, once a day, about the line as it is now."""
    day = desk.policy.calendar.day(at)
    with desk.store.read() as connection:
        last = {each: last_digest(connection, each) for each in digests.readers(desk.policy)}
        known = [each for each in last.values() if each]
        facts = look(connection, desk.policy, now, min(known, default=None))
    for address, since in last.items():
        mine = replace(facts, since=since)
        made = digests.digest(mine, desk.policy.staff[address], desk.policy)
        carry_out(desk, digests.decide_digest(made, day), None, now)
        with desk.store.write() as connection:
            numbers.mark(connection, _mark(address), now)


def look(
    connection: Connection, policy: Policy, now: datetime, since: datetime | None
) -> DigestFacts:
    """All that a digest rests on whose reader got the one before it at `since`."""
    return DigestFacts(
        now=now,
        since=since,
        cases=cases.open_since(connection, span.closed_from(now, policy)),
        absences=on_line.absent_from(connection, now),
        box=_box(connection, policy, now, since),
        contingency=on_line.contingency(connection),
        held_until=digest_facts.closings_held_until(connection),
        proposals=tuple(
            each
            for each in faq.proposed_before(connection, now)
            if each.state is FaqState.PROPUESTA
        ),
    )


def last_digest(connection: Connection, address: str) -> datetime | None:
    """When somebody got his last digest."""
    marked = numbers.marked(connection, _mark(address))
    return marked[0] if marked else None


def _box(
    connection: Connection, policy: Policy, now: datetime, last: datetime | None
) -> Box:  # fmt: skip
    since, until = span.yesterday(now, policy.calendar)
    came = digest_facts.came(connection, since, until)
    parked = ledger.parked(connection)
    held_back = brakes.since(connection, last or since)
    minutes = policy.config.acknowledge.max_minutes
    told = digest_facts.acknowledged(connection, last or since, timedelta(minutes=minutes))
    compared = numbers.marked(connection, numbers.RECONCILED)
    people = {each.person for each in (*held_back.answers, *held_back.requests)}
    return Box(
        since=since,
        until=until,
        arrived=came.total(),
        set_aside=came[ledger.PARKED],
        undecided=came[ledger.RECEIVED],
        parked=tuple(each.reason for each in parked[-_MOST_PARKED:]),
        parked_count=len(parked),
        held_answers=sum(each.mails for each in held_back.answers),
        held_requests=sum(each.mails for each in held_back.requests),
        people_held=len(people),
        alarms=on_line.standing_alarms(connection),
        acknowledged=told.total,
        late=told.late,
        slowest=told.slowest,
        max_minutes=minutes,
        dead=tuple(each.address for each in held_back.dead[-_MOST_DEAD:]),
        dead_count=len(held_back.dead),
        compared_at=compared[0] if compared and compared[1] else None,
        unaccounted=int(compared[1] or 0) if compared else 0,
    )


def _mark(address: str) -> str:
    return f"digest:{address}"


# It does not wait for the mailbox: that this is away is the first thing to be told.
DIGESTS = Routine(
    name="digests", title="resumen diario para la coordinación", due=due, run=send_digests
)
