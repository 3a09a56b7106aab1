"""What the tags of a mail ask for that takes long to make: reports of months, tables of cases."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mailbot.documents.cells import XLSX
from mailbot.model.report import FinishedExport, FinishedReport, ReportFile
from mailbot.pipeline.lookups import Lookups
from mailbot.pipeline.reporting import month_report, months_asked
from mailbot.pipeline.sheet_looking import month_began
from mailbot.rules.commands.grammar import MOST_TAGS, Command
from mailbot.rules.commands.handlers.sheet_export import TableAsked, table_asked, table_of
from mailbot.rules.commands.rights import Refused
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import MailArrived, View
from mailbot.rules.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Months whose reports are asked for, by their first days; tags that ask for tables."""

    months: tuple[date, ...] = ()
    tables: tuple[Command, ...] = ()
    asked_by: str = ""

    def __bool__(self) -> bool:
        return bool(self.months or self.tables)

    def without(self, made: "Made") -> "Wanted":
        """What is not made yet."""
        return replace(
            self,
            months=tuple(each for each in self.months if each not in made.reports),
            tables=tuple(each for each in self.tables if each.written not in made.exports),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The reports by the first days of their months, the tables by their tags as written."""

    reports: Mapping[date, FinishedReport] = field(default_factory=dict)
    exports: Mapping[str, FinishedExport] = field(default_factory=dict)


def wanted_by(event: MailArrived, view: View, policy: Policy, now: datetime) -> Wanted:
    """What the tags of a mail ask for.

    Nothing for a mail whose tags will not run, and nothing that is refused.
    """
    orders, member = event.orders, event.identity.staff
    if member is None or not event.identity.verified or view.ordered_before:
        return Wanted()
    if orders.in_doubt or len(orders.commands) > MOST_TAGS:
        return Wanted()
    tables = (
        each
        for each in orders.commands
        if each.tag is Tag.EXPORTAR and _table(each, member.email, policy, now)
    )
    return Wanted(
        months=months_asked(event, policy, now), tables=tuple(tables), asked_by=member.email
    )


def make(wanted: Wanted, lookups: Lookups, policy: Policy, now: datetime) -> Made:
    """All that is wanted, with what the store holds now."""
    return Made(
        reports={each: month_report(each, lookups, policy, now) for each in wanted.months},
        exports=dict(_exports(wanted, lookups, policy, now)),
    )


def with_made(
    event: MailArrived, view: View, lookups: Lookups, policy: Policy, now: datetime, ready: Made
) -> View:  # fmt: skip
    """`view` with what the tags of a mail ask for; `ready` is made already."""
    wanted = wanted_by(event, view, policy, now)
    if not wanted:
        return view
    rest = make(wanted.without(ready), lookups, policy, now)
    return replace(
        view,
        reports={**ready.reports, **rest.reports},
        exports={**ready.exports, **rest.exports},
    )


def _table(command: Command, asked_by: str, policy: Policy, now: datetime) -> TableAsked | None:
    with suppress(Refused):
        return table_asked(command, policy.staff[asked_by], policy, now)
    return None


def _exports(
    wanted: Wanted, lookups: Lookups, policy: Policy, now: datetime
) -> Iterable[tuple[str, FinishedExport]]:
    if not wanted.tables:
        return
    # Without this a mail without tables need not wait for openpyxl.
    from mailbot.documents.spreadsheet import workbook

    cases = lookups.open_since(month_began(policy, now))
    for command in wanted.tables:
        if asked := _table(command, wanted.asked_by, policy, now):
            count, sheets = table_of(asked, cases, policy, now)
            name = asked.table.file
            content = workbook(
                sheets, title=name.removesuffix(".xlsx"), made=now.astimezone(policy.calendar.zone)
            )
            digest = hashlib.sha256(content).hexdigest()
            file = ReportFile(name=name, type=XLSX, content=content, sha256=digest)
            yield command.written, FinishedExport(count=count, file=file)
