"""The clock of a case: a replay of its stints over the working calendar, never a counter.

A case has one budget for each group that it comes to (domain.md §16.2): N1, N2F, N2T, N3F and N3T.
What Back Office holds, and every hour in Abierto, counts to level 1 (§5.3). Coming back to a group
continues its budget; capacitación has none (§16.23). Budgets and waits are working hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailbot.config import Config
from mailbot.config.hours import Agreement
from mailbot.config.periods import Clock
from mailbot.model.case import Stint
from mailbot.model.vocabulary import Criticality, Group, Level, State
from mailbot.rules.calendar import WorkingCalendar

_NOTHING = timedelta(0)
_MINUTE = timedelta(minutes=1)

_LEVELS = {
    Group.N1: Level.N1,
    Group.BO: Level.N1,
    Group.N2F: Level.N2,
    Group.N2T: Level.N2,
    Group.N3F: Level.N3,
    Group.N3T: Level.N3,
}

# Why the clock stands still in a state (activities 17, 20 and 23, section 4.1).
_STOPPED = {
    State.PENDIENTE_CLIENTE: "espera la respuesta del usuario, que congela el tiempo",
    State.PENDIENTE_PROVEEDOR: "depende de un tercero, lo que detiene el tiempo",
    State.PENDIENTE_HALLAZGO: "por configuración, el hallazgo detiene el tiempo",
    State.PENDIENTE_AJUSTE: "por configuración, el ajuste detiene el tiempo",
    State.RESUELTO: "la solución ya fue informada",
    State.CERRADO: "el caso está cerrado",
}

_WITH_MASS = {
    State.RESUELTO: "el incidente masivo tiene solución y la línea responde a sus usuarios",
}

NET = Clock(stops_finding=True, stops_adjustment=True)
"""The rules of the second figure of the monthly report: without hallazgo and ajuste (Q1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One stint as the clock saw it.

    `minutes` are the working minutes counted to the budget of `budget` (None: to nobody's);
    those of one budget add up to its consumed minutes. `why` is Spanish.
    """

    start: datetime
    end: datetime
    state: State
    group: Group
    budget: Group | None
    running: bool
    minutes: int
    why: str


def budget_group(state: State, group: Group) -> Group | None:
    """Whose budget the hours in `state` with `group` belong to; None for capacitación."""
    if group is Group.CAP:
        return None
    return Group.N1 if state is State.ABIERTO or group is Group.BO else group


def budget_level(budget: Group) -> Level:
    """The level whose hours a group's budget has; capacitación answers like N1 (§16.23)."""
    return _LEVELS.get(budget, Level.N1)


def is_running(state: State, group: Group, rules: Clock) -> bool:
    """Whether the ANS clock runs: Abierto, Trabajo en Progreso, and by `rules` two more (Q1)."""
    if group is Group.CAP:
        return False
    if state is State.PENDIENTE_HALLAZGO:
        return not rules.stops_finding
    if state is State.PENDIENTE_AJUSTE:
        return not rules.stops_adjustment
    return state in (State.ABIERTO, State.EN_PROGRESO)


def runs(stint: Stint, rules: Clock) -> bool:
    """Whether the clock ran in a stint: a child of a mass incident stands with it (§16.22)."""
    states = (stint.state, stint.mass or stint.state)
    return all(is_running(state, stint.group, rules) for state in states)


def budget_hours(
    level: Level, criticality: Criticality, *, unit: str, config: Config, at: datetime
) -> float:
    """Working hours of a level for a criticality, by the agreement of `unit` valid at `at` (R4)."""
    sla = config.sla.of(level)
    return sla.hours(criticality) * _agreed_ratio(level, unit, config, at)


def consumed(
    stints: Sequence[Stint],
    budget: Group,
    *,
    rules: Clock,
    calendar: WorkingCalendar,
    now: datetime,
) -> timedelta:
    """Working time that ran on the budget of a group until `now`."""
    return sum(
        (
            calendar.between(stint.start, _end(stint, now))
            for stint in stints
            if _counts(stint, budget, rules)
        ),
        _NOTHING,
    )


def consumed_minutes(
    stints: Sequence[Stint],
    budget: Group,
    *,
    rules: Clock,
    calendar: WorkingCalendar,
    now: datetime,
) -> int:
    """`consumed` in whole minutes, as people are told it."""
    return consumed(stints, budget, rules=rules, calendar=calendar, now=now) // _MINUTE


def current_budget(stints: Sequence[Stint]) -> Group | None:
    """The budget that the last stint belongs to, running or not."""
    return budget_group(stints[-1].state, stints[-1].group) if stints else None


def current_budget_hours(stints: Sequence[Stint], *, unit: str, config: Config) -> float | None:
    """Hours of the current budget, by the criticality of now and the agreement of its first day.

    An agreement that begins or ends while a case is with a group does not move its due time.
    """
    budget = current_budget(stints)
    if budget is None:
        return None
    began = next(s.start for s in stints if budget_group(s.state, s.group) is budget)
    level = budget_level(budget)
    return budget_hours(level, stints[-1].criticality, unit=unit, config=config, at=began)


def due_at(
    stints: Sequence[Stint],
    *,
    unit: str,
    config: Config,
    calendar: WorkingCalendar,
    share: float = 1.0,
) -> datetime | None:
    """When `share` of the current budget is used up, also where that is past.

    None while the clock does not run or the case is with nobody's budget (capacitación). It does
    not depend on the present: it moves only when a stint begins or ends.
    """
    if not stints or not runs(stints[-1], config.clock):
        return None
    budget = current_budget(stints)
    hours = current_budget_hours(stints, unit=unit, config=config)
    if budget is None or hours is None:
        return None
    left = timedelta(hours=hours * share)
    last = stints[-1]
    for stint in stints[:-1]:
        if _counts(stint, budget, config.clock):
            used = calendar.between(stint.start, _end(stint, last.start))
            if used >= left:
                return calendar.advance(stint.start, left)
            left -= used
    return calendar.advance(last.start, left)


def client_wait(
    level: Level, *, unit: str, config: Config, calendar: WorkingCalendar, start: datetime
) -> datetime:
    """Until when the person may answer a question asked at `start` (Q3, T9)."""
    hours = config.sla.of(level).wait_hours * _agreed_ratio(level, unit, config, start)
    return calendar.add(start, hours)


def confirmation_wait(
    level: Level, *, unit: str, config: Config, calendar: WorkingCalendar, start: datetime
) -> datetime:
    """Until when the person may confirm or reject a solution told at `start` (Q2, T19)."""
    hours = config.sla.of(level).confirmation_hours * _agreed_ratio(level, unit, config, start)
    return calendar.add(start, hours)


def intake_wait(
    *, unit: str, config: Config, calendar: WorkingCalendar, start: datetime
) -> datetime:
    """Until when an incomplete request waits for its missing facts (Q13)."""
    if config.intake.wait_hours is not None:
        return calendar.add(start, config.intake.wait_hours)
    return client_wait(Level.N1, unit=unit, config=config, calendar=calendar, start=start)


def explain_intervals(
    stints: Sequence[Stint], *, rules: Clock, calendar: WorkingCalendar, now: datetime
) -> tuple[Interval, ...]:
    """Every stint until `now` with what it counted and why, for `case clock`."""
    intervals = []
    totals: dict[Group, timedelta] = {}
    for stint in stints:
        end = _end(stint, now)
        budget = budget_group(stint.state, stint.group)
        running = runs(stint, rules)
        minutes = 0
        if running and budget is not None:
            # Rounding the running total, not each part, makes the parts add up to the whole.
            before = totals.get(budget, _NOTHING)
            totals[budget] = before + calendar.between(stint.start, end)
            minutes = totals[budget] // _MINUTE - before // _MINUTE
        intervals.append(
            Interval(
                start=stint.start,
                end=end,
                state=stint.state,
                group=stint.group,
                budget=budget,
                running=running,
                minutes=minutes,
                why=_why(stint, budget if running else None, rules, calendar, end),
            )
        )
    return tuple(intervals)


def _counts(stint: Stint, budget: Group, rules: Clock) -> bool:
    return budget_group(stint.state, stint.group) is budget and runs(stint, rules)


def _end(stint: Stint, now: datetime) -> datetime:
    # A stint never reaches beyond `now`: a question about the past is answered as of then.
    return max(stint.start, now if stint.end is None else min(stint.end, now))


def _agreed_ratio(level: Level, unit: str, config: Config, at: datetime) -> float:
    """What an agreement multiplies the hours of a level by; 1 without one (R4)."""
    if not config.agreement or not unit:
        return 1.0
    day = at.astimezone(ZoneInfo(config.calendar.timezone)).date()
    groups = unit.upper().split("-")
    best: tuple[int, float] = (0, 1.0)
    for agreement in config.agreement:
        agreed: float | None = getattr(agreement, level.value)
        depth = _covers(agreement, groups)
        if agreed is not None and agreement.from_ <= day <= agreement.until and depth > best[0]:
            best = (depth, agreed / config.sla.of(level).media)
    return best[1]


def _covers(agreement: Agreement, groups: list[str]) -> int:
    """By how many groups of the code the agreement names the unit, 0 for not at all."""
    prefixes = (each.strip().upper().split("-") for each in agreement.units)
    return max((len(p) for p in prefixes if groups[: len(p)] == p), default=0)


def _why(
    stint: Stint, budget: Group | None, rules: Clock, calendar: WorkingCalendar, end: datetime
) -> str:
    if budget is None:
        if stint.group is Group.CAP:
            return "No corre: traslado a Capacitación, que tiene su propio procedimiento"
        if is_running(stint.state, stint.group, rules) and stint.mass:
            return f"No corre: {_WITH_MASS.get(stint.mass, f'sigue al masivo, en {stint.mass}')}"
        return f"No corre: {_STOPPED[stint.state]}"
    parts = [f"Corre para {budget}: {stint.state}"]
    if stint.state is State.ABIERTO and stint.group is not Group.N1:
        parts.append("antes de asignar, las horas son del primer nivel")
    skipped = calendar.holidays_between(stint.start, end)
    if skipped:
        names = ", ".join(f"{day:%d/%m/%Y} {name}" for day, name in skipped)
        parts.append(f"no cuentan los festivos {names}")
    return "; ".join(parts)
