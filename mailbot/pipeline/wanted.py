"""What the tags of a mail ask for that takes long to make: reports of months, tables, data."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from mailbot.config.people import StaffMember
from mailbot.documents.cells import XLSX
from mailbot.model.case import Case
from mailbot.model.faq import FaqState
from mailbot.model.report import FinishedExport, FinishedReport, ReportFile, report_file
from mailbot.model.sheets import Sheet
from mailbot.pipeline.lookups import Lookups
from mailbot.pipeline.reporting import month_report, months_asked
from mailbot.pipeline.sheet_looking import month_began
from mailbot.rules.commands.grammar import MOST_TAGS, Command
from mailbot.rules.commands.handlers import personal_data
from mailbot.rules.commands.handlers.sheet_export import (
    QuestionsAsked,
    TableAsked,
    table_asked,
    table_of,
)
from mailbot.rules.commands.rights import Refused, ever
from mailbot.rules.commands.tags import Tag
from mailbot.rules.event import MailArrived, View
from mailbot.rules.faq_sheet import faq_table
from mailbot.rules.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Months whose reports are asked for, by their first days; tags that ask for tables or data."""

    months: tuple[date, ...] = ()
    exports: tuple[Command, ...] = ()
    asked_by: str = ""

    def __bool__(self) -> bool:
        return bool(self.months or self.exports)

    def without(self, made: "Made") -> "Wanted":
        """What is not made yet."""
        return replace(
            self,
            months=tuple(each for each in self.months if each not in made.reports),
            exports=tuple(each for each in self.exports if each.written not in made.exports),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The reports by the first days of their months, tables and data by their tags as written."""

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
    exports = (
        each
        for each in orders.commands
        if _table(each, member, policy, now) or _person(each, member, policy)
    )
    return Wanted(
        months=months_asked(event, policy, now), exports=tuple(exports), asked_by=member.email
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


def _table(
    command: Command, member: StaffMember, policy: Policy, now: datetime
) -> TableAsked | QuestionsAsked | None:
    if command.tag is Tag.EXPORTAR:
        with suppress(Refused):
            return table_asked(command, member, policy, now)
    return None


def _person(command: Command, member: StaffMember, policy: Policy) -> str:
    """Whose data are asked for; "" if nobody's, or not by who may have them."""
    if command.tag is not Tag.DATOS_EXPORTAR or command.tag not in ever(member):
        return ""
    person = personal_data.address_in(command.key("persona"))
    return "" if person in policy.staff else person


def _exports(
    wanted: Wanted, lookups: Lookups, policy: Policy, now: datetime
) -> Iterable[tuple[str, FinishedExport]]:
    if not wanted.exports:
        return
    member = policy.staff[wanted.asked_by]
    open_cases: tuple[Case, ...] | None = None
    for command in wanted.exports:
        match _table(command, member, policy, now):
            case TableAsked() as asked:
                if open_cases is None:
                    open_cases = lookups.open_since(month_began(policy, now))
                count, sheets = table_of(asked, open_cases, policy, now)
                file = _workbook(asked.table.file, sheets, policy, now)
                yield command.written, FinishedExport(count=count, files=(file,))
            case QuestionsAsked():
                yield command.written, _questions(lookups, policy, now)
            case None:
                person = _person(command, member, policy)
                if cases := lookups.of_person(person):
                    yield command.written, personal_data.data_of(person, cases)


def _questions(lookups: Lookups, policy: Policy, now: datetime) -> FinishedExport:
    questions = lookups.every_question()
    sheet = faq_table(questions, policy.calendar.zone)
    return FinishedExport(
        count=len(questions),
        published=sum(each.state is FaqState.PUBLICADA for each in questions),
        files=(_workbook("preguntas_frecuentes.xlsx", (sheet,), policy, now),),
    )


def _workbook(name: str, sheets: Sequence[Sheet], policy: Policy, now: datetime) -> ReportFile:
    # A mail without tables need not wait for openpyxl.
    from mailbot.documents.spreadsheet import workbook

    made = now.astimezone(policy.calendar.zone)
    return report_file(name, XLSX, workbook(sheets, title=name.removesuffix(".xlsx"), made=made))
