"""Reply tokens: random 128-bit ids that our mails carry in Message-ID and one-click subjects."""

import re

_TOKEN = re.compile(r"(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])", re.IGNORECASE)
_OWN_ID = re.compile(r"<?([0-9a-f]{32})[.@]", re.IGNORECASE)


def tokens_in(text: str) -> tuple[str, ...]:
    """Everything in `text` (a subject, an id, a report) that looks like a reply token.

    In order, each once, in small letters. Whether it is ours only the store knows.
    """
    if len(text) < 32:
        return ()
    return tuple(dict.fromkeys(found.lower() for found in _TOKEN.findall(text)))


def token_of(message_id: str) -> str | None:
    """The reply token that a Message-ID (with or without brackets) begins with, if it has one."""
    match = _OWN_ID.match(message_id.strip())
    return match[1].lower() if match else None
