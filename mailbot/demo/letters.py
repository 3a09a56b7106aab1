"""The mails of the story as people's programs write them: quoting, headers, a picture."""

import re
import struct
import zlib
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, parsedate_to_datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from mailbot.compose.spanish import short_moment
from mailbot.demo.people import LINE, Person
from mailbot.demo.steps import Step

_LINK = re.compile(r'href="(mailto:[^"]+)"')


def letter(step: Step, sender: Person, place: int, answered: bytes | None) -> bytes:
    """The mail of the step at `place`; `answered` is the received mail that it replies to."""
    mail = EmailMessage()
    mail["From"] = f"{sender.name} <{sender.address}>"
    mail["To"] = step.to
    mail["Date"] = format_datetime(step.at - timedelta(seconds=4))
    mail["Message-ID"] = f"<paso-{place}@{sender.address.partition('@')[2]}>"
    if step.automatic:
        mail["Auto-Submitted"] = "auto-replied"
    text = step.text
    if answered and step.click:
        mail["Subject"], text = _clicked(answered, step.click)
    elif answered:
        text = _reply(mail, step, answered)
    else:
        mail["Subject"] = step.subject
    mail.set_content(text)
    if step.file:
        mail.add_attachment(_PICTURE, maintype="image", subtype="png", filename=step.file)
    return mail.as_bytes(policy=SMTP)


def _clicked(answered: bytes, words: str) -> tuple[str, str]:
    """Subject and text of the mail that the one-click link with these first words opens."""
    html = message_from_bytes(answered, policy=default).get_body(("html",))
    for link in _LINK.findall(html.get_content() if html else ""):
        said = parse_qs(urlsplit(unescape(link)).query)
        text = said.get("body", [""])[0]
        if text.partition("\r\n")[0] == words:
            return said["subject"][0], text
    raise LookupError(f"el correo no ofrece «{words}» con un clic")


def _reply(mail: EmailMessage, step: Step, answered: bytes) -> str:
    """Give `mail` the headers of a reply; returns its text, with the quote below it."""
    original = message_from_bytes(answered, policy=default)
    prefix = step.subject or "RE"
    mail["Subject"] = f"{prefix}: {original['Subject']}"
    mail["In-Reply-To"] = original["Message-ID"]
    mail["References"] = original["Message-ID"]
    if step.automatic:
        return step.text
    sent_at = parsedate_to_datetime(original["Date"])
    zone = step.at.tzinfo
    when = short_moment(sent_at, zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC"))
    part = original.get_body(("plain",))
    quoted = part.get_content().rstrip() if part else ""
    lines = "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())
    return f"{step.text}\nEl {when}, {LINE.name} <{LINE.address}> escribió:\n\n{lines}\n"


def _picture() -> bytes:
    """A PNG that could be a screen: 320 × 200, plain."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = b"".join(b"\x00" + bytes((y, 96, 160)) * 320 for y in range(200))
    header = struct.pack(">IIBBBBB", 320, 200, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


_PICTURE = _picture()
