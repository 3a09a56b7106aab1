"""A TCP tunnel to a port of loopback that passes bytes as they are, until it is closed."""

import socket
import threading
from contextlib import suppress

HOST = "127.0.0.1"
_CHUNK = 65536


class Tunnel:
    """Forwards to a port of loopback what comes to one of `host`; used by `with`."""

    def __init__(self, target: int, host: str = HOST) -> None:
        self._target = target
        self._listener = socket.create_server((host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._is_open = True
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> "Tunnel":
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.close()
        for thread in self._threads:
            thread.join()
        for end in self._ends:
            end.close()

    def close(self) -> None:
        """Cut what is connected, and whoever calls, until `open`."""
        self._is_open = False
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def open(self) -> None:
        """Let new connections through again."""
        self._is_open = True

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            if not self._is_open:
                caller.close()
                continue
            server = socket.create_connection((HOST, self._target))
            self._ends += [caller, server]
            for source, sink in ((caller, server), (server, caller)):
                passing = threading.Thread(target=_pass, args=(source, sink), daemon=True)
                self._threads.append(passing)
                passing.start()


def _pass(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while octets := source.recv(_CHUNK):
            sink.sendall(octets)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
