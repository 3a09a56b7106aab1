"""Which mail a delivery report speaks of: the Message-ID of what came back with it."""

import re
from email.message import Message

from mailbot.parsers.report_parts import fields, first_field, own_parts, part_text
from mailbot.parsers.report_standard import is_report_part

_ID = re.compile(r"<([^<>\s]{3,250})>|(\S{3,250}@\S{1,250})")
_ID_LINE = re.compile(
    r"^[ \t>|]*(?:original-|x-original-)?message-id[ \t]*:\s*(<[^<>\s]{3,250}>|\S{3,250}@\S{1,250})",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_TYPES = frozenset({"text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers"})
_NESTED = frozenset({"message/rfc822", "message/global"})


def original_message_id(message: Message, notice: str) -> str | None:
    """The id, without brackets, of the mail that came back; None if the report doesn't tell.

    Asked in this order: the returned mail or its headers, the report's fields, the `notice` (all
    text of the report) and last the threading headers of the report itself.
    """
    parts = list(own_parts(message))
    return (
        next(filter(None, (_returned(part) for part in parts)), None)
        or next(filter(None, (_in_text(part_text(p)) for p in parts if is_report_part(p))), None)
        or _in_text(notice)
        or next(filter(None, (_in_text(part_text(p)) for p in parts if _is_text(p))), None)
        or _last_id(first_field(message, "in-reply-to"))
        or _last_id(first_field(message, "references"))
    )


def has_returned_mail(message: Message) -> bool:
    """Whether a mail, or the head of one, came back as a part of the report."""
    return any(part.get_content_type() in _NESTED | _HEADER_TYPES for part in own_parts(message))


def returned_recipient(message: Message) -> str | None:
    """The address in To of the mail that came back, if it is one alone."""
    for part in own_parts(message):
        inner = _nested(part)
        to = first_field(inner, "to") if inner else None
        addresses = set(re.findall(r"[^\s<>(),;:\"]+@[\w.-]+\w", to or ""))
        if len(addresses) == 1:
            return str(addresses.pop()).lower()
    return None


def _returned(part: Message) -> str | None:
    if part.get_content_type() in _HEADER_TYPES:
        return _in_text(part_text(part))
    inner = _nested(part)
    if inner is None:
        return None
    ids = (value for name, value in fields(inner) if name == "message-id")
    return next(filter(None, map(_last_id, ids)), None) or _in_text(part_text(inner))


def _nested(part: Message) -> Message | None:
    payload = part.get_payload()
    if part.get_content_type() in _NESTED and isinstance(payload, list) and payload:
        inner = payload[0]
        return inner if isinstance(inner, Message) else None
    return None


def _is_text(part: Message) -> bool:
    return part.get_content_maintype() == "text"


def _in_text(text: str) -> str | None:
    match = _ID_LINE.search(text)
    return match[1].strip("<>") if match else None


def _last_id(value: str | None) -> str | None:
    ids = [match[1] or match[2] for match in _ID.finditer(value or "")]
    return ids[-1] if ids else None
