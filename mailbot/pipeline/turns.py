"""Whose turn it is: waiting mails in order of arrival, slow ones behind them, a few in each pass.

What a stranger sends may cost its full time. In each pass that is granted to a few such mails; the
others stay received for the next pass, so that the mailbox is looked at in between.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.errors import StorageError
from mailbot.model.vocabulary import Outcome
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.made_beside import BeingMade
from mailbot.pipeline.process import Opened, attempt, open_mail
from mailbot.pipeline.reading import SlowMail
from mailbot.pipeline.sharing import decide_together, has_room, may_share
from storage import claims, ledger
from storage.ledger import Entry

BATCH = 50

SLOW_LOOKS = 5
"""How many first looks of a pass may take too long; then nothing costly is looked at in it."""

SLOW_SECONDS = 20.0
"""CPU seconds of a pass for mails that are read in their full time; one always has its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """How many mails got their outcome, and how many of these were parked.

    `postponed` mails could be decided about at once, but take long: the next pass goes on.
    `awaiting` wait for what they ask for, which is being made: there is nothing to do meanwhile.
    """

    decided: int = 0
    parked: int = 0
    postponed: int = 0
    awaiting: int = 0


def process_waiting(desk: Desk, now: datetime, stopping: Callable[[], bool]) -> Processed:
    """Decide about the received mails, in order of arrival, each at most once in this call.

    One that takes long to read comes behind the others, and has its full time then; of these a
    few have their turn, and the others are postponed. A mail that fails stays for the next pass
    and the others go on; after three attempts it is parked. Raises StorageError when the database
    or disk refuses: that is no mail's fault.
    """
    _give_back(desk)
    turns = _Turns(desk, now, stopping)
    try:
        outcomes = [*turns.first_looks(), *turns.slow_ones()]
    finally:
        # While the store refuses, they stay owed until the next call.
        with suppress(StorageError):
            _give_back(desk)
            claims.give_back(desk.store, desk.presence.number)
    return Processed(
        decided=len(outcomes),
        parked=outcomes.count(Outcome.PARKED),
        postponed=len(turns.slow) + turns.put_off,
        awaiting=turns.awaiting,
    )


def process_one(desk: Desk, entry: Entry, now: datetime) -> Outcome | None:
    """Give one mail its outcome, in its full time; None if it failed and will be tried again."""
    return _patiently(desk, entry, _count_attempt(desk, entry), now)


