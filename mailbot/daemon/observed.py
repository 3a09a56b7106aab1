"""What the running process shows of itself: to systemd, and to this machine's monitoring."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from mailbot.daemon.clock import Clock, latest_or
from mailbot.daemon.health import health
from mailbot.daemon.line import Line
from mailbot.daemon.progress import Progress, patience
from mailbot.daemon.round import Round
from mailbot.daemon.standing import look_up
from mailbot.daemon.systemd import ServiceManager
from mailbot.errors import MailbotError, MailboxError
from mailbot.logs import tell
from mailbot.rules.policy import Policy

LISTENING = "la recepción y la decisión de correos"
DELIVERING = "el envío de correos"


class Observed:
    """What the loops tell of themselves, and how it is passed on."""

    def __init__(
        self, policy: Policy, clock: Clock, manager: ServiceManager, progress: Progress
    ) -> None:
        self.progress = progress
        self.patience = patience(policy.config)
        self._zone = policy.calendar.zone
        self._clock = clock
        self._manager = manager
        self._is_ready = False
        self._failure = ""

    def round_done(self, done: Round) -> None:
        """A round is over: the first one makes the service ready."""
        if not self._is_ready:
            self._manager.tell(READY=1)
            self._is_ready = True
        self._failure = ""
        now = self._clock().astimezone(self._zone)
        counted = (
            f"{done.received.received} recibidos, {done.processed.decided} decididos, "
            f"{done.lapsed.handled} plazos"
        )
        self._manager.tell(STATUS=f"Última pasada a las {now:%H:%M:%S}: {done.trouble or counted}")

    def round_failed(self, error: Exception) -> None:
        """A round could not be done. Anybody on this machine may read why, so only in our words."""
        why = str(error) if isinstance(error, MailbotError) else "la razón está en el registro"
        self._manager.tell(STATUS=f"No se pudo hacer una pasada: {why}")
        # A mailbox that is away for a moment is no failure; the alarm tells when it lasts.
        if not isinstance(error, MailboxError):
            self._failure = f"La última pasada falló: {why}"

    def troubles(self) -> tuple[str, ...]:
        """What the process itself knows to be wrong now, in Spanish."""
        failure = (self._failure,) if self._failure else ()
        return (*failure, *(f"El proceso no avanza: {loop}." for loop in self.progress.stuck()))

    def stopping(self) -> None:
        """The service has been told to stop."""
        self._manager.tell(STOPPING=1, STATUS="Terminando lo que está en curso")

    def pulse(self, watchdog_seconds: float) -> None:
        """Tell the watchdog that the loops go on, unless one does not."""
        if stuck := self.progress.stuck():
            tell("loop.stuck", loop=", ".join(stuck))
            return
        self._manager.tell(WATCHDOG=1)
        if not self._is_ready:
            # A first round over a full mailbox may take longer than a start usually may.
            self._manager.tell(EXTEND_TIMEOUT_USEC=int(watchdog_seconds * 1_000_000))

    def keep_alive(self, ended: threading.Event, watchdog_seconds: float) -> None:
        """A pulse twice in `watchdog_seconds`, until `ended`."""
        while not ended.wait(watchdog_seconds / 2):
            self.pulse(watchdog_seconds)


@contextmanager
def observed(line: Line, clock: Clock) -> Iterator[Observed]:
    """Show the process for as long as it works."""
    manager = ServiceManager.of(os.environ, os.getpid())
    watch = Observed(line.desk.policy, clock, manager, Progress())
    with ExitStack() as open_things:
        if manager.watchdog_seconds:
            ended = threading.Event()
            pulse = threading.Thread(
                target=watch.keep_alive, args=(ended, manager.watchdog_seconds), name="systemd"
            )
            pulse.start()
            open_things.callback(pulse.join)
            open_things.callback(ended.set)
        _listen_for_monitoring(line, clock, watch, open_things)
        yield watch


def _listen_for_monitoring(
    line: Line, clock: Clock, watch: Observed, open_things: ExitStack
) -> None:
    """Answer `/metrics` and `/health` if the configuration says where."""
    section = line.desk.policy.config.metrics
    if section.port is None:
        return
    # Nobody who does not want it need pay for these.
    from mailbot.daemon.endpoint import Endpoint, Look

    policy, store = line.desk.policy, line.desk.store

    def look() -> Look:
        with store.read() as connection:
            now = latest_or(connection, clock())
            standing = look_up(connection, policy, now)
        found = health(standing, watch.troubles(), policy.config, now)
        return Look(now=now, standing=standing, health=found)

    try:
        open_things.enter_context(Endpoint(section.address, section.port, look))
    except OSError as error:
        # That nobody can look must not keep the line from working.
        tell(
            "monitoring.refused", address=section.address, port=section.port,
            reason=error.strerror or error,
        )  # fmt: skip
