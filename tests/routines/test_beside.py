"""Routines beside the loop: nobody waits for them, each occasion once, a failing one later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from mailbot.pipeline.desk import Desk
from mailbot.routines import Routine
from mailbot.routines.beside import Beside
from storage import numbers
from tests.routines.test_running import MONDAY, desk, every_morning, noted
from tests.routines.workers import HereWorker

__all__ = ["desk"]

LATER = MONDAY + timedelta(hours=2)


def mornings(*names: str, done: list[datetime] | None = None) -> list[Routine]:
    run = noted([] if done is None else done)
    return [Routine(name=name, title=name, due=every_morning, run=run) for name in names]


@contextmanager
def at_work(worker: HereWorker, done: list[str] | None = None) -> Iterator[Beside]:
    told = [] if done is None else done
    beside = Beside(worker, lambda: told.append("hecho"))
    yield beside
    beside.close()


def attend(beside: Beside, desk: Desk, routines: list[Routine], now: datetime) -> None:
    assert beside.attend(desk, routines, now, decided_until=now) == 0


def attend_to_the_end(
    beside: Beside, desk: Desk, routines: list[Routine], now: datetime
) -> None:  # fmt: skip
    attend(beside, desk, routines, now)
    beside.wait()


def test_each_occasion_is_run_once_in_order_and_who_sends_is_told(desk: Desk):
    done: list[datetime] = []
    told: list[str] = []
    worker = HereWorker(desk)
    routines = mornings("hoja", "resumen", done=done)
    with at_work(worker, told) as beside:
        attend_to_the_end(beside, desk, routines, MONDAY)
        for _again in range(3):
            attend_to_the_end(beside, desk, routines, LATER)
    assert worker.asked == ["hoja", "resumen"]
    assert done == [MONDAY + timedelta(hours=1)] * 2
    assert told == ["hecho"] * 2


def test_nobody_waits_for_a_slow_one_and_it_is_not_begun_twice(desk: Desk):
    done: list[datetime] = []
    worker = HereWorker(desk, held=True)
    routines = mornings("resumen", done=done)
    with at_work(worker) as beside:
        attend_to_the_end(beside, desk, routines, MONDAY)
        attend(beside, desk, routines, LATER)
        assert worker.begun.wait(30)
        attend(beside, desk, routines, LATER)
        assert (worker.asked, done) == (["resumen"], [])
        worker.let_go.set()
        beside.wait()
        attend_to_the_end(beside, desk, routines, LATER)
    assert (worker.asked, len(done)) == (["resumen"], 1)


def test_one_that_kills_its_process_is_told_and_tried_after_longer_and_longer_pauses(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    worker = HereWorker(desk, dies_of="resumen")
    routines = mornings("resumen", "estado")
    with at_work(worker) as beside:
        attend_to_the_end(beside, desk, routines, MONDAY)
        for minute in range(130):
            attend_to_the_end(beside, desk, routines, LATER + timedelta(minutes=minute))
        # It is put off from the next look on, a minute later here: 1, 2, 4, 8, 16 minutes, then 30.
        assert worker.asked.count("resumen") == len([0, 2, 5, 10, 19, 36, 67, 98, 129])
        assert worker.asked.count("estado") == 1
        assert caplog.text.count("no se hizo «resumen»: el proceso murió (SIGSEGV)") == 9
        assert "se intentará de nuevo en 1 min" in caplog.text
        worker.dies_of = ""
        for minute in (130, 159, 160, 161):
            attend_to_the_end(beside, desk, routines, LATER + timedelta(minutes=minute))
    assert worker.asked.count("resumen") == 10


def test_closed_in_the_middle_it_is_due_again(desk: Desk):
    done: list[datetime] = []
    routines = mornings("resumen", "estado", done=done)
    worker = HereWorker(desk, held=True)
    with at_work(HereWorker(desk)) as beside:
        attend_to_the_end(beside, desk, routines, MONDAY)
    with at_work(worker) as beside:
        attend(beside, desk, routines, LATER)
        assert worker.begun.wait(30)
    assert (worker.asked, done) == (["resumen"], [])
    with at_work(HereWorker(desk)) as beside:
        attend_to_the_end(beside, desk, routines, LATER)
    assert len(done) == 2


def test_a_new_line_does_not_begin_with_the_past(desk: Desk):
    worker = HereWorker(desk)
    with at_work(worker) as beside:
        attend_to_the_end(beside, desk, mornings("resumen"), LATER)
    with desk.store.read() as connection:
        assert numbers.marked(connection, "routine:resumen") == (LATER, "")
    assert worker.asked == []


def test_a_fault_of_ours_in_one_is_told_and_the_others_go_on(
    desk: Desk, caplog: pytest.LogCaptureFixture
):
    def fail(_desk: Desk, _at: datetime, _now: datetime) -> None:
        raise KeyError

    broken = Routine(name="rota", title="rota", due=every_morning, run=fail)
    worker = HereWorker(desk)
    routines = [broken, *mornings("resumen")]
    with at_work(worker) as beside:
        attend_to_the_end(beside, desk, routines, MONDAY)
        for _again in range(3):
            attend_to_the_end(beside, desk, routines, LATER)
    assert worker.asked == ["rota", "resumen"]
    assert "falló «rota»" in caplog.text
