"""A clamd spoken to over TCP or a Unix socket (clamd(8): zVERSION, zINSTREAM).

The file goes over in pieces and is never written anywhere: clamd needs no access to ours.
"""

import re
import socket
import struct
import time
from collections.abc import Callable

from mailbot.errors import AntivirusError

_PIECE = 64 * 1024
_MOST_ANSWER = 4096
_LENGTH = struct.Struct(">I")
_ADDRESS = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:]+)\]|(?P<host>[^:\[\]]+)):(?P<port>\d+)")
_FOUND, _CLEAN = " FOUND", ": OK"


class TooLarge(AntivirusError):
    """This file is larger than clamd takes (StreamMaxLength); others can still be scanned."""


def scan(address: str, content: bytes, seconds: float) -> str:
    """The signature that clamd finds in `content`, "" for none, within `seconds` in all.

    `address` is `host:port` or the path of a socket. Raises AntivirusError when no verdict is had.
    """
    answer = _asked(address, seconds, lambda to: _stream(to, content))
    if answer.endswith(_FOUND):
        return answer.partition(": ")[2].removesuffix(_FOUND)
    if answer.endswith(_CLEAN):
        return ""
    if "size limit exceeded" in answer:
        raise TooLarge("clamd no recibe archivos de este tamaño (StreamMaxLength)")
    raise AntivirusError(f"clamd respondió «{answer[:200] or 'nada'}»")


def version(address: str, seconds: float) -> str:
    """The version of clamd and of its signatures. Raises AntivirusError."""
    answer = _asked(address, seconds, lambda to: to.write(b"zVERSION\0"))
    if not answer:
        raise AntivirusError("clamd cerró la conexión sin responder")
    return answer


class _Connection:
    """A connection whose every step counts against one limit of time."""

    def __init__(self, address: str, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._socket = _connected(address, seconds)

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def write(self, sent: bytes | memoryview) -> None:
        self._socket.settimeout(self._left())
        self._socket.sendall(sent)

    def read(self) -> str:
        """The answer, which ends with a zero byte or with the connection."""
        answer = b""
        while b"\0" not in answer and len(answer) < _MOST_ANSWER:
            self._socket.settimeout(self._left())
            piece = self._socket.recv(_MOST_ANSWER)
            if not piece:
                break
            answer += piece
        return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()

    def _left(self) -> float:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _asked(address: str, seconds: float, ask: Callable[[_Connection], None]) -> str:
    try:
        with _Connection(address, seconds) as connection:
            try:
                ask(connection)
            except (BrokenPipeError, ConnectionResetError):
                # clamd hangs up in the middle of what is too large, and has said so.
                return connection.read()
            return connection.read()
    except TimeoutError:
        raise AntivirusError(f"clamd ({address}) no respondió en {seconds:g} s") from None
    except OSError as error:
        raise AntivirusError(f"no se llega a clamd ({address}): {error.strerror}") from None


def _stream(to: _Connection, content: bytes) -> None:
    to.write(b"zINSTREAM\0")
    view = memoryview(content)
    for start in range(0, len(content), _PIECE):
        piece = view[start : start + _PIECE]
        to.write(_LENGTH.pack(len(piece)))
        to.write(piece)
    to.write(_LENGTH.pack(0))


def _connected(address: str, seconds: float) -> socket.socket:
    found = _ADDRESS.fullmatch(address)
    if found:
        host = found["six"] or found["host"]
        return socket.create_connection((host, int(found["port"])), seconds)
    there = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    there.settimeout(seconds)
    try:
        there.connect(address)
    except BaseException:
        there.close()
        raise
    return there
