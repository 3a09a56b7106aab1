"""What the line itself knows beside its cases: absences, contingencies, orders, records, alarms."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ProcessRole(StrEnum):
    """What a process of a line may do; all of them together do everything."""

    RECEIVE = "receive"
    PROCESS = "process"
    DELIVER = "deliver"
    DEADLINES = "deadlines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A time in which an advisor gets no cases (R32). `until` None: until further notice."""

    row: int = 0
    email: str
    since: datetime
    until: datetime | None
    reason: str = ""
    by: str

    def covers(self, moment: datetime) -> bool:
        """Whether the advisor is away at `moment`; the end itself is a working moment again."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingency:
    """A time in which the tool was down (section 4.2-1h). `until` None: it still is."""

    row: int = 0
    since: datetime
    until: datetime | None
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """An order on many cases that waits for its authoriser's word (M-30, §16.7).

    `order` is the line that was ordered, as it was written; `numbers` are the cases it is about.
    `granted` is None until the authoriser answers; `code` works once.
    """

    code: str
    order: str
    numbers: tuple[str, ...]
    reason: str
    asked_by: str
    authoriser: str
    asked_at: datetime
    expires_at: datetime
    decided_at: datetime | None = None
    granted: bool | None = None
    sheet_sha256: str | None = None
    """The contingency sheet that a trial was about, "" once nobody can import it (§16.7)."""


class RecordKind(StrEnum):
    """What the line puts on record beside its cases."""

    ACTA = "acta"
    NOVEDAD = "novedad"
    INFORME = "informe"
    PREGUNTA = "pregunta"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Minutes (R6), a notice to the line (R43), a report, what was decided about a question (R41).

    `until`: public until that day.
    """

    row: int = 0
    kind: RecordKind
    at: datetime
    by: str
    day: date
    text: str
    until: date | None = None
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something about the line itself that a person must look at; `over` once it is as it was.

    `kind` names it, with what it is about behind a colon where several of a kind may last at once
    (`routines:digests`). `text` says in Spanish how it stands; `renewed` tells that only this
    changed since people were told.
    """

    kind: str
    since: datetime
    text: str
    over: bool = False
    renewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutineFailure:
    """A routine that failed `times` times in a row, `last` in an attempt begun then.

    `title` is what people call it and `why` the last reason, both in Spanish; "" where only the log
    has it.
    """

    name: str
    title: str
    times: int
    why: str
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadAddress:
    """An address that mail does not reach; `alive` once something came from it again.

    `status` is what its server said (RFC 3463, e.g. 5.1.1), "" where it said none; `message_id`
    names the mail of ours that could not be delivered.
    """

    address: str
    since: datetime
    status: str = ""
    message_id: str = ""
    alive: bool = False
