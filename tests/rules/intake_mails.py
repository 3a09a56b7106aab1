"""Builders of mails for the tests of reading a request."""

import hashlib

from mailbot.model.mail import Address, Attachment, Mail


def mail(
    text: str,
    *,
    subject: str = "Solicitud",
    sender: str = "",
    quoted: str = "",
    files: tuple[Attachment, ...] = (),
) -> Mail:
    """A mail with these new words, by somebody with the display name `sender`."""
    author = Address(address="arojas@invias.gov.co", name=sender)
    return Mail(sender=author, subject=subject, text=text, quoted=quoted, attachments=files)


def file(name: str, media_type: str, size: int = 60_000, *, inline: bool = False) -> Attachment:
    content = b"x" * size
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(name=name, type=media_type, content=content, sha256=digest, inline=inline)


SCREEN = file("pantalla.png", "image/png")
