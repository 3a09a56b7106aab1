"""The one place where a failure becomes words for the operator and an exit status."""

import os
import sys
import traceback
from enum import IntEnum

import click

from mailbot.cli.output import say
from mailbot.cli.spanish import complaint
from mailbot.errors import ConfigurationError, MailbotError, WrongUse, disk_words


class ExitCode(IntEnum):
    """How a command ended; part of the outside contract."""

    DONE = 0
    FAILED = 1
    WRONG_USE = 2
    FOUND = 3


def report(failure: BaseException, *, debug: bool) -> ExitCode:
    """Say on stderr what went wrong, in Spanish; with `debug`, also where in the program."""
    if isinstance(failure, BrokenPipeError):
        _forget_output()
        return ExitCode.FAILED
    if debug:
        traceback.print_exception(failure)
    match failure:
        case click.exceptions.NoArgsIsHelpError():
            say(failure.format_message())
        case click.UsageError():
            path = failure.ctx.command_path if failure.ctx else "mailbot"
            say(f"mailbot: {complaint(failure)}\nVea: {path} --help")
        case ConfigurationError():
            for fault in failure.faults:
                say(fault)
        case MailbotError():
            say(f"mailbot: {failure}")
        case click.Abort() | KeyboardInterrupt():
            say("mailbot: interrumpido")
        case OSError(filename=str() as path):
            say(f"mailbot: {os.path.abspath(path)}: {disk_words(failure)}")
        case _:
            kind = type(failure).__name__
            say(f"mailbot: error inesperado ({kind}): {failure}. Con --debug se ve dónde ocurrió.")
    return _status(failure)


def _status(failure: BaseException) -> ExitCode:
    if isinstance(failure, (click.UsageError, ConfigurationError, WrongUse)):
        return ExitCode.WRONG_USE
    return ExitCode.FAILED


def _forget_output() -> None:
    # Python flushes stdout once more at its end, which would fail again.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
