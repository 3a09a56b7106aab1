"""What `decide` is asked about, and the look-ups that it is given."""

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.mail import Mail, Screening
from mailbot.rules.commands.grammar import CommandMail
from mailbot.rules.identity import Identity
from mailbot.rules.matching import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class MailArrived:
    """A mail that reached the box at `arrived_at`, read, screened, identified and matched."""

    mail: Mail
    screening: Screening
    identity: Identity
    match: Match | None
    arrived_at: datetime
    orders: CommandMail = field(default_factory=CommandMail)
    """What staff order in it; nobody else's tags are read at all."""

    @property
    def sender(self) -> str:
        """The author's address; "" when the mail names none."""
        return self.mail.sender.address if self.mail.sender else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMail:
    """A mail of ours that a report or an answer speaks of."""

    message_id: str
    template: str
    to: tuple[str, ...]
    case: Case | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Look-ups fetched before deciding.

    `number` is the case number to use if the mail opens a case. `first_acknowledgement` tells
    whether the author never got one (R83). `cases_today` counts the cases that the author opened
    today. `reported` is our mail that a delivery report speaks of. `other_content` tells that this
    Message-ID came before with other words.
    """

    number: str = ""
    first_acknowledgement: bool = True
    cases_today: int = 0
    reported: OwnMail | None = None
    other_content: bool = False
