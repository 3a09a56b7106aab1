"""The process of a worker: a configuration and jobs in on stdin, an answer to each out on stdout.

Started by `mailbot.pipeline.worker` as `python -m`, with the memory that it may take, in bytes. It
opens the line's store for itself, and ends with its stdin: also when whoever started it is killed.
"""

import os
import pickle
import queue
import secrets
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from typing import BinaryIO

from mailbot.config import Config
from mailbot.documents import load_documents
from mailbot.errors import MailbotError
from mailbot.logs import tell
from mailbot.logs.setup import log_to_stderr
from mailbot.pipeline.confinement import confine, private_pipes
from mailbot.pipeline.desk import Desk
from mailbot.rules.policy import Policy
from storage import Store, open_store

_NICENESS = 10
"""Mails have the processor first."""


_Job = tuple[Callable[..., object], tuple[object, ...], int]
"""A function, what it is called with after the desk, and how many seconds it may take."""


def main() -> None:
    """Answer one job after the other until stdin ends."""
    confine(int(sys.argv[1]), niceness=_NICENESS)
    jobs, answers = private_pipes(keep_stderr=True)
    config: Config = pickle.load(jobs)
    log_to_stderr(config.log.format, config.log.level)
    waiting: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(jobs, waiting), daemon=True).start()
    with closing(open_store(config)) as store:
        desk = _desk(config, store)
        while True:
            answers.write(pickle.dumps(_answer(desk, waiting.get())))
            answers.flush()


def _listen(jobs: BinaryIO, waiting: queue.SimpleQueue[_Job]) -> None:
    """Pass the jobs on as they come; at the end of stdin nobody waits for an answer any more."""
    try:
        while True:
            waiting.put(pickle.load(jobs))
    finally:
        os._exit(0)


def _answer(desk: Desk, job: _Job) -> tuple[str | None, object]:
    """Why the job failed, None if it did not, and what it came to."""
    function, arguments, seconds = job
    # The default of SIGALRM is to end the process, in the middle of a library's loop too.
    signal.alarm(seconds)
    try:
        return None, function(desk, *arguments)
    except MailbotError as error:
        return str(error), None
    except MemoryError:
        return "necesita demasiada memoria", None
    except Exception:
        tell("job.failed", failure=True, job=function.__name__)
        return "", None
    finally:
        signal.alarm(0)


def _desk(config: Config, store: Store) -> Desk:
    return Desk(
        policy=Policy.from_config(config),
        store=store,
        documents=load_documents(config.documents, config.phones, config.identity.address),
        new_token=lambda: secrets.token_hex(16),
    )


if __name__ == "__main__":
    main()
