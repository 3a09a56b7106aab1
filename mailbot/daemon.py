"""The daemon: the wiring of one pass and of the running process. The only reader of the clock."""

import logging
import random
import secrets
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from pydantic import SecretStr
from sqlalchemy import Connection

from mailbot.config import Config
from mailbot.config.schema import Mailbox as MailboxSection
from mailbot.config.schema import Smtp as SmtpSection
from mailbot.deadlines import Lapsed, handle_due, replan_if_changed
from mailbot.delivery import deliver_due
from mailbot.documents import load_documents
from mailbot.errors import MailbotError, MailboxError, StorageError, WrongUse
from mailbot.inbox import Box, Credentials, Mailbox, PasswordCredentials, TokenCredentials
from mailbot.pipeline.desk import Desk
from mailbot.pipeline.examining import Examiner
from mailbot.pipeline.filing import file_settled
from mailbot.pipeline.held import tell_held
from mailbot.pipeline.process import link_files, process_waiting
from mailbot.pipeline.reading import Reader
from mailbot.pipeline.receive import Received, receive
from mailbot.rules.policy import Policy
from mailbot.sender import Carrier, Sender
from mailbot.tokens import bearer_for
from mailbot.watch import Seen, look_at_line
from storage import numbers, only_one, open_store, outbox

DELIVER_SECONDS = 2.0
LONGEST_BACKOFF = 60.0
LAST_SECONDS = 3.0
"""How long a mail that is being sent may still take once mailbot is to stop."""

_log = logging.getLogger("mailbot")

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What one pass did. `trouble` and `sending_trouble` say in Spanish what could not be
    reached, if anything: the mailbox, the SMTP server.
    """

    received: int = 0
    duplicates: int = 0
    decided: int = 0
    parked: int = 0
    deadlines: int = 0
    sent: int = 0
    failed: int = 0
    waiting: int = 0
    trouble: str = ""
    sending_trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Everything that a running line needs."""

    desk: Desk
    mailbox: Box
    mailbox_name: str
    sender: Carrier
    jitter: Callable[[], float] = random.random
    """Spreads attempts to send; from 0 to 1."""


@contextmanager
def line(config: Config, *, shared: bool = False) -> Iterator[Line]:
    """Open the store, hold it for this process, and make ready (not yet reach) both servers.

    With `shared` another process may be at work on it: for questions only.
    """
    with ExitStack() as open_things:
        if not shared:
            open_things.enter_context(only_one(config))
        store = open_store(config)
        open_things.callback(store.close)
        reader = Reader.within(config.limits)
        open_things.callback(reader.close)
        desk = Desk(
            policy=Policy.from_config(config),
            store=store,
            documents=load_documents(config.documents, config.phones, config.identity.address),
            new_token=lambda: secrets.token_hex(16),
            read=reader,
            examine=Examiner.of(config),
        )
        mailbox = Mailbox(config.mailbox, mailbox_credentials(config.mailbox))
        open_things.callback(mailbox.close)
        sender = mail_sender(config.smtp)
        open_things.callback(sender.close)
        yield Line(desk=desk, mailbox=mailbox, mailbox_name=name_of(config.mailbox), sender=sender)


def name_of(mailbox: MailboxSection) -> str:
    """How the ledger calls a mailbox: account, server and folder."""
    return f"{mailbox.user}@{mailbox.host}/{mailbox.folder}"


def mailbox_credentials(mailbox: MailboxSection) -> Credentials:
    """How the mailbox's account proves itself."""
    if bearer := bearer_for("mailbox", mailbox, real_time):
        return TokenCredentials(bearer=bearer)
    return PasswordCredentials(user=mailbox.user or "", password=mailbox.password or SecretStr(""))


def mail_sender(smtp: SmtpSection) -> Sender:
    """The way out, with its account; to be closed."""
    return Sender(smtp, smtp.secret, bearer_for("smtp", smtp, real_time))


def time_for_pass(line: Line, asked: datetime | None) -> datetime:
    """The time of a pass: the one asked for, or the real one; a set clock never goes back."""
    if asked:
        return asked
    with line.desk.store.read() as connection:
        return latest_or(connection, real_time())


