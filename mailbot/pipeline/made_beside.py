"""What mails ask for and takes long, made in a worker process while others are decided about."""

from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from mailbot.errors import MailbotError
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.wanted import Made, Wanted, make
from mailbot.pipeline.worker import Worker
from storage.lookups import StoredLookups

_MOST_KEPT = 8
"""What nobody came for: another process decided about the mail, or it changed its mind."""


class BeingMade(MailbotError):
    """What a mail asks for is not ready: the mail is decided about once it is."""


def made_of(desk: Desk, wanted: Wanted, now: datetime) -> Made:
    """All that is wanted."""
    with desk.store.read() as connection:
        return make(wanted, StoredLookups(connection), desk.policy, now)


class MadeBeside:
    """Makes what one mail after the other asks for. Close it at the end."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="making")
        self._made: dict[tuple[int, Wanted], Future[Made]] = {}

    def __call__(self, entry_id: int, wanted: Wanted, now: datetime) -> Made:
        """What a mail asks for.

        Raises BeingMade until it is ready; WorkerFailed, and the next call begins anew.
        """
        key = entry_id, wanted
        if key not in self._made:
            self._forget_unwanted()
            self._made[key] = self._threads.submit(self._make, wanted, now)
        if not self._made[key].done():
            raise BeingMade
        return self._made.pop(key).result()

    def wait(self) -> None:
        """Wait until what is being made is made, or has failed."""
        futures.wait(self._made.values())

    def close(self) -> None:
        """End what is being made."""
        self._worker.close()
        self._threads.shutdown(cancel_futures=True)

    def _make(self, wanted: Wanted, now: datetime) -> Made:
        try:
            return self._worker.do(made_of, wanted, now)
        finally:
            self._worker.rest()

    def _forget_unwanted(self) -> None:
        done = [key for key, made in self._made.items() if made.done()]
        for key in done[: max(0, len(self._made) - _MOST_KEPT + 1)]:
            del self._made[key]
