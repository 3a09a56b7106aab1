"""Windows in which the clock of a case stands still, also when they are told of afterwards.

Nothing is counted: stints are split at the edges of a window, and the parts inside it become
Pendiente por Proveedor, which stops the time (section 4.2-1h and 4.2-2a, R30, R31). While a
contingency lasts, whatever would make the time of a case run again leaves it stopped (`moves`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.config.periods import Clock
from mailbot.model.case import Case, Stint, Stopped, Wakeup
from mailbot.model.vocabulary import Pause, State
from mailbot.rules import clock, moves
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import CLIENT_REMINDER, CONFIRMATION_REMINDER, wakeups

_REMINDERS = (CLIENT_REMINDER, CONFIRMATION_REMINDER)


def stop(stints: Sequence[Stint], since: datetime) -> tuple[Stint, ...]:
    """The stints with the open one stopped from `since` on, or from its beginning if later."""
    *before, last = (*stints[:-1], *_parts(stints[-1], since))
    return (*before, replace(last, state=State.PENDIENTE_PROVEEDOR))


def go_on(
    stints: Sequence[Stint], since: datetime, until: datetime, state: State
) -> tuple[Stint, ...]:
    """The stints with what was stopped from `since` on in `state` again from `until` on."""
    return tuple(part for stint in stints for part in _go_on(stint, since, until, state))


def cut(
    stints: Sequence[Stint], since: datetime, until: datetime, rules: Clock
) -> tuple[Stint, ...]:
    """The stints with all that ran from `since` to `until` stopped, and nothing else changed."""
    return tuple(part for stint in stints for part in _cut(stint, since, until, rules))


def halted(case: Case, why: Pause, since: datetime, policy: Policy) -> Case:
    """A case stopped with others from `since` on (T21, T23).

    If its clock runs it goes to Pendiente por Proveedor. Otherwise its state stays, and only the
    waits put on its person are suspended. What ran inside the window before it came to stand as it
    does is cut out by `spared`, when it is known where the window ends.
    """
    if not clock.is_running(case.state, case.group, policy.config.clock):
        return replace(case, stopped=Stopped(why=why, since=since, back_to=case.state))
    stints = stop(case.stints, since)
    stopped = Stopped(why=why, since=stints[-1].start, back_to=case.state)
    state = State.PENDIENTE_PROVEEDOR
    return moves.replanned(replace(case, state=state, stints=stints, stopped=stopped), policy)


def released(case: Case, until: datetime, policy: Policy) -> Case:
    """A stopped case as it goes on from `until`, in the state that it had before (T22, T30)."""
    stopped = case.stopped
    if stopped is None:
        return case
    if not case.halted:
        return replace(case, stopped=None)
    stints = go_on(case.stints, stopped.since, until, stopped.back_to)
    # Nobody could take it while it was stopped: the time for that begins anew (A15, A22).
    assigned = case.assigned_at if case.taken_at else max(until, case.assigned_at or until)
    case = replace(case, state=stopped.back_to, stints=stints, stopped=None, assigned_at=assigned)
    return moves.replanned(case, policy)


def spared(case: Case, since: datetime, until: datetime, policy: Policy) -> Case:
    """A case of before a contingency, now that it is over: none of its time counts (T22).

    What it stopped goes on from `until`. Waits of the person end later by the working time of the
    window, and a reminder that he got already is not repeated.
    """
    before = case
    if case.stopped and case.stopped.why is Pause.CONTINGENCIA:
        case = released(case, until, policy)
    case = replace(
        case,
        stints=cut(case.stints, since, until, policy.config.clock),
        client_wait_until=_later(case.client_wait_until, case, since, until, policy),
        confirmation_until=_later(case.confirmation_until, case, since, until, policy),
    )
    case = moves.replanned(case, policy)
    return replace(case, handled=(*case.handled, *_reminded(before, case, policy)))


def _later(
    limit: datetime | None, case: Case, since: datetime, until: datetime, policy: Policy
) -> datetime | None:  # fmt: skip
    """The end of a wait without the window: what was left of it at `since` begins at `until`."""
    start = max(since, case.wait_started_at or since)
    if limit is None or limit <= start or start >= until:
        return limit
    return policy.calendar.advance(until, policy.calendar.between(start, limit))


def _reminded(before: Case, after: Case, policy: Policy) -> Iterator[str]:
    """The keys of the new reminders of a person who got the old ones."""
    old = [each for each in _reminders(before, policy) if each.key in before.handled]
    kinds = {each.kind for each in old}
    known = {each.key for each in old}
    for each in _reminders(after, policy):
        if each.kind in kinds and each.key not in known:
            yield each.key


def _reminders(case: Case, policy: Policy) -> list[Wakeup]:
    every = wakeups(replace(case, handled=(), stopped=None), policy)
    return [each for each in every if each.kind in _REMINDERS]


def _cut(stint: Stint, since: datetime, until: datetime, rules: Clock) -> Iterator[Stint]:
    if not clock.runs(stint, rules):
        yield stint
        return
    for part in _parts(stint, since, until):
        inside = since <= part.start < until
        yield replace(part, state=State.PENDIENTE_PROVEEDOR) if inside else part


def _go_on(stint: Stint, since: datetime, until: datetime, state: State) -> Iterator[Stint]:
    if stint.state is not State.PENDIENTE_PROVEEDOR:
        yield stint
        return
    for part in _parts(stint, since, until):
        yield replace(part, state=state) if part.start >= max(since, until) else part


def _parts(stint: Stint, *edges: datetime) -> Iterator[Stint]:
    """The stint split at those of `edges` that lie inside it; they come in order."""
    for edge in edges:
        if stint.start < edge and (stint.end is None or edge < stint.end):
            yield replace(stint, end=edge)
            stint = replace(stint, start=edge)
    yield stint