def refuse_the_past(line: Line, asked: datetime | None) -> None:
    """WrongUse if `asked` is before the latest pass recorded: time does not go back."""
    with line.desk.store.read() as connection:
        latest = numbers.marked(connection, "pass")
    if asked and latest and asked < latest[0]:
        raise _gone_back(asked, latest[0])


def latest_or(connection: Connection, moment: datetime) -> datetime:
    """`moment`, or the time of the latest pass recorded if that is later."""
    latest = numbers.marked(connection, "pass")
    return max(moment, latest[0]) if latest else moment


def real_time() -> datetime:
    """The real time, in UTC."""
    return datetime.now(UTC)


def one_pass(line: Line, now: datetime) -> Counts:
    """Receive, decide, file, deadlines due by `now`, deliver. Raises StorageError only.

    Where the mailbox can't be reached, what was received before is decided and sent all the same,
    but no deadline is: an answer that lies in the box beats a deadline missed in an outage.
    """
    _begin(line.desk, now)
    trouble, received, met = "", Received(), None
    try:
        received = _receive(line, now, _never)
    except MailboxError as error:
        trouble, met = str(error), error
    processed = process_waiting(line.desk, now, _never)
    lapsed = Lapsed() if trouble else handle_due(line.desk, now)
    link_files(line.desk)
    trouble = trouble or _file(line, received, now)
    _tell(line.desk, Seen(mailbox_error=met), now)
    delivered = deliver_due(line.desk, line.sender, now, line.jitter, _never)
    with line.desk.store.read() as connection:
        waiting = outbox.waiting_count(connection)
    return Counts(
        received=received.received,
        duplicates=received.duplicates,
        decided=processed.decided,
        parked=processed.parked,
        deadlines=lapsed.handled,
        sent=delivered.sent,
        failed=delivered.failed,
        waiting=waiting,
        trouble=trouble,
        sending_trouble=delivered.trouble,
    )


