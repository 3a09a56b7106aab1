"""Jobs for a worker process: each ends in its own way."""

import os
import signal
import sys
import time
from pathlib import Path

from mailbot.errors import WrongUse
from mailbot.pipeline.desk import Desk
from storage import numbers
from tests.rules.timed import at

NOON = at("2026-11-23 12:00")


def mark(desk: Desk, name: str) -> str:
    """Write something; which process did."""
    with desk.store.write() as connection:
        numbers.mark(connection, name, NOON)
    return f"{os.getpid()}"


def refuse(desk: Desk) -> None:
    raise WrongUse("así no")


def fail(desk: Desk) -> None:
    raise KeyError("una falla nuestra")


def die(desk: Desk) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(desk: Desk) -> None:
    os._exit(7)


def fill(desk: Desk) -> int:
    return len(bytes(8 << 30))


def say_something(desk: Desk) -> str:
    sys.stdout.write("lo que imprime una biblioteca")
    sys.stdout.flush()
    return "respuesta"


def sleep(desk: Desk, started: Path) -> None:
    """Tell that it began, and by which process; then it takes an hour."""
    partial = started.with_suffix(".parte")
    partial.write_text(str(os.getpid()))
    partial.rename(started)
    time.sleep(3600)
