"""A private PostgreSQL on loopback, without privileges; it waits for no disk unless asked to."""

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.servers.account import Owner
from tests.servers.dovecot import HOST, ServerMissing, fast_folder, free_ports

USER = "mailbot"
GUARDED = "lector"
_SETTINGS = {
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
}
_HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgreSQL:
    """Started by `with`; its folder and its processes are gone afterwards.

    Everyone is let in, but for the role GUARDED, which needs a password (and is to be created).
    With `durable` commits reach the disk; `host` is where it listens, and from where it is asked.
    """

    def __init__(self, *, durable: bool = False, host: str = HOST) -> None:
        self._programs = _programs()
        self._owner = Owner.of_server()
        self._settings = _SETTINGS | ({} if durable else _HASTY) | {"listen_addresses": host}
        self._host = host
        place = None if durable else fast_folder()
        self.folder = Path(tempfile.mkdtemp(prefix="postgresql-", dir=place))
        (self.port,) = free_ports(1)

    @property
    def url(self) -> str:
        """Where its databases are; a name is to be added."""
        return f"postgresql://{USER}@{self._host}:{self.port}"

    def __enter__(self) -> "PostgreSQL":
        try:
            self._owner.give(self.folder)
            self._run(
                "initdb", "--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8"
            )
            settings = self._settings | {
                "port": str(self.port), "unix_socket_directories": str(self.folder),
            }  # fmt: skip
            with (self.folder / "data/postgresql.conf").open("a") as file:
                file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
            rights = self.folder / "data/pg_hba.conf"
            own = f"host all {GUARDED} all scram-sha-256\n{rights.read_text()}"
            rights.write_text(f"{own}host all {USER} samenet trust\n")
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder)

    def create(self, database: str, more: str = "") -> None:
        """A new database without tables."""
        self.execute(f'CREATE DATABASE "{database}" {more}')

    def execute(self, statement: str) -> None:
        """What an administrator says."""
        import psycopg

        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(statement)

    @property
    def pid(self) -> int:
        """The process that all others of it come from."""
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def start(self) -> None:
        """Run until it answers."""
        self._run("pg_ctl", "start", "-w", "-s", "-l", str(self.folder / "log"))

    def stop(self) -> None:
        """End it and cut its sessions; `start` may follow."""
        self._run("pg_ctl", "stop", "-w", "-s", "-m", "fast")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, "-D", self.folder / "data", *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            **self._owner.identity(),
        )


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise ServerMissing("PostgreSQL is missing: apt-get install postgresql")
    return found[-1].parent
