"""The connections to the server: kept between mails, never more than allowed at a time."""

import asyncio
import contextlib
from dataclasses import replace
from typing import cast

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from mailbot.errors import SendError, ServerUnavailable
from mailbot.sender import failures
from mailbot.sender.connection import Connector
from mailbot.sender.transaction import Transaction, drop
from mailbot.sender.values import Accepted, Envelope, Probe

KEEP_SECONDS = 60
"""How long an unused connection is kept; servers cut idle ones off after some minutes."""

_QUIT_SECONDS = 2


class Batch:
    """What the mails of one delivery share: once the server is out, the rest need not try."""

    def __init__(self) -> None:
        self.outage: ServerUnavailable | None = None
        self.over = False
        """Nobody waits for outcomes any more: what was not begun must not be."""
        self.surplus = 0
        """Slots left empty because the server allows fewer connections than we do."""


class _Crowded(Exception):
    """The server takes no further connection, but those that are open go on."""


class Pool:
    """Up to `limit` sessions with one server, for the tasks of one event loop."""

    def __init__(self, connector: Connector, *, limit: int, timeout: float) -> None:
        self._connector = connector
        self._timeout = timeout
        self._slots = asyncio.Semaphore(limit)
        # One at a time: a wrong password is tried once, not by every connection at once.
        self._connecting = asyncio.Lock()
        self._live: set[SMTP] = set()
        self._kept: dict[SMTP, asyncio.TimerHandle] = {}
        self._quitting: set[asyncio.Task[None]] = set()

    async def deliver(self, envelope: Envelope, batch: Batch) -> Accepted | SendError:
        """What became of one mail."""
        try:
            while True:
                await self._slots.acquire()
                release = True
                try:
                    if batch.over:
                        return failures.of_stop(self._connector.server)
                    return await self._attempt(envelope, batch)
                except _Crowded:
                    # This slot stays empty until the batch ends; the mail waits for another.
                    release = batch.over
                    batch.surplus += not release
                finally:
                    if release:
                        self._slots.release()
        except SendError as error:
            return error
        except asyncio.CancelledError:
            return failures.of_stop(self._connector.server)
        except Exception as error:
            # Such as a source of access tokens that failed; the other mails go on.
            return failures.of_mail(error, self._connector.server, may_be_taken=False)

    def end(self, batch: Batch) -> None:
        """Begin no more mails of this batch, and give back what it holds."""
        batch.over = True
        for _ in range(batch.surplus):
            self._slots.release()
        batch.surplus = 0

    async def probe(self, sender: str = "") -> Probe:
        """Open a new session, look, and close it; raises ServerUnavailable.

        With `sender`, ask as well whether the server takes mail from that address; none is sent.
        """
        async with self._slots:
            smtp = await self._connector.open()
            try:
                found = self._connector.describe(smtp)
                return replace(found, sender_refusal=await self._refusal(smtp, sender))
            finally:
                await _quit(smtp)

    async def _refusal(self, smtp: SMTP, sender: str) -> str:
        if not sender.isascii() or not sender:
            return ""
        try:
            await smtp.mail(sender)
        except SMTPResponseException as refusal:
            return f"{refusal.code} {failures.reply_text(refusal.message)}"
        except (SMTPException, OSError) as error:
            raise failures.of_connection(error, self._connector.server) from error
        return ""

    async def close(self) -> None:
        """Say goodbye on every unused connection, and cut the others off."""
        for timer in self._kept.values():
            timer.cancel()
        await asyncio.gather(*(_quit(smtp) for smtp in self._kept), *self._quitting)
        for smtp in self._live:
            drop(smtp)

    async def _attempt(self, envelope: Envelope, batch: Batch) -> Accepted:
        while kept := self._take_kept():
            transaction = Transaction(kept, envelope, self._timeout)
            try:
                return await self._run(kept, transaction)
            except SendError as error:
                # The server had closed the idle connection: it has seen nothing of this mail.
                if transaction.content_begun or not _was_lost(error):
                    raise
        smtp = await self._open(batch)
        return await self._run(smtp, Transaction(smtp, envelope, self._timeout))

    async def _run(self, smtp: SMTP, transaction: Transaction) -> Accepted:
        try:
            accepted = await transaction.run()
        except (Exception, asyncio.CancelledError) as error:
            failure = failures.of_mail(
                error, self._connector.server, may_be_taken=transaction.may_be_taken
            )
            if _was_answered(error) and await _ready_again(smtp):
                self._keep(smtp)
            else:
                self._forget(smtp)
            if failure is error:
                raise
            raise failure from error
        self._keep(smtp)
        return accepted

    async def _open(self, batch: Batch) -> SMTP:
        async with self._connecting:
            if batch.outage is not None:
                raise batch.outage.with_traceback(None)
            try:
                smtp = await self._connector.open()
            except ServerUnavailable as error:
                if self._live:
                    raise _Crowded from error
                batch.outage = error
                raise
        self._live.add(smtp)
        return smtp

    def _take_kept(self) -> SMTP | None:
        while self._kept:
            smtp, timer = self._kept.popitem()
            timer.cancel()
            if smtp.is_connected:
                return smtp
            self._forget(smtp)
        return None

    def _keep(self, smtp: SMTP) -> None:
        loop = asyncio.get_running_loop()
        self._kept[smtp] = loop.call_later(KEEP_SECONDS, self._retire, smtp)

    def _retire(self, smtp: SMTP) -> None:
        del self._kept[smtp]
        self._live.discard(smtp)
        task = asyncio.get_running_loop().create_task(_quit(smtp))
        self._quitting.add(task)
        task.add_done_callback(self._quitting.discard)

    def _forget(self, smtp: SMTP) -> None:
        self._live.discard(smtp)
        drop(smtp)


def _was_lost(error: SendError) -> bool:
    """Whether the session broke; a stop of ours is no reason to open another."""
    broken = isinstance(error.__cause__, OSError)
    return broken or error.code == failures.CLOSING


def _was_answered(error: BaseException) -> bool:
    """Whether the session is in step after `error`: a plain refusal, or nothing was asked."""
    if isinstance(error, SMTPResponseException):
        return 400 <= error.code < 600
    return isinstance(error, SendError)


async def _ready_again(smtp: SMTP) -> bool:
    """Whether the session can take another mail after a refusal."""
    if not smtp.is_connected:
        return False
    try:
        await smtp.rset()
    except (SMTPException, OSError):
        return False
    return True


async def _quit(smtp: SMTP) -> None:
    transport = smtp.transport
    with contextlib.suppress(SMTPException, OSError):
        await smtp.quit(timeout=_QUIT_SECONDS)
    if transport is not None:
        # After a goodbye, TLS would still wait for the server's own; the loop may end before.
        cast(asyncio.WriteTransport, transport).abort()
    drop(smtp)
