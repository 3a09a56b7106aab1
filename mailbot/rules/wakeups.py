"""When a case must be looked at next: recomputed from the case at every change, never kept."""

from collections.abc import Iterator

from mailbot.model.case import Case, Wakeup
from mailbot.model.vocabulary import State
from mailbot.rules.policy import Policy

CLIENT_REMINDER = "client-reminder"
CLIENT_WAIT = "client-wait"

SILENT_CLOSINGS = (CLIENT_WAIT,)
"""Wake-ups that close a case because nobody wrote."""


def wakeups(case: Case, policy: Policy) -> tuple[Wakeup, ...]:
    """The wake-ups of a case that were not handled yet, in order of time."""
    fresh = (each for each in _all(case, policy) if each.key not in case.handled)
    return tuple(sorted(fresh, key=lambda each: each.at))


def _all(case: Case, policy: Policy) -> Iterator[Wakeup]:
    if case.state is State.PENDIENTE_CLIENTE and case.client_wait_until:
        yield Wakeup(kind=CLIENT_WAIT, at=case.client_wait_until)
        if case.wait_started_at:
            calendar = policy.calendar
            whole = calendar.between(case.wait_started_at, case.client_wait_until)
            half = calendar.advance(case.wait_started_at, whole * policy.config.reminder.at)
            yield Wakeup(kind=CLIENT_REMINDER, at=half)
