"""Whether the loops of the process go on: each says until when its silence would be no wonder."""

import time
from collections.abc import Callable

from mailbot.config import Config

_LONGEST_WORK = 600.0
"""What one step between two questions whether to stop may take: a report, many deadlines."""


def patience(config: Config) -> float:
    """How long, in seconds, a loop at work may be silent: servers and costly mails included."""
    slowest = max(config.mailbox.timeout_seconds, config.smtp.timeout_seconds)
    return _LONGEST_WORK + 3 * slowest + 5 * config.limits.parse_seconds


class Progress:
    """The loops of a process by name; `tick` tells seconds that never go back.

    Threads write their own loop each, and any thread may ask.
    """

    def __init__(self, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._until: dict[str, float] = {}

    def beat(self, loop: str, seconds: float) -> None:
        """`loop` goes on, and need not show it again within `seconds`."""
        self._until[loop] = self._tick() + seconds

    def asked(self, loop: str, seconds: float, stopping: Callable[[], bool]) -> Callable[[], bool]:
        """`stopping`, where each time that work asks it shows that `loop` goes on."""

        def ask() -> bool:
            self.beat(loop, seconds)
            return stopping()

        return ask

    def stuck(self) -> tuple[str, ...]:
        """The loops that have been silent for longer than they said."""
        now = self._tick()
        return tuple(loop for loop, until in self._until.copy().items() if until < now)