@dataclass(slots=True)
class _Turns:
    """One pass. `slow` wait for their full time; `put_off` were not looked at, for what they may
    cost; `awaiting` ask for what is being made.
    """

    desk: Desk
    now: datetime
    stopping: Callable[[], bool]
    slow: list[Entry] = field(default_factory=list)
    put_off: int = 0
    awaiting: int = 0
    _looks: int = 0
    _tried: set[int] = field(default_factory=set)
    """Which mails were tried in this pass and have no outcome yet."""

    def first_looks(self) -> Iterator[Outcome]:
        """The outcomes of what is read in a moment."""
        while batch := self._next():
            # Among several processes, what waits for these mails can be claimed after them.
            yield from self._first_looks_at(batch)

    def _first_looks_at(self, batch: Sequence[Entry]) -> Iterator[Outcome]:
        opened: list[Opened] = []
        for entry in batch:
            if self.stopping():
                break
            self._tried.add(entry.id)
            if entry.id in self.desk.slow:
                self.slow.append(entry)
                continue
            shares = may_share(self.desk, entry)
            if opened and not (shares and has_room(self.desk, opened, entry)):
                yield from self._decide_together(opened)
                opened = []
            hurried = self._looks >= SLOW_LOOKS
            attempts = _count_attempt(self.desk, entry)
            try:
                if shares and (mail := self._opened(entry, attempts, hurried)):
                    opened.append(mail)
                    continue
                outcome = _try(self.desk, entry, attempts, self.now, hurried=hurried)
            except SlowMail:
                self._put_behind(entry, hurried)
                continue
            except BeingMade:
                self._await(entry)
                continue
            if outcome:
                self._tried.discard(entry.id)
                yield outcome
        yield from self._decide_together(opened)

    def _opened(self, entry: Entry, attempts: int, hurried: bool) -> Opened | None:
        """The mail, read; None where that fails: then it is attempted alone. Raises SlowMail."""
        try:
            return open_mail(self.desk, entry, attempts, hurried=hurried)
        except SlowMail:
            raise
        except Exception:
            return None

    def _decide_together(self, opened: Sequence[Opened]) -> Iterator[Outcome]:
        keys = [each.entry.id for each in opened]
        try:
            outcomes = decide_together(self.desk, opened, self.now) if opened else []
        except StorageError:
            self.desk.unspent.update(keys)
            raise
        for key, outcome in zip(keys, outcomes, strict=True):
            if outcome:
                self._tried.discard(key)
                yield outcome

    def slow_ones(self) -> Iterator[Outcome]:
        """The outcomes of the first slow mails, as many as fit in."""
        seconds = self.desk.policy.config.limits.parse_seconds
        for _ in range(max(1, int(SLOW_SECONDS // seconds))):
            if not self.slow or self.stopping():
                return
            entry = self.slow.pop(0)
            try:
                outcome = _patiently(self.desk, entry, _count_attempt(self.desk, entry), self.now)
            except BeingMade:
                self._await(entry)
                continue
            if outcome:
                self.desk.slow.discard(entry.id)
                yield outcome

    def _next(self) -> Sequence[Entry]:
        """The next mails, with their first attempts counted; none once told to stop."""
        if self.stopping():
            return ()
        batch = claims.next_mails(self.desk.store, self.desk.presence.number, self._tried, BATCH)
        if batch:
            _count_first_attempts(self.desk, batch)
        return batch

    def _await(self, entry: Entry) -> None:
        # To look whether it is ready is no attempt.
        self.desk.unspent.add(entry.id)
        self.awaiting += 1

    def _put_behind(self, entry: Entry, hurried: bool) -> None:
        # A first look that ended early is no attempt.
        self.desk.unspent.add(entry.id)
        if hurried:
            self.put_off += 1
            return
        self._looks += 1
        self.desk.slow.add(entry.id)
        self.slow.append(entry)


def _patiently(desk: Desk, entry: Entry, attempts: int, now: datetime) -> Outcome | None:
    """An attempt in its full time.

    A reader that wants the mail behind the others has it again at once: the one of the mail
    itself, and then the one of the forms in it.
    """
    for _reader in ("mail", "forms"):
        with suppress(SlowMail):
            return _try(desk, entry, attempts, now)
    return _try(desk, entry, attempts, now)


def _try(
    desk: Desk, entry: Entry, attempts: int, now: datetime, *, hurried: bool = False
) -> Outcome | None:
    """One attempt; where the store refuses it counts for nothing. Raises SlowMail."""
    try:
        return attempt(desk, entry, attempts, now, hurried=hurried)
    except StorageError:
        desk.unspent.add(entry.id)
        raise


def _count_first_attempts(desk: Desk, batch: Sequence[Entry]) -> None:
    # One commit for all that were never tried. A mail that kills the process leaves its
    # neighbours with one attempt each; from then on each is counted on its own.
    fresh = [entry.id for entry in batch if entry.attempts == 0]
    if fresh:
        with desk.store.write_beside() as connection:
            ledger.count_first_attempts(connection, fresh)
        desk.unspent.update(fresh)


def _count_attempt(desk: Desk, entry: Entry) -> int:
    """Which attempt this is; it is counted before the work begins."""
    if entry.id in desk.unspent:
        desk.unspent.discard(entry.id)
        return entry.attempts + 1
    with desk.store.write() as connection:
        return ledger.count_attempt(connection, entry.id)


def _give_back(desk: Desk) -> None:
    if desk.unspent:
        with desk.store.write() as connection:
            ledger.uncount_attempts(connection, tuple(desk.unspent))
        desk.unspent.clear()
