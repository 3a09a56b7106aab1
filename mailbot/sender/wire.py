"""A mail as SMTP wants it on the wire: addresses, options of MAIL, and the content; pure."""

import re
from collections.abc import Container
from dataclasses import dataclass

from aiosmtplib.email import parse_address

from mailbot.errors import Failure, SendError
from mailbot.sender.values import Envelope, Refused

END_OF_CONTENT = b".\r\n"

_LINE_END = re.compile(rb"\r\n|\r|\n")
_LABEL = r"[A-Za-z0-9-]{1,63}"
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_PLAIN_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@{_LABEL}(?:\.{_LABEL})*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a mail is announced: `recipients` are pairs of the address as given and on the wire.

    `refused` are those whom this server can't be asked about.
    """

    sender: str
    recipients: tuple[tuple[str, str], ...]
    refused: tuple[Refused, ...]
    options: tuple[str, ...]

    @property
    def commands(self) -> list[bytes]:
        """MAIL, RCPT for each recipient, DATA."""
        mail = " ".join((f"MAIL FROM:<{self.sender}>", *self.options))
        recipients = (f"RCPT TO:<{wire}>" for _, wire in self.recipients)
        return [f"{command}\r\n".encode() for command in (mail, *recipients, "DATA")]


def plan(envelope: Envelope, content_size: int, extensions: Container[str]) -> Plan:
    """How to announce `envelope` to a server with these ESMTP `extensions` (lower case).

    Raises SendError (PERMANENT) if the sender's own address can't be put on the wire.
    """
    international = "smtputf8" in extensions
    recipients: list[tuple[str, str]] = []
    refused: list[Refused] = []
    for address in envelope.recipients:
        try:
            recipients.append((address, wire_address(address, international=international)))
        except ValueError as error:
            refused.append(Refused(address=address, code=None, message=str(error), permanent=True))
    try:
        sender = wire_address(envelope.sender, international=international)
    except ValueError as error:
        raise SendError(Failure.PERMANENT, f"El remitente {envelope.sender}: {error}") from error
    needs_utf8 = not all(text.isascii() for text in (sender, *(wire for _, wire in recipients)))
    options = []
    if "size" in extensions:
        options.append(f"SIZE={content_size}")
    if "8bitmime" in extensions and not envelope.raw.isascii():
        options.append("BODY=8BITMIME")
    if needs_utf8:
        options.append("SMTPUTF8")
    return Plan(
        sender=sender,
        recipients=tuple(recipients),
        refused=tuple(refused),
        options=tuple(options),
    )


def wire_address(address: str, *, international: bool) -> str:
    """`address` as it goes into MAIL and RCPT: the domain in its ASCII form (RFC 5890).

    Raises ValueError, in Spanish, if it is no address, or if its local part needs a server that
    knows SMTPUTF8 (RFC 6531) and `international` is false.
    """
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    local, at, domain = address.rpartition("@")
    try:
        bare = parse_address(address) == address
        ascii_domain = domain.encode("idna").decode("ascii")
        local.encode("utf-8")
    except ValueError:
        bare = False
    if not (bare and at and local and domain) or _CONTROL.search(address):
        raise ValueError("no es una dirección de correo válida")
    if not local.isascii() and not international:
        raise ValueError("tiene letras que el servidor SMTP no admite (SMTPUTF8)")
    return f"{local}@{ascii_domain}"


def wire_content(raw: bytes) -> bytes:
    """`raw` as it follows DATA, without the end: CRLF lines, leading dots doubled.

    RFC 5321, 2.3.8 and 4.5.2.
    """
    if not raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r"):
        raw = _LINE_END.sub(b"\r\n", raw)
    if not raw.endswith(b"\r\n"):
        raw += b"\r\n"
    if raw.startswith(b"."):
        raw = b"." + raw
    return raw.replace(b"\r\n.", b"\r\n..")