def run(line: Line, clock: Clock = real_time) -> None:
    """Work until SIGTERM or SIGINT: one loop listens to the mailbox, the scheduler delivers."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = BackgroundScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    # It warns, in English, whenever a delivery takes longer than the time to the next one.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    work = _guarded(_deliver, line, clock, stop)
    delivery = scheduler.add_job(work, "interval", seconds=DELIVER_SECONDS)
    scheduler.start()
    _log.info("mailbot está en marcha: atiende %s", line.mailbox_name)
    try:
        _listen(line, clock, stop, lambda: delivery.modify(next_run_time=real_time()))
    finally:
        # A mail that the server does not answer about would hold up the end for ten minutes.
        # Broken off, it is settled as what it is: waiting or uncertain.
        breaking_off = threading.Timer(LAST_SECONDS, line.sender.close)
        breaking_off.start()
        scheduler.shutdown(wait=True)
        breaking_off.cancel()
        _log.info("mailbot se detuvo en orden")


def _listen(
    line: Line, clock: Clock, stop: threading.Event, deliver_now: Callable[[], None]
) -> None:
    """Receive and decide at once, then wait for the mailbox; back off while something is down."""
    config = line.desk.policy.config
    failures = 0
    while not stop.is_set():
        try:
            real = clock()
            now = _not_before_latest(line, real)
            reached = _work(line, now, now - real, stop, deliver_now)
            if reached:
                failures = 0
                line.mailbox.wait(config.mailbox.poll_seconds, stop)
                continue
        except MailbotError as error:
            _log.error("%s", error)
        except Exception:  # A fault of ours must not end the line's day.
            _log.exception("falló una pasada; se intentará de nuevo")
        failures += 1
        stop.wait(_backoff(failures))


def _work(
    line: Line, now: datetime, behind: timedelta, stop: threading.Event,
    deliver_now: Callable[[], None],
) -> bool:  # fmt: skip
    """One round of the listening loop; False if the mailbox could not be reached.

    `behind` is by how much this machine's clock is before the latest pass recorded.
    """
    _begin(line.desk, now)
    reached, met = True, None
    received = Received()
    try:
        received = _receive(line, now, stop.is_set)
    except MailboxError as error:
        reached, met = False, error
        _log.error("%s", error)
    decided = process_waiting(line.desk, now, stop.is_set).decided
    # Once told to stop, an answer may be left undecided: it must beat its deadline.
    lapsed = handle_due(line.desk, now).handled if reached and not stop.is_set() else 0
    if decided or lapsed:
        deliver_now()
    link_files(line.desk)
    if reached and (trouble := _file(line, received, now)):
        reached = False
        _log.error("%s", trouble)
    seen = Seen(mailbox_error=met, clock_off=_clock_off(behind, received.ahead))
    if _tell(line.desk, seen, now):
        deliver_now()
    return reached


def _tell(desk: Desk, seen: Seen, now: datetime) -> bool:
    """Tell what is wrong with the line and what brakes held back; whether there was anything.

    A fault in telling stops nothing else.
    """
    try:
        alarmed = look_at_line(desk, seen, now)
        return bool(tell_held(desk, now)) or alarmed
    except StorageError:
        raise
    except Exception:
        _log.exception("no se pudo avisar del estado de la línea")
        return False


def _clock_off(behind: timedelta, ahead: timedelta | None) -> timedelta | None:
    """By how much the clock seems wrong: against the latest pass, and against new mail if any."""
    if ahead is None:
        return behind or None
    return max(behind, ahead)


def _not_before_latest(line: Line, now: datetime) -> datetime:
    with line.desk.store.read() as connection:
        return latest_or(connection, now)


def _deliver(line: Line, clock: Clock, stop: threading.Event) -> None:
    now = _not_before_latest(line, clock())
    delivered = deliver_due(line.desk, line.sender, now, line.jitter, stop.is_set)
    if delivered.trouble:
        _log.error("%s", delivered.trouble)
    elif delivered.sent or delivered.failed:
        _log.info("%s enviados, %s no entregados", delivered.sent, delivered.failed)


def _guarded(
    job: Callable[[Line, Clock, threading.Event], None],
    line: Line,
    clock: Clock,
    stop: threading.Event,
) -> Callable[[], None]:
    def guarded() -> None:
        try:
            job(line, clock, stop)
        except StorageError as error:
            _log.error("%s", error)
        except Exception:  # A fault of ours must not end the line's day.
            _log.exception("falló un envío; se intentará de nuevo")

    return guarded


def _begin(desk: Desk, now: datetime) -> None:
    """Refuse to go back in time, and remember this pass."""
    with desk.store.write() as connection:
        latest = numbers.marked(connection, "pass")
        if latest and now < latest[0]:
            raise _gone_back(now, latest[0])
        numbers.mark(connection, "pass", now)
    replan_if_changed(desk, now)


def _receive(line: Line, now: datetime, stopping: Callable[[], bool]) -> Received:
    limit = line.desk.policy.config.limits.mail_bytes
    received = receive(line.mailbox, line.mailbox_name, line.desk.store, limit, now, stopping)
    with line.desk.store.write() as connection:
        numbers.mark(connection, "imap", now)
    return received


def _file(line: Line, received: Received, now: datetime) -> str:
    folders = line.desk.policy.config.mailbox
    try:
        file_settled(
            line.mailbox, line.mailbox_name, received.uidvalidity, line.desk.store, folders, now
        )
    except MailboxError as error:
        return str(error)
    return ""


def _backoff(failures: int) -> float:
    longest = min(LONGEST_BACKOFF, 2.0 ** min(failures - 1, 10))
    return random.uniform(longest / 2, longest)


def _gone_back(asked: datetime, latest: datetime) -> WrongUse:
    return WrongUse(
        f"La hora {asked.isoformat()} es anterior a la última pasada registrada "
        f"({latest.astimezone(asked.tzinfo).isoformat()}): el tiempo no puede volver atrás."
    )


def _never() -> bool:
    return False
