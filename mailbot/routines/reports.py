"""The report of each month, the state of each week, and the reminder of the acta (A26, R6, R40)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from mailbot.model.line import RecordKind
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.pipeline.reporting import month_report, week_report
from mailbot.routines.routine import Routine
from mailbot.rules import occasions
from mailbot.rules.months import month_after, month_before, month_name
from mailbot.rules.policy import Policy
from mailbot.rules.report_mails import (
    decide_monthly,
    decide_no_minutes,
    decide_weekly,
    lacking,
)
from storage import on_line
from storage.lookups import StoredLookups

_REPORT_AT, _STATE_AT, _REMINDER_AT = time(8), time(7, 30), time(8)


def send_monthly(desk: Desk, at: datetime, now: datetime) -> None:
    """M-25 about the month before `at`, once: what is on record as issued is not sent again."""
    month = month_before(desk.policy.calendar.day(at))
    with desk.store.read() as connection:
        lookups = StoredLookups(connection)
        if lookups.recorded(RecordKind.INFORME, month, month):
            return
        report = month_report(month, lookups, desk.policy, at)
        last = month_after(month) - timedelta(days=1)
        has_minutes = bool(lookups.recorded(RecordKind.ACTA, month, last))
    lacks = lacking(report, has_minutes=has_minutes)
    carry_out(desk, decide_monthly(report, lacks, desk.policy, month, now), None, now)


def send_weekly(desk: Desk, at: datetime, now: datetime) -> None:
    """M-34 about the week before `at`."""
    with desk.store.read() as connection:
        report = week_report(StoredLookups(connection), desk.policy, at)
    carry_out(desk, decide_weekly(report, desk.policy), None, now)


def remind_of_minutes(desk: Desk, at: datetime, now: datetime) -> None:
    """M-26 on the last working day of a month for which no acta is on record."""
    today = desk.policy.calendar.day(at)
    month = today.replace(day=1)
    with desk.store.read() as connection:
        found = on_line.recorded(connection, RecordKind.ACTA, month, today)
    if not found:
        decision = decide_no_minutes(f"{month:%Y-%m}", month_name(month), desk.policy)
        carry_out(desk, decision, None, now)


def _monthly(policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    return occasions.monthly(policy.calendar, last, now, _REPORT_AT) if last else ()


def _weekly(policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    # After a silence only the newest state is of use.
    return occasions.weekly(policy.calendar, last, now, _STATE_AT)[-1:] if last else ()


def _month_end(policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    return occasions.month_end(policy.calendar, last, now, _REMINDER_AT)[-1:] if last else ()


MONTHLY = Routine(
    name="monthly-report",
    title="informe mensual",
    due=_monthly,
    run=send_monthly,
    waits_for_mail=True,
)
WEEKLY = Routine(
    name="weekly-state", title="estado semanal", due=_weekly, run=send_weekly, waits_for_mail=True
)
MINUTES = Routine(
    name="minutes",
    title="recordatorio del acta",
    due=_month_end,
    run=remind_of_minutes,
    waits_for_mail=True,
)
