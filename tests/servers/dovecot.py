"""A private Dovecot on loopback, without privileges; one password opens every account."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import trustme

from tests.servers import dovecot_config
from tests.servers.account import Account, Owner

HOST = "127.0.0.1"
PASSWORD = "s3creto"
START_SECONDS = 10.0
MEMORY_BYTES = 1 << 30
STOP_SECONDS = 1.5
"""The master lingers for its helpers now and then; its sessions are gone long before."""


class ServerMissing(Exception):
    """The program that the tests need is not installed; the message says what to install."""


class Dovecot:
    """Started by `with`; its folder and its processes are gone afterwards.

    With `introspection_url` it takes tokens too, and asks there about each.
    """

    def __init__(self, introspection_url: str = "") -> None:
        self._introspection_url = introspection_url
        self._program = _program()
        self._owner = Owner.of_server()
        # Not among pytest's folders: sockets' paths are short, and those are closed to others.
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-", dir=fast_folder()))
        self.port, self.tls_port = free_ports(2)
        self.ca_file = self.folder / "ssl" / "ca.pem"
        self._process: subprocess.Popen[bytes] | None = None
        self._accounts = 0

    def __enter__(self) -> "Dovecot":
        try:
            self._prepare()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        """Run until it answers on both ports."""
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [self._program, "-F", "-c", str(self.folder / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._owner.identity(),
            )
        deadline = time.monotonic() + START_SECONDS
        while not all(_answers(port) for port in (self.port, self.tls_port)):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Dovecot did not start:\n{self.log()}")
            time.sleep(0.01)

    def stop(self) -> None:
        """End it and wait until its connections are cut; `start` may follow."""
        if self._process is None:
            return
        process, self._process = self._process, None
        # To the whole group: a session that sleeps in IDLE says BYE at once, and would otherwise
        # outlive its master by a quarter of a minute.
        os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=STOP_SECONDS)
        deadline = time.monotonic() + STOP_SECONDS
        with contextlib.suppress(ProcessLookupError):
            while time.monotonic() < deadline:
                os.killpg(process.pid, signal.SIGKILL)
                process.poll()
                time.sleep(0.005)
        process.wait()

    def account(self) -> Account:
        """A fresh, empty account."""
        self._accounts += 1
        return Account(
            host=HOST,
            port=self.port,
            user=f"linea{self._accounts}",
            password=PASSWORD,
            maildir=self.folder / "mail" / f"linea{self._accounts}",
            owner=self._owner,
        )

    def log(self) -> str:
        """What the server has to say about itself."""
        files = (self.folder / "output", self.folder / "dovecot.log")
        return "".join(file.read_text() for file in files if file.exists())

    def _prepare(self) -> None:
        for name in ("run", "mail", "home", "ssl"):
            (self.folder / name).mkdir()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_file)
        certificate = authority.issue_cert(HOST, "localhost")
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(self.folder / "ssl" / "cert.pem", append=True)
        certificate.private_key_pem.write_to_path(self.folder / "ssl" / "key.pem")
        settings = dovecot_config.Settings(
            folder=self.folder,
            port=self.port,
            tls_port=self.tls_port,
            user=self._owner.user,
            group=self._owner.group,
            password=PASSWORD,
            introspection_url=self._introspection_url,
        )
        version = subprocess.run(
            [self._program, "--version"], capture_output=True, check=True, text=True
        ).stdout
        text = dovecot_config.render(version, settings)
        (self.folder / "dovecot.conf").write_text(text)
        (self.folder / "tokens.conf").write_text(dovecot_config.token_service(settings))
        self._owner.give(self.folder)


def _program() -> str:
    # Debian keeps it where ordinary users' PATH does not look.
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    found = shutil.which("dovecot", path=path)
    if found is None:
        raise ServerMissing("Dovecot is missing: apt-get install dovecot-imapd")
    return found


def fast_folder() -> str | None:
    # Thousands of small files are made and removed: memory spares seconds, where there is plenty.
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK):
        return str(memory) if shutil.disk_usage(memory).free > MEMORY_BYTES else None
    return None


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens at."""
    plugs = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [plug.getsockname()[1] for plug in plugs]
    for plug in plugs:
        plug.close()
    return ports


def _answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
