"""The door to the SMTP server for synchronous callers: one event loop in a thread of its own."""

import asyncio
import threading
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from mailbot.config.servers import Smtp
from mailbot.errors import SendError
from mailbot.sender import failures
from mailbot.sender.batch import Batch
from mailbot.sender.connection import Connector
from mailbot.sender.pool import Pool
from mailbot.sender.values import Accepted, Envelope, Outcome, Probe
from mailbot.tokens import Bearer

T = TypeVar("T")

_CANCEL_AGAIN_SECONDS = 0.1


class Sender:
    """Hands mails to the server of `[smtp]` over kept connections, `smtp.connections` at most.

    `password` is the resolved secret; `bearer`, if given, logs in with access tokens instead.
    Nothing is retried here, but for a kept connection that turns out dead before anything of the
    mail was sent, and for one refused token. Close it when done.
    """

    def __init__(
        self, smtp: Smtp, password: str | None = None, bearer: Bearer | None = None
    ) -> None:
        self._few = 2 * smtp.connections
        self._connector = Connector(smtp, password, bearer)
        self._pool = Pool(self._connector, limit=smtp.connections, timeout=smtp.timeout_seconds)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="smtp", daemon=True)
        self._thread.start()
        self._closed = False
        # Between closing and starting a mail, so that none is started on a loop that has ended.
        self._gate = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, envelope_from: str, recipients: Sequence[str], raw: bytes) -> Accepted:
        """Hand one mail over; raises SendError."""
        envelope = Envelope(key=0, sender=envelope_from, recipients=tuple(recipients), raw=raw)
        (((_, outcome),),) = self.deliver([[envelope]])
        if isinstance(outcome, SendError):
            raise outcome
        return outcome

    def deliver(
        self, groups: Iterable[Sequence[Envelope]]
    ) -> Iterator[Sequence[tuple[int, Outcome]]]:
        """Hand mails over side by side; yields each one's key and outcome, in groups as well.

        `groups` is read in the caller's thread, the next one when no more mails are without an
        outcome than keep the connections busy: it may register attempts and load bytes as it goes.
        Every mail read gets exactly one outcome; one may wait for others for some hundredths of a
        second. When the server can't be used at all, the rest fails with the same
        ServerUnavailable at once. When the caller stops early, mails that were read go on if
        begun, and the others are not begun.
        """
        source = iter(groups)
        batch = Batch(self._few, self._connector.server)
        without_outcome, more = 0, True
        try:
            while True:
                fresh: list[Envelope] = []
                while more and without_outcome + len(fresh) <= self._few:
                    group = next(source, None)
                    more = group is not None
                    fresh += group or ()
                without_outcome += len(fresh)
                if not without_outcome:
                    return
                self._hand_over(batch, fresh, more=more)
                told = batch.told.get()
                yield told
                without_outcome -= len(told)
        finally:
            self._finish(batch)

    def probe(self, sender: str = "") -> Probe:
        """Open a session and look at the server, for `doctor`; raises ServerUnavailable.

        With `sender`, ask as well whether the server takes mail from that address.
        """
        return self._submit(self._pool.probe(sender)).result()

    def close(self) -> None:
        """End every session; what is being sent is broken off, and its outcome says so."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            end = self._submit(self._end())
        end.result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _hand_over(self, batch: Batch, mails: Sequence[Envelope], *, more: bool) -> None:
        with self._gate:
            if not self._closed:
                deliver = partial(self._pool.deliver, batch, mails, more=more)
                self._loop.call_soon_threadsafe(deliver)
                return
        if mails:
            batch.told.put([(m.key, failures.of_stop(self._connector.server)) for m in mails])

    def _finish(self, batch: Batch) -> None:
        with self._gate:
            if not self._closed:
                self._loop.call_soon_threadsafe(self._pool.end, batch)

    def _submit(self, work: Coroutine[None, None, T]) -> Future[T]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _end(self) -> None:
        self._pool.stop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        while others:
            # More than once: Python 3.11's `wait_for` may swallow a cancellation.
            for task in others:
                task.cancel()
            _, others = await asyncio.wait(others, timeout=_CANCEL_AGAIN_SECONDS)
        await self._pool.close()
        # One round of the loop, in which the cut transports close their sockets.
        await asyncio.sleep(0)
