"""The figures of a digest: how groups and advisors stand, what came and what went."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from mailbot.model.case import Case, Stint
from mailbot.model.digest import AdvisorLoad, GroupCount, TrendDay, Waiting
from mailbot.model.vocabulary import Group, State
from mailbot.rules.assignment import absence_of
from mailbot.rules.digest import span
from mailbot.rules.digest.facts import DigestFacts
from mailbot.rules.digest.reasons import has_advisor, is_overdue, is_running
from mailbot.rules.policy import Policy

WAITING = (
    State.PENDIENTE_CLIENTE, State.PENDIENTE_PROVEEDOR, State.PENDIENTE_HALLAZGO,
    State.PENDIENTE_AJUSTE, State.RESUELTO,
)  # fmt: skip


def waiting(cases: Iterable[Case]) -> tuple[Waiting, ...]:
    """How many cases wait, by what they wait for; states without any are left out."""
    found = Counter(case.state for case in cases)
    return tuple(Waiting(state=state, count=found[state]) for state in WAITING if found[state])


def loads(
    cases: Sequence[Case], groups: Collection[Group], facts: DigestFacts, policy: Policy
) -> tuple[AdvisorLoad, ...]:
    """What each advisor of `groups` has in hand, who has most first; those who left come too.

    The children of a mass incident are one piece of work with it.
    """
    mine = [case for case in cases if case.assignee and not case.stands_with_parent]
    running = Counter(case.assignee for case in mine if is_running(case))
    others = Counter(case.assignee for case in mine if not is_running(case))
    overdue = Counter(case.assignee for case in mine if is_overdue(case, facts.now))
    members = (email for group in Group if group in groups for email in policy.in_group(group))
    people = dict.fromkeys((*members, *(case.assignee or "" for case in mine)))
    found = [
        _load(email, running[email], others[email], overdue[email], facts, policy)
        for email in people
    ]
    return tuple(sorted(found, key=lambda each: (-each.running, -each.overdue)))


def running_loads(cases: Iterable[Case]) -> dict[str, int]:
    """How many running cases each advisor has, as assignments count them."""
    counted = (case for case in cases if is_running(case) and case.parent is None)
    return dict(Counter(case.assignee for case in counted if case.assignee))


def by_group(cases: Sequence[Case], now: datetime, policy: Policy) -> tuple[GroupCount, ...]:
    """How each group of the line stands; groups with neither people nor cases are left out."""
    found = []
    for group in Group:
        mine = [case for case in cases if case.group is group]
        if not mine and not policy.in_group(group):
            continue
        running = [case for case in mine if is_running(case)]
        found.append(
            GroupCount(
                group=group,
                running=len(running),
                waiting=len(mine) - len(running),
                overdue=sum(is_overdue(case, now) for case in mine),
                unassigned=sum(not has_advisor(case, policy) for case in running),
            )
        )
    return tuple(found)


def trend(
    cases: Iterable[Case], groups: Collection[Group], now: datetime, policy: Policy
) -> tuple[TrendDay, ...]:
    """What came to `groups` and what left them, by working day; `groups` empty: the whole line.

    What happens on a day off counts to the working day after it.
    """
    days = span.trend_days(now, policy.calendar)
    before = span.working_day_before(days[0], policy.calendar)
    ends = [span.midnight(each, policy.calendar) for each in _days_after((before, *days))]
    entered: Counter[date] = Counter()
    left: Counter[date] = Counter()
    standing: Counter[date] = Counter()
    for case in cases:
        for begin, end in _stays(case.stints, groups):
            entered[_day_of(begin, days, ends)] += 1
            if end:
                left[_day_of(end, days, ends)] += 1
            for day, over in zip(days, ends[1:], strict=True):
                standing[day] += begin < over and (end is None or end >= over)
    return tuple(
        TrendDay(day=day, entered=entered[day], left=left[day], open=standing[day]) for day in days
    )


def _load(
    email: str, running: int, others: int, overdue: int, facts: DigestFacts, policy: Policy
) -> AdvisorLoad:
    absence = absence_of(email, facts.absences, facts.now)
    return AdvisorLoad(
        email=email,
        running=running,
        waiting=others,
        overdue=overdue,
        away=absence is not None,
        back=absence.until if absence else None,
        known=email in policy.staff,
    )


def _stays(
    stints: Sequence[Stint], groups: Collection[Group]
) -> Iterator[tuple[datetime, datetime | None]]:
    """From when to when a case was open with `groups`; None while it still is."""
    begin: datetime | None = None
    for stint in stints:
        inside = stint.state is not State.CERRADO and (not groups or stint.group in groups)
        if inside and begin is None:
            begin = stint.start
        elif not inside and begin is not None:
            yield begin, stint.start
            begin = None
    if begin is not None:
        yield begin, None


def _days_after(days: Sequence[date]) -> Iterator[date]:
    return (date.fromordinal(day.toordinal() + 1) for day in days)


def _day_of(moment: datetime, days: Sequence[date], ends: Sequence[datetime]) -> date:
    """The day of the trend that `moment` counts to; `date.max` outside of all."""
    if moment < ends[0]:
        return date.max
    return next((day for day, end in zip(days, ends[1:], strict=True) if moment < end), date.max)
