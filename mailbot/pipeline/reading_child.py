"""The process that reads costly mails: bytes in on stdin, one pickled answer out on stdout.

Started by `mailbot.pipeline.reading` as `python -m`, with the name of the function to run and the
memory that it may take, in bytes. It holds no secret, opens nothing, and ends with its stdin.
"""

import importlib
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any

from mailbot.errors import UnreadableMail
from mailbot.pipeline.confinement import confine, private_pipes

JOB = struct.Struct(">dQ")
"""What stands before the bytes of a mail: how many seconds of CPU it may take, and their number."""

ANSWER = struct.Struct(">Q")
"""What stands before an answer: how many bytes of memory this process holds, 0 if unknown."""

READ, REFUSED, NO_MEMORY, FAILED = "read", "refused", "no-memory", "failed"


def main() -> None:
    """Answer one job after the other until stdin ends."""
    name, memory = sys.argv[1:3]
    jobs, answers = private_pipes()
    confine(int(memory))
    read = _function(name)
    while len(head := jobs.read(JOB.size)) == JOB.size:
        seconds, size = JOB.unpack(head)
        answer = _answer(read, jobs.read(size), seconds)
        answers.write(ANSWER.pack(_held()))
        answers.write(answer)
        answers.flush()


def _function(name: str) -> Callable[[bytes], Any]:
    module, _, attribute = name.partition(":")
    function: Callable[[bytes], Any] = getattr(importlib.import_module(module), attribute)
    return function


def _answer(read: Callable[[bytes], Any], raw: bytes, seconds: float) -> bytes:
    # SIGPROF counts the CPU that is used, not the time that passes on a busy machine. Its default
    # is to end the process, in the middle of a library's loop too.
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return pickle.dumps((READ, read(raw)), pickle.HIGHEST_PROTOCOL)
    except UnreadableMail as reason:
        return pickle.dumps((REFUSED, str(reason)))
    except MemoryError:
        return pickle.dumps((NO_MEMORY, ""))
    except Exception as error:  # The parent must hear of it, without the words of the mail.
        return pickle.dumps((FAILED, _where(error)))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _held() -> int:
    """Bytes of memory that this process holds."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _where(error: Exception) -> str:
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"
    return f"{type(error).__name__} en {place}"


if __name__ == "__main__":
    main()
