"""A clamd on loopback that answers as it is told to, and a real one with a signature of our own."""

import os
import pwd
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.dovecot import free_ports

HOST = "127.0.0.1"
START_SECONDS = 30.0
PROGRAM = Path("/usr/sbin/clamd")
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The text that antivirus programs agreed to take for a virus."""
SIGNATURE = "Prueba.EICAR"

_CONF = """
Foreground yes
DatabaseDirectory {folder}/db
TCPSocket {port}
TCPAddr {host}
LocalSocket {folder}/clamd.ctl
StreamMaxLength 1M
MaxThreads 2
LogFile {folder}/clamd.log
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the false clamd does with one request: its words, or silence, or hanging up.

    With `after` it reads no more than so many bytes of the file.
    """

    words: str = "stream: OK"
    silent: bool = False
    hangs_up: bool = False
    after: int | None = None


@dataclass(kw_only=True)
class FalseClamd:
    """The scripted server, in a thread; use it as a context manager. Without a script all is OK."""

    script: deque[Answer] = field(default_factory=deque)
    received: list[bytes] = field(default_factory=list)
    """The files that came over, in order."""
    port: int = 0
    path: Path | None = None
    """Listen on this Unix socket instead."""

    def tell(self, answers: Iterable[Answer]) -> None:
        self.script.extend(answers)

    @property
    def address(self) -> str:
        return str(self.path) if self.path else f"{HOST}:{self.port}"

    def __enter__(self) -> "FalseClamd":
        self._ends = threading.Event()
        if self.path:
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.bind(str(self.path))
            self._socket.listen()
        else:
            self._socket = socket.create_server((HOST, self.port))
            self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        # Closing alone does not wake who waits in accept.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self._ends.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        answer = self.script.popleft() if self.script else Answer()
        if answer.hangs_up:
            return
        try:
            command = _until_zero(connection)
            if command == b"zVERSION":
                connection.sendall(b"ClamAV 1.0.0/1/Tue Nov 24 10:00:00 2026\0")
                return
            self.received.append(_file(connection, answer.after))
            if answer.silent:
                self._ends.wait()
                return
            connection.sendall(answer.words.encode() + b"\0")
        except OSError:
            # Who asked has gone, as an impatient client does.
            return


def _until_zero(connection: socket.socket) -> bytes:
    said = b""
    while not said.endswith(b"\0"):
        said += connection.recv(1)
    return said[:-1]


def _file(connection: socket.socket, most: int | None) -> bytes:
    """The pieces of a file, up to the empty one that ends it or to `most` bytes."""
    whole = b""
    while most is None or len(whole) < most:
        (size,) = struct.unpack(">I", _exactly(connection, 4))
        if not size:
            break
        whole += _exactly(connection, size)
    return whole


def _exactly(connection: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        piece = connection.recv(size - len(got))
        if not piece:
            raise ConnectionResetError
        got += piece
    return got


class Clamd:
    """A real clamd that knows one signature, EICAR's; started by `with`, without privileges."""

    def __init__(self) -> None:
        if not PROGRAM.exists():
            raise RuntimeError(f"{PROGRAM} is missing: make test-programs installs it")
        self.folder = Path(tempfile.mkdtemp(prefix="clamd-"))
        [self.port] = free_ports(1)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def socket(self) -> str:
        return str(self.folder / "clamd.ctl")

    def __enter__(self) -> "Clamd":
        try:
            self._prepare()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare(self) -> None:
        database = self.folder / "db"
        database.mkdir()
        (database / "own.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
        (self.folder / "clamd.conf").write_text(
            _CONF.format(folder=self.folder, host=HOST, port=self.port)
        )
        if os.geteuid() == 0:
            # clamd needs none of root's rights, and gets none.
            nobody = pwd.getpwnam("nobody")
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [PROGRAM, "-c", self.folder / "clamd.conf"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            user="nobody" if os.geteuid() == 0 else None,
            extra_groups=[] if os.geteuid() == 0 else None,
        )  # fmt: skip
        ends = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > ends:
                log = self.folder / "clamd.log"
                told = log.read_text(errors="replace") if log.exists() else "no log"
                raise RuntimeError(f"clamd did not start: {told[-2000:]}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), 1):
                return True
        except OSError:
            return False
