"""An IMAP box in memory: folders, UIDs that are never used twice, and a server that can fail."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message

from mailbot.config import servers
from mailbot.errors import MailboxError
from mailbot.inbox import Fetched, Filed, Listed
from mailbot.inbox.idle import Stop
from mailbot.inbox.mailbox import HEAD_BYTES
from mailbot.simulate.faults import Faults

_DOWN = "El servidor de correo no responde (simulado)."


@dataclass(frozen=True, slots=True)
class _Kept:
    raw: bytes
    arrived_at: datetime


@dataclass(slots=True)
class _Folder:
    mails: dict[int, _Kept] = field(default_factory=dict)
    next_uid: int = 1

    def add(self, mail: _Kept) -> int:
        uid = self.next_uid
        self.mails[uid] = mail
        self.next_uid += 1
        return uid


class MemoryBox:
    """Stands in for `mailbot.inbox.Mailbox`; see there for what each method promises."""

    def __init__(self, section: servers.Mailbox, faults: Faults) -> None:
        self._inbox_name = section.folder
        self._folders = {
            name: _Folder() for name in (section.folder, section.done_folder, section.parked_folder)
        }
        self._faults = faults
        self._uidvalidity = 1
        self._shown: set[tuple[int, int]] = set()
        self.delivered = 0
        """How many mails were ever put here."""

    def put(self, raw: bytes, at: datetime) -> int:
        """A mail arrives; returns its UID. It does so while the server does not answer us, too."""
        self.delivered += 1
        return self._inbox.add(_Kept(raw, at))

    @property
    def holds_mail(self) -> bool:
        """Whether anything lies in the inbox."""
        return bool(self._inbox.mails)

    @property
    def shown_count(self) -> int:
        """How many mails the inbox ever showed: one that got a new UID counts anew."""
        return len(self._shown)

    def renumber(self) -> None:
        """The inbox is made anew by its server: another UIDVALIDITY, and every mail a new UID."""
        self._uidvalidity += 1
        kept = list(self._inbox.mails.values())
        self._folders[self._inbox_name] = _Folder()
        for mail in kept:
            self._inbox.add(mail)

    def open(self) -> int:
        self._reach()
        return self._uidvalidity

    def uids(self, above: int = 0) -> tuple[int, ...]:
        self._reach()
        self._shown.update((self._uidvalidity, uid) for uid in self._inbox.mails)
        return tuple(uid for uid in self._inbox.mails if uid > above)

    def sizes(self, uids: Sequence[int]) -> dict[int, Listed]:
        self._reach()
        found = {uid: self._inbox.mails[uid] for uid in uids if uid in self._inbox.mails}
        return {
            uid: Listed(uid=uid, size=len(kept.raw), internaldate=kept.arrived_at)
            for uid, kept in found.items()
        }

    def fetch(self, mails: Iterable[Listed], whole_limit: int | None = None) -> Iterator[Fetched]:
        self._reach()
        for mail in mails:
            kept = self._inbox.mails.get(mail.uid)
            if kept is None:
                continue
            large = whole_limit is not None and mail.size > whole_limit
            yield Fetched(
                uid=mail.uid, size=mail.size, internaldate=mail.internaldate,
                raw=kept.raw[:HEAD_BYTES] if large else kept.raw, head_only=large,
            )  # fmt: skip

    def file(self, uids: Sequence[int], folder: str) -> None:
        self._reach()
        if self._faults.filing_down:
            raise MailboxError("El servidor de correo no deja mover correos (simulado).")
        for uid in uids:
            kept = self._inbox.mails.pop(uid, None)
            if kept:
                self._folders[folder].add(kept)

    def listing(self, folder: str) -> Iterator[Filed]:
        self._reach()
        for uid, kept in self._folders[folder].mails.items():
            yield Filed(
                uid=uid, size=len(kept.raw), message_id=_message_id(kept.raw),
                internaldate=kept.arrived_at,
            )  # fmt: skip

    def fetch_from(self, folder: str, uid: int) -> bytes | None:
        self._reach()
        kept = self._folders[folder].mails.get(uid)
        return kept.raw if kept else None

    def wait(self, seconds: float, stop: Stop) -> bool:
        if not self._inbox.mails:
            stop.wait(seconds)
        return bool(self._inbox.mails)

    def close(self) -> None:
        """There is no connection to end."""

    @property
    def _inbox(self) -> _Folder:
        return self._folders[self._inbox_name]

    def _reach(self) -> None:
        if self._faults.mailbox_down:
            raise MailboxError(_DOWN)


def _message_id(raw: bytes) -> str | None:
    head, _, _ = raw.partition(b"\r\n\r\n")
    mail: Message = message_from_bytes(head)
    return str(mail["Message-ID"] or "").strip().strip("<>") or None
