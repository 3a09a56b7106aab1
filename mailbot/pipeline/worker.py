"""A worker process: what takes long and looks at many cases is done beside the loop, on its store.

A thread would not do: it would take the loop's time, and leave its memory to the daemon.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

from mailbot.config import Config
from mailbot.errors import MailbotError, disk_words

SECONDS = 1800
"""What a job may take by the clock."""
MEMORY = 1024 * 1024 * 1024
"""Address space of the process; what the morning of 100,000 open cases asks for takes 620 MB."""

_LEAVING_SECONDS = 10

_Result = TypeVar("_Result")


class WorkerFailed(MailbotError):
    """A job did not come to its end; the message is why, in Spanish, "" where it was logged."""


class WorkerClosed(WorkerFailed):
    """The worker was closed: its job is for another day."""


class Worker:
    """Does jobs in a process of its own, one at a time, with a desk for the same configuration.

    The process is started when it is needed. It ends when told to rest, with its job if that takes
    too much time or memory, and with us, however we end. Close it at the end.
    """

    def __init__(self, config: Config, *, seconds: int = SECONDS, memory: int = MEMORY) -> None:
        self._config = config
        self._seconds = seconds
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._starting = threading.Lock()
        self._working = threading.Lock()

    def do(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        """What a function of a module answers, called with the process's desk and `arguments`.

        They and the answer are pickled. Raises WorkerFailed. Calls from several threads wait for
        each other.
        """
        with self._working:
            try:
                child = self._running()
            except OSError as error:
                raise WorkerFailed(disk_words(error)) from None
            try:
                why, answer = _ask(child, (function, arguments, self._seconds))
            except (EOFError, BrokenPipeError, pickle.UnpicklingError):
                number = self._end()
                if self._closed:
                    raise WorkerClosed from None
                raise WorkerFailed(_how_it_ended(number, self._seconds)) from None
        if why is not None:
            raise WorkerFailed(why)
        return cast(_Result, answer)

    def rest(self) -> None:
        """End the process once it has nothing to do; the next job starts another one."""
        with self._working:
            self._end()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        with self._starting:
            self._closed = True
            if self._child:
                self._child.kill()
        self.rest()

    def _running(self) -> subprocess.Popen[bytes]:
        with self._starting:
            if self._closed:
                raise WorkerClosed
            if self._child is None:
                # It works on our own data, with our own log: the environment is ours.
                self._child = subprocess.Popen(
                    [sys.executable, "-m", "mailbot.pipeline.worker_process", str(self._memory)],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                    start_new_session=True,
                )  # fmt: skip
                if self._child.stdin is not None:
                    with suppress(BrokenPipeError):
                        pickle.dump(self._config, self._child.stdin)
            return self._child

    def _end(self) -> int:
        """End the process; how it ended (`Popen.returncode`)."""
        child, self._child = self._child, None
        if child is None:
            return 0
        for pipe in filter(None, (child.stdin, child.stdout)):
            with suppress(BrokenPipeError):
                pipe.close()
        try:
            return child.wait(timeout=_LEAVING_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


def _ask(child: subprocess.Popen[bytes], job: object) -> tuple[str | None, object]:
    if child.stdin is None or child.stdout is None:
        raise BrokenPipeError
    pickle.dump(job, child.stdin)
    child.stdin.flush()
    answer: tuple[str | None, object] = pickle.load(child.stdout)
    return answer


def _how_it_ended(number: int, seconds: int) -> str:
    if number == -signal.SIGALRM:
        return f"tomó más de {seconds} segundos"
    if number == -signal.SIGKILL:
        # The kernel ends it first where memory is short, whoever took it.
        return "el sistema terminó el proceso: quizá falta memoria"
    if number < 0:
        return f"el proceso murió ({signal.Signals(-number).name})"
    return f"el proceso terminó con {number}"
