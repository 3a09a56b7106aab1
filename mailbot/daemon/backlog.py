"""How a large backlog gets on: one line a minute in the log of the running process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.daemon.clock import Clock
from mailbot.logs import tell
from storage import Store, ledger

LARGE = 200
"""So many waiting mails are a matter of seconds: of more the log tells how far they are."""
EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """How the queue stood at a time: mails decided about since ever, and those that wait."""

    at: datetime
    decided: int
    waiting: int


class Backlog:
    """Tells of the mails that wait, as long as more than `large` do; `clock` says when."""

    def __init__(self, store: Store, clock: Clock, *, large: int = LARGE) -> None:
        self._store = store
        self._clock = clock
        self._large = large
        self._due: datetime | None = None
        self._first: _Seen | None = None
        """How it stood when the backlog was first seen."""
        self._last: _Seen | None = None

    def asked(self, stopping: Callable[[], bool]) -> Callable[[], bool]:
        """`stopping`, where work that asks it gives the log its line when that is due."""

        def ask() -> bool:
            self.look()
            return stopping()

        return ask

    def look(self) -> None:
        """Tell how it stands, if a minute is over since the last look. Raises StorageError."""
        now = self._clock()
        # A clock that was put back must not silence the log until it comes to that hour again.
        if self._due is not None and now < self._due <= now + EVERY:
            return
        self._due = now + EVERY
        seen = self._seen(now)
        if seen.waiting <= self._large:
            self._first = self._last = None
            return
        if self._first is not None and self._last is not None and self._last.at < now:
            minutes = (now - self._last.at) / timedelta(minutes=1)
            tell(
                "backlog.waiting", waiting=seen.waiting, done=seen.decided - self._first.decided,
                rate=round((seen.decided - self._last.decided) / minutes),
            )  # fmt: skip
        self._first, self._last = self._first or seen, seen

    def _seen(self, now: datetime) -> _Seen:
        with self._store.read() as connection:
            waiting = ledger.undecided_count(connection)
            return _Seen(at=now, decided=ledger.latest(connection) - waiting, waiting=waiting)
