"""When a case is looked at again, by the dates of domain.md §13, and which cases never are."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.model.case import Case, Stopped
from mailbot.model.vocabulary import CloseReason, Criticality, Group, Level, Pause, State
from mailbot.rules import moves
from mailbot.rules.wakeups import (
    CLIENT_REMINDER,
    CLIENT_WAIT,
    CONFIRMATION,
    CONFIRMATION_REMINDER,
    FOLLOW_UP,
    NOT_TAKEN,
    ORGAN,
    PETITION,
    QUEUE,
    wakeups,
    warning_key,
)
from tests.rules.timed import (
    POLICY,
    address,
    asked,
    at,
    critical,
    incident,
    policy_with,
    service,
    solved,
    taken,
)

EIGHTY, FULL = "warning-0.8", "warning-1.0"
PARENT = "INC-2026-000009"


def when(case: Case) -> dict[str, str]:
    """Each kind of wake-up with its time, in their order."""
    return {each.kind: f"{each.at:%Y-%m-%d %H:%M}" for each in wakeups(case, POLICY)}


def on_thursday() -> Case:
    """S13: assigned Thu 3-Dec-2026 08:00, the person asked at 16:00."""
    return asked(taken(incident("2026-12-03 08:00")), "2026-12-03 16:00")


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param(
            service("2026-11-24 09:12"),
            {
                QUEUE: "2026-11-24 09:17", NOT_TAKEN: "2026-11-24 11:12",
                EIGHTY: "2026-11-24 12:24", FULL: "2026-11-24 13:12",
            },
            id="S1 a new request: the queue is told, then 2 hours, 80 and 100 % of 4",
        ),
        pytest.param(
            service("2026-12-04 18:58"),
            {
                QUEUE: "2026-12-07 07:03", NOT_TAKEN: "2026-12-07 08:58",
                EIGHTY: "2026-12-07 10:10", FULL: "2026-12-07 10:58",
            },
            id="on Friday evening the five minutes go on on Monday",
        ),
        pytest.param(
            service("2026-12-05 10:00"),
            {
                QUEUE: "2026-12-07 07:05", NOT_TAKEN: "2026-12-07 09:00",
                EIGHTY: "2026-12-07 10:12", FULL: "2026-12-07 11:00",
            },
            id="on Saturday everything begins on Monday",
        ),
        pytest.param(
            incident("2026-12-07 15:00"),
            {
                NOT_TAKEN: "2026-12-07 19:00", EIGHTY: "2026-12-10 10:12",
                FULL: "2026-12-10 15:00",
            },
            id="S11 assigned to level 2: 4 hours to take it; Inmaculada does not count",
        ),
        pytest.param(
            incident("2026-12-07 15:00", Group.N3F),
            {
                NOT_TAKEN: "2026-12-09 11:00", EIGHTY: "2026-12-11 17:24",
                FULL: "2026-12-14 15:00",
            },
            id="level 3: 8 hours to take it",
        ),
        pytest.param(
            incident("2026-12-07 15:00", Group.N2T),
            {
                NOT_TAKEN: "2026-12-07 19:00", EIGHTY: "2026-12-10 10:12",
                FULL: "2026-12-10 15:00",
            },
            id="a technical group has the hours of its level",
        ),
        pytest.param(
            taken(incident("2026-12-07 15:00")),
            {EIGHTY: "2026-12-10 10:12", FULL: "2026-12-10 15:00"},
            id="once taken, nobody is told that it is not",
        ),
        pytest.param(
            taken(critical(incident("2026-12-07 15:00"))),
            {EIGHTY: "2026-12-07 18:12", FULL: "2026-12-07 19:00"},
            id="Crítica: 4 hours",
        ),
        pytest.param(
            on_thursday(),
            {CLIENT_REMINDER: "2026-12-04 16:00", CLIENT_WAIT: "2026-12-07 16:00"},
            id="S13, S15 waiting for the person",
        ),
        pytest.param(
            solved(taken(incident("2026-12-07 08:00")), "2026-12-09 10:00"),
            {CONFIRMATION_REMINDER: "2026-12-10 10:00", CONFIRMATION: "2026-12-11 10:00"},
            id="S19, S21 solved",
        ),
        pytest.param(
            solved(taken(incident("2026-12-23 08:00")), "2026-12-24 17:00"),
            {CONFIRMATION_REMINDER: "2026-12-28 17:00", CONFIRMATION: "2026-12-29 17:00"},
            id="S22 Navidad",
        ),
        pytest.param(
            solved(taken(incident("2026-12-29 08:00", Group.N3F)), "2026-12-30 14:00", Level.N3),
            {CONFIRMATION_REMINDER: "2027-01-04 14:00", CONFIRMATION: "2027-01-06 14:00"},
            id="S31 level 3, Año Nuevo",
        ),
        pytest.param(
            moves.moved(
                taken(incident("2027-03-01 07:00", Group.N3F)), at("2027-03-01 09:00"), POLICY,
                state=State.PENDIENTE_HALLAZGO,
            ),
            {EIGHTY: "2027-03-04 09:24", FULL: "2027-03-04 19:00"},
            id="S29 a finding: the clock goes on, and so do the warnings",
        ),
        pytest.param(
            moves.moved(
                taken(incident("2027-02-08 08:00")), at("2027-02-08 12:00"), POLICY,
                state=State.PENDIENTE_PROVEEDOR, organ_answered_at=at("2027-02-17 09:00"),
            ),
            {FOLLOW_UP: "2027-02-16 07:00", ORGAN: "2027-02-17 13:00"},
            id="§16.3 four hours after the organ wrote",
        ),
        pytest.param(
            incident("2026-12-03 08:00", Group.CAP), {FOLLOW_UP: "2026-12-14 07:00"},
            id="with Capacitación, which has its own times",
        ),
        pytest.param(
            moves.moved(
                taken(incident("2026-12-03 08:00")), at("2026-12-03 09:00"), POLICY,
                state=State.PENDIENTE_PROVEEDOR,
            ),
            {FOLLOW_UP: "2026-12-14 07:00"},
            id="with an organ that has not written",
        ),
        pytest.param(
            asked(
                taken(incident("2026-12-01 08:00", petition_until=at("2026-12-24 00:00"))),
                "2026-12-01 09:00",
            ),
            {
                CLIENT_REMINDER: "2026-12-02 09:00", CLIENT_WAIT: "2026-12-03 09:00",
                FOLLOW_UP: "2026-12-10 07:00", PETITION: "2026-12-21 07:00",
            },
            id="S55 a petition that ends with Wed 23-Dec: three working days before",
        ),
    ],
)  # fmt: skip
def test_when_a_case_wakes(case: Case, expected: dict[str, str]) -> None:
    assert when(case) == expected
    assert list(when(case)) == list(expected), "in order of time"


def beside(case: Case, mass: State | None = State.EN_PROGRESO) -> Case:
    return moves.beside(case, mass, case.stints[-1].start, POLICY)


def stopped(case: Case) -> Case:
    since = case.stints[-1].start
    pause = Stopped(why=Pause.CONTINGENCIA, since=since, back_to=case.state)
    return replace(case, stopped=pause)


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(stopped(on_thursday()), id="stopped while the person was asked"),
        pytest.param(
            stopped(solved(incident("2026-12-03 08:00"), "2026-12-03 09:00")), id="stopped, solved"
        ),
        pytest.param(stopped(incident("2026-12-03 08:00")), id="stopped, running"),
        pytest.param(
            beside(incident("2026-12-03 08:00", Group.N3F, parent=PARENT)),
            id="a child of a mass incident: its parent speaks for it",
        ),
        pytest.param(
            moves.closed(
                taken(incident("2026-12-03 08:00", petition_until=at("2026-12-24 00:00"))),
                at("2026-12-03 09:00"), POLICY, CloseReason.DUPLICADO,
                asked_at=at("2026-12-03 09:00"),
            ),
            id="closed without a survey, also a petition",
        ),
    ],
)  # fmt: skip
def test_what_sleeps_until_somebody_acts(case: Case) -> None:
    assert wakeups(case, POLICY) == ()


def test_a_child_of_a_mass_incident_still_waits_for_its_own_person() -> None:
    child = solved(beside(taken(incident("2026-12-03 08:00", parent=PARENT))), "2026-12-03 09:00")
    assert list(when(child)) == [CONFIRMATION_REMINDER, CONFIRMATION]


def _reopened(child: Case) -> Case:
    closed = moves.closed(
        child, at("2026-12-03 10:00"), POLICY, CloseReason.COORDINADOR,
        asked_at=at("2026-12-03 10:00"),
    )  # fmt: skip
    return moves.reopened(closed, at("2026-12-04 10:00"), POLICY)


@pytest.mark.parametrize(
    ("child", "due"),
    [
        pytest.param(
            moves.moved(
                solved(beside(taken(incident("2026-12-03 08:00", parent=PARENT))),
                       "2026-12-03 09:00"),
                at("2026-12-03 11:00"), POLICY, state=State.EN_PROGRESO,
            ),
            "2026-12-07 10:00", id="its person rejected the solution",
        ),
        pytest.param(
            moves.assigned(
                beside(incident("2026-12-03 08:00", Group.N3F, parent=PARENT)),
                at("2026-12-03 09:00"), POLICY, Group.N2F, address("nora"),
            ),
            "2026-12-07 09:00", id="somebody else got it by itself",
        ),
        pytest.param(
            _reopened(beside(incident("2026-12-03 08:00", Group.N3F, parent=PARENT))),
            "2026-12-11 08:00", id="it was closed, and perhaps its parent too, and opened again",
        ),
    ],
)  # fmt: skip
def test_a_child_that_left_its_parent_speaks_for_itself(child: Case, due: str) -> None:
    assert when(child)[FULL] == due


MASS = moves.opened(
    replace(
        incident("2026-12-17 15:00", Group.N3F), mass=True, state=State.RESUELTO,
        wait_started_at=at("2026-12-18 09:00"), opened_at=at("2026-12-18 09:00"),
    ),
    POLICY,
)  # fmt: skip
"""A mass incident whose users CL1 was asked to answer on Fri 18-Dec-2026 at 09:00."""


def test_the_line_is_reminded_of_a_solved_mass_incident_every_working_day() -> None:
    case, told = MASS, []
    for _time in range(4):
        (each,) = wakeups(case, POLICY)
        told.append(f"{each.at:%a %d %H:%M}")
        case = replace(case, handled=(*case.handled, each.key))
    assert told == ["Fri 18 13:00", "Mon 21 07:00", "Tue 22 07:00", "Wed 23 07:00"]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(replace(MASS, wait_started_at=None), id="all users were answered"),
        pytest.param(stopped(MASS), id="a contingency lasts"),
        pytest.param(
            moves.closed(MASS, at("2026-12-18 10:00"), POLICY, CloseReason.CONFIRMADO,
                         asked_at=at("2026-12-18 10:00")),
            id="it is closed",
        ),
    ],
)  # fmt: skip
def test_nobody_is_reminded_of_a_mass_incident_that_waits_for_no_answer(case: Case) -> None:
    assert wakeups(case, POLICY) == ()


def test_what_was_handled_is_not_due_again() -> None:
    case = incident("2026-12-07 15:00")
    for each in wakeups(case, POLICY):
        case = replace(case, handled=(*case.handled, each.key))
    assert wakeups(case, POLICY) == ()


def test_a_warning_is_given_once_a_budget_although_its_time_moves() -> None:
    case = taken(incident("2026-12-07 15:00"))
    told = replace(case, handled=(warning_key(0.8, case),))
    back = moves.moved(
        asked(told, "2026-12-10 11:00"), at("2026-12-14 07:00"), POLICY, state=State.EN_PROGRESO
    )
    assert when(back) == {FULL: "2026-12-14 11:00"}
    other = taken(moves.assigned(back, at("2026-12-14 08:00"), POLICY, Group.N3F, address("nel")))
    assert list(when(other)) == [EIGHTY, FULL], "another group has its own"


def test_a_second_question_has_a_reminder_and_an_end_of_its_own() -> None:
    first = on_thursday()
    done = replace(first, handled=tuple(each.key for each in wakeups(first, POLICY)))
    back = moves.moved(done, at("2026-12-04 09:00"), POLICY, state=State.EN_PROGRESO)
    again = asked(back, "2026-12-04 10:00")
    assert when(again) == {CLIENT_REMINDER: "2026-12-07 10:00", CLIENT_WAIT: "2026-12-09 10:00"}


def test_shares_and_hours_come_from_the_configuration() -> None:
    policy = policy_with(
        reminder={"at": 0.25}, warning={"at": [0.5]}, take={"N2": 1, "N1": 1, "N3": 1}
    )
    running = incident("2026-12-03 08:00", policy=policy)
    waiting = asked(running, "2026-12-03 16:00", policy)
    kinds = [each.kind for each in wakeups(running, policy)]
    moments = [f"{each.at:%d %H:%M}" for each in wakeups(running, policy)]
    assert (kinds, moments) == ([NOT_TAKEN, "warning-0.5"], ["03 09:00", "04 08:00"])
    assert f"{wakeups(waiting, policy)[0].at:%d %H:%M}" == "04 10:00"


steps = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=4_000),
        st.sampled_from(["assign", "ask", "solve", "resume", "find", "rank", "take", "handle"]),
        st.sampled_from([Group.N2F, Group.N2T, Group.N3F, Group.N3T]),
    ),
    max_size=8,
)


@given(steps)
def test_nothing_that_runs_or_waits_is_ever_forgotten(
    path: list[tuple[int, str, Group]],
) -> None:
    """A running case wakes somebody until its 100 % was told, a waiting one until its end."""
    case, moment = service("2026-12-01 08:00"), at("2026-12-01 08:00")
    for minutes, step, group in path:
        moment += timedelta(minutes=minutes)
        case = _after(case, step, group, moment)
        due = {each.kind for each in wakeups(case, POLICY)}
        if case.due_at:
            assert FULL in due or warning_key(1.0, case) in case.handled
        if case.state is State.PENDIENTE_CLIENTE:
            assert CLIENT_WAIT in due or any(key.startswith(CLIENT_WAIT) for key in case.handled)
        if case.state is State.RESUELTO:
            assert CONFIRMATION in due or any(key.startswith(CONFIRMATION) for key in case.handled)
        assert case.due_at or case.state in (State.PENDIENTE_CLIENTE, State.RESUELTO)


def _after(case: Case, step: str, group: Group, moment: datetime) -> Case:
    text = f"{moment:%Y-%m-%d %H:%M}"
    match step:
        case "assign":
            return moves.assigned(case, moment, POLICY, group, address("nora"))
        case "ask":
            return asked(case, text)
        case "solve":
            return solved(case, text)
        case "resume":
            return moves.moved(case, moment, POLICY, state=State.EN_PROGRESO)
        case "find":
            return moves.moved(case, moment, POLICY, state=State.PENDIENTE_HALLAZGO)
        case "rank":
            return moves.moved(case, moment, POLICY, criticality=Criticality.ALTA)
        case "take":
            return replace(case, taken_at=moment)
    due = [each.key for each in wakeups(case, POLICY) if each.at <= moment]
    return replace(case, handled=(*case.handled, *due))
