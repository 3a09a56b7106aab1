"""The running program while a routine takes long: mail is answered, and no end waits for it."""

import os
import signal
from pathlib import Path

from tests.e2e.letters import COMPLETE, letter
from tests.e2e.line_at_work import LineAtWork
from tests.e2e.program import RunningProgram
from tests.pipeline.test_worker import appears, goes

MORNING = "2026-11-24 09:00"


def slow_program(line: LineAtWork) -> RunningProgram:
    return RunningProgram(line, module="tests.e2e.slow_run")


def slow_process(line: LineAtWork) -> int:
    """The process that does the slow routine, once it does it."""
    return int(appears(line.folder / "archivo" / "lento"))


def test_mail_is_answered_meanwhile_and_told_to_stop_it_ends_with_its_worker(line: LineAtWork):
    with slow_program(line) as program:
        pid = slow_process(line)
        line.arrives(letter(COMPLETE, sender="maria@invias.test"), MORNING)
        assert line.sink.wait_for(1, timeout=30)[0].recipients == ("maria@invias.test",)
        assert Path(f"/proc/{pid}").exists()
        assert program.stop(seconds=6) == 0
        assert goes(pid)
        assert "no se hizo" not in program.said


def test_killed_it_takes_its_worker_along(line: LineAtWork):
    with slow_program(line) as program:
        pid = slow_process(line)
        program.die()
        assert goes(pid)


def test_a_worker_that_is_killed_is_told_and_mail_is_answered(line: LineAtWork):
    with slow_program(line) as program:
        os.kill(slow_process(line), signal.SIGKILL)
        program.says("no se hizo «slow»: el sistema terminó el proceso")
        line.arrives(letter(COMPLETE, sender="maria@invias.test"), MORNING)
        line.sink.wait_for(1, timeout=30)
        assert program.stop(seconds=6) == 0
