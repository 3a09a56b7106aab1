"""What patterns look at in a subject."""

from unicodedata import normalize

FOREIGN_TAGS = r"\s*(?:\[[^\]]{1,40}\]\s*)*"
"""A pattern for what others put in front: "[EXTERNO]", "[SPAM]", a case's number."""

_MAX_SUBJECT = 300


def beginning(subject: str) -> str:
    """The first 300 characters, each accent in one character with its letter."""
    start = subject[:_MAX_SUBJECT]
    return start if start.isascii() else normalize("NFC", start)
