"""The small HTTP server of this machine's own monitoring: one thread, one request at a time."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from socket import AF_INET, AF_INET6
from socketserver import TCPServer
from typing import Any, Self

from mailbot.daemon.exposition import exposition
from mailbot.daemon.health import Health
from mailbot.daemon.standing import Standing
from mailbot.errors import StorageError
from mailbot.logs import tell

_SLOWEST = 5.0
"""Seconds that a client may take over its request: the next one waits meanwhile."""
_PLAIN = "text/plain; charset=utf-8"
_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The line at `now`, and what is to be thought of it."""

    now: datetime
    standing: Standing
    health: Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a request is answered with."""

    status: int
    type: str
    content: bytes


def page(path: str, look: Callable[[], Look]) -> Page:
    """The answer to `path`: `/metrics`, `/health`, or that there is no such page."""
    name = path.partition("?")[0]
    if name not in ("/metrics", "/health"):
        return Page(status=404, type=_PLAIN, content=b"Hay /metrics y /health.\n")
    try:
        seen = look()
    except StorageError as error:
        if name == "/metrics":
            return Page(status=503, type=_PLAIN, content=f"{error}\n".encode())
        return _health_page(Health(reasons=(str(error),)))
    if name == "/metrics":
        text = exposition(seen.standing, seen.health, seen.now)
        return Page(status=200, type=_PROMETHEUS, content=text)
    return _health_page(seen.health)


def _health_page(health: Health) -> Page:
    told = {"healthy": health.is_well, "reasons": health.reasons, "warnings": health.warnings}
    content = json.dumps(told, ensure_ascii=False).encode() + b"\n"
    return Page(status=200 if health.is_well else 503, type=_JSON, content=content)


class _Server(TCPServer):
    """Knows what to look at; a fault in one answer is logged and stops nothing."""

    allow_reuse_address = True

    def __init__(self, address: str, port: int, look: Callable[[], Look]) -> None:
        self.address_family = AF_INET6 if ip_address(address).version == 6 else AF_INET
        self.look = look
        super().__init__((address, port), _Request)

    def handle_error(self, *_: Any) -> None:
        tell("monitoring.broken_off", failure=True)


class _Request(BaseHTTPRequestHandler):
    """One request of the monitoring."""

    timeout = _SLOWEST

    def do_GET(self) -> None:
        self._answer(with_content=True)

    def do_HEAD(self) -> None:
        self._answer(with_content=False)

    def _answer(self, *, with_content: bool) -> None:
        assert isinstance(self.server, _Server)
        try:
            found = page(self.path, self.server.look)
        except Exception:  # A fault of ours is no answer, and must not go unseen.
            tell("monitoring.failed", failure=True)
            found = Page(status=500, type=_PLAIN, content=b"")
        self.send_response(found.status)
        self.send_header("Content-Type", found.type)
        self.send_header("Content-Length", str(len(found.content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if with_content:
            self.wfile.write(found.content)

    def version_string(self) -> str:
        return "mailbot"

    def log_message(self, format: str, *words: Any) -> None:  # noqa: A002
        """Who asks every few seconds is no news."""


class Endpoint:
    """The server at work in a thread of its own, until it is closed. OSError if it can't listen.

    Port 0 takes any that is free; `port` is the one taken.
    """

    def __init__(self, address: str, port: int, look: Callable[[], Look]) -> None:
        self._server = _Server(address, port, look)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, name="monitoreo",
            daemon=True,
        )  # fmt: skip
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
