"""How the log is written: readable lines or JSON on stderr, by structlog."""

import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any, Literal

import structlog

from mailbot.errors import MailbotError
from mailbot.logs.telling import EXTRA

# These tell each protocol line or each run of a job: never in production.
_TALKATIVE = ("imapclient", "apscheduler", "alembic", "aiosmtplib", "msal", "urllib3")
_SPANISH = {"debug": "DETALLE", "info": "INFO", "warning": "AVISO", "error": "ERROR"}

_Told = MutableMapping[str, Any]
Format = Literal["texto", "json"]


def log_to_stderr(form: Format, level: str) -> None:
    """Begin to log what is at least as grave as `level`, a name of the standard library's."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(form, colours=sys.stderr.isatty()))
    logging.basicConfig(level=level.upper(), handlers=[handler])
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def formatter(form: Format, *, colours: bool = False) -> logging.Formatter:
    """Writes a record as one line; a failure is told by where it happened and its kind.

    The words of a failure of ours are ours; those of any other may hold a piece of the mail that
    brought it about. `mailbot --debug` shows them to who asks.
    """
    write = _json if form == "json" else _Line(colours=colours)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, _with_event, _with_failure],
        processors=[
            structlog.processors.TimeStamper("iso" if form == "json" else _TIME, utc=False,
                                             key="time"),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            write,
        ],
    )  # fmt: skip


_TIME = "%Y-%m-%d %H:%M:%S"


def _with_event(_logger: object, _method: str, told: _Told) -> _Told:
    """The key and the fields of an event of ours; the words of libraries have none."""
    name, fields = getattr(told["_record"], EXTRA, ("other", {}))
    return {**told, "event": name, "text": told["event"], **fields}


def _with_failure(_logger: object, _method: str, told: _Told) -> _Told:
    info = told.pop("exc_info", None)
    if info and info[1]:
        told["failure"] = "\n".join(_failure(info[1]))
    return told


class _Line:
    """A line for people. The journal of systemd writes the time itself."""

    def __init__(self, *, colours: bool) -> None:
        self._colours = colours
        self._timed = "JOURNAL_STREAM" not in os.environ

    def __call__(self, _logger: object, method: str, told: _Told) -> str:
        level = _SPANISH.get(told["level"], told["level"].upper())
        if self._colours and method in ("warning", "error"):
            level = f"\x1b[{'33' if method == 'warning' else '31'}m{level}\x1b[0m"
        text = "".join(c if c.isprintable() else " " for c in told["text"])
        key = "" if told["event"] == "other" else f"  [{told['event']}]"
        line = f"{level} {text}{key}"
        if self._timed:
            line = f"{told['time']} {line}"
        return f"{line}\n{told['failure']}" if "failure" in told else line


def _json(_logger: object, _method: str, told: _Told) -> str:
    first = {name: told.pop(name) for name in ("time", "level", "event", "text")}
    full = {name: value for name, value in told.items() if value not in (None, "")}
    return json.dumps(first | full, ensure_ascii=False, default=str)


def _failure(failure: BaseException) -> Iterator[str]:
    before = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
    if before:
        yield from _failure(before)
        yield "que llevó a:"
    for line in traceback.extract_tb(failure.__traceback__).format():
        yield line.rstrip("\n")
    kind = type(failure).__name__
    yield f"{kind}: {failure}" if isinstance(failure, MailbotError) else kind
