"""What a parser read from a message, in the same shape for every parser."""

from dataclasses import dataclass

from mailbot.model.mail import Mail
from mailbot.parsers import read_mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Addresses in lower case, ids without brackets, `sender` and `files` as (name, address) and
    (name, bytes)."""

    sender: tuple[str, str] | None
    to: list[str]
    reply_to: list[str]
    subject: str
    message_id: str
    in_reply_to: list[str]
    references: list[str]
    headers: dict[str, str]
    body: str
    files: list[tuple[str, int]]
    faulty: bool

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.files]


def mailbot(raw: bytes) -> Reading:
    """The message as mailbot reads it."""
    return reading_of(read_mail(raw))


def reading_of(mail: Mail) -> Reading:
    """A mail of ours in the common shape."""
    return Reading(
        sender=(mail.sender.name, mail.sender.address) if mail.sender else None,
        to=[each.address for each in mail.to],
        reply_to=[each.address for each in mail.reply_to],
        subject=mail.subject,
        message_id=mail.message_id or "",
        in_reply_to=list(mail.in_reply_to),
        references=list(mail.references),
        headers=dict(reversed(mail.headers)),
        body=mail.body,
        files=[(each.name, each.size) for each in mail.attachments],
        faulty=bool(mail.faults),
    )
