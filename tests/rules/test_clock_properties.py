"""What always holds of a case's clock, whatever happened to the case."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config import Config
from mailbot.config.hours import Calendar
from mailbot.config.periods import Clock
from mailbot.model.case import Case, Requester, Stint
from mailbot.model.vocabulary import Criticality, Group, Level, State
from mailbot.rules import clock, moves
from mailbot.rules.calendar import WorkingCalendar
from mailbot.rules.policy import Policy
from tests.rules.mails import line_config

BOGOTA = ZoneInfo("America/Bogota")
START = datetime(2026, 12, 1, 7, tzinfo=BOGOTA)
CONFIG = line_config()
POLICY = Policy.from_config(CONFIG)
CALENDAR = POLICY.calendar
LITERAL = Clock()

# Minutes up to eleven days, so that nights, weekends and holidays of December are crossed.
spans = st.integers(min_value=0, max_value=16_000)
histories = st.lists(
    st.tuples(
        spans,
        st.sampled_from(list(State)),
        st.sampled_from(list(Group)),
        st.sampled_from(list(Criticality)),
    ),
    min_size=1,
    max_size=7,
)
History = list[tuple[int, State, Group, Criticality]]


def walked(history: History) -> tuple[Stint, ...]:
    """Stints that touch, each as long as its minutes; the last one is open."""
    starts = [START + timedelta(minutes=m) for m in accumulate((h[0] for h in history), initial=0)]
    stints = [
        Stint(
            state=state, group=group, level=clock.budget_level(group), criticality=criticality,
            start=start, end=end,
        )
        for (_, state, group, criticality), (start, end) in zip(
            history, pairwise(starts), strict=True
        )
    ]  # fmt: skip
    return (*stints[:-1], replace(stints[-1], end=None))


def consumed(
    stints: tuple[Stint, ...], budget: Group, now: datetime, calendar: WorkingCalendar = CALENDAR
) -> timedelta:
    return clock.consumed(stints, budget, rules=LITERAL, calendar=calendar, now=now)


def due(stints: tuple[Stint, ...], config: Config = CONFIG, unit: str = "") -> datetime | None:
    calendar = WorkingCalendar.from_config(config.calendar)
    return clock.due_at(stints, unit=unit, config=config, calendar=calendar)


def running(minutes: int, group: Group = Group.N2F) -> tuple[Stint, ...]:
    """A case that works without a stop since so many minutes after the start."""
    (stint,) = walked([(0, State.EN_PROGRESO, group, Criticality.MEDIA)])
    return (replace(stint, start=START + timedelta(minutes=minutes)),)


@given(histories, spans, spans)
def test_splitting_a_stint_anywhere_changes_nothing(
    history: History, later: int, place: int
) -> None:
    stints = walked(history)
    now = START + timedelta(minutes=later)
    number = place % len(stints)
    whole = stints[number]
    cut = whole.start + timedelta(minutes=place)
    if whole.end is not None:
        cut = min(cut, whole.end)
    parts = (replace(whole, end=cut), replace(whole, start=cut))
    split = (*stints[:number], *parts, *stints[number + 1 :])
    assert [consumed(split, each, now) for each in Group] == [
        consumed(stints, each, now) for each in Group
    ]
    assert due(split) == due(stints)


@given(histories, spans)
def test_closed_time_never_counts(history: History, later: int) -> None:
    stints = walked(history)
    evening = (START + timedelta(minutes=later)).replace(hour=19, minute=0)
    morning = CALENDAR.next_open(evening)
    open_time = CALENDAR.between(START, morning)
    for budget in Group:
        assert consumed(stints, budget, evening) == consumed(stints, budget, morning)
        assert timedelta() <= consumed(stints, budget, morning) <= open_time


@given(histories)
def test_a_due_time_lies_in_working_time(history: History) -> None:
    moment = due(walked(history))
    if moment is not None:
        assert CALENDAR.is_open(moment - timedelta(microseconds=1))


@given(spans, st.sampled_from([Group.N1, Group.BO, Group.N2F, Group.N2T, Group.N3F, Group.N3T]))
def test_at_the_due_time_of_a_running_case_exactly_its_hours_were_measured(
    minutes: int, group: Group
) -> None:
    stints = running(minutes, group)
    moment = due(stints)
    assert moment is not None
    assert moment == CALENDAR.add(stints[0].start, CONFIG.sla.of(clock.budget_level(group)).media)
    budget = clock.budget_group(State.EN_PROGRESO, group)
    assert budget is not None
    hours = CONFIG.sla.of(clock.budget_level(group)).media
    assert consumed(stints, budget, moment) == timedelta(hours=hours)


@given(histories, spans)
def test_every_running_minute_belongs_to_exactly_one_budget(history: History, later: int) -> None:
    stints = walked(history)
    now = START + timedelta(minutes=later)
    ran = sum(
        (
            CALENDAR.between(stint.start, min(stint.end or now, now))
            for stint in stints
            if clock.is_running(stint.state, stint.group, LITERAL)
        ),
        timedelta(),
    )
    assert sum((consumed(stints, each, now) for each in Group), timedelta()) == ran


@given(histories, st.sampled_from([Group.N2F, Group.N2T, Group.N3F, Group.N3T]))
def test_a_detour_to_another_group_costs_a_budget_nothing(history: History, group: Group) -> None:
    """Its consumed hours stay consumed, and no others are added (§16.2)."""
    others = [
        (minutes, State.EN_PROGRESO, Group.N3T if group is not Group.N3T else Group.N2F, rank)
        for minutes, _, _, rank in history
    ]
    mine = (300, State.EN_PROGRESO, group, Criticality.MEDIA)
    stints = walked([mine, *others, mine])
    back = stints[-1].start
    assert consumed(stints, group, back) == CALENDAR.between(START, stints[0].end or back)
    hours = CONFIG.sla.of(clock.budget_level(group)).media
    left = timedelta(hours=hours) - consumed(stints, group, back)
    assert due(stints) == CALENDAR.advance(back, left)


@given(histories, spans)
def test_the_explanation_adds_up_and_says_why(history: History, later: int) -> None:
    stints = walked(history)
    now = START + timedelta(minutes=later)
    told = clock.explain_intervals(stints, rules=LITERAL, calendar=CALENDAR, now=now)
    for budget in Group:
        minutes = clock.consumed_minutes(stints, budget, rules=LITERAL, calendar=CALENDAR, now=now)
        assert minutes == sum(each.minutes for each in told if each.budget is budget)
    for each in told:
        assert each.why.startswith("Corre para" if each.running else "No corre")
        assert each.minutes == 0 or each.running


AGREEMENT = {"units": ["36-02-00"], "from": "2026-01-01", "until": "2027-12-31", "N2": 12}


@given(histories)
def test_an_agreement_moves_only_the_due_times_of_its_level(history: History) -> None:
    stints = walked(history)
    agreed = line_config(agreement=[AGREEMENT])
    budget = clock.current_budget(stints)
    level = clock.budget_level(budget) if budget else None
    without, with_it = due(stints), due(stints, agreed, "36-02-00-005")
    assert due(stints, agreed, "13-01-01") == without, "another unit"
    if without is None or level is not Level.N2:
        assert with_it == without
    else:
        assert with_it is not None
        assert with_it <= without


HALF_DAYS = {"opens": "07:00", "closes": "13:00"}
SHORTER = {"N2": {"critica": 2, "alta": 6, "media": 12, "baja": 18}}


@pytest.mark.parametrize(
    ("sections", "moment"),
    [
        pytest.param({}, "2026-12-02 19:00", id="the same configuration"),
        pytest.param({"calendar": HALF_DAYS}, "2026-12-04 13:00", id="half days"),
        pytest.param({"sla": SHORTER}, "2026-12-01 19:00", id="half the hours"),
        pytest.param(
            {"calendar": {"extra_holidays": ["2026-12-02"]}}, "2026-12-03 19:00", id="a day off"
        ),
        pytest.param({"agreement": [AGREEMENT]}, "2026-12-01 19:00", id="an agreement"),
    ],
)
def test_after_a_reconfiguration_the_same_history_gives_another_due_time(
    sections: dict[str, object], moment: str
) -> None:
    case = moves.opened(_case(), POLICY)
    changed = Policy.from_config(line_config(**sections))
    planned = moves.replanned(case, changed)
    assert planned.due_at == datetime.fromisoformat(moment).replace(tzinfo=BOGOTA)
    assert replace(planned, due_at=case.due_at) == case, "nothing else moves"
    assert (changed.fingerprint() == POLICY.fingerprint()) == (sections == {})


def test_a_wait_that_people_were_told_stays_as_they_were_told() -> None:
    until = START + timedelta(days=2)
    asked = moves.moved(
        moves.opened(_case(), POLICY), START, POLICY, state=State.PENDIENTE_CLIENTE,
        wait_started_at=START, client_wait_until=until,
    )  # fmt: skip
    changed = Policy.from_config(line_config(sla=SHORTER))
    assert moves.replanned(asked, changed) == asked


def test_without_a_new_configuration_planning_again_changes_nothing() -> None:
    case = moves.opened(_case(), POLICY)
    assert moves.replanned(case, Policy.from_config(line_config())) == case


MADRID = ZoneInfo("Europe/Madrid")
SUMMER_TIME = WorkingCalendar.from_config(Calendar(timezone="Europe/Madrid"))


@pytest.mark.parametrize(
    ("start", "hours", "end", "passed"),
    [
        pytest.param("2026-03-27 18:00", 4, "2026-03-30 10:00", 63, id="an hour is lost"),
        pytest.param("2026-10-23 18:00", 4, "2026-10-26 10:00", 65, id="an hour is won"),
        pytest.param("2026-10-23 07:00", 24, "2026-10-26 19:00", 85, id="two whole days"),
    ],
)
def test_where_a_zone_changes_its_hour_working_hours_stay_the_same(
    start: str, hours: float, end: str, passed: int
) -> None:
    began, ended = (datetime.fromisoformat(each).replace(tzinfo=MADRID) for each in (start, end))
    assert SUMMER_TIME.add(began, hours) == ended
    assert SUMMER_TIME.between(began, ended) == timedelta(hours=hours)
    assert ended.timestamp() - began.timestamp() == passed * 3600, "by the sun"


@given(st.integers(min_value=0, max_value=300_000), st.integers(min_value=1, max_value=6_000))
def test_in_a_zone_with_summer_time_adding_then_measuring_returns_the_same(
    minutes: int, span: int
) -> None:
    start = datetime(2026, 3, 1, tzinfo=ZoneInfo("UTC")) + timedelta(minutes=minutes)
    end = SUMMER_TIME.advance(start, timedelta(minutes=span))
    assert SUMMER_TIME.between(start, end) == timedelta(minutes=span)
    assert SUMMER_TIME.is_open(end - timedelta(microseconds=1))


@given(histories, spans)
def test_the_zone_in_which_moments_are_kept_changes_nothing(history: History, later: int) -> None:
    stints = walked(history)
    utc = ZoneInfo("UTC")
    elsewhere = tuple(
        replace(each, start=each.start.astimezone(utc), end=each.end and each.end.astimezone(utc))
        for each in stints
    )
    now = START + timedelta(minutes=later)
    assert due(elsewhere) == due(stints)
    assert [consumed(elsewhere, each, now) for each in Group] == [
        consumed(stints, each, now) for each in Group
    ]


def _case() -> Case:
    return Case(
        service_number="SERV-2026-000001", incident_number="INC-2026-000001",
        state=State.EN_PROGRESO, group=Group.N2F, level=Level.N2, opened_at=START,
        requester=Requester(email="ana@entidad.gov.co", executing_unit="36-02-00"),
    )  # fmt: skip
