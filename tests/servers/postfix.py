"""A private Postfix on loopback: STARTTLS, AUTH, a real queue; it hands everything to one server.

Its master must be root, as Postfix demands. Nothing can leave this machine: every mail, its own
reports included, goes to the port that it is given.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import trustme

from tests.servers.dovecot import free_ports

HOST = "127.0.0.1"
USER, PASSWORD = "linea", "s3creto"
START_SECONDS = 20.0
_DAEMONS = Path("/usr/lib/postfix/sbin")

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/state
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.postfix.test
mydestination =
mynetworks =
inet_interfaces = {host}
inet_protocols = ipv4
relayhost = [{host}]:{next_port}
default_transport = smtp
disable_dns_lookups = yes
smtp_tls_security_level = none
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_cert_file = {folder}/cert.pem
smtpd_tls_key_file = {folder}/key.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:{host}:{auth_port}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
  check_recipient_access inline:{{
    {{espere@entidad.test = 451 4.2.1 luego}}
    {{nadie@entidad.test = 550 5.1.1 no existe}} }},
  permit_sasl_authenticated, reject
bounce_queue_lifetime = 5s
maillog_file_prefixes = {folder}
maillog_file = {folder}/log
"""
_MASTER = """
{host}:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
"""

# Postfix asks Dovecot who a client is.
_AUTH = """
base_dir = {folder}/auth
state_dir = {folder}/auth
log_path = {folder}/log
listen = {host}
protocols =
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
}}
service auth {{
  inet_listener sasl {{
    address = {host}
    port = {auth_port}
  }}
}}
"""


class Postfix:
    """Started by `with`; relays what an authenticated client hands it to `next_port`."""

    def __init__(self, next_port: int) -> None:
        if os.geteuid() != 0 or not Path("/usr/sbin/postfix").exists():
            raise RuntimeError("Postfix needs root and Debian's package: make test-programs")
        self.folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self.folder.chmod(0o755)
        self._next_port = next_port
        self.port, self._auth_port = free_ports(2)
        self.ca_file = self.folder / "ca.pem"
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Postfix":
        try:
            self._prepare()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        # Postfix makes its master the leader of a group of its own.
        pid = self.folder / "spool" / "pid" / "master.pid"
        if pid.exists():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(pid.read_text()), signal.SIGKILL)
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        shutil.rmtree(self.folder)

    def _prepare(self) -> None:
        for name in ("spool", "state", "auth", "etc"):
            (self.folder / name).mkdir()
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_file)
        certificate = authority.issue_cert(HOST, "localhost")
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(self.folder / "cert.pem", append=True)
        certificate.private_key_pem.write_to_path(self.folder / "key.pem")
        settings = {"folder": self.folder, "port": self.port, "host": HOST, "daemons": _DAEMONS,
                    "next_port": self._next_port, "auth_port": self._auth_port,
                    "password": PASSWORD}  # fmt: skip
        (self.folder / "etc" / "auth.conf").write_text(_AUTH.format(**settings))
        (self.folder / "etc" / "main.cf").write_text(_MAIN.format(**settings))
        (self.folder / "etc" / "master.cf").write_text(_MASTER.format(**settings))
        owner = pwd.getpwnam("postfix")
        os.chown(self.folder / "state", owner.pw_uid, owner.pw_gid)

    def _start(self) -> None:
        commands = (
            ["/usr/sbin/dovecot", "-F", "-c", self.folder / "etc" / "auth.conf"],
            ["/usr/sbin/postfix", "-c", self.folder / "etc", "start-fg"],
        )
        with (self.folder / "output").open("ab") as output:
            self._processes = [
                subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                    start_new_session=True,
                )
                for command in commands
            ]  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            stopped = any(process.poll() is not None for process in self._processes)
            if stopped or time.monotonic() > deadline:
                raise RuntimeError(f"Postfix did not start:\n{self.log()}")
            time.sleep(0.05)

    def log(self) -> str:
        """What it has to say about itself."""
        files = (self.folder / "output", self.folder / "log")
        return "".join(file.read_text() for file in files if file.exists())

    def _answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=2) as connection:
                return connection.recv(100).startswith(b"220")
        except OSError:
            return False
