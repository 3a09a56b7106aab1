"""The running process: one loop listens to the mailbox, the scheduler delivers beside it."""

import logging
import random
import signal
import threading
from collections.abc import Callable

from apscheduler.job import Job
from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.daemon.clock import Clock, not_before_latest, real_time
from mailbot.daemon.line import Line, Role
from mailbot.daemon.observed import DELIVERING, LISTENING, Observed, observed
from mailbot.daemon.round import Round, one_round
from mailbot.delivery import deliver_due
from mailbot.errors import MailbotError, StorageError
from mailbot.routines.snapshot import leave_behind

DELIVER_SECONDS = 2.0
ASK_SECONDS = 1.0
"""How often a process that does not look into the mailbox asks what others received."""
LONGEST_BACKOFF = 60.0
LAST_SECONDS = 3.0
"""How long a mail that is being sent may still take once mailbot is to stop."""

_log = logging.getLogger("mailbot")


def run(line: Line, clock: Clock = real_time) -> None:
    """Work until SIGTERM or SIGINT: one loop listens to the mailbox, the scheduler delivers."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with observed(line, clock) as watch:
        _work(line, clock, stop, watch)


def _work(line: Line, clock: Clock, stop: threading.Event, watch: Observed) -> None:
    """Both loops, until `stop` is set; then what is in hand comes to its end."""
    scheduler = BackgroundScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    # It warns, in English, whenever a delivery takes longer than the time to the next one.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    delivery = (
        scheduler.add_job(_deliver, "interval", (line, clock, stop, watch), seconds=DELIVER_SECONDS)
        if Role.DELIVER in line.roles
        else None
    )
    scheduler.start()
    _log.info("mailbot está en marcha: atiende %s", line.mailbox_name)
    try:
        _listen(line, clock, stop, watch, lambda: _deliver_soon(delivery))
    finally:
        watch.stopping()
        # A mail that the server does not answer about would hold up the end for ten minutes.
        # Broken off, it is settled as what it is: waiting or uncertain.
        breaking_off = threading.Timer(LAST_SECONDS, line.sender.close)
        breaking_off.start()
        scheduler.shutdown(wait=True)
        breaking_off.cancel()
        leave_behind(line.desk, lambda: not_before_latest(line.desk.store, clock()))
        _log.info("mailbot se detuvo en orden")


def _deliver_soon(delivery: Job | None) -> None:
    """Deliver now instead of at the next interval, where this process delivers."""
    if delivery:
        delivery.modify(next_run_time=real_time())


def _listen(
    line: Line, clock: Clock, stop: threading.Event, watch: Observed,
    deliver_soon: Callable[[], None],
) -> None:  # fmt: skip
    """Receive and decide at once, then wait for the mailbox; back off while something is down."""
    poll_seconds = line.desk.policy.config.mailbox.poll_seconds
    failures = 0
    while not stop.is_set():
        try:
            done = _round(line, clock, stop, watch, deliver_soon)
            watch.round_done(done)
            if not done.trouble:
                failures = 0
                if not done.processed.postponed:
                    watch.progress.beat(LISTENING, poll_seconds + watch.patience)
                    if done.reads:
                        line.mailbox.wait(poll_seconds, stop)
                    else:
                        stop.wait(ASK_SECONDS)
                continue
        except MailbotError as error:
            _log.error("%s", error)
            watch.round_failed(error)
        except Exception as error:  # A fault of ours must not end the line's day.
            _log.exception("falló una pasada; se intentará de nuevo")
            watch.round_failed(error)
        failures += 1
        stop.wait(_backoff(failures))


def _round(
    line: Line, clock: Clock, stop: threading.Event, watch: Observed,
    deliver_soon: Callable[[], None],
) -> Round:  # fmt: skip
    """One round of the listening loop; what it could not reach is logged."""
    watch.progress.beat(LISTENING, watch.patience)
    stopping = watch.progress.asked(LISTENING, watch.patience, stop.is_set)
    line.desk.presence.still()
    real = clock()
    now = not_before_latest(line.desk.store, real)
    done = one_round(line, now, stopping=stopping, deliver_soon=deliver_soon, behind=now - real)
    if done.trouble:
        _log.error("%s", done.trouble)
    return done


def _deliver(line: Line, clock: Clock, stop: threading.Event, watch: Observed) -> None:
    """Send what is due; a failure is logged, and the next run tries again."""
    watch.progress.beat(DELIVERING, watch.patience)
    stopping = watch.progress.asked(DELIVERING, watch.patience, stop.is_set)
    try:
        line.desk.presence.still()
        now = not_before_latest(line.desk.store, clock())
        delivered = deliver_due(line.desk, line.sender, now, line.jitter, stopping)
    except StorageError as error:
        _log.error("%s", error)
    except Exception:  # A fault of ours must not end the line's day.
        _log.exception("falló un envío; se intentará de nuevo")
    else:
        if delivered.trouble:
            _log.error("%s", delivered.trouble)
        elif delivered.sent or delivered.failed:
            _log.info("%s enviados, %s no entregados", delivered.sent, delivered.failed)


def _backoff(failures: int) -> float:
    longest = min(LONGEST_BACKOFF, 2.0 ** min(failures - 1, 10))
    return random.uniform(longest / 2, longest)
