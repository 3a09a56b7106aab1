"""The worker process: does jobs on the same store, within limits, and never outlives its parent."""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.config import Config
from mailbot.pipeline.worker import Worker, WorkerClosed, WorkerFailed
from storage import numbers, open_store
from tests.pipeline import jobs
from tests.storage.test_store import config

_PATIENCE = 30.0


@pytest.fixture
def settings(tmp_path: Path) -> Config:
    settings = config(tmp_path)
    open_store(settings).close()
    return settings


@pytest.fixture
def worker(settings: Config) -> Iterator[Worker]:
    worker = Worker(settings)
    yield worker
    worker.close()


def appears(path: Path) -> str:
    """What stands in a file, once it is there."""
    end = time.monotonic() + _PATIENCE
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.01)
    return path.read_text()


def goes(pid: int) -> bool:
    """Whether a process that is nobody's child here ends soon."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def test_jobs_are_done_in_another_process_on_the_same_store(worker: Worker, settings: Config):
    first, second = worker.do(jobs.mark, "uno"), worker.do(jobs.mark, "dos")
    assert first == second != str(os.getpid())
    store = open_store(settings)
    with store.read() as connection:
        assert [numbers.marked(connection, name) for name in ("uno", "dos")] == [
            (jobs.NOON, "")
        ] * 2
    store.close()


def test_once_it_rests_its_process_is_gone_and_the_next_job_has_another(worker: Worker):
    first = worker.do(jobs.mark, "uno")
    worker.rest()
    assert goes(int(first))
    assert worker.do(jobs.mark, "dos") != first


def test_what_libraries_print_is_no_answer(worker: Worker):
    assert worker.do(jobs.say_something) == "respuesta"


@pytest.mark.parametrize(
    ("job", "why"),
    [
        (jobs.refuse, "así no"),
        (jobs.fail, ""),
        (jobs.die, "el sistema terminó el proceso: quizá falta memoria"),
        (jobs.leave, "el proceso terminó con 7"),
        (jobs.fill, "necesita demasiada memoria"),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_a_job_that_fails_or_kills_its_process_is_told_and_the_next_one_is_done(
    worker: Worker, job: object, why: str
):
    with pytest.raises(WorkerFailed) as failed:
        worker.do(job)  # type: ignore[arg-type]
    assert str(failed.value) == why
    assert worker.do(jobs.say_something) == "respuesta"


def test_a_job_that_takes_too_long_is_ended(settings: Config, tmp_path: Path):
    worker = Worker(settings, seconds=1)
    with pytest.raises(WorkerFailed, match="tomó más de 1 segundos"):
        worker.do(jobs.sleep, tmp_path / "empezó")
    worker.close()


def test_closing_ends_the_job_in_hand_at_once(worker: Worker, tmp_path: Path):
    ends: list[Exception] = []

    def ask() -> None:
        try:
            worker.do(jobs.sleep, tmp_path / "empezó")
        except WorkerFailed as failed:
            ends.append(failed)

    asking = threading.Thread(target=ask)
    asking.start()
    appears(tmp_path / "empezó")
    worker.close()
    asking.join(_PATIENCE)
    assert [type(each) for each in ends] == [WorkerClosed]
    with pytest.raises(WorkerClosed):
        worker.do(jobs.say_something)


def test_killed_with_kill_the_parent_takes_its_worker_along(settings: Config, tmp_path: Path):
    started, packed = tmp_path / "empezó", tmp_path / "config"
    packed.write_bytes(pickle.dumps(settings))
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(packed), str(started)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    pid = int(appears(started))
    parent.kill()
    parent.wait()
    assert goes(pid)


_PARENT = """
import pickle, sys
from pathlib import Path
from mailbot.pipeline.worker import Worker
from tests.pipeline import jobs

Worker(pickle.loads(Path(sys.argv[1]).read_bytes())).do(jobs.sleep, Path(sys.argv[2]))
"""
