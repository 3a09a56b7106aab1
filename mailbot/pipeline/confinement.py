"""What the processes beside the daemon have in common: private pipes, and bounds on themselves."""

import os
import resource
import signal
from contextlib import suppress
from io import BufferedReader, BufferedWriter


def private_pipes(*, keep_stderr: bool = False) -> tuple[BufferedReader, BufferedWriter]:
    """The pipes to the parent (stdin, stdout), where no `print` of a library can reach them.

    With `keep_stderr` what is logged still goes where the parent's log goes.
    """
    jobs, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1) if keep_stderr else (0, 1, 2):
        os.dup2(nothing, each)
    os.close(nothing)
    return jobs, answers


def confine(memory: int, *, niceness: int = 0) -> None:
    """Bound the address space (bytes), leave no core dump, outlive our parent's signals.

    A core dump would hold a mail. When the whole service is told to stop, the end of stdin or our
    parent ends us: a signal must not look like the fault of what is in hand. `niceness` is added to
    the parent's: others come first.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    with suppress(OSError):
        os.nice(niceness)
    # Where the machine itself runs out of memory, rather this process dies than the daemon.
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")
