"""Commit 2: each received mail gets its one outcome, with all that follows from it."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from mailbot.apply import Prepared, apply, keep_files, prepare
from mailbot.errors import AlreadySettled, Overtaken, StorageError, UnreadableMail
from mailbot.logs import tell
from mailbot.model.decision import Decision
from mailbot.model.mail import Mail
from mailbot.model.vocabulary import Outcome
from mailbot.parsers.forms import Forms
from mailbot.pipeline.ahead import made_ahead, sheets_ahead
from mailbot.pipeline.consequences import with_consequences
from mailbot.pipeline.consider import consider, consider_beginning
from mailbot.pipeline.costs import is_cheap
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.form_reading import FormReader
from mailbot.pipeline.journal import tell_decision
from mailbot.pipeline.made_beside import BeingMade
from mailbot.pipeline.posting import compose_all
from mailbot.pipeline.reading import BEHIND, SlowMail
from mailbot.pipeline.sheet_reading import ReadSheet
from mailbot.pipeline.wanted import Made
from mailbot.rules.parking import (
    GAVE_UP,
    HELD_BY_A_BRAKE,
    MOST_ATTEMPTS,
    UNREADABLE,
    decide_parked,
)
from mailbot.rules.renumbered import with_new_number_told
from storage import arrivals, case_files, erasure, numbers
from storage.ledger import Entry
from storage.lookups import StoredLookups

_NOTHING = Made()

_LINKED_AT_ONCE = 500

MOST_TIMES_OVERTAKEN = 5
"""How often a decision is made anew because other processes kept changing the same case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A mail of the ledger that was read: nothing slow is left to do before it is decided about.

    `began` is when its turn did, by `time.perf_counter`.
    """

    entry: Entry
    raw: bytes
    mail: Mail
    forms: Forms
    began: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A decision that was written, to be told of once it is durable."""

    ready: Prepared
    entry_id: int | None
    began: float | None = None

    def tell(self) -> None:
        """Log it."""
        tell_decision(self.ready, self.entry_id, self.began)


def attempt(
    desk: Desk, entry: Entry, attempts: int, now: datetime, *, hurried: bool = False
) -> Outcome | None:
    """Decide about a mail, for the `attempts`-th time; None if it failed and is to be tried again,
    or if another process settled it meanwhile.

    Raises SlowMail where the mail is to come behind the others: its first look took too long or,
    when `hurried`, it may take more than a moment. Raises BeingMade where it asks for what is not
    ready, and StorageError, which is no mail's fault.
    """
    try:
        if attempts > MOST_ATTEMPTS:
            with desk.deciding:
                return _park(desk, entry, GAVE_UP, "Tres intentos terminaron mal.", now)
        return decide_alone(desk, open_mail(desk, entry, attempts, hurried=hurried), now)
    except Exception as error:  # One bad mail never stops the others.
        return failed(desk, entry, attempts, now, error)


def failed(
    desk: Desk, entry: Entry, attempts: int, now: datetime, error: Exception
) -> Outcome | None:
    """What becomes of a mail whose attempt ends with `error`, which is being handled.

    What is not the mail's fault is raised again: StorageError, SlowMail, BeingMade.
    """
    match error:
        case AlreadySettled():
            tell("mail.settled_elsewhere", mail=entry.id)
            return None
        case StorageError() | SlowMail() | BeingMade():
            raise error
        case UnreadableMail():
            return _park(desk, entry, UNREADABLE, str(error), now)
    tell("mail.attempt_failed", failure=True, mail=entry.id, attempt=attempts)
    if attempts < MOST_ATTEMPTS:
        return None
    return _park(desk, entry, GAVE_UP, f"Tres intentos fallaron: {error!r}", now)


def open_mail(desk: Desk, entry: Entry, attempts: int, *, hurried: bool) -> Opened:
    """Read a mail and the forms in it; no lock is held, since it can take seconds."""
    began = time.perf_counter()
    if entry.rule == arrivals.UNDELIVERED:
        raise UnreadableMail(entry.reason)
    raw = desk.store.files.get(entry.raw_sha256)
    if hurried and not is_cheap(raw):
        raise SlowMail(BEHIND)
    mail = desk.examine(raw, desk.read(raw), entry.arrived_at)
    forms = _read_forms(desk, entry, mail, attempts >= MOST_ATTEMPTS, hurried)
    return Opened(entry=entry, raw=raw, mail=mail, forms=forms, began=began)


def _read_forms(desk: Desk, entry: Entry, mail: Mail, last_try: bool, hurried: bool) -> Forms:
    """The forms that came back with a mail; of one that is too large nothing is looked at."""
    if entry.head_only:
        return ()
    reader = desk.forms or FormReader.of(desk.policy.config)
    return reader(mail, last_try=last_try, hurried=hurried)


def decide_alone(desk: Desk, opened: Opened, now: datetime) -> Outcome:
    """Decide, and carry out in a transaction of its own; anew where another process changed a case
    that the decision rests on. Raises Overtaken if that happens time and again; BeingMade while a
    what it asks for is.
    """
    made = made_ahead(desk, opened.entry, opened.mail, opened.forms, now)
    for _time in range(MOST_TIMES_OVERTAKEN):
        with suppress(Overtaken):
            return _decide_once(desk, opened, now, made)
    return _decide_once(desk, opened, now, made)


def _decide_once(desk: Desk, opened: Opened, now: datetime, made: Made) -> Outcome:
    sheets = _sheets(desk, opened, now)
    with desk.deciding:
        carried = decide_and_write(desk, opened, now, made, sheets)
    carried.tell()
    return carried.ready.decision.outcome


