"""What tells a mail from its copies, out of the header alone; takes any bytes."""

from dataclasses import dataclass
from hashlib import sha256

from mailbot.errors import UnreadableMail
from mailbot.parsers.envelope import read_envelope
from mailbot.parsers.fields import Fields, group_fields, one_line, repair
from mailbot.parsers.ids import read_ids, read_message_id
from mailbot.parsers.limits import DEFAULT_LIMITS
from mailbot.parsers.source import parse_header

_MOST_REFERENCES = 20
_SAME_IN_COPIES = ("from", "date", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailId:
    """What the ledger knows a mail by, before it is read.

    `sender` is the author's address and `subject` the decoded subject, "" when there is none.
    `content_hash` is the SHA-256 (hex) over From, Date, Subject, unfolded, and the bytes of the
    body: what two deliveries of one mail have in common, unlike their other headers. `references`
    are the ids of earlier mails in In-Reply-To and References.
    """

    message_id: str | None
    sender: str
    subject: str
    content_hash: str
    references: tuple[str, ...]


def identify(raw: bytes) -> MailId:
    """Identify the mail in `raw`, without reading its body; never raises."""
    fields, body = _take_apart(raw)
    envelope = read_envelope({"from": fields.get("from", [])}, DEFAULT_LIMITS, _ignore)
    return MailId(
        message_id=read_message_id(_first(fields, "message-id")),
        sender=envelope.sender.address if envelope.sender else "",
        subject=one_line(_first(fields, "subject")),
        content_hash=_content_hash(fields, body),
        references=read_ids(
            f"{_first(fields, 'in-reply-to')} {_first(fields, 'references')}", _MOST_REFERENCES
        ),
    )


def subject_of(raw: bytes) -> str:
    """The decoded subject of the mail in `raw`, "" if there is none."""
    return one_line(_first(_take_apart(raw)[0], "subject"))


def _take_apart(raw: bytes) -> tuple[Fields, memoryview]:
    """The fields of the header, and the bytes after it."""
    try:
        message, body = parse_header(raw, DEFAULT_LIMITS)
    except UnreadableMail:
        # It is parked when it is read; until then all its bytes are its identity.
        return {}, memoryview(raw)
    pairs = ((name.lower(), repair(str(value))) for name, value in message.raw_items())
    return group_fields(pairs), body


def _content_hash(fields: Fields, body: memoryview) -> str:
    digest = sha256()
    for name in _SAME_IN_COPIES:
        digest.update(f"{name}:{_first(fields, name)}\n".encode("utf-8", "replace"))
    digest.update(body)
    return digest.hexdigest()


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")


def _ignore(_fault: str) -> None:
    """Faults are told when the mail is read."""
