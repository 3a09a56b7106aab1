"""The parts of a report as decoded text, whatever policy the message was parsed with."""

from binascii import a2b_base64
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from quopri import decodestring

MAX_PARTS = 40
MAX_CHARACTERS = 64_000
# Longer than any field that a mail system writes; what is cut off can't cost anything.
_MAX_FIELD = 16_000
_MAX_SUBJECT = 2_000


def own_parts(message: Message) -> Iterator[Message]:
    """The leaves of a message, top first; a nested message is one leaf and is not entered."""
    waiting, seen = [message], 0
    while waiting and seen < MAX_PARTS:
        part, seen = waiting.pop(0), seen + 1
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            waiting[:0] = [child for child in children if isinstance(child, Message)]
        else:
            yield part


def fields(message: Message) -> Iterator[tuple[str, str]]:
    """The header fields of a message: names in lower case, values unfolded, never decoded words."""
    for name, value in message.raw_items():
        yield name.lower(), clean(str(value))


def first_field(message: Message, name: str) -> str | None:
    """The first value of a header field, or None."""
    found = next((value for key, value in message.raw_items() if key.lower() == name), None)
    return None if found is None else clean(str(found))


def subject_of(message: Message) -> str:
    """The subject with its encoded words (RFC 2047) read, as far as they can be."""
    raw = (first_field(message, "subject") or "")[:_MAX_SUBJECT]
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError):
        return raw


def part_text(part: Message) -> str:
    """The first 64,000 characters of a part's text, its transfer encoding undone."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(_block_text(block) for block in payload[:MAX_PARTS])[:MAX_CHARACTERS]
    text = str(payload)[: MAX_CHARACTERS * 4]
    encoding = (first_field(part, "content-transfer-encoding") or "").lower()
    if encoding == "base64":
        text = _from_base64(text)
    elif encoding == "quoted-printable":
        text = decodestring(text.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
    return unix_lines(_without_surrogates(text[:MAX_CHARACTERS]))


def unix_lines(text: str) -> str:
    """`text` with every kind of line end as one."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def clean(value: str) -> str:
    """A field's value on one line, without the surrogates that stand for raw bytes."""
    return " ".join(_without_surrogates(value[:_MAX_FIELD]).split())


def _from_base64(text: str) -> str:
    kept = "".join(text.split())
    try:
        return a2b_base64(kept[: len(kept) // 4 * 4]).decode("utf-8", "replace")
    except ValueError:
        return ""


def _block_text(block: object) -> str:
    if not isinstance(block, Message):
        return ""
    body = block.get_payload()
    head = "\n".join(f"{name}: {value}" for name, value in fields(block))
    return f"{head}\n\n{body}" if isinstance(body, str) and body else head


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