def decide_and_write(
    desk: Desk, opened: Opened, now: datetime,
    made: Made = _NOTHING, sheets: ReadSheet | None = None,
) -> Carried:  # fmt: skip
    """Decide about a mail and write what follows; `desk.deciding` is held.

    `made` and `sheets` were made ahead, if the mail asks for any.
    """
    ready = made_ready(desk, opened, now, made, sheets)
    write(desk, ready, opened.entry.id, now)
    return Carried(ready=ready, entry_id=opened.entry.id, began=opened.began)


def made_ready(
    desk: Desk, opened: Opened, now: datetime,
    made: Made = _NOTHING, sheets: ReadSheet | None = None,
) -> Prepared:  # fmt: skip
    """Decide about a mail, up to what is left to write; `desk.deciding` is held, and no lock."""
    entry = opened.entry
    with desk.store.read() as connection:
        lookups = StoredLookups(connection)
        decision = _decide(desk, opened, lookups, made, sheets or desk.read_sheet, now)
        if arrivals.is_adopted_from(entry, desk.policy.config.mailbox.done_folder):
            decision = with_new_number_told(decision)
        if decision.outcome is Outcome.PARKED and not decision.effects:
            decision = decide_parked(
                decision.rule, decision.reason, entry.id, entry.subject, desk.policy
            )
        return _prepared(desk, decision, lookups, now)


def _sheets(desk: Desk, opened: Opened, now: datetime) -> ReadSheet:
    entry = opened.entry
    if entry.head_only:
        return desk.read_sheet
    with desk.store.read() as connection:
        return sheets_ahead(
            opened.mail, opened.forms, entry.arrived_at, StoredLookups(connection), desk.policy,
            now, desk.store.files.get, desk.read_sheet,
        )  # fmt: skip


def _decide(
    desk: Desk, opened: Opened, lookups: StoredLookups, made: Made,
    sheets: ReadSheet, now: datetime,
) -> Decision:  # fmt: skip
    entry, raw, mail, forms = opened.entry, opened.raw, opened.mail, opened.forms
    if entry.head_only:
        return consider_beginning(
            raw, entry.size, entry.arrived_at, lookups, desk.policy, entry.id, lambda _raw: mail
        ).decision
    return consider(
        raw,
        entry.arrived_at,
        lookups,
        desk.policy,
        now,
        next_number=lambda series: _take_number(desk, entry, series),
        new_token=desk.new_token,
        other_content=entry.other_content,
        read=lambda _raw: mail,
        read_forms=lambda _mail: forms,
        kept=desk.store.files.get,
        read_sheet=sheets,
        let_go=entry.rule in HELD_BY_A_BRAKE,
        made=made,
        raw_sha256=entry.raw_sha256,
    ).decision


def _take_number(desk: Desk, entry: Entry, series: str) -> str:
    year = entry.arrived_at.astimezone(desk.policy.calendar.zone).year
    with desk.store.write_beside() as connection:
        return numbers.take(connection, series, year)


def carry_out(desk: Desk, decision: Decision, entry_id: int | None, now: datetime) -> None:
    """Compose the mails of a decision, keep its files, then write everything in one transaction.

    What was done is logged after it.
    """
    ready = prepared(desk, decision, now)
    write(desk, ready, entry_id, now)
    Carried(ready=ready, entry_id=entry_id).tell()


def write(desk: Desk, ready: Prepared, entry_id: int | None, now: datetime) -> None:
    """Write what a decision came to, in one transaction."""
    with desk.store.write() as connection:
        apply(connection, ready, entry_id, desk.policy, now)


def prepared(desk: Desk, decision: Decision, now: datetime) -> Prepared:
    """A decision with what follows from it, its files kept and its mails composed.

    Ready for one transaction.
    """
    with desk.store.read() as connection:
        return _prepared(desk, decision, StoredLookups(connection), now)


def _prepared(desk: Desk, decision: Decision, lookups: StoredLookups, now: datetime) -> Prepared:
    keep_files(decision, desk.store.files)
    decision, dead = with_consequences(decision, lookups, desk.policy, now)
    mails = compose_all(decision, lookups, desk.press, now, dead)
    return prepare(decision, mails, desk.store.files)


def link_files(desk: Desk, stopping: Callable[[], bool] = lambda: False) -> None:
    """Make the readable names of files that the commits promised; they can be made at any time.

    Those of anonymised cases are deleted first. Once `stopping` says so the rest is for later.
    """
    erasure.forget_owed(desk.store)
    last = 0
    while not stopping():
        with desk.store.read() as connection:
            owed = case_files.unlinked(connection, last, _LINKED_AT_ONCE)
        if not owed:
            return
        made = [key for key, digest, path in owed if _linked(desk, digest, path)]
        with desk.store.write() as connection:
            case_files.mark_linked(connection, made)
        last = owed[-1][0]


def _linked(desk: Desk, digest: str, path: str) -> bool:
    try:
        desk.store.files.link(digest, path)
    except (StorageError, FileNotFoundError) as error:
        # The blob is what counts; its readable name is owed until the disk takes it.
        tell("file.unlinked", sha256=digest[:12], reason=error)
        return False
    return True


def _park(desk: Desk, entry: Entry, rule: str, reason: str, now: datetime) -> Outcome:
    decision = decide_parked(rule, reason, entry.id, entry.subject, desk.policy)
    try:
        carry_out(desk, decision, entry.id, now)
    except StorageError:
        raise
    except Exception:
        # Even the notice can't be written: the mail is set aside without it, and is in `status`.
        tell("mail.parked_untold", failure=True, mail=entry.id)
        carry_out(desk, replace(decision, effects=()), entry.id, now)
    return Outcome.PARKED
