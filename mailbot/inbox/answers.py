"""The library's answers as values, and how much to ask for at once: pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from mailbot.inbox.values import Fetched, Filed, Listed, Undelivered

Answer = Mapping[bytes, Any]

MESSAGE_ID_HEADER = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
LIST_ITEMS = ("RFC822.SIZE", "INTERNALDATE")
FILED_ITEMS = ("RFC822.SIZE", "INTERNALDATE", MESSAGE_ID_HEADER)
WHOLE = "BODY.PEEK[]"

_IN_BRACKETS = re.compile(r"<\s*([^<>]+?)\s*>")


def head(size: int) -> str:
    """The FETCH item of a mail's first `size` bytes (RFC 3501, 6.4.5)."""
    return f"BODY.PEEK[]<0.{size}>"


def listed(uid: int, answer: Answer) -> Listed | None:
    """None when the answer speaks of something else (a mail that vanished, a change of flags)."""
    size = answer.get(b"RFC822.SIZE")
    if not isinstance(size, int):
        return None
    return Listed(uid=uid, size=size, internaldate=_utc(answer.get(b"INTERNALDATE")))


def fetched(mail: Listed, answer: Answer, *, head_size: int | None) -> Fetched | None:
    """None when the answer holds no body. `head_size` tells that only so many bytes were asked for.

    RFC822.SIZE is a guess on some servers: a head shorter than asked for is the whole mail.
    """
    raw = answer.get(b"BODY[]" if head_size is None else b"BODY[]<0>")
    if not isinstance(raw, bytes):
        return None
    return Fetched(
        uid=mail.uid,
        size=mail.size,
        internaldate=mail.internaldate,
        raw=raw,
        head_only=head_size is not None and len(raw) >= head_size,
    )


def undelivered(mail: Listed, reason: str) -> Undelivered:
    """The report of a mail that does not come; `reason` is Spanish."""
    return Undelivered(uid=mail.uid, size=mail.size, internaldate=mail.internaldate, reason=reason)


def filed(uid: int, answer: Answer) -> Filed | None:
    """None when the answer speaks of something else."""
    size = answer.get(b"RFC822.SIZE")
    if not isinstance(size, int):
        return None
    # Courier repeats the field's name in quotes, so the key is known by its beginning only.
    header = next(
        (value for key, value in answer.items() if key.startswith(b"BODY[HEADER.FIELDS")), None
    )
    return Filed(
        uid=uid,
        size=size,
        message_id=message_id(header),
        internaldate=_utc(answer.get(b"INTERNALDATE")),
    )


def message_id(header: bytes | None) -> str | None:
    """The id in a Message-ID header line, without angle brackets; None when there is none."""
    if not header:
        return None
    value = header.decode("utf-8", "replace").partition(":")[2]
    value = value.replace("\r", "").replace("\n", "").strip()
    in_brackets = _IN_BRACKETS.search(value)
    return in_brackets[1] if in_brackets else value or None


def batches(mails: Iterable[Listed], *, count: int, size: int) -> Iterator[tuple[Listed, ...]]:
    """Divide into batches of at most `count` mails and `size` bytes; a larger mail goes alone."""
    batch: list[Listed] = []
    held = 0
    for mail in mails:
        if batch and (len(batch) == count or held + mail.size > size):
            yield tuple(batch)
            batch, held = [], 0
        batch.append(mail)
        held += mail.size
    if batch:
        yield tuple(batch)


def windows(uids: Sequence[int], count: int) -> Iterator[Sequence[int]]:
    """`uids` in slices, so that no command grows longer than servers take."""
    for start in range(0, len(uids), count):
        yield uids[start : start + count]


def tells_of_mail(untagged: Sequence[Any]) -> bool:
    """Whether an untagged response may mean that mail arrived."""
    return len(untagged) > 1 and untagged[1] in (b"EXISTS", b"RECENT")


def _utc(when: datetime | None) -> datetime | None:
    return when.astimezone(UTC) if when and when.tzinfo else None
