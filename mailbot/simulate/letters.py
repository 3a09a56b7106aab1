"""Mails as people's programs write them: headers, quotes in several styles, files, reports."""

import base64
import struct
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from mailbot.simulate.house import LINE, RECEIVER
from mailbot.simulate.reading import Letter

_BOUNDARY = "=_simulada_"
_QUOTE = {
    "gmail": "El {when}, Línea de Soporte SIIF Nación <{line}> escribió:",
    "outlook": "De: Línea de Soporte SIIF Nación <{line}>\nEnviado: {when}\nPara: {name}\n"
    "Asunto: {subject}",
}
PASS, NONE, FAIL = "pass", "none", "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes, and how his program quotes."""

    name: str
    address: str
    style: str = "gmail"
    dmarc: str = PASS
    """What the line's own receiver finds out about him."""


@dataclass(slots=True)
class Writer:
    """Writes the mails of everybody in town, so that no two have the same id."""

    count: int = 0
    ids: dict[str, str] = field(default_factory=dict)
    """Who wrote the mail with an id."""

    def new(
        self, author: Author, at: datetime, subject: str, text: str, *,
        to: str = LINE, cc: str = "", files: tuple[str, ...] = (), extra: tuple[str, ...] = (),
    ) -> bytes:  # fmt: skip
        """A mail that answers none."""
        return self._mail(author, at, subject, text, to=to, cc=cc, files=files, extra=extra)

    def reply(
        self, author: Author, at: datetime, letter: Letter, text: str, *, cc: str = "",
        files: tuple[str, ...] = (), extra: tuple[str, ...] = (), prefix: str = "RE",
    ) -> bytes:  # fmt: skip
        """An answer to `letter`, with all of it quoted below."""
        thread = (
            f"In-Reply-To: {letter.message_id}",
            f"References: {_folded(f'{letter.references} {letter.message_id}'.strip())}",
        )
        body = f"{text}\n\n{_quoted(author, letter, at)}"
        subject = f"{prefix}: {letter.subject}"
        return self._mail(
            author, at, subject, body, to=LINE, cc=cc, files=files, extra=(*thread, *extra)
        )

    def away(self, author: Author, at: datetime, letter: Letter, until: str) -> bytes:
        """What a program answers for somebody who is not there (RFC 3834)."""
        text = (
            "Me encuentro en vacaciones. Regreso el "
            f"{until}.\nPara asuntos urgentes escriba a mi entidad. SI es urgente, llame."
        )
        thread = (
            f"In-Reply-To: {letter.message_id}",
            f"References: {letter.message_id}",
            "Auto-Submitted: auto-replied",
            "X-Auto-Response-Suppress: All",
        )
        subject = f"Respuesta automática: {letter.subject}"
        return self._mail(author, at, subject, text, to=LINE, cc="", files=(), extra=thread)

    def bounce(self, address: str, at: datetime, letter: Letter) -> bytes:
        """A delivery report: the box does not exist (RFC 3464)."""
        domain = address.partition("@")[2]
        self.count += 1
        words = (
            "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            f"No se pudo entregar su mensaje a {address}: el buzón no existe.\r\n"
        )
        report = (
            "Content-Type: message/delivery-status\r\n\r\n"
            f"Reporting-MTA: dns; mail.{domain}\r\n\r\nFinal-Recipient: rfc822; {address}\r\n"
            "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no existe\r\n"
        )
        returned = (
            "Content-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: {letter.message_id}\r\nTo: {address}\r\n"
        )
        parts = (words, report, returned)
        marked = "".join(f"--{_BOUNDARY}\r\n{part}\r\n" for part in parts) + f"--{_BOUNDARY}--\r\n"
        head = (
            f"From: Mail Delivery System <mailer-daemon@{domain}>", f"To: {LINE}",
            f"Date: {format_datetime(at)}", f"Message-ID: <dsn-{self.count}@{domain}>",
            "Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            f'Content-Type: multipart/report; report-type=delivery-status; boundary="{_BOUNDARY}"',
        )  # fmt: skip
        return ("\r\n".join(head) + "\r\n\r\n" + marked).encode()

    def _mail(
        self, author: Author, at: datetime, subject: str, text: str, *, to: str, cc: str,
        files: tuple[str, ...], extra: tuple[str, ...],
    ) -> bytes:  # fmt: skip
        self.count += 1
        domain = author.address.partition("@")[2]
        own_id = f"<m{self.count:07d}@{domain}>"
        self.ids[own_id] = author.address
        head = [
            f"Authentication-Results: {RECEIVER}; dmarc={author.dmarc} header.from={domain}",
            f"From: {_encoded(author.name)} <{author.address}>", f"To: {to}",
            *([f"Cc: {cc}"] if cc else []), f"Date: {format_datetime(at)}",
            f"Message-ID: {own_id}", f"Subject: {_encoded(subject)}", *extra, "MIME-Version: 1.0",
        ]  # fmt: skip
        words = base64.encodebytes(text.encode()).decode().replace("\n", "\r\n")
        part = (
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64"
            f"\r\n\r\n{words}"
        )
        if not files:
            return ("\r\n".join(head) + "\r\n" + part).encode()
        head.append(f'Content-Type: multipart/mixed; boundary="{_BOUNDARY}"')
        parts = [part, *(_attached(name) for name in files)]
        marked = "".join(f"--{_BOUNDARY}\r\n{each}\r\n" for each in parts)
        return ("\r\n".join(head) + f"\r\n\r\n{marked}--{_BOUNDARY}--\r\n").encode()


def _encoded(words: str) -> str:
    return words if words.isascii() else Header(words, "utf-8", maxlinelen=10_000).encode()


def _folded(ids: str) -> str:
    return "\r\n ".join(ids.split())


def _quoted(author: Author, letter: Letter, at: datetime) -> str:
    intro = _QUOTE[author.style].format(
        when=f"{at:%d/%m/%Y %H:%M}", line=LINE, name=author.address, subject=letter.subject
    )
    lines = letter.text.rstrip().splitlines()
    if author.style == "outlook":
        return "\n".join([intro, "", *lines])
    return "\n".join([intro, "", *(f"> {line}".rstrip() for line in lines)])


def _attached(name: str) -> str:
    content = base64.encodebytes(_PICTURE).decode().replace("\n", "\r\n")
    return (
        f'Content-Type: image/png; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{content}'
    )


def _picture() -> bytes:
    """A PNG that could be a screen: small, and large enough to be no icon."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = b"".join(b"\x00" + bytes((y, 96, 160)) * 160 for y in range(100))
    header = struct.pack(">IIBBBBB", 160, 100, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


_PICTURE = _picture()
