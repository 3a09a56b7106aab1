"""A command that works for long can be told to stop at any time: it ends what is in hand."""

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any

from mailbot.cli.output import say

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Gives whether SIGINT or SIGTERM came; a second one breaks off what is in hand."""
    asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        _restore(before)
        say("mailbot: termina lo que está en curso; una segunda señal (Ctrl-C) lo corta.")

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield lambda: asked
    finally:
        _restore(before)


def _restore(handlers: Mapping[signal.Signals, Any]) -> None:
    for number, handler in handlers.items():
        signal.signal(number, handler)
