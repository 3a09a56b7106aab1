"""A socket that hears what systemd would hear."""

import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self


class NotifySocket:
    """Collects the datagrams of a service; use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notify"
        self.heard: list[str] = []
        self._changed = threading.Condition()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

    def __enter__(self) -> Self:
        self._socket.bind(str(self.path))
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
            last.sendto(b"", str(self.path))
        self._thread.join()
        self._socket.close()

    def wait_for(self, words: str, times: int = 1, seconds: float = 30) -> list[str]:
        """Wait until `words` began so many datagrams; all that was heard until then."""
        with self._changed:
            found = self._changed.wait_for(lambda: self.count(words) >= times, seconds)
            assert found, f"{words!r} was not told {times} times, but: {self.heard}"
            return list(self.heard)

    def count(self, words: str) -> int:
        return sum(told.startswith(words) for told in self.heard)

    def _listen(self) -> None:
        while told := self._socket.recv(4096):
            with self._changed:
                self.heard.append(told.decode())
                self._changed.notify_all()
