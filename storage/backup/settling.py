"""What must not go on by itself after a restore: the world went on after the copy was taken."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, or_, select, update

from mailbot.model.vocabulary import FileStatus, MailStatus
from storage import deadlines, ledger
from storage import numbers as marks
from storage import outbox as outbox_rows
from storage.schema import case_files, inbound, numbers, outbox

NUMBERS_LEFT_FREE = 1000
"""Case numbers that a restore skips: people may have been told those given after the copy."""

_UNSENT = or_(outbox.c.next_attempt_at.is_not(None), outbox.c.status == MailStatus.SENDING)
_LINKED = case_files.c.status != FileStatus.QUARANTINED
_UNDECIDED = select(func.count()).where(inbound.c.status == ledger.RECEIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How many mails of ours were held, and how many received ones the next pass decides about."""

    held: int
    undecided: int


def settle(connection: Connection, made: datetime, now: datetime) -> Settled:
    """Make a copy taken at `made` safe to work on from `now`.

    Unsent mail is uncertain and waits for a person, like closings for lack of an answer that are
    due by now; numbers told to others are not given again; readable links are owed anew.
    """
    note = (
        f"{outbox_rows.OF_A_RESTORE} del {made.isoformat(timespec='minutes')}: pudo salir después "
        "de hacerla. Decida con outbox retry o con outbox cancel."
    )
    held = connection.execute(
        update(outbox)
        .where(_UNSENT)
        .values(status=MailStatus.UNCERTAIN, next_attempt_at=None, last_error=note)
    ).rowcount
    connection.execute(update(case_files).where(_LINKED).values(linked=False))
    marks.mark(connection, deadlines.HOLD, now, deadlines.HELD)
    marks.mark(connection, marks.BACKED_UP, made)
    marks.mark(connection, marks.RESTORED, now, made.isoformat(timespec="minutes"))
    _skip_numbers(connection, made, now)
    return Settled(held=held, undecided=connection.execute(_UNDECIDED).scalar_one())


def _skip_numbers(connection: Connection, made: datetime, now: datetime) -> None:
    last: dict[str, int] = {row[0]: row[1] for row in connection.execute(select(numbers))}
    # The year of a number is the line's own, whose day may not be over yet.
    years = range((made - timedelta(days=1)).year, (now + timedelta(days=1)).year + 1)
    for prefix in sorted({series.rpartition("-")[0] for series in last}):
        for series in (f"{prefix}-{year}" for year in years):
            free = last.get(series, 0) + NUMBERS_LEFT_FREE
            if series in last:
                mine = numbers.c.series == series
                connection.execute(update(numbers).where(mine).values(last=free))
            else:
                connection.execute(insert(numbers).values(series=series, last=free))
