"""A function that reads mails badly, each in the way that a word in it names."""

import ctypes
import os
import re
import signal
import sys
from pathlib import Path

from mailbot.errors import UnreadableMail
from mailbot.model.mail import Mail
from mailbot.parsers import read_mail
from mailbot.parsers.forms import Forms
from mailbot.pipeline import sheet_reading
from mailbot.pipeline.form_job import read_packed


def misread(raw: bytes) -> Mail:
    """Do what the mail's bytes name, else read it."""
    for word, act in _ACTS.items():
        if word in raw:
            act()
    if announced := _ANNOUNCED.search(raw):
        Path(announced[1].decode()).write_bytes(b"x")
        _loop()
    return read_mail(raw)


def misread_forms(packed: bytes) -> Forms:
    """Do what a file or the words beside it name, else read the forms."""
    for word, act in _ACTS.items():
        if word in packed:
            act()
    return read_packed(packed)


def misread_sheet(packed: bytes) -> object:
    """Do what the sheet's name says, else read it."""
    for word, act in _ACTS.items():
        if word in packed:
            act()
    return sheet_reading.read_packed(packed)


def _loop() -> None:
    while True:
        pass


def _loop_in_a_library() -> None:
    sum(range(10**12))


def _allocate() -> None:
    held = []
    while True:
        held.append(bytearray(1 << 26))


def _crash() -> None:
    ctypes.string_at(0)


def _be_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _refuse() -> None:
    raise UnreadableMail("No se admite.")


def _fail() -> None:
    raise ValueError("secreto del correo")


def _leave() -> None:
    os._exit(3)


def _print() -> None:
    sys.stdout.write("x" * 100_000)
    sys.stdout.flush()
    os.write(1, b"y" * 100)
    os.write(2, b"z" * 100)


def _show_environment() -> None:
    raise UnreadableMail(" ".join(sorted(os.environ)) + ".")


def _be_told_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)


_ANNOUNCED = re.compile(rb"ANNOUNCE (\S+)")
_ACTS = {
    b"LOOP": _loop,
    b"LIBRARY": _loop_in_a_library,
    b"ALLOCATE": _allocate,
    b"CRASH": _crash,
    b"KILLED": _be_killed,
    b"REFUSE": _refuse,
    b"FAIL": _fail,
    b"LEAVE": _leave,
    b"PRINT": _print,
    b"ENVIRONMENT": _show_environment,
    b"STOP": _be_told_to_stop,
}
