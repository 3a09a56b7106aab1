"""The clock of a case, by the dates of the procedure's scenarios (domain.md §13)."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config import Config
from mailbot.config.hours import Calendar
from mailbot.config.periods import Clock
from mailbot.model.case import Stint
from mailbot.model.vocabulary import Criticality, Group, Level, State
from mailbot.rules import clock
from mailbot.rules.calendar import WorkingCalendar

BOGOTA = ZoneInfo("America/Bogota")
CALENDAR = WorkingCalendar.from_config(Calendar())
LITERAL = Clock()

ABIERTO, PROGRESO = State.ABIERTO, State.EN_PROGRESO
CLIENTE, PROVEEDOR = State.PENDIENTE_CLIENTE, State.PENDIENTE_PROVEEDOR
HALLAZGO, AJUSTE = State.PENDIENTE_HALLAZGO, State.PENDIENTE_AJUSTE


def configuration(**keys: object) -> Config:
    server = {"host": "127.0.0.1"}
    identity = {"address": "siifsoporte@minhacienda.gov.co"}
    return Config.model_validate({"mailbox": server, "smtp": server, "identity": identity, **keys})


CONFIG = configuration()
AGREED = configuration(
    agreement=[
        {"units": ["36-02-00"], "from": "2027-01-01", "until": "2027-12-31", "N2": 12},
        {"units": ["36"], "from": "2027-01-01", "until": "2027-12-31", "N2": 18, "N1": 2},
    ]
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


def stints(*steps: tuple[str, State, Group], criticality: str = "media") -> tuple[Stint, ...]:
    """Stints that touch: each step starts where the one before ends, the last one is open."""
    ends = [at(step[0]) for step in steps[1:]] + [None]
    return tuple(
        Stint(
            state=state,
            group=group,
            level=clock.budget_level(group),
            criticality=Criticality(criticality),
            start=at(start),
            end=end,
        )
        for (start, state, group), end in zip(steps, ends, strict=True)
    )


def due(case: tuple[Stint, ...], unit: str = "", config: Config = CONFIG) -> datetime | None:
    return clock.due_at(case, unit=unit, config=config, calendar=CALENDAR)


def consumed(case: tuple[Stint, ...], budget: Group, now: str, rules: Clock = LITERAL) -> int:
    return clock.consumed_minutes(case, budget, rules=rules, calendar=CALENDAR, now=at(now))


S13 = (("2026-12-03 08:00", PROGRESO, Group.N2F), ("2026-12-03 16:00", CLIENTE, Group.N2F))
S27 = (("2027-02-08 08:00", PROGRESO, Group.N2F), ("2027-02-08 12:00", PROVEEDOR, Group.N2F))


@pytest.mark.parametrize(
    ("steps", "due_at"),
    [
        pytest.param(
            [("2026-11-24 09:12", ABIERTO, Group.N1)], "2026-11-24 13:12", id="S1 new request"
        ),
        pytest.param(
            [("2026-11-24 09:20", CLIENTE, Group.N1)], None, id="S2 incomplete: no due time"
        ),
        pytest.param(
            [("2026-11-24 09:20", CLIENTE, Group.N1), ("2026-11-24 11:00", ABIERTO, Group.N1)],
            "2026-11-24 15:00",
            id="S3 the clock begins with the answer",
        ),
        pytest.param(
            [
                ("2026-12-07 15:00", ABIERTO, Group.N1),
                ("2026-12-07 15:00", ABIERTO, Group.BO),
                ("2026-12-07 15:00", PROGRESO, Group.N2F),
            ],
            "2026-12-10 15:00",
            id="S11 escalated",
        ),
        pytest.param(
            [*S13, ("2026-12-07 09:30", PROGRESO, Group.N2F)],
            "2026-12-09 13:30",
            id="S14 answered: 16 hours left",
        ),
        pytest.param(S13, None, id="S13 waiting for the person"),
        pytest.param(
            [
                ("2026-12-14 08:00", PROGRESO, Group.N2F),
                ("2026-12-15 11:00", PROGRESO, Group.N3F),
            ],
            "2026-12-21 11:00",
            id="S25 a third level has its own budget",
        ),
        pytest.param(
            [
                ("2026-12-14 08:00", PROGRESO, Group.N2F),
                ("2026-12-16 16:30", PROGRESO, Group.N2T),
            ],
            "2026-12-18 16:30",
            id="S26 a technical group has its own budget, with the hours of its level",
        ),
        pytest.param(S27, None, id="S27 with an órgano rector"),
        pytest.param(
            [*S27, ("2027-02-17 09:00", PROGRESO, Group.N2F)], "2027-02-18 17:00", id="S28 back"
        ),
        pytest.param(
            [("2027-03-01 07:00", PROGRESO, Group.N3F), ("2027-03-01 09:00", HALLAZGO, Group.N3F)],
            "2027-03-04 19:00",
            id="S29 a finding keeps the clock running",
        ),
        pytest.param(
            [
                ("2027-02-02 08:00", PROGRESO, Group.N2F),
                ("2027-02-03 10:00", PROVEEDOR, Group.N2F),
                ("2027-02-04 15:00", PROGRESO, Group.N2F),
            ],
            "2027-02-05 13:00",
            id="S38 contingency",
        ),
        pytest.param([("2026-12-09 10:00", State.RESUELTO, Group.N2F)], None, id="solved"),
        pytest.param([("2026-12-09 10:00", State.CERRADO, Group.N2F)], None, id="closed"),
        pytest.param([("2026-12-09 10:00", PROGRESO, Group.CAP)], None, id="capacitación"),
    ],
)
def test_due_times(steps: list[tuple[str, State, Group]], due_at: str | None) -> None:
    assert due(stints(*steps)) == (at(due_at) if due_at else None)


@pytest.mark.parametrize(
    ("steps", "budget", "now", "minutes"),
    [
        pytest.param(S13, Group.N2F, "2026-12-07 12:00", 8 * 60, id="S13 eight hours"),
        pytest.param(S27, Group.N2F, "2027-02-15 12:00", 4 * 60, id="S27 four hours"),
        pytest.param(
            [
                ("2027-02-02 08:00", PROGRESO, Group.N2F),
                ("2027-02-03 10:00", PROVEEDOR, Group.N2F),
                ("2027-02-04 15:00", PROGRESO, Group.N2F),
            ],
            Group.N2F,
            "2027-02-04 15:00",
            14 * 60,
            id="S38 fourteen hours",
        ),
        pytest.param(
            [("2026-12-03 08:00", ABIERTO, Group.N1), ("2026-12-03 09:00", ABIERTO, Group.BO)],
            Group.N1,
            "2026-12-03 11:00",
            3 * 60,
            id="what Back Office holds counts to level 1",
        ),
        pytest.param(
            [("2026-12-03 08:00", PROGRESO, Group.CAP)],
            Group.CAP,
            "2026-12-03 11:00",
            0,
            id="capacitación never counts",
        ),
        pytest.param(S13, Group.N2F, "2026-12-03 10:00", 2 * 60, id="as of an earlier moment"),
        pytest.param(S13, Group.N2F, "2026-12-02 10:00", 0, id="before it began"),
    ],
)
def test_consumed_minutes(
    steps: list[tuple[str, State, Group]], budget: Group, now: str, minutes: int
) -> None:
    assert consumed(stints(*steps), budget, now) == minutes


def test_a_case_without_stints_has_no_clock() -> None:
    assert due(()) is None
    assert clock.current_budget_hours((), unit="", config=CONFIG) is None


def test_coming_back_to_a_group_continues_its_budget() -> None:
    returned = stints(
        ("2026-12-14 07:00", PROGRESO, Group.N2F),
        ("2026-12-14 17:00", ABIERTO, Group.BO),
        ("2026-12-15 07:00", PROGRESO, Group.N2F),
    )
    assert consumed(returned, Group.N2F, "2026-12-15 09:00") == 12 * 60
    assert consumed(returned, Group.N1, "2026-12-15 09:00") == 2 * 60
    assert due(returned) == at("2026-12-16 09:00")


def test_a_due_time_that_is_past_stays_where_it_was() -> None:
    late = stints(
        ("2026-12-14 07:00", PROGRESO, Group.N2F),
        ("2026-12-17 07:00", CLIENTE, Group.N2F),
        ("2026-12-18 07:00", PROGRESO, Group.N2F),
    )
    assert due(late) == at("2026-12-15 19:00")


def test_criticality_of_now_decides_and_what_was_consumed_stays() -> None:
    calm = stints(("2026-12-14 07:00", PROGRESO, Group.N2F))
    urgent = stints(("2026-12-14 17:00", PROGRESO, Group.N2F), criticality="alta")
    both = (Stint(**{**_fields(calm[0]), "end": urgent[0].start}), *urgent)
    assert due(both) == at("2026-12-14 19:00"), "12 h in all, of which 10 are gone"


def _fields(stint: Stint) -> dict[str, object]:
    return {name: getattr(stint, name) for name in Stint.__dataclass_fields__}


def test_warnings_come_at_their_share_of_the_budget() -> None:
    case = stints(("2026-12-14 07:00", PROGRESO, Group.N2F))
    warned = clock.due_at(case, unit="", config=CONFIG, calendar=CALENDAR, share=0.5)
    assert warned == at("2026-12-14 19:00")


@pytest.mark.parametrize("state", [HALLAZGO, AJUSTE])
def test_finding_and_adjustment_stop_the_clock_only_where_configured(state: State) -> None:
    stopping = configuration(clock={"stops_finding": True, "stops_adjustment": True})
    case = stints(("2027-03-01 07:00", PROGRESO, Group.N3F), ("2027-03-01 09:00", state, Group.N3F))
    assert due(case) == at("2027-03-04 19:00")
    assert due(case, config=stopping) is None
    assert consumed(case, Group.N3F, "2027-03-01 12:00") == 5 * 60
    assert consumed(case, Group.N3F, "2027-03-01 12:00", clock.NET) == 2 * 60


@pytest.mark.parametrize(
    ("level", "criticality", "hours"),
    [
        (Level.N1, Criticality.MEDIA, 4),
        (Level.N2, Criticality.CRITICA, 4),
        (Level.N2, Criticality.ALTA, 12),
        (Level.N3, Criticality.BAJA, 72),
    ],
)
def test_budgets_by_level_and_criticality(
    level: Level, criticality: Criticality, hours: float
) -> None:
    when = at("2027-03-01 08:00")
    assert clock.budget_hours(level, criticality, unit="", config=CONFIG, at=when) == hours


@pytest.mark.parametrize(
    ("unit", "when", "criticality", "hours"),
    [
        pytest.param("36-02-00", "2027-03-01", "media", 12, id="S60"),
        pytest.param("36-02-00-005", "2027-03-01", "media", 12, id="a subunit of it"),
        pytest.param("36-02-00", "2027-03-01", "alta", 6, id="the level's ratio stays"),
        pytest.param("36-03-00", "2027-03-01", "media", 18, id="the wider agreement"),
        pytest.param("3602", "2027-03-01", "media", 24, id="no prefix of characters"),
        pytest.param("13-01-01", "2027-03-01", "media", 24, id="another unit"),
        pytest.param("", "2027-03-01", "media", 24, id="unit unknown"),
        pytest.param("36-02-00", "2026-12-31", "media", 24, id="before it is valid"),
        pytest.param("36-02-00", "2027-12-31", "media", 12, id="its last day"),
        pytest.param("36-02-00", "2028-01-01", "media", 24, id="after it"),
    ],
)
def test_agreements_replace_the_hours_of_a_level(
    unit: str, when: str, criticality: str, hours: float
) -> None:
    moment = at(f"{when} 18:00")
    budget = clock.budget_hours(
        Level.N2, Criticality(criticality), unit=unit, config=AGREED, at=moment
    )
    assert budget == hours


def test_s60_an_agreement_holds_for_the_case_and_for_both_waits() -> None:
    case = stints(("2027-03-01 08:00", PROGRESO, Group.N2F))
    assert due(case, "36-02-00", AGREED) == at("2027-03-02 08:00")
    for wait in (clock.client_wait, clock.confirmation_wait):
        until = wait(
            Level.N2,
            unit="36-02-00",
            config=AGREED,
            calendar=CALENDAR,
            start=at("2027-03-01 08:00"),
        )
        assert until == at("2027-03-02 08:00")


def test_an_agreement_that_ends_meanwhile_does_not_move_a_due_time() -> None:
    case = stints(
        ("2027-12-31 18:00", PROGRESO, Group.N2F),
        ("2027-12-31 18:30", CLIENTE, Group.N2F),
        ("2028-01-03 08:00", PROGRESO, Group.N2F),
    )
    assert due(case, "36-02-00", AGREED) == at("2028-01-04 07:30")


@pytest.mark.parametrize(
    ("level", "start", "until"),
    [
        pytest.param(Level.N2, "2026-12-03 16:00", "2026-12-07 16:00", id="S13"),
        pytest.param(Level.N2, "2026-12-09 10:00", "2026-12-11 10:00", id="S19"),
        pytest.param(Level.N2, "2026-12-24 17:00", "2026-12-29 17:00", id="S22 Navidad"),
        pytest.param(Level.N3, "2026-12-30 14:00", "2027-01-06 14:00", id="S31 Año Nuevo"),
    ],
)
def test_waits_have_the_hours_of_the_level(level: Level, start: str, until: str) -> None:
    for wait in (clock.client_wait, clock.confirmation_wait):
        moment = wait(level, unit="", config=CONFIG, calendar=CALENDAR, start=at(start))
        assert moment == at(until)


def test_waits_of_their_own_when_configured() -> None:
    level = {"critica": 4, "alta": 12, "media": 24, "baja": 36}
    config = configuration(sla={"N2": {**level, "client_wait": 12, "confirmation": 36}})
    start = at("2026-12-14 07:00")
    wait = clock.client_wait(Level.N2, unit="", config=config, calendar=CALENDAR, start=start)
    confirm = clock.confirmation_wait(
        Level.N2, unit="", config=config, calendar=CALENDAR, start=start
    )
    assert (wait, confirm) == (at("2026-12-14 19:00"), at("2026-12-16 19:00"))


@pytest.mark.parametrize(
    ("keys", "until"),
    [
        pytest.param({}, "2026-11-24 13:20", id="S2 hours of N1"),
        pytest.param({"intake": {"wait_hours": 12}}, "2026-11-25 09:20", id="hours of its own"),
    ],
)
def test_how_long_an_incomplete_request_waits(keys: dict[str, object], until: str) -> None:
    moment = clock.intake_wait(
        unit="", config=configuration(**keys), calendar=CALENDAR, start=at("2026-11-24 09:20")
    )
    assert moment == at(until)


def test_the_intervals_say_what_counted_and_why() -> None:
    case = stints(
        ("2026-12-03 08:00", ABIERTO, Group.BO),
        ("2026-12-03 09:00", PROGRESO, Group.N2F),
        ("2026-12-03 16:00", CLIENTE, Group.N2F),
        ("2026-12-07 09:30", PROGRESO, Group.N2F),
        ("2026-12-09 13:30", PROGRESO, Group.CAP),
    )
    told = clock.explain_intervals(
        case, rules=LITERAL, calendar=CALENDAR, now=at("2026-12-10 10:00")
    )
    assert [(each.budget, each.running, each.minutes) for each in told] == [
        (Group.N1, True, 60),
        (Group.N2F, True, 7 * 60),
        (Group.N2F, False, 0),
        (Group.N2F, True, 16 * 60),
        (None, False, 0),
    ]
    assert "primer nivel" in told[0].why
    assert "usuario" in told[2].why
    assert "08/12/2026" in told[3].why
    assert "Inmaculada" in told[3].why
    assert "Capacitación" in told[4].why
    assert told[4].end == at("2026-12-10 10:00")


steps = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=5000),
        st.sampled_from(list(State)),
        st.sampled_from(list(Group)),
    ),
    min_size=1,
    max_size=8,
)


@given(steps, st.integers(min_value=0, max_value=5000))
def test_intervals_add_up_to_the_consumed_minutes(
    walk: list[tuple[int, State, Group]], later: int
) -> None:
    case, now = _walked(walk, later)
    told = clock.explain_intervals(case, rules=LITERAL, calendar=CALENDAR, now=now)
    for budget in Group:
        minutes = clock.consumed_minutes(case, budget, rules=LITERAL, calendar=CALENDAR, now=now)
        assert minutes == sum(each.minutes for each in told if each.budget is budget)
    assert all(before.end == after.start for before, after in pairwise(told))


@given(steps, st.integers(min_value=1, max_value=50_000))
def test_at_its_due_time_a_case_has_used_its_budget_up(
    walk: list[tuple[int, State, Group]], later: int
) -> None:
    case, _ = _walked(walk, later)
    moment = due(case)
    budget = clock.current_budget(case)
    hours = clock.current_budget_hours(case, unit="", config=CONFIG)
    if moment is None or budget is None or hours is None:
        assert not clock.is_running(case[-1].state, case[-1].group, LITERAL)
        return
    used = clock.consumed(case, budget, rules=LITERAL, calendar=CALENDAR, now=moment)
    assert used == timedelta(hours=hours)


def _walked(walk: list[tuple[int, State, Group]], later: int) -> tuple[tuple[Stint, ...], datetime]:
    start = at("2026-12-01 07:00")
    found: list[Stint] = []
    for number, (seconds, state, group) in enumerate(walk):
        end = start + timedelta(seconds=seconds * 37)
        found.append(
            Stint(
                state=state,
                group=group,
                level=clock.budget_level(group),
                criticality=Criticality.MEDIA,
                start=start,
                end=None if number == len(walk) - 1 else end,
            )
        )
        start = end if number < len(walk) - 1 else start
    return tuple(found), start + timedelta(seconds=later * 37)
