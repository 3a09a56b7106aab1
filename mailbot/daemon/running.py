"""The running process: one loop listens to the mailbox; delivery and routines go on beside it."""

import logging
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from apscheduler.job import Job
from apscheduler.schedulers.background import BackgroundScheduler

from mailbot.daemon.backlog import Backlog
from mailbot.daemon.clock import Clock, not_before_latest, real_time
from mailbot.daemon.contact import Contact
from mailbot.daemon.line import Line
from mailbot.daemon.memory import give_back_large_blocks, spare_what_stays
from mailbot.daemon.observed import DELIVERING, LISTENING, Observed, observed
from mailbot.daemon.round import Round, one_round
from mailbot.delivery import deliver_due
from mailbot.errors import MailbotError, StorageError
from mailbot.logs import tell
from mailbot.model.line import ProcessRole
from mailbot.pipeline.made_beside import MadeBeside
from mailbot.pipeline.worker import Worker
from mailbot.routines.beside import Beside
from mailbot.routines.snapshot import leave_behind

DELIVER_SECONDS = 2.0
ASK_SECONDS = 1.0
"""How often a process looks at what others received, or whether what a mail asks for is made."""
DEADLINE_SECONDS = 0.5
"""For how long new mail may wait behind deadlines."""
LONGEST_BACKOFF = 60.0
LAST_SECONDS = 3.0
"""How long a mail that is being sent may still take once mailbot is to stop."""


def run(line: Line, clock: Clock = real_time) -> None:
    """Work until SIGTERM or SIGINT: one loop listens to the mailbox, the scheduler delivers."""
    give_back_large_blocks()
    spare_what_stays()
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
    outgoing = Contact("el servidor de salida")
    delivery = (
        scheduler.add_job(
            _deliver, "interval", (line, clock, stop, watch, outgoing), seconds=DELIVER_SECONDS
        )
        if ProcessRole.DELIVER in line.roles
        else None
    )
    scheduler.start()
    tell("run.started", mailbox=line.mailbox_name)

    def deliver_soon() -> None:
        _deliver_soon(delivery)

    worker = Worker(line.desk.policy.config)
    routines, making = Beside(worker, deliver_soon), MadeBeside(worker)
    line = replace(line, desk=replace(line.desk, make=making))
    try:
        _listen(line, clock, stop, watch, deliver_soon, routines)
    finally:
        watch.stopping()
        routines.close()
        making.close()
        # A mail that the server does not answer about would hold up the end for ten minutes.
        # Broken off, it is settled as what it is: waiting or uncertain.
        breaking_off = threading.Timer(LAST_SECONDS, line.sender.close)
        breaking_off.start()
        scheduler.shutdown(wait=True)
        breaking_off.cancel()
        leave_behind(line.desk, lambda: not_before_latest(line.desk.store, clock()))
        tell("run.stopped")


def _deliver_soon(delivery: Job | None) -> None:
    """Deliver now instead of at the next interval, where this process delivers."""
    if delivery:
        delivery.modify(next_run_time=real_time())


def _listen(
    line: Line, clock: Clock, stop: threading.Event, watch: Observed,
    deliver_soon: Callable[[], None], routines: Beside,
) -> None:  # fmt: skip
    """Receive and decide at once, then wait for the mailbox; back off while something is down."""
    poll_seconds = line.desk.policy.config.mailbox.poll_seconds
    failures = 0
    mailbox = Contact("el buzón")
    backlog = Backlog(line.desk.store, clock)
    while not stop.is_set():
        try:
            done = _round(line, clock, stop, watch, backlog, deliver_soon, routines)
            mailbox.seen(done.trouble)
            watch.round_done(done)
            if not done.trouble:
                failures = 0
                if not (done.processed.postponed or done.lapsed.postponed):
                    watch.progress.beat(LISTENING, poll_seconds + watch.patience)
                    if done.reads:
                        seconds = ASK_SECONDS if done.processed.awaiting else poll_seconds
                        line.mailbox.wait(seconds, stop)
                    else:
                        stop.wait(ASK_SECONDS)
                continue
        except MailbotError as error:
            tell("pass.refused", reason=error)
            watch.round_failed(error)
        except Exception as error:  # A fault of ours must not end the line's day.
            tell("pass.failed", failure=True)
            watch.round_failed(error)
        failures += 1
        stop.wait(_backoff(failures))


def _round(
    line: Line, clock: Clock, stop: threading.Event, watch: Observed, backlog: Backlog,
    deliver_soon: Callable[[], None], routines: Beside,
) -> Round:  # fmt: skip
    """One round of the listening loop; one that did something is logged."""
    watch.progress.beat(LISTENING, watch.patience)
    stopping = watch.progress.asked(LISTENING, watch.patience, backlog.asked(stop.is_set))
    line.desk.presence.still()
    backlog.look()
    real = clock()
    now = not_before_latest(line.desk.store, real)
    began = time.perf_counter()
    done = one_round(
        line, now, stopping=stopping, deliver_soon=deliver_soon, behind=now - real,
        deadline_seconds=DEADLINE_SECONDS, attend=routines.attend,
    )  # fmt: skip
    if done.received.received or done.processed.decided or done.lapsed.handled:
        tell("pass.done", received=done.received.received, decided=done.processed.decided,
             parked=done.processed.parked, deadlines=done.lapsed.handled,
             ms=round((time.perf_counter() - began) * 1000))  # fmt: skip
    return done


def _deliver(
    line: Line, clock: Clock, stop: threading.Event, watch: Observed, server: Contact
) -> None:
    """Send what is due; a failure is logged, and the next run tries again."""
    watch.progress.beat(DELIVERING, watch.patience)
    stopping = watch.progress.asked(DELIVERING, watch.patience, stop.is_set)
    try:
        line.desk.presence.still()
        now = not_before_latest(line.desk.store, clock())
        delivered = deliver_due(line.desk, line.sender, now, line.jitter, stopping)
    except StorageError as error:
        tell("delivery.refused", reason=error)
    except Exception:  # A fault of ours must not end the line's day.
        tell("delivery.failed", failure=True)
    else:
        if delivered.trouble or delivered.sent or delivered.failed:
            server.seen(delivered.trouble)


def _backoff(failures: int) -> float:
    longest = min(LONGEST_BACKOFF, 2.0 ** min(failures - 1, 10))
    return random.uniform(longest / 2, longest)
