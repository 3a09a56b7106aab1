"""An incoming mail as one frozen value, whatever bytes it came from."""

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.model.vocabulary import FileVerdict, Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A mailbox: `address` in lower case without brackets, `name` decoded, "" when absent."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a mail, with its decoded content.

    `name` is what the sender called it ("" when unnamed, never a path), `type` the declared
    media type in lower case, `content_id` without brackets; `inline` is true for pictures shown in
    the text. A nested message/rfc822 is an attachment too: its words are never the sender's.
    `why` says in Spanish what inspection found, "" for a file that is OK.
    """

    name: str
    type: str
    content: bytes
    sha256: str
    inline: bool = False
    content_id: str | None = None
    verdict: FileVerdict = FileVerdict.OK
    why: str = ""

    @property
    def size(self) -> int:
        """Bytes of the decoded content."""
        return len(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedRecipient:
    """One recipient of a delivery report; `permanent` as contract.md defines it."""

    address: str
    status: str | None
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What a delivery report (RFC 3464, or one in prose) says about a mail of ours."""

    recipients: tuple[ReportedRecipient, ...]
    original_message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One parsed mail.

    `headers` holds every header in order, names in lower case, values unfolded and decoded.
    `body` is all readable text, `text` the sender's new words, `quoted` what was cut off from
    them (quote, signature, disclaimer, forward): nothing of `body` is lost between the two.
    `commands_safe` is false when the cut between the two is doubtful: then people read `text`,
    but nothing in it may run. `wordless` is true where all that stands in place of words is the
    line that a device or program adds. Ids are without angle brackets. `faults` says in Spanish
    what was wrong with the message and how it was read all the same.
    """

    sender: Address | None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    text: str = ""
    quoted: str = ""
    commands_safe: bool = True
    wordless: bool = False
    attachments: tuple[Attachment, ...] = ()
    content_types: tuple[str, ...] = ()
    report: DeliveryReport | None = None
    signers: tuple[str, ...] = ()
    """Domains whose DKIM signature over this mail, From included, we verified ourselves."""
    encrypted: bool = False
    """Whether words of it can't be read because they are encrypted (S/MIME, PGP)."""
    size: int = 0
    faults: tuple[str, ...] = field(default=())

    def header(self, name: str) -> str | None:
        """The first value of the header `name` (any case), or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)

    def header_all(self, name: str) -> tuple[str, ...]:
        """Every value of the header `name` (any case), topmost first."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)

    @property
    def said(self) -> str:
        """What people are shown as said in it: the new words, else all there is of words."""
        return self.text or ("" if self.wordless else self.body)

    @property
    def thread_ids(self) -> tuple[str, ...]:
        """Ids of the mails that this one answers, nearest first, each once."""
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The verdict of the screening table: which rule answered, and why.

    `machine` NONE means a person wrote it. `answerable` is false when no automatic mail may go
    out in answer (machine mail, group boxes, forged senders). `reason` is Spanish.
    """

    rule: str
    reason: str
    machine: Machine = Machine.NONE
    answerable: bool = True
