"""An SMTP server that takes its time, and remembers of each mail only for whom and when."""

import asyncio
import threading
import time
from typing import Any, Self

from aiosmtpd.smtp import SMTP

HOST = "127.0.0.1"


class Sink:
    """Takes every mail after `seconds`; use it as a context manager."""

    def __init__(self, seconds: float = 0) -> None:
        self.seconds = seconds
        self.taken: list[tuple[float, str]] = []
        """When each mail was taken (`time.monotonic`), and its first recipient."""
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        started = asyncio.run_coroutine_threadsafe(self._start(), self._loop)
        self.port = started.result(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def when(self, recipient: str, timeout: float) -> float | None:
        """When a mail to this address was taken; None if it was not in time."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            for at, whom in reversed(self.taken):
                if whom == recipient:
                    return at
            time.sleep(0.01)
        return None

    async def _start(self) -> int:
        server = await self._loop.create_server(
            lambda: SMTP(self, loop=self._loop, enable_SMTPUTF8=True), HOST, 0
        )
        return int(server.sockets[0].getsockname()[1])

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """aiosmtpd asks this at the end of each mail's content."""
        if self.seconds:
            await asyncio.sleep(self.seconds)
        self.taken.append((time.monotonic(), envelope.rcpt_tos[0]))
        return "250 2.0.0 taken"
