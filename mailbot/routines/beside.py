"""Routines beside the loop that receives and decides: in a worker process, one after the other."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from mailbot.logs import tell
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.worker import Worker, WorkerClosed, WorkerFailed
from mailbot.routines.routine import Routine, count_failure, due_now, forget_removed, run_one

_Due = Sequence[tuple[Routine, Sequence[datetime]]]

_FIRST_PAUSE = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(minutes=30)


class Beside:
    """Runs what is due while its caller goes on; `done` is called after each that may have mails.

    One that fails, or whose process does, is told and tried again later, after longer and longer
    pauses; the others go on. Its failures are counted in the store, for the alarm about them.
    Close it at the end.
    """

    def __init__(self, worker: Worker, done: Callable[[], None]) -> None:
        self._worker = worker
        self._done = done
        self._thread: threading.Thread | None = None
        self._failures: dict[str, int] = {}
        self._pauses: dict[str, timedelta] = {}
        self._not_before: dict[str, datetime] = {}

    def attend(
        self, desk: Desk, routines: Sequence[Routine], now: datetime, *,
        decided_until: datetime | None,
    ) -> int:  # fmt: skip
        """Begin with what is due by `now`, unless the last is not done yet; see `run_due`.

        None is run when this returns, so the answer is 0. Raises StorageError.
        """
        if self._thread is not None and self._thread.is_alive():
            return 0
        forget_removed(desk, routines)
        while self._pauses:
            name, pause = self._pauses.popitem()
            self._not_before[name] = now + pause
        awake = [each for each in routines if self._not_before.get(each.name, now) <= now]
        due = due_now(desk, awake, now, decided_until=decided_until)
        if due:
            self._thread = threading.Thread(
                target=self._run, args=(desk, due, now), name="routines"
            )
            self._thread.start()
        return 0

    def wait(self) -> None:
        """Wait until what is being done is done."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """End what is being done; the next pass of the line, whoever makes it, does it anew."""
        self._worker.close()
        self.wait()

    def _run(self, desk: Desk, due: _Due, now: datetime) -> None:
        try:
            for routine, occasions in due:
                self._run_each(desk, routine, occasions, now)
        except WorkerClosed:
            return
        self._worker.rest()

    def _run_each(
        self, desk: Desk, routine: Routine, occasions: Sequence[datetime], now: datetime
    ) -> None:
        try:
            for at in occasions:
                self._worker.do(run_one, routine, at, now)
                self._done()
        except WorkerClosed:
            raise
        except WorkerFailed as why:
            self._put_off(desk, routine, str(why), now)
        except Exception:  # One bad report never stops the line.
            tell("routine.failed", failure=True, routine=routine.name)
            self._put_off(desk, routine, "", now)
        else:
            self._failures.pop(routine.name, None)

    def _put_off(self, desk: Desk, routine: Routine, why: str, now: datetime) -> None:
        failures = self._failures.get(routine.name, 0)
        pause = min(_FIRST_PAUSE * 2 ** min(failures, 10), _LONGEST_PAUSE)
        self._failures[routine.name] = failures + 1
        self._pauses[routine.name] = pause
        minutes = pause // timedelta(minutes=1)
        tell("routine.put_off", routine=routine.name, reason=why, minutes=minutes)
        count_failure(desk, routine, why, now)
