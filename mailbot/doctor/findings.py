"""What a check looks at, and what it says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from mailbot.config import Config
from mailbot.inbox.values import Facts
from mailbot.sender.values import Probe


class Level(StrEnum):
    """How grave a finding is; a fault keeps the line from working as configured."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One thing that a check saw, and what to do about it, in Spanish.

    `bars_database` tells that nothing can be looked up in the database before that is mended.
    """

    level: Level
    what: str
    todo: str = ""
    bars_database: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A verdict with the check it is of: its name, and its title for people."""

    check: str
    title: str
    level: Level
    what: str
    todo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is examined: a configuration that loads, its surroundings, and ways to the servers.

    `mailbox` and `smtp` reach their server and may raise a MailbotError.
    """

    config: Config
    config_file: Path
    environ: Mapping[str, str]
    now: datetime
    mailbox: Callable[[Config], Facts]
    smtp: Callable[[Config], Probe]


Run = Callable[[Subject], Iterator[Verdict]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check: the name that scripts use, the title that people read, and what it does.

    `asks_database` is whether it looks up rows there.
    """

    name: str
    title: str
    run: Run
    asks_database: bool = False


def fine(what: str, todo: str = "") -> Verdict:
    """All is well; `todo` may still be worth knowing."""
    return Verdict(level=Level.OK, what=what, todo=todo)


def warning(what: str, todo: str) -> Verdict:
    """The line works, but not as safely or as well as it should."""
    return Verdict(level=Level.WARNING, what=what, todo=todo)


def fault(what: str, todo: str = "", *, bars_database: bool = False) -> Verdict:
    """The line does not work as configured."""
    return Verdict(level=Level.FAULT, what=what, todo=todo, bars_database=bars_database)
