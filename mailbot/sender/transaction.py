"""One mail on one open session, step by step, so that each failure's meaning is known."""

from aiosmtplib import SMTPDataError, SMTPRecipientRefused, SMTPResponse, SMTPSenderRefused

from mailbot.sender import failures
from mailbot.sender.session import CLOSING, DONE, GO_ON, Session
from mailbot.sender.values import Accepted, Envelope, Refused
from mailbot.sender.wire import END_OF_CONTENT, Plan, plan, wire_content

FINAL_REPLY_FACTOR = 10
"""How many time-outs the final reply may take: ten minutes by default (RFC 5321, 4.5.3.2.6).

A server that scans a large mail is slow here, and giving up early would deliver it twice.
"""

_WILL_FORWARD = 251
_PIECE = 262_144
_LAST_PIECE = 65_536
"""At most so much of the content goes in one write with its end."""


class Transaction:
    """Hands one mail over. `content_begun` and `may_be_taken` tell how far it got.

    Until `content_begun` the server has seen addresses only. From `may_be_taken` on it has, or may
    have, the whole mail; before that it can't have accepted it.
    """

    def __init__(self, session: Session, envelope: Envelope, timeout: float) -> None:
        self._session = session
        self._envelope = envelope
        self._timeout = timeout
        self.content_begun = False
        self.may_be_taken = False

    async def run(self) -> Accepted:
        """Hand the mail over; raises SendError, aiosmtplib's exceptions, or OSError."""
        content = wire_content(self._envelope.raw)
        planned = plan(self._envelope, len(content), self._session.extensions)
        if not planned.recipients:
            raise failures.all_refused(planned.refused)
        refusals = await self._announce(planned)
        reply = await self._send_content(content)
        if not (self.may_be_taken and 200 <= reply.code < 300):
            raise SMTPDataError(reply.code, reply.message)
        return Accepted(reply=failures.reply_text(reply.message), refused=refusals)

    async def _announce(self, planned: Plan) -> tuple[Refused, ...]:
        """Say whom the mail is from and to, and ask to begin; returns who is refused."""
        mail, *recipients, data = commands = planned.commands
        if self._session.pipelining:
            self._session.write(b"".join(commands), replies=len(commands))
        reply = await self._ask(mail)
        if reply.code != DONE:
            raise SMTPSenderRefused(reply.code, reply.message, planned.sender)
        refusals = planned.refused
        for (address, _), command in zip(planned.recipients, recipients, strict=True):
            reply = await self._ask(command)
            if reply.code == CLOSING:
                raise SMTPRecipientRefused(reply.code, reply.message, address)
            if reply.code not in (DONE, _WILL_FORWARD):
                refusals += (failures.refused(address, reply.code, reply.message),)
        if len(refusals) == len(self._envelope.recipients):
            raise failures.all_refused(refusals)
        reply = await self._ask(data)
        if reply.code != GO_ON:
            raise SMTPDataError(reply.code, reply.message)
        return refusals

    async def _ask(self, command: bytes) -> SMTPResponse:
        if not self._session.pipelining:
            self._session.write(command, replies=1)
        return await self._session.reply(self._timeout)

    async def _send_content(self, content: bytes) -> SMTPResponse:
        """Write in pieces, each when the one before has left, the end with the last one."""
        self.content_begun = True
        self._session.awaited += 1
        view = memoryview(content)
        last = max(0, len(view) - _LAST_PIECE)
        for start in range(0, last, _PIECE):
            self._session.write(view[start : min(start + _PIECE, last)])
            if not await self._session.drained(self._timeout):
                # A reply in mid-content: the server waits for an end that will never come.
                self._session.drop()
                return await self._session.reply(self._timeout)
        self._session.write(b"".join((view[last:], END_OF_CONTENT)))
        self.may_be_taken = True
        return await self._session.reply(self._timeout * FINAL_REPLY_FACTOR)
