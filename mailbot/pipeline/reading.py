"""Reading inside limits of time and memory: cheap mails here, the others and forms in a process.

Only a process can be stopped in the middle of a library's loop, and only its memory can be bounded.
"""

import hashlib
import importlib
import os
import pickle
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Generic, TypeVar, cast

from mailbot.config.limits import Limits
from mailbot.errors import MailbotError, UnreadableMail
from mailbot.model.mail import Mail
from mailbot.pipeline.costs import is_cheap
from mailbot.pipeline.reading_child import ANSWER, FAILED, JOB, NO_MEMORY, READ, REFUSED

READ_MAIL = "mailbot.parsers:read_mail"

FIRST_SECONDS = 2.0
_PATIENCE = 5
"""How many times its CPU seconds a mail may take by the clock, on a machine that is busy."""
_LEAST_WAIT = 10.0
_MOST_JOBS = 5_000
_MOST_HELD = 200 * 1024 * 1024
"""A process is replaced after so many mails, or once it holds so many bytes between two of them:
what libraries hold on to is given back. To start one costs 0.3 s of CPU.
"""
_MOST_SLOW = 1_000
_MEMORY = 400 * 1024 * 1024
_MEMORY_PER_BYTE = 12
"""A mail is there as bytes, as text, in parts, decoded and packed; measured: 8 at most."""
_CHUNK = 1 << 20
BEHIND = "El correo tarda en leerse: se deja detrás de los demás."
_CLOSED = "El programa se está cerrando: el correo se leerá después."


_Result = TypeVar("_Result")


class SlowMail(MailbotError):
    """A mail takes too long for now: behind the others it has its full time."""


class ReadingFailed(MailbotError):
    """The reading process met an error of ours; the mail is tried again like after any other."""


_STARVED = 1_000
"""How a process ended that we ended because the clock ran out."""


