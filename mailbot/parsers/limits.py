"""Bounds that keep the cost of any bytes small; beyond them a mail is unreadable, or cut."""

from collections.abc import Callable
from dataclasses import dataclass

from mailbot.errors import UnreadableMail

Note = Callable[[str], None]
"""Takes a fault: a Spanish sentence on what was wrong and how it was read all the same."""

FIELD_CHARS = 65_536
"""How much is read of one header field."""

ADDRESS_OCTETS = 254
"""An address that is longer can't be written in SMTP (RFC 5321, 4.5.3.1.3)."""

ID_OCTETS = 990
"""How much counts of a Message-ID: it stands in one line (RFC 5322, 2.1.1), within brackets."""

_BYTES_PER_LINE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseLimits:
    """How much is read of one mail.

    A mail is unreadable with a header over `head_bytes`, more than `lines` lines (or one line per
    40 bytes, if that is more), more than `parts` parts, or parts nested deeper than `depth`. The
    others cut: `fields` headers, `addresses` of each kind, `references` ids, `texts` text parts
    read as body, `text_bytes` of them (what is not read as body is there as an attachment).
    """

    head_bytes: int = 1_000_000
    lines: int = 600_000
    parts: int = 1_000
    depth: int = 16
    fields: int = 1_000
    addresses: int = 1_000
    references: int = 100
    texts: int = 50
    text_bytes: int = 1_000_000


DEFAULT_LIMITS = ParseLimits()


def check_size(raw: bytes, head_size: int, limits: ParseLimits) -> None:
    """Refuse bytes that would cost too much even to take apart; `head_size` is in bytes.

    Raises UnreadableMail.
    """
    if head_size > limits.head_bytes:
        raise UnreadableMail(
            f"La cabecera del mensaje ocupa más de {limits.head_bytes // 1000} kB."
        )
    if len(raw) <= limits.lines:
        return
    lines = max(raw.count(b"\n"), raw.count(b"\r"))
    if lines > max(limits.lines, len(raw) // _BYTES_PER_LINE):
        raise UnreadableMail(f"El mensaje tiene demasiadas líneas ({lines}).")
