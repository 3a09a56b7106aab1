"""Mails of the scenarios: what people's programs write, and what the line sent, as one reads it."""

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP, default
from email.utils import format_datetime
from functools import cached_property
from mimetypes import guess_type

from tests.scenarios.times import in_words, shown

HOUSE = "minhacienda.test"
BOX = f"siifsoporte@{HOUSE}"
RECEIVER = f"mx.{HOUSE}"

File = str | tuple[str, bytes]
"""A file of a mail: the name of a picture, or a name with its content."""

_HEADER = BytesHeaderParser(policy=default)
_NUMBER = re.compile(r"\[((?:SERV|INC)-\d{4}-C?\d+)\]")
_SHORT = re.compile(r"(?<![\w.@-])([a-z0-9]+)@(?![\w.-])")


def short(address: str) -> str:
    """`nora@` for the people of the house, as domain.md calls them."""
    return address.removesuffix(HOUSE)


def in_full(text: str) -> str:
    """A text with `nora@` written out."""
    return _SHORT.sub(rf"\1@{HOUSE}", text)


@dataclass(frozen=True)
class Letter:
    """A mail that the line sent: when, and what one sees of it."""

    at: datetime
    raw: bytes = field(repr=False)

    @cached_property
    def message(self) -> EmailMessage:
        """The whole mail, read."""
        return message_from_bytes(self.raw, policy=default)

    @cached_property
    def head(self) -> EmailMessage:
        """Its header alone, which is quicker to read."""
        return _HEADER.parsebytes(self.raw)

    @property
    def sent_at(self) -> str:
        return shown(self.at)

    @cached_property
    def code(self) -> str:
        """M-02."""
        return str(self.head["X-SIIF-Correo"] or "")

    @cached_property
    def to(self) -> list[str]:
        return self._addresses("To")

    @cached_property
    def cc(self) -> list[str]:
        return self._addresses("Cc")

    @cached_property
    def subject(self) -> str:
        return str(self.head["Subject"])

    @cached_property
    def number(self) -> str | None:
        """The case number that stands in the subject."""
        found = _NUMBER.search(self.subject)
        return found[1] if found else None

    @cached_property
    def files(self) -> list[str]:
        return [part.get_filename() or "" for part in self.message.iter_attachments()]

    @cached_property
    def plain(self) -> str:
        """The text part, line by line."""
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""

    @cached_property
    def words(self) -> str:
        """The text part as one flow: where it breaks its lines says nothing."""
        return " ".join(self.plain.split())

    @property
    def asks_for_the_survey(self) -> bool:
        """Whether the four questions of domain.md §8 are in it."""
        return all(word in self.words for word in ("Amabilidad", "Oportunidad", "Claridad"))

    def tells(self, moment: str) -> bool:
        """Whether it says this day and hour in words."""
        return bool(in_words(moment).search(self.words))

    def _addresses(self, header: str) -> list[str]:
        value = self.head[header]
        return [short(each.addr_spec) for each in value.addresses] if value else []

    def __repr__(self) -> str:
        return f"<{self.code} {self.sent_at} to {self.to} cc {self.cc} {self.subject!r}>"


def screen(shade: int = 96) -> bytes:
    """A picture; other shades are other files."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = b"".join(b"\x00" + bytes((y, shade, 160)) * 80 for y in range(50))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 80, 50, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    )


def written(
    text: str, *, sender: str, name: str, subject: str, at: datetime, message_id: str,
    to: Sequence[str] = (BOX,), cc: Sequence[str] = (), answers: Letter | None = None,
    files: Sequence[File] = (), verdict: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> bytes:  # fmt: skip
    """A mail's bytes. `answers` quotes that mail below; `verdict` is our receiver's of DMARC."""
    mail = EmailMessage()
    if verdict:
        domain = sender.rpartition("@")[2]
        mail["Authentication-Results"] = f"{RECEIVER}; dmarc={verdict} header.from={domain}"
    mail["From"] = f"{name} <{sender}>"
    mail["To"] = ", ".join(to)
    if cc:
        mail["Cc"] = ", ".join(cc)
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id
    if answers:
        earlier = str(answers.message["References"] or "").split()
        mail["In-Reply-To"] = answers.message["Message-ID"]
        mail["References"] = " ".join((*earlier, answers.message["Message-ID"]))
        text = f"{text}\n\n{_quoted(answers)}"
    for header, value in (headers or {}).items():
        mail[header] = value
    mail.set_content(text)
    for place, file in enumerate(files):
        name, content = (file, screen(96 + place)) if isinstance(file, str) else file
        kind = guess_type(name)[0] or "application/octet-stream"
        maintype, _, subtype = kind.partition("/")
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes(policy=SMTP)


def bounce_of(letter: Letter, *, at: datetime, message_id: str) -> bytes:
    """The delivery report (RFC 3464) of a server that knows no such box."""
    recipient = letter.message["To"].addresses[0].addr_spec
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.test (Mail Delivery System)
To: {BOX}
Subject: Undelivered Mail Returned to Sender
Date: {format_datetime(at)}
Message-ID: {message_id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

<{recipient}>: host mx.test said: 550 5.1.1 No such user

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user

--x
Content-Type: message/rfc822

From: {BOX}
To: {recipient}
Message-ID: {letter.message["Message-ID"]}
Subject: x

x
--x--
""".replace("\n", "\r\n").encode()


def _quoted(letter: Letter) -> str:
    head = f"El {letter.at:%d/%m/%Y} a las {letter.at:%H:%M}, Línea de Soporte <{BOX}> escribió:"
    return "\n".join((head, *(f"> {line}" for line in letter.plain.splitlines())))
