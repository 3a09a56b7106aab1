"""Mails as people's programs write them, short to say in a test."""

import itertools
import struct
import zlib
from collections.abc import Mapping, Sequence
from email.message import EmailMessage, Message
from email.policy import SMTP

from tests.e2e.line_at_work import LINE, RECEIVER

_places = itertools.count(1)

COMPLETE = """Buenos días.

Al autorizar la orden de pago 184526 el sistema responde «No hay cupo PAC disponible».

Nombre completo: María Rojas Peña
Usuario SIIF: MRojas
Unidad ejecutora: 24-02-00
Entidad: Instituto Nacional de Vías
Teléfono: 310 555 0147

Cordialmente,
María Rojas Peña
"""

INCOMPLETE = """Buen día, al registrar la obligación sale un mensaje de error y no deja continuar.

Nombre: Carlos Peña Ruiz
Entidad: SENA
Teléfono: 601 555 0199
"""


def letter(
    text: str, *, sender: str = "maria@invias.test", name: str = "María Rojas Peña",
    subject: str = "No puedo autorizar una orden de pago", to: Sequence[str] = (LINE,),
    cc: Sequence[str] = (), answers: Message | None = None, message_id: str | None = "",
    files: Mapping[str, bytes] | None = None, headers: Mapping[str, str] | None = None,
    proven: bool = False,
) -> bytes:  # fmt: skip
    """A mail's bytes. `answers` makes it a reply; `proven` adds our receiver's DMARC pass."""
    mail = EmailMessage()
    domain = sender.rpartition("@")[2]
    if proven:
        mail["Authentication-Results"] = f"{RECEIVER}; dmarc=pass header.from={domain}"
    mail["From"] = f"{name} <{sender}>"
    mail["To"] = ", ".join(to)
    if cc:
        mail["Cc"] = ", ".join(cc)
    mail["Subject"] = subject
    mail["Date"] = "Tue, 24 Nov 2026 09:11:00 -0500"
    if message_id is not None:
        mail["Message-ID"] = message_id or f"<{next(_places)}.prueba@{domain}>"
    if answers:
        mail["In-Reply-To"] = answers["Message-ID"]
        mail["References"] = answers["Message-ID"]
    for header, value in (headers or {}).items():
        mail[header] = value
    mail.set_content(text)
    for file, content in (files or {}).items():
        mail.add_attachment(content, maintype="image", subtype="png", filename=file)
    return mail.as_bytes(policy=SMTP)


def screen() -> bytes:
    """A PNG large enough to be a screen, and a mail with it small enough to be cheap to read."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = b"".join(b"\x00" + bytes((y, 96, 160)) * 320 for y in range(160))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 320, 160, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    )


def bounce_of(mail: Message, recipient: str, status: str = "5.1.1") -> bytes:
    """The delivery report (RFC 3464) that a server sends about a mail of ours."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.test (Mail Delivery System)
To: {LINE}
Subject: Undelivered Mail Returned to Sender
Date: Tue, 24 Nov 2026 09:13:00 -0500
Message-ID: <informe-{next(_places)}@mx.test>
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
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 No such user

--x
Content-Type: message/rfc822

From: {LINE}
To: {recipient}
Message-ID: {mail["Message-ID"]}
Subject: x

x
--x--
""".replace("\n", "\r\n").encode()
