"""How long each group had a case in hand, against its hours: literal and net ANS (Q1, §16.2).

An attention is the time of one budget group with one case. It ends when the group hands the case
over or its solution is told; whether its time was enough is said of it as it ended in the month.
The net figure leaves out the time in Pendiente Hallazgo and Pendiente Ajuste.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.config.periods import Clock
from mailbot.model.case import Stint
from mailbot.model.vocabulary import CloseReason, Group, State
from mailbot.reports.as_of import Seen
from mailbot.reports.period import Period
from mailbot.rules import clock
from mailbot.rules.policy import Policy

_HANDED_OVER = (State.RESUELTO, State.CERRADO)
_OTHERS_PROCEDURES = (State.PENDIENTE_HALLAZGO, State.PENDIENTE_AJUSTE)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One group's work on a case, up to the end of the month; hours are working hours.

    `ended` tells that it ended in the month. `breached` and `breached_net` tell that its hours ran
    out in the month, whether it ended or not: each breach belongs to one month.
    """

    group: Group
    ended: bool
    hours: float
    net_hours: float
    budget: float
    breached: bool
    breached_net: bool

    @property
    def met(self) -> bool:
        """Whether it kept to its hours, as the procedure literally counts them."""
        return self.hours <= self.budget

    @property
    def met_net(self) -> bool:
        """Whether it kept to its hours without those of hallazgo and ajuste."""
        return self.net_hours <= self.budget


def attentions(seen: Seen, period: Period, policy: Policy) -> Iterator[Attention]:
    """What each group did on a case that is of the month; nothing of a duplicate."""
    if seen.closings and seen.closings[-1].reason is CloseReason.DUPLICADO:
        return
    for group, place in _last_in_hand(seen.stints).items():
        ended_at = seen.stints[place].end
        if ended_at is not None and ended_at < period.start:
            continue
        yield _attention(seen, group, place, ended_at, period, policy)


def _last_in_hand(stints: Sequence[Stint]) -> dict[Group, int]:
    """The place of the last stint in which each budget group had the case in hand."""
    places = {}
    for place, stint in enumerate(stints):
        budget = clock.budget_group(stint.state, stint.group)
        if budget is not None and stint.state not in _HANDED_OVER:
            places[budget] = place
    return places


def _attention(
    seen: Seen, group: Group, place: int, ended_at: datetime | None, period: Period, policy: Policy
) -> Attention:
    config = policy.config
    until = seen.stints[: place + 1]
    budget = clock.current_budget_hours(
        until, unit=seen.case.requester.executing_unit, config=config
    )
    hours = budget or 0.0
    now = ended_at or period.until
    literal = _hours(until, group, config.clock, policy, now)
    has_net = any(stint.state in _OTHERS_PROCEDURES for stint in until)
    net = _hours(until, group, clock.NET, policy, now) if has_net else literal
    return Attention(
        group=group,
        ended=ended_at is not None and period.covers(ended_at),
        hours=literal,
        net_hours=net,
        budget=hours,
        breached=literal > hours >= _hours(until, group, config.clock, policy, period.start),
        breached_net=net > hours >= _hours(until, group, clock.NET, policy, period.start),
    )


def _hours(
    stints: Sequence[Stint], group: Group, rules: Clock, policy: Policy, now: datetime
) -> float:
    begun = [stint for stint in stints if stint.start < now]
    used = clock.consumed(begun, group, rules=rules, calendar=policy.calendar, now=now)
    return used / _HOUR
