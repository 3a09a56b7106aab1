"""Telling an event: a record of the standard library's logging, so that any handler has it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mailbot.logs.events import EVENTS
from mailbot.logs.wording import sentence

EXTRA = "mailbot_event"
"""Under which name a record carries (key, fields) of its event."""

_log = logging.getLogger("mailbot")


def is_told(name: str) -> bool:
    """Whether anybody hears of such an event: else nothing need be made ready for it."""
    return _log.isEnabledFor(EVENTS[name].level)


def tell(name: str, /, *, failure: bool = False, **fields: object) -> None:
    """Log the event `name`, one of `EVENTS`, with its fields.

    With `failure` the exception that is being handled is told with it. Fields must hold nobody's
    words: reasons go through `discreet` first unless they are wholly ours.
    """
    event = EVENTS[name]
    if _log.isEnabledFor(event.level):
        words = sentence(event.words, fields)
        _log.log(event.level, words, exc_info=failure, extra={EXTRA: (name, fields)}, stacklevel=2)


@contextmanager
def untold() -> Iterator[None]:
    """Nothing is logged within: what is tried out is no event of the line."""
    level = _log.level
    _log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        _log.setLevel(level)
