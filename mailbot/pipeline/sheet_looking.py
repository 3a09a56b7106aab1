"""The contingency sheet that a mail brings or confirms, looked at before it is decided about."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from mailbot.model.case import Case
from mailbot.model.line import Authorisation
from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import FileVerdict
from mailbot.pipeline.lookups import Lookups
from mailbot.pipeline.sheet_reading import ReadSheet
from mailbot.rules.commands.grammar import MOST_TAGS, Command
from mailbot.rules.commands.handlers import HANDLERS
from mailbot.rules.commands.rights import Refused, ever
from mailbot.rules.commands.tags import Tag
from mailbot.rules.contingency_sheet.plan import ImportPlan, numbers_of, people_of, plan_import
from mailbot.rules.contingency_sheet.requesters import why_nobodys
from mailbot.rules.contingency_sheet.rows import SheetRow, WrongSheet
from mailbot.rules.contingency_sheet.trials import (
    VALID,
    SheetRead,
    chosen,
    is_sheet,
    refuse_another,
)
from mailbot.rules.event import MailArrived, Need, View
from mailbot.rules.opening import ACKNOWLEDGEMENTS
from mailbot.rules.policy import Policy

KeptFiles = Callable[[str], bytes]
"""Gives the bytes of a kept file by its SHA-256. Raises FileNotFoundError."""

_AT_ONCE = 500
_GONE = "La hoja de esa prueba ya no está guardada: envíela de nuevo con [IMPORTAR]."


def nothing_kept(digest: str) -> bytes:
    """What is kept where there is no store yet."""
    raise FileNotFoundError(digest)


def look_for_sheet(
    event: MailArrived, view: View, lookups: Lookups, policy: Policy, now: datetime,
    next_number: Callable[[str], str], kept: KeptFiles, read: ReadSheet,
) -> View:  # fmt: skip
    """`view` with the sheet that is imported or confirmed, if the mail's tags will run."""
    if Need.SHEET not in _needs(event):
        return view
    return _with_sheet(event, view, lookups, policy, now, next_number, kept, read)


def _needs(event: MailArrived) -> frozenset[Need]:
    """What the tags of a mail need, none of one whose tags will not run."""
    orders = event.orders
    if not event.identity.verified or orders.in_doubt or len(orders.commands) > MOST_TAGS:
        return frozenset()
    return frozenset(need for each in orders.commands for need in HANDLERS[each.tag].needs)


def month_began(policy: Policy, now: datetime) -> datetime:
    """When the month of `now` began on the line's wall clock."""
    wall = now.astimezone(policy.calendar.zone)
    return wall.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def planned(
    content: bytes, name: str, lookups: Lookups, policy: Policy, now: datetime, read: ReadSheet
) -> SheetRead:  # fmt: skip
    """A sheet's bytes, and what importing it would do, or why it can't be read."""
    try:
        rows = read(content, name, now, policy.calendar.zone)
    except WrongSheet as wrong:
        return SheetRead(name=name, content=content, fault=wrong.why)
    return SheetRead(name=name, content=content, plan=_plan(rows, lookups, policy, now))


def acknowledged(plan: ImportPlan, lookups: Lookups) -> frozenset[str]:
    """The people of a plan's rows who were told a number before (R83)."""
    people = people_of(step.row for step in plan.steps)
    return frozenset(p for p in people if lookups.ever_acknowledged(p, ACKNOWLEDGEMENTS))


def _with_sheet(
    event: MailArrived, view: View, lookups: Lookups, policy: Policy, now: datetime,
    next_number: Callable[[str], str], kept: KeptFiles, read: ReadSheet,
) -> View:  # fmt: skip
    command = next(c for c in event.orders.commands if Need.SHEET in HANDLERS[c.tag].needs)
    member = event.identity.staff
    if member is None or command.tag not in ever(member):
        return view
    if command.tag is Tag.IMPORTAR:
        brought = [file for file in event.mail.attachments if is_sheet(file)]
        if len(brought) != 1:
            return view
        return replace(view, sheet=_brought(brought[0], lookups, policy, now, read))
    trials = lookups.trials(code_of(command), event.sender, event.arrived_at - VALID)
    view = replace(view, trials=trials)
    with suppress(Refused):
        trial = chosen(code_of(command), trials, event.sender, event.arrived_at)
        refuse_another(event.mail.attachments, trial)
        sheet = _confirmed(trial, lookups, policy, now, kept, read)
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


def _brought(
    file: Attachment, lookups: Lookups, policy: Policy, now: datetime, read: ReadSheet
) -> SheetRead:
    if file.verdict is not FileVerdict.OK:
        # What inspection held is opened by nobody here.
        return SheetRead(name=file.name, fault=(file.why or "La revisión retuvo el archivo.",))
    sheet = planned(file.content, file.name, lookups, policy, now, read)
    return replace(sheet, sha256=file.sha256)


def _confirmed(
    trial: Authorisation, lookups: Lookups, policy: Policy, now: datetime, kept: KeptFiles,
    read: ReadSheet,
) -> SheetRead:  # fmt: skip
    """The very sheet that was tried; moments in it are read as they were then."""
    digest = trial.sheet_sha256
    if not digest:
        return SheetRead(name=trial.reason, trial=trial, fault=(_GONE,))
    try:
        content = kept(digest)
    except FileNotFoundError:
        return SheetRead(name=trial.reason, trial=trial, fault=(_GONE,))
    sheet = planned(content, trial.reason, lookups, policy, now, read)
    return replace(sheet, sha256=digest, trial=trial)


def _plan(rows: Sequence[SheetRow], lookups: Lookups, policy: Policy, now: datetime) -> ImportPlan:
    found: dict[int, Case] = {}
    for some in _parts(numbers_of(rows)):
        found |= {case.row: case for case in lookups.named(some)}
    for some in _parts(people_of(rows)):
        found |= {case.row: case for case in lookups.of_people(some)}
    return plan_import(
        rows, found.values(), why_nobodys=partial(why_nobodys, policy=policy),
        year=now.astimezone(policy.calendar.zone).year,
    )  # fmt: skip


def _parts(words: Sequence[str]) -> Iterator[Sequence[str]]:
    return (words[start : start + _AT_ONCE] for start in range(0, len(words), _AT_ONCE))
