"""The connections to the server: kept between mails, never more than allowed at a time."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace

from aiosmtplib import SMTPException, SMTPResponseException

from mailbot.errors import SendError, ServerUnavailable
from mailbot.sender import failures
from mailbot.sender.batch import Batch
from mailbot.sender.connection import Connector
from mailbot.sender.session import CLOSING, DONE, Session
from mailbot.sender.transaction import Transaction
from mailbot.sender.values import Accepted, Envelope, Outcome, Probe

KEEP_SECONDS = 60
"""How long an unused connection is kept; servers cut idle ones off after some minutes."""


class _Crowded(Exception):
    """The server takes no further connection, but those that are open go on."""


class Pool:
    """Up to `limit` sessions with one server, for the tasks of one event loop."""

    def __init__(self, connector: Connector, *, limit: int, timeout: float) -> None:
        self._connector = connector
        self._limit = limit
        self._timeout = timeout
        self._slots = asyncio.Semaphore(limit)
        # One at a time: a wrong password is tried once, not by every connection at once.
        self._connecting = asyncio.Lock()
        self._live: set[Session] = set()
        self._kept: dict[Session, float] = {}
        self._retiring: asyncio.TimerHandle | None = None
        # Set when a session is there for others, or room for another one.
        self._given_back = asyncio.Event()
        self._working: set[asyncio.Task[None]] = set()
        self._quitting: set[asyncio.Task[None]] = set()
        self._batches: set[Batch] = set()

    def deliver(self, batch: Batch, mails: Sequence[Envelope], *, more: bool) -> None:
        """Send `mails` too, side by side; `batch` tells what became of them."""
        self._batches.add(batch)
        batch.listen(mails, more=more)
        most = self._limit if batch.most_workers is None else batch.most_workers
        for _ in range(min(most - batch.workers, len(batch.waiting))):
            batch.workers += 1
            _start(self._work(batch), self._working)

    def end(self, batch: Batch) -> None:
        """Begin no more mails of this batch."""
        batch.stop()
        self._batches.discard(batch)

    async def probe(self, sender: str = "") -> Probe:
        """Open a new session, look, and close it; raises ServerUnavailable.

        With `sender`, ask as well whether the server takes mail from that address; none is sent.
        """
        async with self._slots:
            smtp = await self._connector.open()
            session = Session(smtp)
            try:
                found = self._connector.describe(smtp)
                return replace(found, sender_refusal=await self._refusal(session, sender))
            finally:
                await session.quit()

    async def _refusal(self, session: Session, sender: str) -> str:
        if not sender.isascii() or not sender:
            return ""
        try:
            session.write(f"MAIL FROM:<{sender}>\r\n".encode(), replies=1)
            reply = await session.reply(self._timeout)
        except (SMTPException, OSError) as error:
            raise failures.of_connection(error, self._connector.server) from error
        return "" if reply.code == DONE else f"{reply.code} {failures.reply_text(reply.message)}"

    def stop(self) -> None:
        """Begin nothing more."""
        for batch in self._batches:
            batch.stop()

    async def close(self) -> None:
        """Say goodbye on every unused connection, and cut the others off."""
        if self._retiring is not None:
            self._retiring.cancel()
        await asyncio.gather(*(session.quit() for session in self._kept), *self._quitting)
        for session in self._live:
            session.drop()

    async def _work(self, batch: Batch) -> None:
        """Send the mails of a batch one after the other, until none waits."""
        try:
            async with self._slots:
                while batch.waiting:
                    envelope = batch.waiting.popleft()
                    try:
                        batch.end(envelope.key, await self._outcome(envelope, batch))
                    except _Crowded:
                        batch.waiting.appendleft(envelope)
                        if batch.workers > 1:
                            # The others go on, and nobody asks for a connection for each mail.
                            batch.most_workers = batch.workers - 1
                            return
                        await self._session_given_back()
        finally:
            batch.workers -= 1

    async def _session_given_back(self) -> None:
        if not self._kept:
            self._given_back.clear()
            await self._given_back.wait()

    async def _outcome(self, envelope: Envelope, batch: Batch) -> Outcome:
        try:
            return await self._attempt(envelope, batch)
        except _Crowded:
            if batch.over:
                return failures.of_stop(self._connector.server)
            raise
        except SendError as error:
            return error
        except asyncio.CancelledError:
            return failures.of_stop(self._connector.server)
        except Exception as error:
            # Such as a source of access tokens that failed; the other mails go on.
            return failures.of_mail(error, self._connector.server, may_be_taken=False)

    async def _attempt(self, envelope: Envelope, batch: Batch) -> Accepted:
        while kept := self._take_kept():
            transaction = Transaction(kept, envelope, self._timeout)
            try:
                return await self._run(kept, transaction)
            except SendError as error:
                # The server had closed the idle connection: it has seen nothing of this mail.
                if transaction.content_begun or not _was_lost(error):
                    raise
        session = await self._open(batch)
        return await self._run(session, Transaction(session, envelope, self._timeout))

    async def _run(self, session: Session, transaction: Transaction) -> Accepted:
        try:
            accepted = await transaction.run()
        except (Exception, asyncio.CancelledError) as error:
            failure = failures.of_mail(
                error, self._connector.server, may_be_taken=transaction.may_be_taken
            )
            if _was_answered(error) and await session.reset(self._timeout):
                self._keep(session)
            else:
                self._forget(session)
            if failure is error:
                raise
            raise failure from error
        self._keep(session)
        return accepted

    async def _open(self, batch: Batch) -> Session:
        async with self._connecting:
            if batch.outage is not None:
                raise batch.outage.with_traceback(None)
            try:
                session = Session(await self._connector.open())
            except ServerUnavailable as error:
                if self._live:
                    raise _Crowded from error
                batch.outage = error
                raise
        self._live.add(session)
        return session

    def _take_kept(self) -> Session | None:
        while self._kept:
            session, _ = self._kept.popitem()
            if session.is_open:
                return session
            self._forget(session)
        return None

    def _keep(self, session: Session) -> None:
        loop = asyncio.get_running_loop()
        self._kept[session] = loop.time()
        if self._retiring is None:
            self._retiring = loop.call_later(KEEP_SECONDS, self._retire)
        self._given_back.set()

    def _retire(self) -> None:
        """Give back what was not used for long; one timer for all, not one for each mail."""
        loop = asyncio.get_running_loop()
        long_ago = loop.time() - KEEP_SECONDS
        for session in [each for each, since in self._kept.items() if since <= long_ago]:
            del self._kept[session]
            self._live.discard(session)
            _start(session.quit(), self._quitting)
        self._retiring = None
        if self._kept:
            oldest = min(self._kept.values())
            self._retiring = loop.call_at(oldest + KEEP_SECONDS, self._retire)

    def _forget(self, session: Session) -> None:
        self._live.discard(session)
        session.drop()
        self._given_back.set()


def _start(work: Coroutine[None, None, None], kept: set[asyncio.Task[None]]) -> None:
    """Run `work` beside; `kept` holds on to it, since the event loop does not."""
    task = asyncio.get_running_loop().create_task(work)
    kept.add(task)
    task.add_done_callback(kept.discard)


def _was_lost(error: SendError) -> bool:
    """Whether the session broke; a stop of ours is no reason to open another."""
    broken = isinstance(error.__cause__, OSError)
    return broken or error.code == CLOSING


def _was_answered(error: BaseException) -> bool:
    """Whether the session is in step after `error`: a plain refusal, or nothing was asked."""
    if isinstance(error, SMTPResponseException):
        return 400 <= error.code < 600
    return isinstance(error, SendError)
