"""The contingency sheet on disk, there when the daemon is not (R23); its import by hand (R29)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from mailbot.errors import WrongUse
from mailbot.model.case import Case
from mailbot.model.sheets import Sheet
from mailbot.model.vocabulary import Role
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.process import carry_out
from mailbot.pipeline.sheet_looking import acknowledged, month_began, planned
from mailbot.rules import history
from mailbot.rules.contingency_sheet.carry_out import Import, decide_import
from mailbot.rules.contingency_sheet.columns import contingency_sheets
from mailbot.rules.contingency_sheet.plan import ImportPlan
from mailbot.rules.policy import Policy
from storage import Store, cases, numbers
from storage.files import make_private_folder, replace_file
from storage.lookups import StoredLookups

FILE_NAME = "contingencia.xlsx"
_MARK = "contingency-sheet"
_TITLE = "Hoja de contingencia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The sheet on disk: where, when it was last compared with the cases, and whether it exists."""

    path: Path
    checked_at: datetime | None
    exists: bool


def snapshot_of(connection: Connection, files: Path) -> Snapshot:
    """How the sheet on disk stands; `files` is the folder of files."""
    marked = numbers.marked(connection, _MARK)
    path = files / FILE_NAME
    return Snapshot(
        path=path, checked_at=marked[0] if marked else None, exists=path.exists()
    )  # fmt: skip


def write_snapshot(desk: Desk, now: datetime) -> bool:
    """Write the sheet anew if anything in it changed; whether it did.

    Only what is open, or was closed this month, is read. Raises StorageError.
    """
    path = desk.store.files.root / FILE_NAME
    with desk.store.read() as connection:
        found = cases.open_since(connection, month_began(desk.policy, now))
        marked = numbers.marked(connection, _MARK)
    sheets = _sheets(found, desk.policy, now)
    digest = hashlib.sha256(repr(sheets[0].rows).encode("utf-8", "replace")).hexdigest()
    changed = marked is None or marked[1] != digest or not path.exists()
    if changed:
        make_private_folder(path.parent)
        replace_file(path, _workbook(sheets, desk.policy, now))
    with desk.store.write() as connection:
        numbers.mark(connection, _MARK, now, digest)
    return changed


def exported(store: Store, policy: Policy, now: datetime) -> tuple[bytes, int]:
    """The contingency sheet as a file, with how many cases are in it."""
    with store.read() as connection:
        found = cases.open_since(connection, month_began(policy, now))
    return _workbook(_sheets(found, policy, now), policy, now), len(found)


def plan_of(desk: Desk, content: bytes, name: str, now: datetime) -> ImportPlan:
    """What importing a sheet would do; nothing changes. Raises WrongUse for a file that is none."""
    with desk.store.read() as connection:
        lookups = StoredLookups(connection)
        read = planned(content, name, lookups, desk.policy, now, desk.read_sheet)
    if read.plan is None:
        raise WrongUse("\n".join((f"No se pudo leer {name}.", *read.fault, "Nada cambió.")))
    return read.plan


def import_sheet(
    desk: Desk, content: bytes, name: str, now: datetime, composed: Callable[[], None]
) -> ImportPlan:
    """Bring a sheet in, all rows that may be or nothing; the plan as it was done.

    `composed` is called for each mail that is ready to go. Raises WrongUse, StorageError.
    """
    with desk.deciding:
        plan = plan_of(desk, content, name, now)
        if not plan.changes:
            return plan
        year = now.astimezone(desk.policy.calendar.zone).year
        with desk.store.read() as connection:
            lookups = StoredLookups(connection)
            by = Import(
                at=now, actor=history.SYSTEM, role=Role.HERR, sheet=name, policy=desk.policy,
                acknowledged=acknowledged(plan, lookups),
                news=lookups.public_news(desk.policy.calendar.day(now)),
            )  # fmt: skip
        with desk.store.write() as connection:
            fresh = numbers.take_many(connection, "SERV", year, plan.unnumbered)
        decision, done = decide_import(plan, fresh, by)
        carry_out(_counting(desk, composed), decision, None, now)
    return done


def _counting(desk: Desk, composed: Callable[[], None]) -> Desk:
    """The desk, telling of each mail that is composed: each takes one token."""

    def new_token() -> str:
        composed()
        return desk.new_token()

    return replace(desk, new_token=new_token)


def _sheets(found: tuple[Case, ...], policy: Policy, now: datetime) -> tuple[Sheet, ...]:
    names = {address: member.name for address, member in policy.staff.items()}
    # The file is for the coordination of the line; nobody but its owner can read it.
    return contingency_sheets(found, names, policy.calendar.zone, now, identified=True)


def _workbook(sheets: tuple[Sheet, ...], policy: Policy, now: datetime) -> bytes:
    from mailbot.documents.spreadsheet import workbook

    return workbook(sheets, title=_TITLE, made=now.astimezone(policy.calendar.zone))
