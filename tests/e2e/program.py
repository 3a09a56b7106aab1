"""`mailbot run` as a process of its own, watched by what it says."""

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.e2e.line_at_work import LineAtWork

ROOT = Path(__file__).parents[2]
START = "2026-11-24T09:00:00-05:00"
STARTS_WITHIN = 30.0


class RunningProgram:
    """The program at work on a line, until it is told to stop; use it as a context manager."""

    def __init__(
        self,
        line: LineAtWork,
        *,
        speed: float = 1,
        roles: str = "",
        database: str = "",
        namespace: str = "",
        module: str = "tests.e2e.simulated_run",
        start: str = START,
    ) -> None:
        self._host = ["ip", "netns", "exec", namespace] if namespace else []
        self._speed = speed
        self._module, self._start = module, start
        self._roles = ["--roles", roles] if roles else []
        self._config = line.folder / ("otra.toml" if database else "config.toml")
        sections = dict(line.sections)
        if database:
            sections["storage"] = sections["storage"] | {"database": database}
        self._config.write_text(toml_of(sections), "utf-8")
        self._heard: list[str] = []
        self._changed = threading.Condition()

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [*self._host, sys.executable, "-m", self._module, self._start, str(self._speed),
             "-c", str(self._config), "run", *self._roles],
            stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        if self._process.stderr is not None:
            self._process.stderr.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def says(self, words: str, seconds: float = STARTS_WITHIN) -> None:
        """Wait until a line on stderr matches; fails with all that was said instead."""
        with self._changed:
            found = self._changed.wait_for(lambda: re.search(words, self.said), seconds)
        assert found, f"{words!r} was not said within {seconds} s, but:\n{self.said}"

    @property
    def said(self) -> str:
        return "".join(self._heard)

    def die(self) -> None:
        """SIGKILL, and its end."""
        self._process.kill()
        self._process.wait()

    def stop(self, seconds: float) -> int:
        """SIGTERM; the exit status, if it comes in time."""
        self._process.send_signal(signal.SIGTERM)
        return self.ends(seconds)

    def ends(self, seconds: float) -> int:
        """Wait for its end; the exit status."""
        status = self._process.wait(seconds)
        self._listener.join()
        return status

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for text in self._process.stderr:
            with self._changed:
                self._heard.append(text)
                self._changed.notify_all()


def toml_of(sections: Mapping[str, Any]) -> str:
    """A configuration's file."""
    return "".join(f"{name} = {_value(section)}\n" for name, section in sections.items())


def _value(value: Any) -> str:
    match value:
        case Mapping():
            return "{" + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + "}"
        case str() | Path():
            return json.dumps(str(value), ensure_ascii=False)
        case Sequence():
            return "[" + ", ".join(_value(each) for each in value) + "]"
        case _:
            return json.dumps(value)
