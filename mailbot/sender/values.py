"""What goes to the SMTP server and what comes back: frozen values."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.errors import SendError


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One mail to hand over: its final bytes, and whom it is from and to on the wire.

    `key` names the mail to the caller (its row of the outbox) and comes back with the outcome.
    Addresses may be international; `raw` is an RFC 5322 message.
    """

    key: int
    sender: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One recipient whom the server refused; `code` is None where we could not even ask."""

    address: str
    code: int | None
    message: str
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The server took the mail for every recipient but those in `refused`; `reply` is its word."""

    reply: str
    refused: tuple[Refused, ...] = ()


Outcome = Accepted | SendError
"""What became of a mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a look at the server found, for `doctor`.

    `tls` is the protocol's version or None on a bare connection, `certificate_until` the last
    moment of the server's certificate, `size_limit` the largest mail in bytes that it announces
    (RFC 1870), None if it sets none; `sender_refusal` its reply to MAIL from the address that was
    asked about, "" if it took it or none was.
    """

    server: str
    tls: str | None
    certificate_until: datetime | None
    authenticated: bool
    size_limit: int | None
    international: bool
    sender_refusal: str = ""
