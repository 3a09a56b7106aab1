"""One-click answers: `mailto:` links that open a ready-written reply (mails.md §1.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

MOST_CHARACTERS = 500
"""Longer links are cut by some mail programs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A button: what it says, the link behind it, and whether it is the first choice.

    For staff, `tag` is the command that the link writes and `effect` says what it does.
    """

    label: str
    link: str
    first: bool = False
    tag: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The one-click survey of a closing mail: a link for each score, and one for all questions.

    `term` is a sentence that says until when; "" where the panel of the mail does.
    """

    scores: tuple[Reply, ...]
    all_questions: str
    term: str = ""


def reply_link(address: str, subject: str, lines: Sequence[str]) -> str:
    """A link to write to `address`; lines that don't fit any more are left out.

    `subject` is ASCII: accents in it arrive broken in some programs. Everything but unreserved
    characters is percent-encoded and lines end with CRLF (RFC 6068).
    """
    link = f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body="
    body = ""
    for line in lines:
        longer = f"{body}%0D%0A{quote(line, safe='')}" if body else quote(line, safe="")
        if len(link) + len(longer) > MOST_CHARACTERS:
            break
        body = longer
    return link + body
