"""A private Cyrus on loopback: another IMAP server than the one that mailbot grew up with.

Its folders hang under INBOX and are parted by dots, and it pushes nothing in IDLE.
Debian's cyrus-imapd excludes dovecot-imapd: `install-programs.sh` unpacks its imapd beside.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from datetime import datetime
from pathlib import Path

from imapclient import IMAPClient

from tests.servers.dovecot import free_ports

HOST = "127.0.0.1"
USER, PASSWORD = "linea", "s3creto"
START_SECONDS = 20.0
_BIN = Path("/usr/lib/cyrus/bin")
_IMAPD = (
    Path(__file__).parents[2] / ".programs" / "cyrus" / "usr" / "lib" / "cyrus" / "bin" / "imapd"
)

_IMAPD_CONF = """
configdirectory: {folder}/conf
partition-default: {folder}/spool
defaultpartition: default
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/sasldb2
sasl_mech_list: PLAIN LOGIN
allowplaintext: yes
autocreate_quota: 0
virtdomains: off
unixhierarchysep: no
altnamespace: no
servername: cyrus.test
duplicate_db_path: {folder}/conf/deliver.db
syslog_prefix: mailbot-test
"""
_CYRUS_CONF = """
START {{
  recover cmd="{bin}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
  imap cmd="{imapd} -C {folder}/imapd.conf" listen="{host}:{port}" prefork=0 maxchild=50
}}
EVENTS {{
}}
"""


class Cyrus:
    """Started by `with`; one account, whose box is empty."""

    def __init__(self) -> None:
        for program in (_BIN / "master", _IMAPD):
            if not program.exists():
                raise RuntimeError(f"{program} is missing: make test-programs installs it")
        self.folder = Path(tempfile.mkdtemp(prefix="cyrus-"))
        self.host, self.user, self.password = HOST, USER, PASSWORD
        [self.port] = free_ports(1)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Cyrus":
        try:
            self._prepare()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self.folder)

    def program(self) -> IMAPClient:
        """Another mail program, logged in."""
        client = IMAPClient(HOST, self.port, ssl=False, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def deliver(self, raw: bytes, arrived: datetime) -> None:
        """A mail arrives in the box."""
        with self.program() as client:
            client.append("INBOX", raw, msg_time=arrived)

    def messages(self, folder: str) -> int:
        """How many mails a folder shows."""
        with self.program() as client:
            return int(client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"])

    def _prepare(self) -> None:
        settings = {"folder": self.folder, "port": self.port, "host": HOST, "bin": _BIN,
                    "imapd": _IMAPD}  # fmt: skip
        (self.folder / "imapd.conf").write_text(_IMAPD_CONF.format(**settings))
        (self.folder / "cyrus.conf").write_text(_CYRUS_CONF.format(**settings))
        for name in ("db", "proc", "socket", "lock", "log", "msg", "ptclient", "user", "quota"):
            (self.folder / "conf" / name).mkdir(parents=True)
        (self.folder / "spool").mkdir()
        subprocess.run(
            ["saslpasswd2", "-p", "-c", "-f", self.folder / "sasldb2", "-u", "cyrus.test", USER],
            input=PASSWORD.encode(), check=True, capture_output=True,
        )  # fmt: skip
        if os.geteuid() == 0:
            owner = pwd.getpwnam("cyrus")
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)

    def _start(self) -> None:
        identity = (
            {"user": "cyrus", "group": "mail", "extra_groups": []} if not os.geteuid() else {}
        )
        with (self.folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [_BIN / "master", "-C", self.folder / "imapd.conf", "-M",
                 self.folder / "cyrus.conf", "-p", self.folder / "master.pid", "-D"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, **identity,
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Cyrus did not start:\n{(self.folder / 'output').read_text()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with self.program():
                return True
        except Exception:
            return False