class _Died(Exception):
    """The process ended while it had a mail in hand; `number` is how (`Popen.returncode`)."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


class BoundedReader(Generic[_Result]):
    """Reads bytes with a function of them. One process at most, started when it is needed.

    `seconds` of CPU are what costly bytes may take, `first_seconds` what they may take when they
    are seen for the first time (None: all). `function` names what reads, as "module:name". Calls
    from several threads wait for each other. Close it at the end.
    """

    def __init__(
        self, *, seconds: float = 10.0, first_seconds: float | None = FIRST_SECONDS,
        most_bytes: int = 20 * 1024 * 1024, function: str = READ_MAIL,
        cheap: Callable[[bytes], bool] = is_cheap, memory: int | None = None,
        most_jobs: int = _MOST_JOBS, most_held: int = _MOST_HELD,
    ) -> None:  # fmt: skip
        self._seconds = seconds
        self._first_seconds = first_seconds
        self._memory = memory or _MEMORY + _MEMORY_PER_BYTE * most_bytes
        self._name = function
        module, _, attribute = function.partition(":")
        self._function: Callable[[bytes], _Result] = getattr(
            importlib.import_module(module), attribute
        )
        self._cheap = cheap
        self._most_jobs, self._most_held = most_jobs, most_held
        self._jobs = self._held = 0
        self._child: subprocess.Popen[bytes] | None = None
        self._slow: set[bytes] = set()
        self._closed = False
        self._lock = threading.Lock()

    def __call__(self, raw: bytes) -> _Result:
        """Read one mail.

        Raises UnreadableMail, with the reason in Spanish, for a mail beyond the limits; SlowMail
        the first time that a mail takes longer than a first look; ReadingFailed for what may go
        better the next time.
        """
        if self._cheap(raw):
            return self._function(raw)
        with self._lock:
            return self._read_apart(raw)

    def close(self) -> None:
        """End the process, whatever it is doing; the mail in its hand can be tried again."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        with self._lock:
            self._end()

    def _read_apart(self, raw: bytes) -> _Result:
        if self._closed:
            raise ReadingFailed(_CLOSED)
        digest = hashlib.sha256(raw).digest()
        seconds = self._seconds
        first = self._first_seconds is not None and digest not in self._slow
        if first and self._first_seconds is not None:
            seconds = min(seconds, self._first_seconds)
        try:
            kind, said = self._ask(raw, seconds)
        except _Died as death:
            if self._closed:
                raise ReadingFailed(_CLOSED) from None
            if death.number == -signal.SIGPROF and first and seconds < self._seconds:
                self._remember(digest)
                raise SlowMail(BEHIND) from None
            raise _reason(death, self._seconds) from None
        if kind == READ:
            return cast(_Result, said)
        if kind == REFUSED:
            raise UnreadableMail(str(said))
        if kind == NO_MEMORY:
            self._end()
            raise UnreadableMail(_needs_memory(self._memory))
        raise ReadingFailed(f"No se pudo leer el correo: {said if kind == FAILED else kind}.")

    def _remember(self, digest: bytes) -> None:
        if len(self._slow) >= _MOST_SLOW:
            self._slow.clear()
        self._slow.add(digest)

    def _ask(self, raw: bytes, seconds: float) -> tuple[str, object]:
        """The answer of the process. Raises _Died."""
        child = self._running()
        deadline = time.monotonic() + max(_LEAST_WAIT, _PATIENCE * seconds)
        try:
            pipes = _Pipes(child, deadline)
            pipes.write(JOB.pack(seconds, len(raw)))
            pipes.write(raw)
            (self._held,) = ANSWER.unpack(pipes.read(ANSWER.size))
            answer: tuple[str, object] = pickle.load(pipes)
        except TimeoutError:
            # It got no CPU: that is the machine's fault, and may be better the next time.
            self._end()
            raise _Died(_STARVED) from None
        except (EOFError, BrokenPipeError):
            # The pipes of a dying process close a moment before it can be asked how it ended.
            raise _Died(self._end(patience=_LEAST_WAIT)) from None
        except BaseException:
            self._end()
            raise
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._jobs >= self._most_jobs or self._held > self._most_held:
            self._end()
        self._jobs += 1
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._jobs = 1
            self._child = subprocess.Popen(
                [sys.executable, "-m", "mailbot.pipeline.reading_child", self._name,
                 str(self._memory)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                # Secrets of our environment are no business of a process that reads hostile bytes.
                env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )  # fmt: skip
        return self._child

    def _end(self, patience: float = 0) -> int:
        """End the process, if it has not ended itself after so many seconds; how it ended."""
        child, self._child, self._jobs, self._held = self._child, None, 0, 0
        if child is None:
            return 0
        if child.stdin:
            _close(child.stdin)
        if child.stdout:
            _close(child.stdout)
        try:
            return child.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


class Reader(BoundedReader[Mail]):
    """Reads mails: `Reader()(raw)` is a `Mail`."""

    @classmethod
    def within(cls, limits: Limits) -> "Reader":
        """The reader for the limits of the configuration."""
        return cls(seconds=limits.parse_seconds, most_bytes=limits.mail_bytes)


class _Pipes:
    """Both pipes of a process until a moment of the monotonic clock."""

    def __init__(self, child: subprocess.Popen[bytes], deadline: float) -> None:
        if child.stdin is None or child.stdout is None:
            raise BrokenPipeError
        self._in, self._out = child.stdin.fileno(), child.stdout.fileno()
        os.set_blocking(self._in, False)
        self._deadline = deadline

    def write(self, octets: bytes) -> None:
        """Write all. Raises TimeoutError; BrokenPipeError where the process ended."""
        left = memoryview(octets)
        while left:
            self._wait(self._in, selectors.EVENT_WRITE)
            left = left[os.write(self._in, left[:_CHUNK]) :]

    def read(self, size: int) -> bytes:
        """The next `size` bytes. Raises TimeoutError; EOFError where the process ended."""
        octets = bytearray(size)
        self.readinto(octets)
        return bytes(octets)

    def readinto(self, octets: bytearray | memoryview) -> int:
        """The next bytes, as many as fill `octets`; raises the same.

        Pickle reads large files of a mail by this, in their place from the start: a copy of them is
        what the daemon's memory would be measured by.
        """
        left = memoryview(octets)
        while left:
            self._wait(self._out, selectors.EVENT_READ)
            count = os.readv(self._out, [left[:_CHUNK]])
            if not count:
                raise EOFError
            left = left[count:]
        return len(octets)

    def readline(self) -> bytes:
        """What is pickled by our own protocol has no lines, but a file must have this."""
        raise EOFError

    def _wait(self, pipe: int, event: int) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, event)
            if not selector.select(max(0.0, self._deadline - time.monotonic())):
                raise TimeoutError


def _reason(death: _Died, seconds: float) -> MailbotError:
    """What a process's end with a mail in hand says of the mail."""
    if death.number == -signal.SIGPROF:
        return UnreadableMail(f"Leer el mensaje toma más de {seconds:g} segundos.")
    if death.number == -signal.SIGKILL:
        # The kernel ends it first where memory is short, whoever took it.
        return ReadingFailed("El sistema terminó el proceso de lectura: quizá falta memoria.")
    if death.number < 0:
        name = signal.Signals(-death.number).name
        return UnreadableMail(f"El programa que leía el mensaje murió por él ({name}).")
    return ReadingFailed(f"El proceso de lectura terminó con {death.number}.")


def _needs_memory(memory: int) -> str:
    return f"Leer el mensaje necesita más de {memory // (1024 * 1024)} MB de memoria."


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        # What was not written yet has no reader any more.
        return
