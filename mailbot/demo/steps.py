"""One thing that happens in the story, and the days on which it does."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailbot.demo.people import LINE, Person

BOGOTA = ZoneInfo("America/Bogota")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens: a mail, or (without a sender) only time passing.

    `answers` names a kind of our mails: the newest one in the sender's own mailbox is answered,
    with `text` above the quote; with `click` its one-click link that writes these words is used
    instead. `again` lets the sender's latest mail come a second time. `really` is who sends a mail
    in the sender's name. `file` is the name that the sender gave to an attached picture.
    """

    at: datetime
    tells: str
    sender: Person | None = None
    really: Person | None = None
    to: str = LINE.address
    subject: str = ""
    text: str = ""
    file: str = ""
    answers: str = ""
    click: str = ""
    automatic: bool = False
    again: bool = False


def monday(hour: str) -> datetime:
    """`14:30` on the first day of the story."""
    return _on(23, hour)


def tuesday(hour: str) -> datetime:
    """`14:30` on its second day."""
    return _on(24, hour)


def wednesday(hour: str) -> datetime:
    """`14:30` on its last day."""
    return _on(25, hour)


def _on(day: int, hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day} {hour}").replace(tzinfo=BOGOTA)
