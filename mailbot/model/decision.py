"""What is to be done about an event, as values: one place (`mailbot.apply`) carries it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mailbot.model.case import Case, CaseEvent
from mailbot.model.digest import TrendDay
from mailbot.model.faq import FaqEntry
from mailbot.model.line import (
    Absence,
    Alarm,
    Authorisation,
    Contingency,
    DeadAddress,
    Record,
)
from mailbot.model.mail import Attachment
from mailbot.model.sheets import Sheet
from mailbot.model.vocabulary import MailStatus, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCase:
    """Create or change a case, and append to its history."""

    case: Case
    events: tuple[CaseEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepFiles:
    """Store files that came with a mail on a case."""

    number: str
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that goes out with a mail: a configured document, a stored one, bytes or tables."""

    name: str
    document: str | None = None
    """Key of `[documents]`: circular_050, functional_form or accompaniment_form."""
    sha256: str | None = None
    content: bytes | None = None
    """The bytes themselves, of a file that was made for this mail."""
    sheets: tuple[Sheet, ...] = ()
    """Tables that become a workbook when the mail is composed; `name` ends in .xlsx."""
    trend: tuple[TrendDay, ...] = ()
    """Days that become a picture when the mail is composed; `name` ends in .png."""
    inline: str = ""
    """By which name the mail's own HTML shows it; "" for a file that stands beside it."""
    type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Compose and send one mail.

    `template` is the code of domain.md §8. `facts` are the words and numbers of this mail, beside
    the case itself; they hold frozen values only. `answers` is the Message-ID that it answers
    directly (then it is auto-replied), `references` the thread before it. `to_staff` mails wait
    for working time unless `urgent` (R85). `once` is a key: a mail with a key that was used before
    is not sent again. `brake` is false for mails that no brake may hold back (domain.md §16.9).
    """

    template: str
    to: tuple[str, ...]
    cc: tuple[str, ...] = ()
    case: Case | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    enclosures: tuple[Enclosure, ...] = ()
    answers: str | None = None
    references: tuple[str, ...] = ()
    to_staff: bool = False
    urgent: bool = False
    once: str | None = None
    brake: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSheet:
    """Keep the bytes of a contingency sheet, so that its trial can be confirmed without it."""

    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleReport:
    """Mark a mail of ours as failed because its delivery report says so; `permanent` is final."""

    message_id: str
    address: str
    permanent: bool
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOnLine:
    """Keep something that the line itself knows; what has a row already is changed."""

    what: Absence | Alarm | Authorisation | Contingency | DeadAddress | Record


@dataclass(frozen=True, slots=True, kw_only=True)
class SendNow:
    """Let the mails about a case that wait for working time go at once."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelWaiting:
    """Never send the mails of a kind about a case that have not left; `note` says why."""

    number: str
    template: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFile:
    """Let a file of a case out of quarantine, by its stored name: it gets its readable link."""

    number: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anonymise:
    """Erase the words, mails and files of these cases, and the mails of `address` without a case.

    `numbers` are cases that the decision saved before, without their person; the last entry of
    each history stays. `alias` stands where an address was; `names` are the person's.
    """

    numbers: tuple[str, ...]
    address: str
    alias: str
    names: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveFaq:
    """Keep a frequent question as it stands now, by its number."""

    entry: FaqEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowFaq:
    """Keep that these questions, by their numbers, were quoted to who asked with a case (R57)."""

    number: str
    entries: tuple[int, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFaq:
    """Keep that what was quoted to who asked with a case solved it, if anything was (R57)."""

    number: str
    at: datetime


Effect = (
    SaveCase
    | KeepFiles
    | KeepSheet
    | Send
    | SettleReport
    | SaveOnLine
    | SendNow
    | CancelWaiting
    | ReleaseFile
    | Anonymise
    | SaveFaq
    | ShowFaq
    | UseFaq
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome of one event with its reason, and the effects that bring it about."""

    outcome: Outcome
    rule: str
    reason: str
    effects: tuple[Effect, ...] = ()
    case: str | None = None
    """Number of the case that the mail belongs to, if any."""
    rests_on: tuple[Case, ...] = ()
    """Cases that it leaves as they are, and that must still be as they were seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail composed to its final bytes: what is stored is what is sent.

    `token` is the 128-bit reply token (32 hex digits), also part of `message_id`.
    `not_before` holds it back until then (staff mail out of hours).
    """

    template: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    case: str | None
    subject: str
    message_id: str
    token: str
    raw: bytes
    not_before: datetime
    once: str | None = None
    brake: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A mail ready for the outbox; SUPPRESSED where a brake holds it, with the brake as `note`."""

    mail: OutgoingMail
    status: MailStatus
    note: str = ""
