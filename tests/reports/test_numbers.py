"""The report of a simulated week, counted again from the raw rows by a few independent lines."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import text

from mailbot.reports.finish import finished_month
from mailbot.reports.monthly import MonthlyReport
from mailbot.reports.period import Period
from mailbot.rules.policy import Policy
from mailbot.simulate.simulation import Settings, Simulation
from tests.reports.month import BOGOTA, moment, report_of

_START, _CUT = moment("2026-01-01"), moment("2026-01-06")
_WEEK = Period(key="2026-01", name="enero de 2026", zone=BOGOTA, start=_START, until=_CUT)


class Week(NamedTuple):
    """The report as it was made at the end of the week, and again two days later; the raw rows."""

    report: MonthlyReport
    again: MonthlyReport
    policy: Policy
    cases: Sequence[Any]
    events: Sequence[Any]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    folder: Path = tmp_path_factory.mktemp("semana")
    with Simulation(Settings(days=7, seed=5, per_day=4, keep_going=True), folder) as simulated:
        policy = simulated.line.policy
        for day in simulated.days():
            if day.date + timedelta(days=1) == _CUT:
                with simulated.line.store.read() as connection:
                    report = report_of(connection, _WEEK, policy)
        with simulated.line.store.read() as connection:
            cases = connection.execute(text("SELECT * FROM cases WHERE NOT mass")).mappings().all()
            events = (
                connection.execute(text("SELECT * FROM case_events ORDER BY case_id, seq"))
                .mappings()
                .all()
            )
            yield Week(report, report_of(connection, _WEEK, policy), policy, cases, events)


def _at(stored: str) -> datetime:
    return datetime.fromisoformat(f"{stored}+00:00")


def _of_week(rows: Sequence[Any], column: str) -> list[Any]:
    return [row for row in rows if row[column] and _START <= _at(row[column]) < _CUT]


def _stints(case: Any) -> list[tuple[str, str, datetime, datetime]]:
    """(state, group, start, end) of each, cut where the week ends."""
    rows = json.loads(case["stints"])
    cut = (
        (row[0], row[1], datetime.fromisoformat(row[4]),
         min(datetime.fromisoformat(row[5]) if row[5] else _CUT, _CUT))
        for row in rows
    )  # fmt: skip
    return [stint for stint in cut if stint[2] < _CUT]


def test_what_came_in_and_what_was_closed(week: Week):
    mass = {row["id"] for row in week.cases}
    closings = [
        row for row in _of_week(week.events, "at")
        if row["event"] == "transition" and row["target"] == "Cerrado" and row["case_id"] in mass
    ]  # fmt: skip
    endings = week.report.endings
    assert endings.received == len(_of_week(week.cases, "opened_at")) > 10
    assert endings.closed == len(closings) > 5
    assert endings.closed_cases == len({row["case_id"] for row in closings})
    assert sum(day.received for day in endings.days) == endings.received
    by_rule = Counter(row["rule"] for row in closings)
    told = {str(reason): count for reason, count in endings.by_reason if count}
    assert told.get("solucion_n1", 0) == by_rule["T3"]
    assert told.get("sin_respuesta", 0) == by_rule["T9"]
    assert told.get("aceptacion_tacita", 0) == by_rule["T19"]


def test_what_is_in_course_by_state_and_group(week: Week):
    last = [stints[-1] for case in week.cases if (stints := _stints(case))]
    states = Counter(state for state, _group, _start, _end in last if state != "Cerrado")
    assert {str(s): n for s, n in week.report.total.in_course if n} == dict(states)
    groups = Counter(group for state, group, _start, _end in last if state != "Cerrado")
    assert {each.name: each.open for each in week.report.of("Grupo") if each.open} == dict(groups)
    assert sum(states.values()) == week.report.endings.open


def test_reopenings_returns_and_escalations(week: Week):
    rules = Counter(row["rule"] for row in _of_week(week.events, "at") if row["source"])
    assert week.report.endings.reopenings == rules["T24"]
    assert week.report.endings.refused == rules["T20"]
    assert len(week.report.movements.given_back) == rules["T27"]
    assert week.report.first_level.escalated == rules["T4"] > 0


def test_surveys_and_their_answers(week: Week):
    answers = [json.loads(row["survey"]) for row in week.cases if row["survey"]]
    scores = [
        row[3] for row in answers if row[2] and datetime.fromisoformat(row[2]) < _CUT
    ]  # fmt: skip
    overall = [row[3] for row in scores if row[3]]
    assert week.report.survey.answered == len(scores)
    assert week.report.survey.satisfied == sum(score >= 4 for score in overall)
    sides = week.report.surveys[1:]
    assert sum(each.answered for each in sides) == len(scores)


def test_the_hours_that_cases_waited_for_their_person(week: Week):
    between = week.policy.calendar.between
    hours = sum(
        (
            between(start, end)
            for case in week.cases
            for state, _group, start, end in _stints(case)
            if state == "Pendiente por Cliente"
        ),
        timedelta(0),
    ) / timedelta(hours=1)
    told = next(each.hours for each in week.report.waits if each.what == "Usuario")
    assert told == pytest.approx(hours, abs=0.01)


def test_the_ans_of_the_second_level(week: Week):
    """Hours in Trabajo en Progreso with N2F, until the case left it, against 24, 12 or 4."""
    budgets = {"critica": 4, "alta": 12, "media": 24, "baja": 36}
    kept = []
    for case in week.cases:
        rows = json.loads(case["stints"])
        stints = [r for r in rows if datetime.fromisoformat(r[4]) < _CUT]
        mine = [
            n for n, r in enumerate(stints)
            if r[1] == "N2F" and r[0] not in ("Abierto", "Resuelto", "Cerrado")
        ]  # fmt: skip
        if not mine:
            continue
        last = stints[mine[-1]]
        if last[5] is None or datetime.fromisoformat(last[5]) >= _CUT:
            continue
        running = ("Trabajo en Progreso", "Pendiente Hallazgo", "Pendiente Ajuste")
        used = sum(
            (
                week.policy.calendar.between(*map(datetime.fromisoformat, r[4:6]))
                for r in (stints[n] for n in mine)
                if r[0] in running and len(r) == 6
            ),
            timedelta(0),
        )
        kept.append(used <= timedelta(hours=budgets[last[3]]))
    group = next(each for each in week.report.of("Grupo") if each.name == "N2F")
    assert (group.ended, group.met) == (len(kept), sum(kept))
    assert group.ended > 0


def test_what_happens_later_changes_no_number_and_no_byte(week: Week):
    """Cases reopened, surveys answered, facts completed: the week stays as it was."""
    assert week.again == week.report
    first, second = (
        finished_month(each, week.policy.config) for each in (week.report, week.again)
    )  # fmt: skip
    assert first.files == second.files
    assert len(first.files[0].content) > 10_000
