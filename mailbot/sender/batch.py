"""The mails of one delivery: those that wait for a connection, and what became of the others."""

import asyncio
from collections import deque
from collections.abc import Sequence
from queue import SimpleQueue

from mailbot.errors import ServerUnavailable
from mailbot.sender import failures
from mailbot.sender.values import Envelope, Outcome

TOLD_WITHIN_SECONDS = 0.05
"""How long an outcome may wait for others, to be told (and recorded) together with them."""


class Batch:
    """What the event loop's tasks know of one delivery; `told` takes outcomes to another thread.

    They are told in groups, since whoever records them pays for each group: when no more than
    `few` mails are left without one, or when the first has waited for `TOLD_WITHIN_SECONDS`; and
    the next group when that thread listens again.
    """

    def __init__(self, few: int, server: str) -> None:
        self.waiting: deque[Envelope] = deque()
        self.told: SimpleQueue[Sequence[tuple[int, Outcome]]] = SimpleQueue()
        self.outage: ServerUnavailable | None = None
        """Once the server is out, the rest need not try."""
        self.over = False
        """What was not begun must not be."""
        self.workers = 0
        self.most_workers: int | None = None
        """How many connections the server allows, where that is fewer than we do."""
        self._few = few
        self._server = server
        self._without_outcome = 0
        self._untold: list[tuple[int, Outcome]] = []
        self._listening = False
        self._timer: asyncio.TimerHandle | None = None

    def listen(self, mails: Sequence[Envelope], *, more: bool) -> None:
        """`mails` are to be sent too, and others later if there are `more`; tell what is known."""
        self._without_outcome += len(mails)
        self.waiting.extend(mails)
        self._few = self._few if more else 0
        self._listening = True
        self._consider()

    def end(self, key: int, outcome: Outcome) -> None:
        """This became of one mail."""
        self._end([(key, outcome)])

    def stop(self) -> None:
        """Begin no more mails, and tell of each as soon as its end is known."""
        self.over = True
        self._end([(mail.key, failures.of_stop(self._server)) for mail in self.waiting])
        self.waiting.clear()

    def _end(self, outcomes: Sequence[tuple[int, Outcome]]) -> None:
        self._without_outcome -= len(outcomes)
        self._untold += outcomes
        self._consider()

    def _consider(self) -> None:
        if not self._untold:
            return
        if self.over or (self._listening and self._without_outcome <= self._few):
            self._tell()
        elif self._listening and self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(TOLD_WITHIN_SECONDS, self._tell)

    def _tell(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.told.put(self._untold)
        self._untold = []
        self._listening = False
