"""The reports that mails ask for, made in a worker process while other mails are decided about."""

from collections.abc import Mapping, Sequence
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime

from mailbot.errors import MailbotError
from mailbot.model.report import FinishedReport
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.reporting import month_report
from mailbot.pipeline.worker import Worker
from storage.lookups import StoredLookups

Reports = Mapping[date, FinishedReport]

_MOST_KEPT = 8
"""Reports that nobody came for: another process decided about the mail, or it changed its mind."""


class BeingMade(MailbotError):
    """What a mail asks for is not ready: the mail is decided about once it is."""


def reports_of(desk: Desk, months: Sequence[date], now: datetime) -> Reports:
    """The report of each month that begins on one of these days."""
    with desk.store.read() as connection:
        lookups = StoredLookups(connection)
        return {each: month_report(each, lookups, desk.policy, now) for each in months}


class ReportsBeside:
    """Makes the reports of one mail after the other. Close it at the end."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reports")
        self._made: dict[tuple[int, Sequence[date]], Future[Reports]] = {}

    def __call__(self, entry_id: int, months: Sequence[date], now: datetime) -> Reports:
        """The reports that a mail asks for.

        Raises BeingMade until they are ready; WorkerFailed, and the next call begins anew.
        """
        key = entry_id, months
        if key not in self._made:
            self._forget_unwanted()
            self._made[key] = self._threads.submit(self._make, months, now)
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

    def _make(self, months: Sequence[date], now: datetime) -> Reports:
        try:
            return self._worker.do(reports_of, months, now)
        finally:
            self._worker.rest()

    def _forget_unwanted(self) -> None:
        done = [key for key, made in self._made.items() if made.done()]
        for key in done[: max(0, len(self._made) - _MOST_KEPT + 1)]:
            del self._made[key]
