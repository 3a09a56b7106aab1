"""What cases wait for: the person, an Órgano Rector, a finding, an adjustment, a pause (R74)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from mailbot.model.case import CaseEvent, Stint
from mailbot.model.vocabulary import State
from mailbot.reports.as_of import Seen
from mailbot.reports.period import Period
from mailbot.rules.calendar import WorkingCalendar
from mailbot.rules.reasons import organ_in

_HOUR = timedelta(hours=1)
_CLIENT, _FINDING, _ADJUSTMENT = "Usuario", "Hallazgo", "Ajuste de datos"
_CONTINGENCY, _PAUSE, _ORGAN = "Contingencia", "Pausa autorizada", "Órgano rector"
_OF_STATE = {
    State.PENDIENTE_CLIENTE: _CLIENT,
    State.PENDIENTE_HALLAZGO: _FINDING,
    State.PENDIENTE_AJUSTE: _ADJUSTMENT,
}
_STOPPED = {"T21": _CONTINGENCY, "T22": _CONTINGENCY, "T23": _PAUSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How often cases came to wait for one thing in the month, and their working hours in it."""

    state: State
    what: str
    begun: int
    hours: float
    waiting: int
    """How many waited for it when the month ended."""


@dataclass(slots=True)
class _Tally:
    begun: int = 0
    hours: float = 0.0
    waiting: int = 0


class Waits:
    """Adds up the time in which cases waited for others."""

    def __init__(self, period: Period, calendar: WorkingCalendar) -> None:
        self._period, self._calendar = period, calendar
        self._tallies: dict[tuple[State, str], _Tally] = {
            (state, what): _Tally() for state, what in _OF_STATE.items()
        }

    def add(self, seen: Seen) -> None:
        """Add the waits of one case that lie in the month."""
        for stint, what, begins in _waits(seen):
            end = stint.end or self._period.until
            if end <= self._period.start:
                continue
            tally = self._tallies.setdefault((stint.state, what), _Tally())
            tally.begun += begins and self._period.covers(stint.start)
            tally.waiting += stint.end is None
            first = max(stint.start, self._period.start)
            tally.hours += self._calendar.between(first, end) / _HOUR

    def figures(self) -> tuple[Wait, ...]:
        """The waits in the states' order."""
        states = list(State)
        keys = sorted(self._tallies, key=lambda key: (states.index(key[0]), key[1]))
        return tuple(
            Wait(state=key[0], what=key[1], begun=tally.begun, hours=round(tally.hours, 2),
                 waiting=tally.waiting)
            for key in keys if (tally := self._tallies[key])
        )  # fmt: skip


def _waits(seen: Seen) -> Iterator[tuple[Stint, str, bool]]:
    """Each stint of waiting, what for, and whether it began with it; parts of one are one."""
    before, what = None, ""
    for stint in seen.stints:
        goes_on = before is not None and before.state is stint.state
        if stint.state in _OF_STATE:
            yield stint, _OF_STATE[stint.state], not goes_on
        elif stint.state is State.PENDIENTE_PROVEEDOR:
            what = what if goes_on else _stopped_by(seen, stint)
            yield stint, what, not goes_on
        before = stint


def _stopped_by(seen: Seen, stint: Stint) -> str:
    """Who has to act first: an Órgano Rector (by its code), or who stopped the case with others."""
    asked = [e for e in seen.by_rule("T10") if e.at <= stint.start and _went_there(e)]
    if asked and not any(asked[-1].at < other.start <= stint.start for other in _others(seen)):
        return f"{_ORGAN} {organ_in(asked[-1].reason)}".strip()
    # A contingency may be told of afterwards: its entry is younger than what it stopped.
    stops = seen.by_rule(*_STOPPED)
    following = [event for event in stops if event.at >= stint.start] or stops[-1:]
    return _STOPPED[following[0].rule] if following else _ORGAN


def _went_there(event: CaseEvent) -> bool:
    return event.target is State.PENDIENTE_PROVEEDOR


def _others(seen: Seen) -> Iterator[Stint]:
    return (stint for stint in seen.stints if stint.state is not State.PENDIENTE_PROVEEDOR)
