"""A case as it stands, and the entries of its history."""

from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.model.vocabulary import (
    CaseClass,
    CaseType,
    Channel,
    CloseReason,
    Criticality,
    EventKind,
    Field,
    Group,
    Level,
    Pause,
    Role,
    State,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """The person served, as far as known. `identification` is never shown in mails or logs."""

    email: str
    name: str = ""
    siif_user: str = ""
    executing_unit: str = ""
    entity: str = ""
    phone: str = ""
    city: str = ""
    identification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """A stretch of time in which a case had the same state, group and criticality.

    `end` is None for the one that still runs. Stints of a case touch and never overlap. `mass` is
    the state of the mass incident that the case stood with, None where it spoke for itself.
    """

    state: State
    group: Group
    level: Level
    criticality: Criticality
    start: datetime
    end: datetime | None = None
    mass: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The survey of a closing: asked once, answered once (R11, R34).

    `scores` are the answers to the four questions, None where one was left out.
    """

    sent_at: datetime
    until: datetime
    answered_at: datetime | None = None
    scores: tuple[int | None, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """A case that was stopped with others, and what it goes back to (T21, T23)."""

    why: Pause
    since: datetime
    back_to: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as it stands; every change is a new value (`dataclasses.replace`).

    `row` is the database's key, 0 before the first save. `parties` are the addresses that the
    requester or staff put on copy: they may add words and files. `running_before` is the state
    that an answer of the person gives back. `due_at` is None while no budget runs.
    """

    row: int = 0
    service_number: str
    incident_number: str | None = None
    type: CaseType = CaseType.SOPORTE
    channel: Channel = Channel.CORREO
    state: State = State.ABIERTO
    running_before: State | None = None
    level: Level = Level.N1
    group: Group = Group.N1
    assignee: str | None = None
    criticality: Criticality = Criticality.MEDIA
    requester: Requester
    parties: tuple[str, ...] = ()
    subject: str = ""
    description: str = ""
    topics: str = ""
    attendees: str = ""
    module: str | None = None
    missing: tuple[Field, ...] = ()
    opened_at: datetime
    due_at: datetime | None = None
    wait_started_at: datetime | None = None
    """Since when the person was asked or told: waits run from here.

    Of a mass incident: since when the line's coordinator was asked to answer its users.
    """
    client_wait_until: datetime | None = None
    confirmation_until: datetime | None = None
    closed_at: datetime | None = None
    close_reason: CloseReason | None = None
    question: str = ""
    """What the person was last asked."""
    solution: str = ""
    """What the person was last told as the solution, and of which type (R20)."""
    solution_type: str = ""
    cause: str = ""
    """What caused it, as the advisor says (R15)."""
    resolved_by: str | None = None
    """The advisor who gave the solution; he answers for the closing (A18)."""
    category: CaseClass | None = None
    finding_number: str | None = None
    adjustment_number: str | None = None
    change_number: str | None = None
    governing_body: str | None = None
    organ_answered_at: datetime | None = None
    """When the Órgano Rector wrote and nobody said yet what that means (§16.3)."""
    parent: str | None = None
    mass: bool = False
    """Whether this is the parent of a mass incident: nobody asked for it (§16.22)."""
    mass_dismissed: bool = False
    """Whether somebody said that it is no mass incident: it is not suggested again."""
    related: tuple[str, ...] = ()
    assigned_at: datetime | None = None
    """Since when it is with its advisor, or in its group's queue."""
    taken_at: datetime | None = None
    """When the advisor first did something about it; None: not taken yet (A15, A22)."""
    drafted_by: str | None = None
    """Who ordered it with [REGISTRAR]: the person learns the number when Back Office confirms."""
    stopped: Stopped | None = None
    survey: Survey | None = None
    petition_until: datetime | None = None
    """Legal limit of a derecho de petición; it is never closed by silence (R82)."""
    unreachable: bool = False
    """Whether our last mail to the person came back: silence says nothing then."""
    quality: str = ""
    """Why it goes to the Ministry's quality tool, and by which action (R9, R14)."""
    thread_id: str | None = None
    """Message-ID of the person's mail that the case's thread hangs on."""
    stints: tuple[Stint, ...] = ()
    """The intervals that the clock is replayed from, in order; the last one is open."""
    handled: tuple[str, ...] = ()
    """Keys of the wake-ups that were handled already; each is handled once."""
    events: int = 0
    """How many entries the history has; the next one is `events + 1`."""

    @property
    def number(self) -> str:
        """The number in force: INC if there is one."""
        return self.incident_number or self.service_number

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number that names it, SERV and INC: both stay valid for ever."""
        return tuple(filter(None, (self.service_number, self.incident_number)))

    @property
    def thread(self) -> tuple[str, ...]:
        """The References of a mail about the case that answers no other directly."""
        return (self.thread_id,) if self.thread_id else ()

    @property
    def stands_with_parent(self) -> bool:
        """Whether its time is that of its mass incident, which speaks for it (§16.22).

        It does not once it was solved, given back or handed to somebody else by itself.
        """
        return bool(self.stints) and self.stints[-1].mass is not None

    @property
    def halted(self) -> bool:
        """Whether its state is not its own: it was stopped with others until they all go on.

        A stopped case whose clock did not run keeps its state; only its waits are suspended.
        """
        return self.stopped is not None and self.state is not self.stopped.back_to


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One entry of a case's history: who did what, when, by which mail, rule and activity.

    `at` is when it counts (a mail's arrival), not when it was processed. `actor` is an address or
    "mailbot". `source`/`target` are the states of a transition. `rule` names the rule of ours,
    `activity` the line of the procedure ("A9"). `mail` is the Message-ID it rests on.
    """

    at: datetime
    event: EventKind
    actor: str
    role: Role
    reason: str = ""
    text: str = ""
    source: State | None = None
    target: State | None = None
    mail: str | None = None
    rule: str = ""
    activity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file of a case: `name` carries the case number and is safe on every system."""

    name: str
    original_name: str
    path: str
    sha256: str
    size: int
    type: str
    status: str
    why: str = ""
    """Why it is in quarantine, in Spanish."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wakeup:
    """When a case must be looked at again, and why.

    `key` names it for ever: by `once` if it happens once whatever its time, else by its time.
    """

    kind: str
    at: datetime
    once: str = ""

    @property
    def key(self) -> str:
        return self.once or f"{self.kind}@{self.at.astimezone(UTC).isoformat()}"
