"""A coordinator's digest (M-32, R27) as values: what waits for a decision, and how the line is."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from mailbot.model.line import Alarm
from mailbot.model.sheets import Sheet
from mailbot.model.vocabulary import Criticality, Group, State


class Reason(StrEnum):
    """Why a case is in the digest, the worst first; a case stands in it once, for its worst."""

    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"
    NOT_TAKEN = "not-taken"
    ORGAN = "organ"
    DRAFT = "draft"
    HELD = "held"
    UNREACHABLE = "unreachable"
    PETITION = "petition"
    LOW_SCORE = "low-score"
    TODAY = "today"
    NEAR = "near"


DECISIONS = tuple(reason for reason in Reason if reason not in (Reason.TODAY, Reason.NEAR))
"""The reasons that ask for a decision today; the other two only say what falls due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A ready reply: what it says it does, and the order that it writes, without its brackets.

    `to` is the address of who would get the case, "" where nobody is proposed.
    """

    label: str
    order: str
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestRow:
    """A case with its reason. `since` is when the reason began, or the moment that it is about.

    `late` is working time since then where that tells how bad it is. `note` are words on the
    reason, `also` the other reasons that hold. `fresh`: it began after the reader's last digest.
    `identification` is never shown: it hides itself in the other words (domain.md §16.14).
    """

    number: str
    reason: Reason
    since: datetime
    state: State
    group: Group
    criticality: Criticality
    subject: str = ""
    requester: str = ""
    assignee: str = ""
    due_at: datetime | None = None
    late: timedelta | None = None
    note: str = ""
    also: tuple[Reason, ...] = ()
    fresh: bool = False
    away: bool = False
    """Whether its advisor is absent now."""
    offer: Offer | None = None
    identification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The rows of a section that a mail has room for, and how many there are for each reason."""

    rows: tuple[DigestRow, ...] = ()
    counts: tuple[tuple[Reason, int], ...] = ()

    @property
    def total(self) -> int:
        """How many rows there are in all."""
        return sum(count for _reason, count in self.counts)

    @property
    def left(self) -> int:
        """How many of them are only in the file."""
        return self.total - len(self.rows)

    def count(self, reason: Reason) -> int:
        """How many rows there are for a reason."""
        return dict(self.counts).get(reason, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisorLoad:
    """What somebody has in hand. `away`: he is absent, until `back`, or until further notice.

    `known` is false for somebody who left the directory.
    """

    email: str
    running: int
    waiting: int
    overdue: int
    away: bool = False
    back: datetime | None = None
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How a group stands: cases in course and waiting, and those of its running ones in trouble."""

    group: Group
    running: int
    waiting: int
    overdue: int
    unassigned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendDay:
    """A working day: how many cases came, how many went, how many were open when it ended."""

    day: date
    entered: int
    left: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many cases wait for something, by the state that says for what."""

    state: State
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The state of the mailbox and of the line itself.

    Of the mails that came from `since` until before `until` (`arrived`), `decided` have their
    outcome, `set_aside` were parked and `undecided` wait. `parked` says why
    the latest were of the `parked_count` mails that are parked now.
    `held_answers` and `held_requests` count what brakes held back. `late` acknowledgements of
    `acknowledged` went out later than `[acknowledge] max_minutes`, the last after `slowest`.
    `compared_at` is when the mailbox was last held against the ledger (None: not yet), and
    `unaccounted` how many mails it showed then that the ledger does not know.
    """

    since: datetime
    until: datetime
    arrived: int = 0
    set_aside: int = 0
    undecided: int = 0
    parked: tuple[str, ...] = ()
    parked_count: int = 0
    held_answers: int = 0
    held_requests: int = 0
    people_held: int = 0
    alarms: tuple[Alarm, ...] = ()
    acknowledged: int = 0
    late: int = 0
    slowest: timedelta | None = None
    max_minutes: float = 0
    dead: tuple[str, ...] = ()
    dead_count: int = 0
    compared_at: datetime | None = None
    unaccounted: int = 0

    @property
    def decided(self) -> int:
        """How many of the mails that came have their outcome."""
        return self.arrived - self.set_aside - self.undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one coordinator is told at `at`; `since` is his last digest, None before the first.

    `whole_line`: he coordinates the first level, and reads how all groups stand. `technical` and
    `undocumented` are for him (R38), the latter also for who coordinates the levels that solved.
    `questions` are proposals that wait for who approves them. `sheets` hold every row.
    """

    person: str
    groups: tuple[Group, ...]
    whole_line: bool
    at: datetime
    since: datetime | None
    open: int
    decide: Shown
    today: Shown
    near: Shown
    waiting: tuple[Waiting, ...]
    loads: tuple[AdvisorLoad, ...]
    more_loads: int
    line: tuple[GroupCount, ...]
    technical: Shown
    undocumented: tuple[str, ...]
    undocumented_count: int
    questions: tuple[int, ...]
    trend: tuple[TrendDay, ...]
    box: Box
    contingency_since: datetime | None = None
    held: int = 0
    sheets: tuple[Sheet, ...] = field(default=(), repr=False)
