"""The reports, built from what the store holds: a month's, a week's, those that are asked for."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from mailbot.model.line import RecordKind
from mailbot.model.report import FinishedReport
from mailbot.pipeline.lookups import Lookups
from mailbot.reports.finish import finished_month, finished_week
from mailbot.reports.monthly import build
from mailbot.reports.period import month_of, week_before
from mailbot.rules.commands.handlers.report import month_asked
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import MailArrived
from mailbot.rules.policy import Policy


def months_asked(event: MailArrived, policy: Policy, now: datetime) -> tuple[date, ...]:
    """The months whose reports the tags of a mail ask for, without those that are refused."""
    today = policy.calendar.day(max(event.arrived_at, now))
    months = []
    for command in event.orders.commands:
        if command.tag is Tag.INFORME:
            with suppress(Refused):
                months.append(month_asked(command, today))
    return tuple(dict.fromkeys(months))


def month_report(
    month: date, lookups: Lookups, policy: Policy, now: datetime, *,
    progress: Callable[[], None] = lambda: None,
) -> FinishedReport:  # fmt: skip
    """The report of the month that begins on `month`, up to `now` while it runs.

    It says so where it differs from the one that was issued. Raises ValueError for a month that
    has not begun.
    """
    period = month_of(month, policy.calendar.zone, now)
    facts = lookups.report_facts(period.start, period.until)
    report = finished_month(build(facts, period, policy, progress=progress), policy.config)
    issued = lookups.recorded(RecordKind.INFORME, month, month)
    if report.partial or not issued or report.fingerprint in issued[-1].text:
        return report
    day = policy.calendar.day(issued[-1].at)
    changed = (
        f"Difiere del que se emitió el {day:%d/%m/%Y}: después se corrigieron datos o tiempos de "
        "ese mes, o cambió la configuración."
    )
    return replace(report, changed=changed)


def week_report(lookups: Lookups, policy: Policy, now: datetime) -> FinishedReport:
    """How the cases stood at the end of the last week (R40)."""
    period = week_before(now, policy.calendar.zone)
    facts = lookups.report_facts(period.start, period.until)
    return finished_week(build(facts, period, policy))
