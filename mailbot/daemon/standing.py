"""How the line stands, as figures of the store: what `status`, `/metrics` and `/health` tell."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from mailbot.deadlines import HELD, HOLD
from mailbot.model.line import Alarm, ProcessRole
from mailbot.rules.brakes import midnight
from mailbot.rules.policy import Policy
from mailbot.watch import longest_pause
from storage import accounts, at_work, brakes, case_lists, ledger, numbers, on_line, outbox

CONTACTS = ("pass", "imap", "smtp")
"""What is remembered with its time: the last pass, and when each server last served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Counts and moments of one look.

    `inbound` counts mails by outcome (`received`: still waiting), `outbox` by status, `cases` the
    open ones by state and level. `brakes` is what was held back since midnight. `workers` are the
    processes at work, None on SQLite; `missing` the roles that none has had for long, with the
    last time.
    """

    inbound: dict[str, int]
    oldest_unprocessed: datetime | None
    parked: int
    outbox: dict[str, int]
    last_contact: dict[str, datetime | None]
    cases: tuple[tuple[str, str, int], ...]
    closings_held: bool
    last_backup: datetime | None = None
    brakes: brakes.Brakes
    alarms: tuple[Alarm, ...]
    workers: tuple[at_work.Worker, ...] | None = None
    missing: tuple[ProcessRole, ...] = ()


def look_up(connection: Connection, policy: Policy, now: datetime) -> Standing:
    """How the line stands at `now`. Raises StorageError."""
    hold = numbers.marked(connection, HOLD)
    backed_up = numbers.marked(connection, numbers.BACKED_UP)
    marks = {name: numbers.marked(connection, name) for name in CONTACTS}
    return Standing(
        inbound=accounts.tally(connection),
        oldest_unprocessed=ledger.oldest_undecided(connection),
        parked=len(ledger.parked(connection)),
        outbox=outbox.status_counts(connection),
        last_contact={name: mark[0] if mark else None for name, mark in marks.items()},
        cases=case_lists.counts(connection),
        closings_held=hold is not None and hold[1] == HELD,
        last_backup=backed_up[0] if backed_up else None,
        brakes=brakes.since(connection, midnight(now, policy)),
        alarms=on_line.standing_alarms(connection),
        workers=at_work.workers(connection),
        missing=tuple(at_work.missing(connection, now, longest_pause(policy.config))),
    )
