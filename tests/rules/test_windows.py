"""Windows in which the time of cases stands still: what is cut out, and what comes back."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from mailbot.config.periods import Clock
from mailbot.model.case import Case, Requester, Stint, Stopped
from mailbot.model.vocabulary import Criticality, Group, Pause, State
from mailbot.rules import clock, moves, windows
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import CLIENT_REMINDER, CLIENT_WAIT, wakeups
from tests.rules.mails import line_config

BOGOTA = ZoneInfo("America/Bogota")
RULES = Clock()
POLICY = Policy.from_config(line_config())
RUNNING = (State.ABIERTO, State.EN_PROGRESO, State.PENDIENTE_HALLAZGO)
STILL = (State.PENDIENTE_CLIENTE, State.RESUELTO, State.PENDIENTE_PROVEEDOR)
STOPPED = State.PENDIENTE_PROVEEDOR


def at(text: str) -> datetime:
    """`2-Feb 08:00`, of 2027 in Bogotá."""
    return datetime.strptime(f"2027 {text}", "%Y %d-%b %H:%M").replace(tzinfo=BOGOTA)


TUESDAY = at("2-Feb 08:00")


def minute(count: int) -> datetime:
    return TUESDAY + timedelta(minutes=count)


def stint(state: State, start: datetime, end: datetime | None, group: Group = Group.N2F) -> Stint:
    level = clock.budget_level(group)
    return Stint(
        state=state, group=group, level=level, criticality=Criticality.MEDIA, start=start, end=end
    )


@some.composite
def histories(draw: some.DrawFn, *, last: tuple[State, ...] = RUNNING + STILL) -> tuple[Stint, ...]:
    """Some days of a case: stints that touch, of any state and group, the last one open."""
    edges = draw(some.lists(some.integers(0, 4000), min_size=1, max_size=7, unique=True))
    starts = [minute(edge) for edge in sorted(edges)]
    groups = draw(some.lists(some.sampled_from(Group), min_size=7, max_size=7))
    states = draw(
        some.lists(some.sampled_from(RUNNING + STILL), min_size=len(starts), max_size=len(starts))
    )
    states[-1] = draw(some.sampled_from(last))
    ends = [*starts[1:], None]
    return tuple(
        stint(state, start, end, group)
        for state, start, end, group in zip(states, starts, ends, groups, strict=False)
    )


def case_of(stints: tuple[Stint, ...], **changes: object) -> Case:
    now = stints[-1]
    case = Case(
        row=1, service_number="SERV-2027-000001", incident_number="INC-2027-000001",
        requester=Requester(email="marta@entidad.gov.co"), opened_at=stints[0].start,
        state=now.state, group=now.group, level=now.level, stints=stints,
    )  # fmt: skip
    return moves.replanned(replace(case, **changes), POLICY)


def running(stints: tuple[Stint, ...], moment: datetime) -> tuple[Group, bool]:
    """With whom the case is at `moment`, and whether its time runs."""
    now = next(s for s in stints if s.start <= moment and (s.end is None or moment < s.end))
    return now.group, clock.is_running(now.state, now.group, RULES)


def states(stints: tuple[Stint, ...]) -> list[tuple[State, datetime]]:
    """The states in order, each with the moment in which it began."""
    told: list[tuple[State, datetime]] = []
    for each in stints:
        if (not told or told[-1][0] is not each.state) and each.start != each.end:
            told.append((each.state, each.start))
    return told


def assert_whole(stints: tuple[Stint, ...], before: tuple[Stint, ...]) -> None:
    assert stints[0].start == before[0].start
    assert all(one.end == two.start for one, two in pairwise(stints))
    assert stints[-1].end is None


@given(history=histories(), first=some.integers(0, 4500), length=some.integers(1, 2000),
       probe=some.integers(0, 6000))  # fmt: skip
def test_a_cut_stops_what_ran_inside_and_leaves_the_rest(history, first, length, probe):
    since, until = minute(first), minute(first + length)
    after = windows.cut(history, since, until, RULES)
    assert_whole(after, history)
    moment = max(minute(probe), history[0].start)
    group, was_running = running(history, moment)
    inside = since <= moment < until
    assert running(after, moment) == (group, was_running and not inside)
    assert windows.cut(after, since, until, RULES) == after


@given(history=histories(), first=some.integers(0, 4500), length=some.integers(1, 2000))
def test_what_a_cut_takes_is_exactly_the_working_time_inside(history, first, length):
    since, until, now = minute(first), minute(first + length), minute(8000)
    after = windows.cut(history, since, until, RULES)
    for group in (Group.N1, Group.N2F, Group.N2T, Group.N3F, Group.N3T):
        lost = sum(
            (
                POLICY.calendar.between(max(s.start, since), min(s.end or now, until))
                for s in history
                if clock.budget_group(s.state, s.group) is group
                and clock.is_running(s.state, s.group, RULES)
            ),
            timedelta(0),
        )
        before, left = (
            clock.consumed(each, group, rules=RULES, calendar=POLICY.calendar, now=now)
            for each in (history, after)
        )
        assert before - left == lost


@given(history=histories(last=RUNNING), first=some.integers(0, 4500), length=some.integers(1, 2000))
def test_an_end_told_after_a_beginning_gives_what_was_there_without_the_window(
    history, first, length
):
    """Also where both lie before what the case has been doing since."""
    since, until = minute(first), minute(first + length)
    case = case_of(history)
    stopped = windows.halted(case, Pause.CONTINGENCIA, since, POLICY)
    assert_whole(stopped.stints, history)
    if stopped.halted:
        assert (stopped.state, stopped.due_at) == (STOPPED, None)
        assert stopped.stints[-1].state is STOPPED
    spared = windows.spared(stopped, since, until, POLICY)
    assert (spared.state, spared.stopped) == (case.state, None)
    wanted = windows.cut(history, since, until, RULES)
    assert states(spared.stints) == states(wanted)
    # A due time that was reached before the window began stays where it was.
    assert spared.due_at == case_of(wanted).due_at


@given(
    history=histories(last=RUNNING), first=some.integers(4000, 5000), length=some.integers(0, 900)
)
def test_a_pause_and_its_end_change_nothing_outside(history, first, length):
    case, since, until = case_of(history), minute(first), minute(first + length)
    back = windows.released(windows.halted(case, Pause.MULTIPLICIDAD, since, POLICY), until, POLICY)
    assert (back.state, back.stopped) == (case.state, None)
    assert states(back.stints) == states(windows.cut(history, since, until, RULES))


ASSIGNED = case_of((stint(State.EN_PROGRESO, TUESDAY, None),), taken_at=TUESDAY)
DOWN, UP = at("3-Feb 10:00"), at("4-Feb 15:00")


def consumed(case: Case, now: datetime) -> timedelta:
    return clock.consumed(case.stints, Group.N2F, rules=RULES, calendar=POLICY.calendar, now=now)


def test_the_window_of_s38_moves_the_due_time_to_friday_at_13():
    assert ASSIGNED.due_at == at("4-Feb 08:00")
    stopped = windows.halted(ASSIGNED, Pause.CONTINGENCIA, DOWN, POLICY)
    assert consumed(stopped, at("4-Feb 12:00")) == timedelta(hours=14)
    assert stopped.stopped == Stopped(why=Pause.CONTINGENCIA, since=DOWN, back_to=State.EN_PROGRESO)
    after = windows.spared(stopped, DOWN, UP, POLICY)
    assert consumed(after, UP) == timedelta(hours=14)
    assert after.due_at == at("5-Feb 13:00")
    assert states(after.stints) == [
        (State.EN_PROGRESO, TUESDAY), (STOPPED, DOWN), (State.EN_PROGRESO, UP),
    ]  # fmt: skip


def test_what_ran_through_the_window_without_being_stopped_does_not_count_either():
    """It was with an órgano rector when the contingency was told of, and came back within it."""
    with_organ = moves.moved(ASSIGNED, at("3-Feb 09:00"), POLICY, state=STOPPED)
    suspended = windows.halted(with_organ, Pause.CONTINGENCIA, DOWN, POLICY)
    assert not suspended.halted
    back = moves.moved(suspended, at("3-Feb 12:00"), POLICY, state=State.EN_PROGRESO)
    assert (back.state, back.halted, back.due_at) == (STOPPED, True, None)
    after = windows.spared(back, DOWN, UP, POLICY)
    assert states(after.stints) == [
        (State.EN_PROGRESO, TUESDAY), (STOPPED, at("3-Feb 09:00")), (State.EN_PROGRESO, UP),
    ]  # fmt: skip
    assert after.due_at == at("5-Feb 14:00")


def test_a_window_that_ended_before_the_organ_answered_takes_nothing_from_its_time():
    with_organ = moves.moved(ASSIGNED, at("3-Feb 09:00"), POLICY, state=STOPPED)
    suspended = windows.halted(with_organ, Pause.CONTINGENCIA, DOWN, POLICY)
    back = moves.moved(suspended, at("3-Feb 12:00"), POLICY, state=State.EN_PROGRESO)
    after = windows.spared(back, DOWN, at("3-Feb 11:00"), POLICY)
    assert states(after.stints)[1:] == [
        (STOPPED, at("3-Feb 09:00")),
        (State.EN_PROGRESO, at("3-Feb 12:00")),
    ]


def test_an_order_of_the_day_that_changes_while_it_is_stopped_keeps_it_stopped():
    stopped = windows.halted(ASSIGNED, Pause.CONTINGENCIA, DOWN, POLICY)
    ranked = moves.moved(stopped, at("3-Feb 18:00"), POLICY, criticality=Criticality.ALTA)
    assert ranked.halted
    after = windows.spared(ranked, DOWN, UP, POLICY)
    assert (after.state, after.stints[-1].criticality) == (State.EN_PROGRESO, Criticality.ALTA)
    assert consumed(after, UP) == timedelta(hours=14)
    # Level 2 has 12 hours for Alta, and 14 were used up: the twelfth was Wednesday's first.
    assert after.due_at == at("3-Feb 08:00")


WAITING = moves.moved(
    ASSIGNED, at("3-Feb 08:00"), POLICY, state=State.PENDIENTE_CLIENTE,
    wait_started_at=at("3-Feb 08:00"), client_wait_until=at("5-Feb 08:00"),
)  # fmt: skip


def test_a_wait_of_the_person_is_suspended_and_ends_later_by_the_window():
    """9 hours of Wednesday and 8 of Thursday: from Friday 08:00 to Monday 13:00."""
    suspended = windows.halted(WAITING, Pause.CONTINGENCIA, DOWN, POLICY)
    assert suspended.state is State.PENDIENTE_CLIENTE
    assert wakeups(suspended, POLICY) == ()
    after = windows.spared(suspended, DOWN, UP, POLICY)
    assert (after.state, after.stopped) == (State.PENDIENTE_CLIENTE, None)
    assert after.client_wait_until == at("8-Feb 13:00")
    assert CLIENT_WAIT in [each.kind for each in wakeups(after, POLICY)]


def test_a_wait_that_begins_inside_the_window_begins_at_its_end():
    began = replace(WAITING, wait_started_at=at("4-Feb 08:00"), client_wait_until=at("8-Feb 08:00"))
    assert windows.spared(began, DOWN, UP, POLICY).client_wait_until == at("8-Feb 15:00")


def test_a_wait_that_was_over_before_the_window_is_over():
    over = replace(WAITING, client_wait_until=at("3-Feb 09:00"))
    assert windows.spared(over, DOWN, UP, POLICY).client_wait_until == at("3-Feb 09:00")


def test_a_person_is_not_reminded_twice_because_his_wait_ends_later():
    (reminder,) = [each for each in wakeups(WAITING, POLICY) if each.kind == CLIENT_REMINDER]
    reminded = replace(WAITING, handled=(reminder.key,))
    since = at("4-Feb 12:00")
    suspended = windows.halted(reminded, Pause.CONTINGENCIA, since, POLICY)
    after = windows.spared(suspended, since, UP, POLICY)
    assert after.client_wait_until == at("5-Feb 11:00")
    assert [each.kind for each in wakeups(after, POLICY)] == [CLIENT_WAIT]


def test_an_answer_in_the_window_is_heard_and_the_case_goes_on_at_its_end():
    suspended = windows.halted(WAITING, Pause.CONTINGENCIA, DOWN, POLICY)
    answered = moves.moved(
        suspended, at("3-Feb 16:00"), POLICY, state=State.EN_PROGRESO, client_wait_until=None
    )
    assert (answered.state, answered.halted) == (STOPPED, True)
    after = windows.spared(answered, DOWN, UP, POLICY)
    assert states(after.stints)[-2:] == [
        (STOPPED, at("3-Feb 16:00")), (State.EN_PROGRESO, UP),
    ]  # fmt: skip
    assert consumed(after, UP) == timedelta(hours=11 + 1)


def test_who_had_not_taken_it_yet_has_his_time_for_that_from_the_end_of_the_window():
    untaken = replace(ASSIGNED, assigned_at=TUESDAY, taken_at=None)
    stopped = windows.halted(untaken, Pause.MULTIPLICIDAD, DOWN, POLICY)
    assert windows.released(stopped, UP, POLICY).assigned_at == UP


def test_a_pause_of_several_functions_outlasts_a_contingency():
    paused = windows.halted(ASSIGNED, Pause.MULTIPLICIDAD, DOWN, POLICY)
    assert windows.spared(paused, at("3-Feb 12:00"), UP, POLICY) == paused
