"""The contingency sheet that a mail brings or confirms, looked at before it is decided about."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.line import Authorisation
from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import FileVerdict
from mailbot.parsers.table_file import NotATable, read_table
from mailbot.pipeline.lookups import Lookups
from mailbot.rules.commands.grammar import MOST_TAGS, Command
from mailbot.rules.commands.handlers import HANDLERS
from mailbot.rules.commands.rights import Refused, ever
from mailbot.rules.commands.tags import Tag
from mailbot.rules.contingency_sheet.plan import ImportPlan, numbers_of, people_of, plan_import
from mailbot.rules.contingency_sheet.rows import SheetRow, WrongSheet, read_rows
from mailbot.rules.contingency_sheet.trials import VALID, SheetRead, chosen
from mailbot.rules.event import MailArrived, Need, View
from mailbot.rules.opening import ACKNOWLEDGEMENTS
from mailbot.rules.policy import Policy

KeptFiles = Callable[[str], bytes]
"""Gives the bytes of a kept file by its SHA-256. Raises FileNotFoundError."""

_AT_ONCE = 500
_SHEET_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".ods", ".csv", ".tsv")
_GONE = "La hoja de esa prueba ya no está guardada: envíela de nuevo con [IMPORTAR]."


def nothing_kept(digest: str) -> bytes:
    """What is kept where there is no store yet."""
    raise FileNotFoundError(digest)


def look_for_sheets(
    event: MailArrived, view: View, lookups: Lookups, policy: Policy, now: datetime,
    next_number: Callable[[str], str], kept: KeptFiles,
) -> View:  # fmt: skip
    """`view` with what exports and imports look at.

    Nothing is fetched, and no number is taken, for a mail whose tags will not run.
    """
    orders = event.orders
    if not event.identity.verified or orders.in_doubt or len(orders.commands) > MOST_TAGS:
        return view
    needs = {need for command in orders.commands for need in HANDLERS[command.tag].needs}
    if Need.THIS_MONTH in needs:
        view = replace(view, this_month=lookups.open_since(month_began(policy, now)))
    if Need.SHEET in needs:
        view = _with_sheet(event, view, lookups, policy, now, next_number, kept)
    return view


def month_began(policy: Policy, now: datetime) -> datetime:
    """When the month of `now` began on the line's wall clock."""
    wall = now.astimezone(policy.calendar.zone)
    return wall.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def planned(
    content: bytes, name: str, lookups: Lookups, policy: Policy, now: datetime
) -> SheetRead:  # fmt: skip
    """A sheet's bytes, and what importing it would do, or why it can't be read."""
    try:
        grids = read_table(content, name)
        rows = read_rows(grids, now, policy.calendar.zone)
    except NotATable as why:
        return SheetRead(name=name, content=content, fault=(str(why),))
    except WrongSheet as wrong:
        return SheetRead(name=name, content=content, fault=wrong.why)
    return SheetRead(name=name, content=content, plan=_plan(rows, lookups, policy))


def acknowledged(plan: ImportPlan, lookups: Lookups) -> frozenset[str]:
    """The people of a plan's rows who were told a number before (R83)."""
    people = people_of(step.row for step in plan.steps)
    return frozenset(p for p in people if lookups.ever_acknowledged(p, ACKNOWLEDGEMENTS))


def _with_sheet(
    event: MailArrived, view: View, lookups: Lookups, policy: Policy, now: datetime,
    next_number: Callable[[str], str], kept: KeptFiles,
) -> View:  # fmt: skip
    command = next(c for c in event.orders.commands if Need.SHEET in HANDLERS[c.tag].needs)
    if command.tag is Tag.IMPORTAR:
        brought = [file for file in event.mail.attachments if _is_sheet(file)]
        member = event.identity.staff
        if len(brought) != 1 or member is None or Tag.IMPORTAR not in ever(member):
            return view
        return replace(view, sheet=_brought(brought[0], lookups, policy, now))
    trials = lookups.trials(code_of(command), event.sender, event.arrived_at - VALID)
    view = replace(view, trials=trials)
    with suppress(Refused):
        trial = chosen(code_of(command), trials, event.sender, event.arrived_at)
        sheet = _confirmed(trial, lookups, policy, now, kept)
        fresh = sheet.plan.unnumbered if sheet.plan else 0
        numbers = tuple(next_number("SERV") for _ in range(fresh))
        told = acknowledged(sheet.plan, lookups) if sheet.plan else frozenset[str]()
        return replace(
            view, sheet=sheet, services=(*view.services, *numbers),
            acknowledged=view.acknowledged | told,
        )  # fmt: skip
    return view


def code_of(command: Command) -> str:
    """The code that a confirmation names, "" for none."""
    return command.key("codigo") or next(iter(command.arguments), "")


def _brought(file: Attachment, lookups: Lookups, policy: Policy, now: datetime) -> SheetRead:
    if file.verdict is not FileVerdict.OK:
        # What inspection held is opened by nobody here.
        return SheetRead(name=file.name, fault=(file.why or "La revisión retuvo el archivo.",))
    return replace(planned(file.content, file.name, lookups, policy, now), sha256=file.sha256)


def _confirmed(
    trial: Authorisation, lookups: Lookups, policy: Policy, now: datetime, kept: KeptFiles
) -> SheetRead:
    """The very sheet that was tried; moments in it are read as they were then."""
    digest = trial.sheet_sha256
    if not digest:
        return SheetRead(name=trial.reason, trial=trial, fault=(_GONE,))
    try:
        content = kept(digest)
    except FileNotFoundError:
        return SheetRead(name=trial.reason, trial=trial, fault=(_GONE,))
    read = planned(content, trial.reason, lookups, policy, now)
    return replace(read, sha256=digest, trial=trial)


def _plan(rows: Sequence[SheetRow], lookups: Lookups, policy: Policy) -> ImportPlan:
    found: dict[int, Case] = {}
    for some in _parts(numbers_of(rows)):
        found |= {case.row: case for case in lookups.named(some)}
    for some in _parts(people_of(rows)):
        found |= {case.row: case for case in lookups.of_people(some)}
    written = people_of(rows)
    internal = {each for each in written if each in policy.staff or policy.is_own(each)}
    return plan_import(rows, found.values(), internal)


def _parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[start : start + _AT_ONCE] for start in range(0, len(words), _AT_ONCE))


def _is_sheet(file: Attachment) -> bool:
    """Whether a file is meant as the sheet, by its name or what it says it is."""
    kind = file.type
    office = "spreadsheet" in kind or "excel" in kind or kind == "text/csv"
    return file.name.lower().endswith(_SHEET_NAMES) or office
