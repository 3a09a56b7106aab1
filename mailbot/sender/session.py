"""One open session with the server: commands go out, one by one or several at once (RFC 2920).

aiosmtplib opens the session. It waits for the reply to each command before the next one, which
costs two more round trips for each mail; so the session is taken over from it then.
"""

import asyncio
import contextlib
from collections import deque
from typing import cast

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPReadTimeoutError,
    SMTPResponse,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

CLOSING = 421
"""The server ends the session with this (RFC 5321, 4.2.3)."""

UNINTELLIGIBLE = -1
"""The code of a reply that is none."""

GO_ON = 354
"""The server waits for the content."""

DONE = 250
"""The server did what it was asked."""

_LONGEST_REPLY = 32_768
_GOODBYE_SECONDS = 2


class Session(asyncio.Protocol):
    """The connection of an open `smtp`, from here on without it; for one task at a time.

    `extensions` are the server's (lower case); `awaited` is how many replies it still owes.
    """

    def __init__(self, smtp: SMTP) -> None:
        self.extensions = dict(smtp.esmtp_extensions)
        self.awaited = 0
        self._replies: deque[SMTPResponse] = deque()
        self._lines: list[bytes] = []
        self._rest = b""
        self._writing_paused = False
        self._lost = False
        self._waiter: asyncio.Future[bool] | None = None
        self._transport = cast(asyncio.Transport, smtp.transport)
        # What the system does not take at once pauses us until it has left. (TLS pauses from `high`
        # on, and would at 0 with nothing left.)
        self._transport.set_write_buffer_limits(high=1, low=0)
        self._transport.set_protocol(self)

    @property
    def pipelining(self) -> bool:
        """Whether the server takes several commands at once."""
        return "pipelining" in self.extensions

    @property
    def is_open(self) -> bool:
        return not (self._lost or self._transport.is_closing())

    def write(self, data: bytes | memoryview, *, replies: int = 0) -> None:
        """Hand `data` over, to which so many replies belong; SMTPServerDisconnected if closed."""
        if not self.is_open:
            raise SMTPServerDisconnected("Connection lost")
        self.awaited += replies
        self._transport.write(data)

    async def reply(self, timeout: float) -> SMTPResponse:
        """The next reply. After one that closes the session (421), or is none, it is closed.

        Raises SMTPServerDisconnected or SMTPReadTimeoutError.
        """
        while not self._replies:
            if not self.is_open:
                raise SMTPServerDisconnected("Connection lost")
            if not await self._change(timeout):
                raise SMTPReadTimeoutError("Timed out waiting for server response")
        self.awaited -= 1
        reply = self._replies.popleft()
        if reply.code in (CLOSING, UNINTELLIGIBLE):
            self.drop()
        return reply

    async def drained(self, timeout: float) -> bool:
        """Wait until all that was written has left; False if a reply came first.

        Raises SMTPTimeoutError if nothing leaves for so long.
        """
        while self._writing_paused and self.is_open and not self._replies:
            left = self._transport.get_write_buffer_size()
            changed = await self._change(timeout)
            if not changed and self._transport.get_write_buffer_size() >= left:
                raise SMTPTimeoutError("Timed out while sending content")
        return not self._replies

    async def reset(self, timeout: float) -> bool:
        """Whether the session can take another mail, after one that the server refused."""
        try:
            while self.awaited:
                if (await self.reply(timeout)).code == GO_ON:
                    # A mail without recipients: what now ends it might be taken for its content.
                    return False
            self.write(b"RSET\r\n", replies=1)
            return (await self.reply(timeout)).code == DONE
        except (SMTPException, OSError):
            return False

    async def quit(self) -> None:
        """Say goodbye, and close."""
        with contextlib.suppress(SMTPException, OSError):
            self.write(b"QUIT\r\n", replies=1)
            await self.reply(_GOODBYE_SECONDS)
        # TLS would still wait for the server's own goodbye; the loop may end before.
        self.drop()

    def drop(self) -> None:
        """Cut the connection off without waiting for anything."""
        self._transport.abort()

    async def _change(self, timeout: float) -> bool:
        """Wait for a reply, the end of the connection or of a pause; False if none came."""
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        # Several times for each mail, and half of what `asyncio.timeout` costs.
        timer = loop.call_later(timeout, self._wake, False)
        try:
            return await self._waiter
        finally:
            timer.cancel()

    def _wake(self, changed: bool = True) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(changed)

    # Called by the transport

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._lines.append(line)
            if line[3:4] != b"-":
                self._replies.append(_reply(self._lines))
                self._lines = []
        if len(self._rest) + sum(map(len, self._lines)) > _LONGEST_REPLY:
            self._replies.append(SMTPResponse(UNINTELLIGIBLE, "Response too long"))
            self.drop()
        if len(self._replies) > self.awaited:
            # Out of step: nobody could tell any more which reply belongs to what.
            self.drop()
        if self._replies:
            self._wake()

    def eof_received(self) -> None:
        self._lost = True
        self._wake()

    def connection_lost(self, _error: Exception | None) -> None:
        self._lost = True
        self._wake()

    def pause_writing(self) -> None:
        self._writing_paused = True

    def resume_writing(self) -> None:
        self._writing_paused = False
        self._wake()


def _reply(lines: list[bytes]) -> SMTPResponse:
    code = lines[-1][:3]
    if not code.isdigit():
        return SMTPResponse(UNINTELLIGIBLE, "Malformed response")
    text = b"\n".join(line[4:].strip() for line in lines)
    return SMTPResponse(int(code), text.decode("utf-8", "surrogateescape"))
