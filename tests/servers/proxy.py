"""A TCP proxy on loopback that fails as told, for any protocol of lines: IMAP or SMTP.

Faults strike at lines in the clear; once TLS begins, bytes pass as they are and only `cut` works.
"""

import re
import socket
import threading
import time
from dataclasses import dataclass
from enum import Enum, auto

HOST = "127.0.0.1"
CHUNK = 65536
REPLY_SECONDS = 5.0
TLS_HANDSHAKE = b"\x16"


class Moment(Enum):
    """When the connection is cut, seen from the client's line that matches."""

    BEFORE = auto()
    """The server never gets the line."""
    UNANSWERED = auto()
    """The server got the line and answered; the client never hears it."""
    MIDWAY = auto()
    """The client hears only the first bytes of the answer."""
    STALLED = auto()
    """Nothing is cut, but the server never gets the line."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What to do at a client's line that matches `pattern`; `heard` bytes count for MIDWAY."""

    pattern: re.Pattern[bytes]
    moment: Moment
    heard: int = 0


class FaultProxy:
    """Forwards to a port of loopback. Each fault strikes once, at the first line that matches.

    `lines` are the client's lines as they came (without their line ends), all connections together.
    While `drips`, the server's bytes arrive one by one, a moment apart.
    """

    def __init__(self, target: int, host: str = HOST) -> None:
        self._target = target
        self._host = host
        self._listener = socket.create_server((host, 0))
        self.port: int = self._listener.getsockname()[1]
        self.lines: list[bytes] = []
        self._faults: list[Fault] = []
        self._hidden: list[bytes] = []
        self._changed = threading.Condition()
        self.drips = False
        self._links: list[_Link] = []
        self._greets = True
        self._accepting = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> "FaultProxy":
        self._accepting.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._accepting.is_alive():
            self.refuse()
        self.cut()
        for link in self._links:
            link.join()

    def strike(self, pattern: str, moment: Moment, heard: int = 0) -> None:
        """Prepare a fault; `pattern` is searched for in each client's line, in any case."""
        with self._changed:
            self._faults.append(Fault(re.compile(pattern.encode(), re.IGNORECASE), moment, heard))

    def saw(self, pattern: str, times: int = 1, seconds: float = 5.0) -> bool:
        """Wait until so many lines matched `pattern`; False if they did not in time."""
        wanted = re.compile(pattern.encode(), re.IGNORECASE)
        with self._changed:
            return self._changed.wait_for(
                lambda: sum(bool(wanted.search(line)) for line in self.lines) >= times, seconds
            )

    def hide(self, words: bytes) -> None:
        """Take these words out of whatever the server says."""
        self._hidden.append(words)

    def hang_up_on_callers(self) -> None:
        """Take connections and cut them at once, until `greet_callers`."""
        self._greets = False

    def greet_callers(self) -> None:
        """Serve new connections again."""
        self._greets = True

    def refuse(self) -> None:
        """Take no connection any more (the port is closed), until `accept`."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()

    def accept(self) -> None:
        """Open the same port again."""
        self._listener = socket.create_server((self._host, self.port))
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def cut(self) -> None:
        """Cut every connection of now."""
        for link in self._links:
            link.cut()

    @property
    def struck(self) -> bool:
        """Whether every prepared fault has happened."""
        with self._changed:
            return not self._faults

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if not self._greets:
                client.close()
                continue
            try:
                server = socket.create_connection((HOST, self._target))
            except OSError:
                client.close()
                continue
            for plug in (client, server):
                plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._links.append(_Link(self, client, server))

    def fault_at(self, line: bytes) -> Fault | None:
        with self._changed:
            self.lines.append(line)
            self._changed.notify_all()
            found = next((fault for fault in self._faults if fault.pattern.search(line)), None)
            if found:
                self._faults.remove(found)
            return found

    def disguise(self, answer: bytes) -> bytes:
        """What the client may hear of an answer."""
        for words in self._hidden:
            answer = answer.replace(words, b"")
        return answer


class _Link:
    """One client's connection, and ours to the server on its behalf."""

    def __init__(self, proxy: FaultProxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy = proxy
        self._client = client
        self._server = server
        self._may_hear: int | None = None
        self._answered = threading.Event()
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._upward, self._downward)
        ]
        for thread in self._threads:
            thread.start()

    def cut(self) -> None:
        for plug in (self._client, self._server):
            try:
                plug.shutdown(socket.SHUT_RDWR)
            except OSError:
                # The other end was faster.
                continue

    def join(self) -> None:
        for thread in self._threads:
            thread.join()
        self._client.close()
        self._server.close()

    def _upward(self) -> None:
        rest = b""
        enciphered = False
        while chunk := _receive(self._client):
            enciphered = enciphered or (not rest and chunk[:1] == TLS_HANDSHAKE)
            if enciphered:
                _send(self._server, chunk)
                continue
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if not self._forward(line):
                    return
        self.cut()

    def _forward(self, line: bytes) -> bool:
        fault = self._proxy.fault_at(line.rstrip(b"\r"))
        if fault is None:
            return _send(self._server, line + b"\n")
        if fault.moment is Moment.STALLED:
            return False
        if fault.moment is not Moment.BEFORE:
            self._may_hear = fault.heard if fault.moment is Moment.MIDWAY else 0
            _send(self._server, line + b"\n")
            self._answered.wait(REPLY_SECONDS)
        self.cut()
        return False

    def _downward(self) -> None:
        while chunk := _receive(self._server):
            chunk = self._proxy.disguise(chunk)
            if self._may_hear is None:
                self._tell(chunk)
                continue
            heard, self._may_hear = chunk[: self._may_hear], max(0, self._may_hear - len(chunk))
            _send(self._client, heard)
            if not self._may_hear:
                self._answered.set()
        self._answered.set()
        self.cut()

    def _tell(self, chunk: bytes) -> None:
        if not self._proxy.drips:
            _send(self._client, chunk)
            return
        for byte in chunk:
            _send(self._client, bytes([byte]))
            time.sleep(0.002)


def _receive(plug: socket.socket) -> bytes:
    try:
        return plug.recv(CHUNK)
    except OSError:
        return b""


def _send(plug: socket.socket, content: bytes) -> bool:
    try:
        plug.sendall(content)
    except OSError:
        return False
    return True
