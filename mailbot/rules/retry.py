"""When a mail that could not be sent is tried again (RFC 5321, 4.5.4.1)."""

from datetime import datetime, timedelta

GIVE_UP_AFTER = timedelta(days=5)

_FIRST_MINUTES = (1, 2, 5, 15, 30, 60, 120)
_LATER = timedelta(hours=4)
_FIRST = tuple(timedelta(minutes=minutes) for minutes in _FIRST_MINUTES)
_LATER_COUNT = (GIVE_UP_AFTER - sum(_FIRST, timedelta())) // _LATER

DELAYS = (*_FIRST, *(_LATER,) * _LATER_COUNT)
"""How long to wait after the first attempt, the second, and so on, before jitter."""

_SPREAD = 0.2


def next_attempt(attempts: int, now: datetime, jitter: float) -> datetime | None:
    """The time of the next attempt after `attempts` (1 or more) failed ones; None: give up.

    `jitter` from [0, 1) moves it by up to a tenth either way, so that mails that failed together
    do not come back together.
    """
    if attempts > len(DELAYS):
        return None
    return now + DELAYS[attempts - 1] * (1 - _SPREAD / 2 + _SPREAD * jitter)
