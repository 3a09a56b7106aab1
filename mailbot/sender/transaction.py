"""One mail on one open connection, step by step, so that each failure's meaning is known."""

import asyncio
from typing import cast

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPRecipientRefused,
    SMTPResponse,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)
from aiosmtplib.protocol import SMTPProtocol

from mailbot.sender import failures
from mailbot.sender.values import Accepted, Envelope, Refused
from mailbot.sender.wire import END_OF_CONTENT, Plan, plan, wire_content

FINAL_REPLY_FACTOR = 10
"""How many time-outs the final reply may take: ten minutes by default (RFC 5321, 4.5.3.2.6).

A server that scans a large mail is slow here, and giving up early would deliver it twice.
"""

_PIECE = 262_144
_LOOK_AGAIN_SECONDS = 0.01


class Transaction:
    """Hands one mail over. `content_begun` and `may_be_taken` tell how far it got.

    Until `content_begun` the server has seen addresses only. From `may_be_taken` on it has, or may
    have, the whole mail; before that it can't have accepted it.
    """

    def __init__(self, smtp: SMTP, envelope: Envelope, timeout: float) -> None:
        self._smtp = smtp
        self._envelope = envelope
        self._timeout = timeout
        self.content_begun = False
        self.may_be_taken = False

    async def run(self) -> Accepted:
        """Hand the mail over; raises SendError, aiosmtplib's exceptions, or OSError."""
        content = wire_content(self._envelope.raw)
        planned = plan(self._envelope, len(content), self._smtp.esmtp_extensions)
        refusals = planned.refused
        if planned.recipients:
            await self._smtp.mail(
                planned.sender, options=planned.options, encoding=planned.encoding
            )
            refusals += await self._name_recipients(planned)
        if len(refusals) == len(self._envelope.recipients):
            raise failures.all_refused(refusals)
        reply = await self._send_content(content)
        if not (self.may_be_taken and 200 <= reply.code < 300):
            raise SMTPDataError(reply.code, reply.message)
        return Accepted(reply=failures.reply_text(reply.message), refused=refusals)

    async def _name_recipients(self, planned: Plan) -> tuple[Refused, ...]:
        refusals = []
        for address, wire in planned.recipients:
            try:
                await self._smtp.rcpt(wire, encoding=planned.encoding)
            except SMTPRecipientRefused as error:
                if error.code == failures.CLOSING:
                    raise
                refusals.append(failures.refused(address, error.code, error.message))
        return tuple(refusals)

    async def _send_content(self, content: bytes) -> SMTPResponse:
        start = await self._smtp.execute_command(b"DATA")
        if start.code != 354:
            raise SMTPDataError(start.code, start.message)
        protocol, transport = self._smtp.protocol, self._smtp.transport
        if protocol is None or transport is None:
            raise SMTPServerDisconnected("Connection lost")
        self.content_begun = True
        # aiosmtplib's own `data` reports a loss in mid-content and one after the end alike. Here
        # the end is written apart, and only once all before it has left our buffers.
        reply = asyncio.create_task(protocol.read_response(self._timeout * FINAL_REPLY_FACTOR))
        try:
            await self._write(protocol, cast(asyncio.WriteTransport, transport), content, reply)
            if not reply.done():
                protocol.write(END_OF_CONTENT)
                self.may_be_taken = True
            response = await reply
        finally:
            reply.cancel()
        if not self.may_be_taken:
            # A reply in mid-content: the server waits for an end that will never come.
            drop(self._smtp)
        return response

    async def _write(
        self,
        protocol: SMTPProtocol,
        transport: asyncio.WriteTransport,
        content: bytes,
        reply: "asyncio.Task[SMTPResponse]",
    ) -> None:
        """Write in pieces, each when the one before has left; stops when a reply comes early."""
        view = memoryview(content)
        for start in range(0, len(view), _PIECE):
            if reply.done():
                return
            protocol.write(bytes(view[start : start + _PIECE]))
            await self._drained(transport, reply)

    async def _drained(
        self, transport: asyncio.WriteTransport, reply: "asyncio.Task[SMTPResponse]"
    ) -> None:
        clock = asyncio.get_running_loop().time
        left = transport.get_write_buffer_size()
        give_up = clock() + self._timeout
        while left and not reply.done():
            await asyncio.wait({reply}, timeout=_LOOK_AGAIN_SECONDS)
            now_left = transport.get_write_buffer_size()
            if now_left < left:
                left, give_up = now_left, clock() + self._timeout
            elif clock() > give_up:
                raise SMTPTimeoutError("Timed out while sending content")


def drop(smtp: SMTP) -> None:
    """Cut a connection off without waiting for anything."""
    if smtp.transport is not None:
        cast(asyncio.WriteTransport, smtp.transport).abort()
    smtp.close()
