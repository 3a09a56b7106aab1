"""Per group, level and side: received, closed, in course, out of time, ANS and hours (R36, R40)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from mailbot.model.vocabulary import CloseReason, Group, State
from mailbot.reports.as_of import Seen
from mailbot.reports.attention import Attention
from mailbot.reports.numbers import Spread, share, side_of, spread
from mailbot.reports.period import Period
from mailbot.rules import clock

TOTAL = "Total"
_LEVELS = {"N1": "Nivel 1", "N2": "Nivel 2", "N3": "Nivel 3"}
_TRAINING = "Capacitación"


def level_name(group: Group) -> str:
    """The level of support that a group belongs to; capacitación is none."""
    return _TRAINING if group is Group.CAP else _LEVELS[clock.budget_level(group)]


_SCOPES: dict[str, Callable[[Group], str]] = {
    "Grupo": lambda group: group.value,
    "Nivel": level_name,
    "Responsable": side_of,
    TOTAL: lambda _group: TOTAL,
}
_ORDER = {
    "Grupo": tuple(group.value for group in Group),
    "Nivel": (*_LEVELS.values(), _TRAINING),
    "Responsable": tuple(dict.fromkeys(side_of(group).value for group in Group)),
    TOTAL: (TOTAL,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """What one group, level or side did in the month, and what it had at its end.

    `ended` attentions of the month kept to their hours (`met`) or not; the hours of Back Office
    belong to N1. `breached` are those whose hours ran out in the month.
    """

    scope: str
    name: str
    received: int
    closed: int
    in_course: tuple[tuple[State, int], ...]
    breached: int
    breached_net: int
    ended: int
    met: int
    met_net: int
    hours: Spread

    @property
    def open(self) -> int:
        """How many it had at the end of the month."""
        return sum(count for _state, count in self.in_course)

    @property
    def ans(self) -> float | None:
        """The share that kept to its hours, as the procedure literally counts them."""
        return share(self.met, self.ended)

    @property
    def ans_net(self) -> float | None:
        """The share that kept to its hours without those of hallazgo and ajuste."""
        return share(self.met_net, self.ended)


@dataclass(slots=True)
class _Tally:
    received: int = 0
    closed: int = 0
    in_course: Counter[State] = field(default_factory=Counter)
    breached: int = 0
    breached_net: int = 0
    ended: int = 0
    met: int = 0
    met_net: int = 0
    hours: list[float] = field(default_factory=list)

    def measure(self, attention: Attention) -> None:
        self.breached += attention.breached
        self.breached_net += attention.breached_net
        if attention.ended:
            self.ended += 1
            self.met += attention.met
            self.met_net += attention.met_net
            self.hours.append(attention.hours)


class ByGroup:
    """Collects the figures of every group, level and side."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._tallies = {
            (scope, name): _Tally() for scope, names in _ORDER.items() for name in names
        }

    def add(self, seen: Seen, attentions: tuple[Attention, ...]) -> None:
        """Count one case; the parent of a mass incident counts with its time alone."""
        for scope, name_of in _SCOPES.items():
            for attention in attentions:
                self._tallies[scope, name_of(attention.group)].measure(attention)
            if not seen.case.mass:
                self._count(seen, scope, name_of)

    def figures(self) -> tuple[GroupFigures, ...]:
        """Groups, levels, sides and the total, in order."""
        return tuple(
            GroupFigures(
                scope=scope, name=name, received=tally.received, closed=tally.closed,
                in_course=tuple((s, tally.in_course[s]) for s in State if s is not State.CERRADO),
                breached=tally.breached, breached_net=tally.breached_net, ended=tally.ended,
                met=tally.met, met_net=tally.met_net, hours=spread(tally.hours),
            )
            for (scope, name), tally in self._tallies.items()
        )  # fmt: skip

    def _count(self, seen: Seen, scope: str, name_of: Callable[[Group], str]) -> None:
        before = None
        for stint in seen.stints:
            name = name_of(stint.group)
            if name != before and self._period.covers(stint.start):
                self._tallies[scope, name].received += 1
            before = name
        for closing in seen.closings:
            if self._period.covers(closing.at) and closing.reason is not CloseReason.DUPLICADO:
                self._tallies[scope, name_of(closing.group)].closed += 1
        if seen.is_open:
            self._tallies[scope, name_of(seen.now.group)].in_course[seen.now.state] += 1
