"""Routines: each occasion once, a failing one again, a new line does not begin with the past."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from mailbot.documents import load_documents
from mailbot.pipeline.desk import Desk
from mailbot.routines import Routine, run_due
from mailbot.rules import occasions
from mailbot.rules.policy import Policy
from storage import open_store, routine_failures
from tests.storage.test_store import config

MONDAY = datetime.fromisoformat("2026-11-23T06:00:00-05:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    settings = config(tmp_path)
    store = open_store(settings)
    yield Desk(
        policy=Policy.from_config(settings), store=store, new_token=lambda: "0" * 32,
        documents=load_documents(settings.documents, settings.phones, settings.identity.address),
    )  # fmt: skip
    store.close()


def every_morning(policy: Policy, last: datetime | None, now: datetime) -> Sequence[datetime]:
    return occasions.daily(policy.calendar, last, now, time(7)) if last else ()


def noted(done: list[datetime]) -> Callable[[Desk, datetime, datetime], None]:
    return lambda _desk, at, _now: done.append(at)


def runs(desk: Desk, routines: Sequence[Routine], now: datetime) -> int:
    return run_due(desk, routines, now, decided_until=now)


def test_each_occasion_is_run_once_also_after_a_gap(desk: Desk):
    done: list[datetime] = []
    routine = Routine(name="prueba", title="prueba", due=every_morning, run=noted(done))
    for hours in (0, 1, 2, 2, 50):
        runs(desk, [routine], MONDAY + timedelta(hours=hours))
    assert [each.isoformat()[:16] for each in done] == [
        "2026-11-23T07:00", "2026-11-24T07:00", "2026-11-25T07:00",
    ]  # fmt: skip


def test_a_new_line_does_not_begin_with_the_past(desk: Desk):
    done: list[datetime] = []
    routine = Routine(name="prueba", title="prueba", due=every_morning, run=noted(done))
    assert runs(desk, [routine], MONDAY + timedelta(hours=5)) == 0
    assert done == []


def test_one_that_fails_is_tried_again_and_stops_no_other(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    done: list[datetime] = []
    broken = [True]

    def breaks(_desk: Desk, at: datetime, _now: datetime) -> None:
        if broken.pop():
            broken.append(False)
            raise RuntimeError("no pudo")
        done.append(at)

    routines = [
        Routine(name="rota", title="rota", due=every_morning, run=breaks),
        Routine(name="sana", title="sana", due=every_morning, run=noted(done)),
    ]
    runs(desk, routines, MONDAY)
    later = MONDAY + timedelta(hours=2)
    assert [runs(desk, routines, later) for _again in range(2)] == [1, 1]
    assert len(done) == 2
    assert "rota" in caplog.text


def test_what_waits_for_mail_runs_once_all_that_came_before_it_is_decided_about(desk: Desk):
    done: list[datetime] = []
    routine = Routine(
        name="informe", title="informe", due=every_morning, run=noted(done), waits_for_mail=True
    )
    runs(desk, [routine], MONDAY)
    seven, later = MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2)
    for early in (None, seven - timedelta(seconds=1)):
        assert run_due(desk, [routine], later, decided_until=early) == 0
    assert run_due(desk, [routine], later, decided_until=seven) == 1
    assert done == [seven]


def test_the_failures_of_a_routine_that_is_no_more_are_forgotten(desk: Desk):
    def breaks(_desk: Desk, _at: datetime, _now: datetime) -> None:
        raise RuntimeError("no pudo")

    def routine(name: str) -> Routine:
        return Routine(name=name, title=name, due=every_morning, run=breaks)

    def failing() -> dict[str, int]:
        with desk.store.read() as connection:
            return {each.name: each.times for each in routine_failures.standing(connection)}

    before = [routine("informe"), routine("resumen")]
    runs(desk, before, MONDAY)
    runs(desk, before, MONDAY + timedelta(hours=2))
    assert failing() == {"informe": 1, "resumen": 1}
    after = [routine("informe"), routine("digesto")]
    runs(desk, after, MONDAY + timedelta(hours=3))
    assert failing() == {"informe": 2}
