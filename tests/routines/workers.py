"""Workers for tests of what goes on beside the loop: no process, and as slow as a test wants."""

import threading
from collections.abc import Callable
from typing import Any

from mailbot.pipeline.desk import Desk
from mailbot.pipeline.worker import Worker, WorkerClosed, WorkerFailed


class HereWorker(Worker):
    """Does jobs in the asking thread, with the desk that it was given.

    With `held` each job waits until it is let go. `dies_of` names a routine. What was `asked` is
    told by the routine's name, or else the function's.
    """

    def __init__(self, desk: Desk, *, held: bool = False, dies_of: str = "") -> None:
        self.dies_of = dies_of
        self.asked: list[str] = []
        self.begun, self.let_go = threading.Event(), threading.Event()
        self._desk = desk
        self._is_closed = False
        if not held:
            self.let_go.set()

    def do(self, function: Callable[..., Any], *arguments: Any) -> Any:
        asked = getattr(arguments[0], "name", function.__name__)
        self.asked.append(asked)
        self.begun.set()
        assert self.let_go.wait(30)
        if self._is_closed:
            raise WorkerClosed
        if asked == self.dies_of:
            raise WorkerFailed("el proceso murió (SIGSEGV)")
        return function(self._desk, *arguments)

    def rest(self) -> None:
        """There is no process."""

    def close(self) -> None:
        self._is_closed = True
        self.let_go.set()
