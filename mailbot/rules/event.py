"""What `decide` is asked about, and the look-ups that it is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailbot.model.case import Case, CaseEvent, StoredFile
from mailbot.model.faq import FaqEntry
from mailbot.model.line import Absence, Authorisation, Contingency
from mailbot.model.listing import CaseFilter, CaseList
from mailbot.model.mail import Mail, Screening
from mailbot.model.report import FinishedExport, FinishedReport
from mailbot.parsers.forms import Forms
from mailbot.rules.brakes import Crowd
from mailbot.rules.commands.grammar import CommandMail
from mailbot.rules.contingency_sheet.trials import SheetRead
from mailbot.rules.identity import Identity
from mailbot.rules.matching import Match
from mailbot.rules.words import Meaning, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MailArrived:
    """A mail that reached the box at `arrived_at`, read, screened, identified and matched."""

    mail: Mail
    screening: Screening
    identity: Identity
    match: Match | None
    arrived_at: datetime
    raw_sha256: str = ""
    """Under which hash its bytes are kept; "" where they are not."""
    orders: CommandMail = field(default_factory=CommandMail)
    """What staff order in it; nobody else's tags are read at all."""
    words: Words = field(default_factory=lambda: Words(meaning=Meaning.NONE))
    """What the requester or a party says in plain words; nobody else's are read."""
    forms: Forms = ()
    """The forms that came back with it, none of them checked."""

    @property
    def sender(self) -> str:
        """The author's address; "" when the mail names none."""
        return self.mail.sender.address if self.mail.sender else ""

    @property
    def proven(self) -> bool:
        """Whether it is proven that From's person wrote it: our own result, or a token of his.

        A case number alone is not: it stands in every mail about the case, and From can be forged.
        """
        return self.identity.verified or (self.match is not None and self.match.proven)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMail:
    """A mail of ours that a report or an answer speaks of."""

    message_id: str
    template: str
    to: tuple[str, ...]
    case: Case | None
    cc: tuple[str, ...] = ()


class Need(StrEnum):
    """A look-up that a tag's rule declares that it needs; the pipeline fetches no other."""

    FILES = "files"
    HISTORY = "history"
    LOADS = "loads"
    INCIDENT_NUMBER = "incident-number"
    SERVICE_NUMBER = "service-number"
    ACKNOWLEDGED = "acknowledged"
    LISTING = "listing"
    NEWS = "news"
    OPEN_CASES = "open-cases"
    CONTINGENCY = "contingency"
    CODE = "code"
    SIMILAR = "similar"
    CHILDREN = "children"
    PERSON = "person"
    FAQ = "faq"
    SOLVED = "solved"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Look-ups fetched before deciding.

    `number` is the case number to use if the mail opens a case. `first_acknowledgement` tells
    whether the author never got one (R83). `crowd` counts what the author and his domain opened
    before. `strangers_today` counts mails of strangers on the case that this one of a stranger
    names. `reported` is our mail that a delivery report speaks of. `other_content` tells that this
    Message-ID came before with other words.

    The rest is for tags, as their rules need it: `others` are the cases that the mail names, by
    each of their numbers, `files` and `histories` those of the cases it is about, by their rows.
    `incidents` and `services` are new numbers, one for each tag that may use one. `loads` counts
    the running cases of each advisor, up to `assignment.MOST_COUNTED`; `absences` are those that
    last or are to come. `acknowledged` are the people the mail names who were told a number before
    (R83). `listings` are the lists of cases that were asked for. `news` is what people with a new
    request are told while it is in force (R43).
    `open` are all cases that are not closed, or that were after a contingency began.
    `contingency` is the one that lasts. `codes` are new one-time codes, one for each tag that may
    use one, and `authorisation` is the order that waits under the code that the mail answers.
    `similar` are the cases of the same module that came in about the same time, `children` those
    of the mass incidents that the mail is about.
    """

    number: str = ""
    first_acknowledgement: bool = True
    crowd: Crowd = field(default_factory=Crowd)
    strangers_today: int = 0
    reported: OwnMail | None = None
    other_content: bool = False
    ordered_before: bool = False
    """Whether this Message-ID of the same author was carried out as an order already."""
    others: Mapping[str, Case] = field(default_factory=dict)
    files: Mapping[int, tuple[StoredFile, ...]] = field(default_factory=dict)
    histories: Mapping[int, tuple[CaseEvent, ...]] = field(default_factory=dict)
    incidents: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    loads: Mapping[str, int] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    acknowledged: frozenset[str] = frozenset()
    listings: Mapping[CaseFilter, CaseList] = field(default_factory=dict)
    news: tuple[str, ...] = ()
    open: tuple[Case, ...] = ()
    contingency: Contingency | None = None
    codes: tuple[str, ...] = ()
    authorisation: Authorisation | None = None
    similar: tuple[Case, ...] = ()
    children: tuple[Case, ...] = ()
    person: tuple[Case, ...] = ()
    """Every case of the people whose data an order is about."""
    own: tuple[Case, ...] = ()
    """The cases of who asks how his case stands and names none."""
    answers: tuple[FaqEntry, ...] = ()
    """Published questions that may help who asks now, the best first."""
    faq: Mapping[int, FaqEntry] = field(default_factory=dict)
    """The frequent questions that tags name, or that were drawn from their cases, by number."""
    next_faq: int = 1
    """The number of the next frequent question."""
    solved: Mapping[int, tuple[Case, ...]] = field(default_factory=dict)
    """Solved cases that may be like those that the mail is about, by their rows."""
    sheet: SheetRead | None = None
    """The contingency sheet that the mail brings or confirms, looked at."""
    trials: tuple[Authorisation, ...] = ()
    """The trial of an import under the code that is confirmed, or those of the sender that wait."""
    reports: Mapping[date, FinishedReport] = field(default_factory=dict)
    """The reports of the months that are asked for, by the first day of each."""
    exports: Mapping[str, FinishedExport] = field(default_factory=dict)
    """The tables and data that are asked for, by their tags as written."""
