"""Parts that wrap others in formats of their own: recognised, and unwrapped into text and files."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from mailbot.parsers.cms import CMS_TYPES
from mailbot.parsers.fields import one_line
from mailbot.parsers.parts import PartHead
from mailbot.parsers.tnef import TNEF_TYPES, Tnef, TnefFile, is_tnef

_UNTYPED = "application/octet-stream"
_ENCRYPTED_BLOCK = "texto-cifrado.asc"
_SUBJECT_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A stretch of the mail's text, as plain text, as HTML, or both saying the same."""

    plain: str | None = None
    html: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A part that is a file, with its decoded content."""

    head: PartHead
    content: bytes


def holds_tnef(head: PartHead, content: bytes) -> bool:
    """Whether a part is a winmail.dat, whatever type it was given on the way."""
    if head.type in TNEF_TYPES:
        return True
    return is_tnef(content) and (
        head.type == _UNTYPED or head.filename.lower().endswith("winmail.dat")
    )


def holds_cms(head: PartHead) -> bool:
    """Whether a part is an S/MIME body (RFC 8551 §3.2)."""
    if head.type in CMS_TYPES:
        return True
    return head.type == _UNTYPED and head.filename.lower() == "smime.p7m"


def named_file(head: PartHead) -> bool:
    """Whether an S/MIME part is a file that somebody attached, and not the body of the mail."""
    own_name = head.filename.lower() not in ("", "smime.p7m", "smime.p7z")
    return own_name and head.disposition == "attachment"


def files_of_tnef(opened: Tnef) -> list[File]:
    """The files, those of enclosed messages after their message."""
    return [File(head=_head(*named), content=content) for named, content in _flat(opened)]


def text_of_tnef(opened: Tnef) -> Text | None:
    """The words of the message itself, if it has any."""
    plain, html = opened.plain.strip(), opened.html.strip()
    return Text(plain=plain or None, html=html or None) if plain or html else None


def pgp_file(block: str) -> File:
    """An encrypted block of a text as a file: whoever has the key may open it."""
    head = _head(_ENCRYPTED_BLOCK, "application/pgp-encrypted", "")
    return File(head=head, content=block.encode("utf-8", "replace"))


def _flat(opened: Tnef) -> Iterator[tuple[tuple[str, str, str], bytes]]:
    for file in opened.files:
        if file.message is None:
            yield (file.name, file.type or _UNTYPED, file.content_id), file.content
        else:
            yield ("", "message/rfc822", ""), _as_mail(file, file.message)
            yield from _flat(file.message)


def _as_mail(file: TnefFile, message: Tnef) -> bytes:
    """An enclosed message as a mail that any program opens, without its files."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = one_line(message.subject or file.name)[:_SUBJECT_CHARS]
    sender = message.sender.strip()
    if sender.isascii() and sender.isprintable() and " " not in sender and "@" in sender:
        mail["From"] = sender
    if message.html:
        mail.set_content(message.html, subtype="html", cte="base64")
    else:
        mail.set_content(message.plain, cte="base64")
    return mail.as_bytes()


def _head(name: str, kind: str, content_id: str) -> PartHead:
    return PartHead(
        type=kind if kind.isascii() and kind.isprintable() else _UNTYPED,
        charset="",
        disposition="attachment",
        filename=one_line(name),
        content_id=one_line(content_id),
        encoding="",
        parameters={},
    )
