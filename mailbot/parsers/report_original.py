"""Which mail a delivery report speaks of: the Message-ID of what came back with it."""

import re
from email.message import Message

from mailbot.parsers.report_parts import fields, first_field, own_parts, part_text

_ID = re.compile(r"<([^<>\s]{3,250})>|(\S{3,250}@\S{1,250})")
_ADDRESS = re.compile(r"[^\s<>(),;:\"@]{1,128}@[\w.-]{1,250}\w")
_ID_LINE = re.compile(
    r"^[ \t>|]*(?:x-)?(?:original-)?message-id[ \t]*:\s*"
    r"(<[^<>\s]{3,250}>|\S{3,250}@\S{1,250})",
    re.IGNORECASE | re.MULTILINE,
)
_TO_LINE = re.compile(r"^[ \t>|]*to[ \t]*:[ \t]*(\S[^\n]{0,500})$", re.IGNORECASE | re.MULTILINE)
_HEADER_TYPES = frozenset({"text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers"})
# A multipart is among the leaves only if its parts could not be told apart.
_READABLE = frozenset({"text", "message", "multipart"})
_NESTED = frozenset({"message/rfc822", "message/global"})


def original_message_id(message: Message, notice: str) -> str | None:
    """The id, without brackets, of the mail that came back; None if the report doesn't tell.

    Asked in this order: the returned mail or its headers, the `notice` (all text of the report),
    the report's fields, and last the threading headers of the report itself.
    """
    parts = list(own_parts(message))
    texts = (part_text(part) for part in parts if part.get_content_maintype() in _READABLE)
    return (
        next(filter(None, map(_returned, parts)), None)
        or next(filter(None, (_own_id(part) for part in parts if part is not message)), None)
        or _in_text(notice)
        or next(filter(None, map(_in_text, texts)), None)
        or _last_id(first_field(message, "in-reply-to"))
        or _last_id(first_field(message, "references"))
    )


def has_returned_mail(message: Message) -> bool:
    """Whether a mail, or the head of one, came back as a part of the report."""
    return any(part.get_content_type() in _NESTED | _HEADER_TYPES for part in own_parts(message))


def returned_mail(message: Message) -> Message | None:
    """The mail that came back as a part of the report."""
    return next(filter(None, map(_nested, own_parts(message))), None)


def returned_recipient(message: Message, text: str) -> str | None:
    """The address in To of the mail that came back, as a part or in `text`, if it is one alone."""
    inner = returned_mail(message)
    to = first_field(inner, "to") if inner else _to_in(text)
    addresses = {found.lower() for found in _ADDRESS.findall(to or "")}
    return str(addresses.pop()) if len(addresses) == 1 else None


def _to_in(text: str) -> str | None:
    match = _TO_LINE.search(text)
    return match[1] if match else None


def _returned(part: Message) -> str | None:
    if part.get_content_type() in _HEADER_TYPES:
        return _in_text(part_text(part))
    inner = _nested(part)
    if inner is None:
        return None
    return _own_id(inner) or _in_text(part_text(inner))


def _own_id(part: Message) -> str | None:
    """The id in a part's own header: some servers put the returned mail's header there."""
    ids = (value for name, value in fields(part) if name == "message-id")
    return next(filter(None, map(_last_id, ids)), None)


def _nested(part: Message) -> Message | None:
    payload = part.get_payload()
    if part.get_content_type() in _NESTED and isinstance(payload, list) and payload:
        inner = payload[0]
        return inner if isinstance(inner, Message) else None
    return None


def _in_text(text: str) -> str | None:
    match = _ID_LINE.search(text)
    return match[1].strip("<>") if match else None


def _last_id(value: str | None) -> str | None:
    ids = [match[1] or match[2] for match in _ID.finditer(value or "")]
    return ids[-1] if ids else None
