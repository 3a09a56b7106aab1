"""What the mailbox shows, as frozen values; times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A mail of the inbox before its body is fetched: RFC822.SIZE in bytes and INTERNALDATE.

    `internaldate` is None when the server's answer can't be read as a time.
    """

    uid: int
    size: int
    internaldate: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A mail as the server gave it; with `head_only`, `raw` is only its first bytes."""

    uid: int
    size: int
    internaldate: datetime | None
    raw: bytes
    head_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A mail that the server lists and does not hand over; `reason` is Spanish."""

    uid: int
    size: int
    internaldate: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A mail of any folder as reconciling needs it; the id without angle brackets."""

    uid: int
    size: int
    message_id: str | None
    internaldate: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What `doctor` asks about the mailbox once it could be opened.

    `tls` is the protocol's version, None on an unencrypted connection. `created` names folders
    that were missing and were made. `newest` is the INTERNALDATE of the inbox's last mail: IMAP
    tells no time of its own, but a mail from the future means that two clocks differ.
    """

    capabilities: frozenset[str]
    tls: str | None
    messages: int
    created: tuple[str, ...]
    newest: datetime | None
