"""What systemd is told, and that nobody is told anything where it did not start the service."""

import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.config import Config
from mailbot.daemon.observed import DELIVERING, LISTENING, Observed
from mailbot.daemon.progress import Progress, patience
from mailbot.daemon.systemd import ServiceManager
from mailbot.errors import MailboxError, StorageError
from mailbot.rules.policy import Policy
from tests.daemon.notified import NotifySocket

ROOT = Path(__file__).parents[2]
SERVERS = {"mailbox": {"host": "127.0.0.1"}, "smtp": {"host": "127.0.0.1"}}
CONFIG = Config.model_validate(SERVERS | {"identity": {"address": "soporte@entidad.gov.co"}})


class Seconds:
    """A clock to set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def watch_of(manager: ServiceManager, seconds: Seconds) -> Observed:
    """The face of a process whose rounds nobody has to do."""
    policy = Policy.from_config(CONFIG)
    return Observed(policy, lambda: datetime(2026, 11, 24, tzinfo=UTC), manager, Progress(seconds))


def test_facts_are_told_in_one_datagram_a_line_each(tmp_path: Path):
    with NotifySocket(tmp_path) as systemd:
        ServiceManager(str(systemd.path)).tell(READY=1, STATUS="Todo\nestá  bien")
        assert systemd.wait_for("READY=1") == ["READY=1\nSTATUS=Todo está bien"]


def test_an_abstract_name_is_understood():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        # The kernel gives a free abstract name.
        listening.bind("")
        listening.settimeout(10)
        name = listening.getsockname().decode()
        ServiceManager("@" + name[1:]).tell(STOPPING=1)
        assert listening.recv(100) == b"STOPPING=1"


@pytest.mark.parametrize("address", ["", "/nobody/listens/here", "not even an address"])
def test_that_nobody_listens_is_no_fault(address: str):
    ServiceManager(address).tell(READY=1)


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "120000000", "WATCHDOG_PID": "7"}, 120.0),
        ({"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "500000"}, 0.5),
        ({"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "120000000", "WATCHDOG_PID": "8"}, None),
        ({"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "0"}, None),
        ({"NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "soon"}, None),
        ({"NOTIFY_SOCKET": "/run/n"}, None),
        ({"WATCHDOG_USEC": "120000000"}, None),
    ],
)
def test_who_watches_is_read_from_the_environment(
    environment: dict[str, str], seconds: float | None
):
    assert ServiceManager.of(environment, 7).watchdog_seconds == seconds


def test_a_loop_is_stuck_once_it_is_silent_for_longer_than_it_said():
    now = 0.0
    progress = Progress(lambda: now)
    progress.beat(LISTENING, 60)
    progress.beat(DELIVERING, 10)
    now = 10.0
    assert progress.stuck() == ()
    now = 11.0
    assert progress.stuck() == (DELIVERING,)
    now = 61.0
    assert progress.stuck() == (LISTENING, DELIVERING)
    progress.beat(DELIVERING, 10)
    assert progress.stuck() == (LISTENING,)


def test_work_that_asks_whether_to_stop_goes_on():
    now = 0.0
    progress = Progress(lambda: now)
    asked = progress.asked(LISTENING, 60, lambda: False)
    assert asked() is False
    now = 59.0
    asked()
    now = 100.0
    assert progress.stuck() == ()


def test_slow_servers_are_no_standstill():
    slow = {**SERVERS, "smtp": {"host": "127.0.0.1", "timeout_seconds": 600}}
    config = Config.model_validate(slow | {"identity": {"address": "soporte@entidad.gov.co"}})
    assert patience(config) > patience(CONFIG) > 3 * 60


def test_the_watchdog_hears_of_loops_that_go_on_and_nothing_of_one_that_hangs(tmp_path: Path):
    with NotifySocket(tmp_path) as systemd:
        manager = ServiceManager(str(systemd.path), 120)
        seconds = Seconds()
        watch = watch_of(manager, seconds)
        watch.progress.beat(LISTENING, 60)
        watch.pulse(120)
        seconds.now = 61.0
        watch.pulse(120)
        manager.tell(MARK=1)
        # Not ready yet: each pulse asks for more time to start, too.
        assert systemd.wait_for("MARK=1") == [
            "WATCHDOG=1", "EXTEND_TIMEOUT_USEC=120000000", "MARK=1",
        ]  # fmt: skip
        watch.progress.beat(LISTENING, 60)
        watch.pulse(120)
        systemd.wait_for("WATCHDOG=1", times=2)


def test_the_pulse_beats_until_the_service_ends(tmp_path: Path):
    with NotifySocket(tmp_path) as systemd:
        watch, ended = watch_of(ServiceManager(str(systemd.path)), Seconds()), threading.Event()
        pulse = threading.Thread(target=watch.keep_alive, args=(ended, 0.02))
        pulse.start()
        systemd.wait_for("WATCHDOG=1", times=3)
        ended.set()
        pulse.join()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (StorageError("La base no responde."), ("La última pasada falló: La base no responde.",)),
        (
            ValueError("maria@invias.test"),
            ("La última pasada falló: la razón está en el registro",),
        ),
        # Lost for a moment; the alarm tells when it lasts.
        (MailboxError("Se perdió la conexión."), ()),
    ],
)
def test_a_round_that_fails_is_told_in_our_words_only(error: Exception, told: tuple[str, ...]):
    watch = watch_of(ServiceManager(), Seconds())
    watch.round_failed(error)
    assert watch.troubles() == told


def test_a_loop_that_hangs_is_trouble():
    seconds = Seconds()
    watch = watch_of(ServiceManager(), seconds)
    watch.progress.beat(DELIVERING, 60)
    seconds.now = 61.0
    assert watch.troubles() == ("El proceso no avanza: el envío de correos.",)


def test_the_unit_bounds_what_the_service_may_do():
    lines = (ROOT / "deploy/mailbot.service").read_text("utf-8").splitlines()
    assert {
        "Type=notify", "NotifyAccess=main", "WatchdogSec=2min", "Restart=on-failure",
        "ProtectSystem=strict", "ReadWritePaths=/var/lib/mailbot", "NoNewPrivileges=yes",
        "PrivateTmp=yes", "MemoryMax=2G",
    } <= set(lines)  # fmt: skip
