"""Files of a mail as attachments: safe names, hashes, verdicts, and which stand in the text."""

import re
from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import unquote

from mailbot.model.mail import Attachment
from mailbot.parsers.identify import subject_of
from mailbot.parsers.inspection import Budget, inspect
from mailbot.parsers.names import message_name, plain_name
from mailbot.parsers.parts import PartHead
from mailbot.parsers.wrapped import File

_REFERENCE = re.compile(r"cid:([^\"'\s>)]{1,500})", re.IGNORECASE)
_MESSAGES = frozenset({"message/rfc822", "message/global"})


def make_attachments(files: Sequence[File], html: str | None) -> tuple[Attachment, ...]:
    """`files` as attachments, in order; `html` shows those that it refers to by Content-ID."""
    shown = frozenset(map(unquote, _REFERENCE.findall(html))) if html and files else frozenset()
    budget = Budget()
    return tuple(_attachment(each, shown, budget) for each in files)


def _attachment(file: File, shown: frozenset[str], budget: Budget) -> Attachment:
    head = file.head
    # By the name as it was sent: what disguises it counts.
    found = inspect(head.filename, head.type, file.content, budget)
    return Attachment(
        name=_name(file),
        type=head.type,
        content=file.content,
        sha256=sha256(file.content).hexdigest(),
        inline=_is_inline(head, shown),
        content_id=head.content_id or None,
        verdict=found.verdict,
        why=found.why,
    )


def _name(file: File) -> str:
    if file.head.type in _MESSAGES:
        return message_name(file.head.filename, subject_of(file.content))
    return plain_name(file.head.filename)


def _is_inline(head: PartHead, shown: frozenset[str]) -> bool:
    if head.content_id in shown:
        return True
    return head.disposition == "inline" and head.type.startswith("image/")
