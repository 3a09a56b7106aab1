"""Whether a server can be used: told once when it is lost and once when it is back."""

import time
from collections.abc import Callable

from mailbot.logs import tell


class Contact:
    """What is known of one server. `name` is how people call it; `tick` counts seconds."""

    def __init__(self, name: str, tick: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._tick = tick
        self._lost_at: float | None = None

    def seen(self, trouble: str) -> None:
        """It was tried: `trouble` says in our words why it could not be used, "" if it could."""
        if trouble and self._lost_at is None:
            self._lost_at = self._tick()
            tell("server.lost", server=self._name, reason=trouble)
        elif not trouble and self._lost_at is not None:
            minutes = round((self._tick() - self._lost_at) / 60)
            self._lost_at = None
            tell("server.regained", server=self._name, minutes=minutes)
