"""An account of the tests' Dovecot, seen from behind: its Maildir, and a second mail program."""

import grp
import itertools
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from imapclient import IMAPClient


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom the server runs as; root steps down to nobody, everyone else runs it as himself."""

    uid: int
    gid: int

    @classmethod
    def of_server(cls) -> "Owner":
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        nobody = pwd.getpwnam("nobody")
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def user(self) -> str:
        return pwd.getpwuid(self.uid).pw_name

    @property
    def group(self) -> str:
        return grp.getgrgid(self.gid).gr_name

    def identity(self) -> dict[str, Any]:
        """Arguments of Popen that step down."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make the server the owner of a file, or of a folder and all in it."""
        if os.geteuid() != 0:
            return
        for each in (path, *path.rglob("*")) if path.is_dir() else (path,):
            os.chown(each, self.uid, self.gid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One user's box."""

    host: str
    port: int
    user: str
    password: str
    maildir: Path
    owner: Owner
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def deliver(
        self, raw: bytes, arrived: datetime | None = None, folder: str | None = None
    ) -> Path:
        """Put a mail into the Maildir as a delivery agent does; `arrived` becomes INTERNALDATE.

        APPEND would not do for tests that live in the future: Dovecot turns such a date into now.
        """
        box = self._box(folder)
        name = f"{next(self._numbers):010}.test"
        draft = box / "tmp" / name
        draft.write_bytes(raw)
        if arrived:
            os.utime(draft, (arrived.timestamp(), arrived.timestamp()))
        self.owner.give(draft)
        return draft.rename(box / "new" / name)

    def file_of(self, number: int) -> Path:
        """The file of the `number`-th mail delivered, wherever the server has put it by now."""
        [found] = self.maildir.glob(f"*/{number:010}.test*")
        return found

    def append(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put a mail in by IMAP, as a mail program does."""
        with self.program() as client:
            client.append(folder, raw)

    @contextmanager
    def program(self, folder: str | None = None) -> Iterator[IMAPClient]:
        """A second mail program at work in this box, with `folder` opened."""
        with IMAPClient(self.host, self.port, ssl=False, timeout=10) as client:
            client.login(self.user, self.password)
            if folder:
                client.select_folder(folder)
            yield client

    def expunge(self, uid: int, folder: str = "INBOX") -> None:
        """Delete a mail for good, as a person may at any moment."""
        with self.program(folder) as client:
            client.delete_messages([uid])
            client.uid_expunge([uid])

    def contents(self, folder: str = "INBOX") -> dict[int, bytes]:
        """Every mail of a folder by UID."""
        with self.program() as client:
            client.select_folder(folder, readonly=True)
            uids = client.search()
            return {uid: got[b"BODY[]"] for uid, got in client.fetch(uids, ["BODY.PEEK[]"]).items()}

    def flags(self, folder: str = "INBOX") -> dict[int, tuple[bytes, ...]]:
        """The flags of every mail of a folder by UID."""
        with self.program() as client:
            client.select_folder(folder, readonly=True)
            return client.get_flags(client.search())

    @contextmanager
    def full(self, folder: str) -> Iterator[None]:
        """While this lasts, the server can put nothing into `folder`."""
        parts = [self._box(folder) / part for part in ("cur", "new", "tmp")]
        for part in parts:
            part.chmod(0o500)
        yield
        for part in parts:
            part.chmod(0o700)

    def _box(self, folder: str | None) -> Path:
        # Dovecot keeps a folder beside the inbox, with a dot before its name.
        box = self.maildir / f".{folder}" if folder else self.maildir
        for path in (self.maildir, box, box / "cur", box / "new", box / "tmp"):
            if not path.exists():
                path.mkdir()
                self.owner.give(path)
        return box
