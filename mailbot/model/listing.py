"""Lists of cases: which cases are asked for, and a case as one line of a mail."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.vocabulary import Criticality, Group, Level, State


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case of a list; what is "" or None is left out.

    `requester` is a name, `assignee` an address of the staff directory or a name, `since` when the
    case came in. `note` says what is special about it in this list ("vuelve a Abierto").
    `identification` is never shown: it hides itself in the other words (domain.md §16.14).
    """

    number: str
    state: State
    criticality: Criticality | None = None
    requester: str = ""
    subject: str = ""
    assignee: str = ""
    since: datetime | None = None
    due_at: datetime | None = None
    note: str = ""
    identification: str = ""


def line_of(case: Case, note: str = "") -> CaseLine:
    """The line of `case` as it stands, with a word on why it is in the list."""
    person = case.requester
    return CaseLine(
        number=case.number,
        state=case.state,
        criticality=case.criticality,
        requester=person.name or person.email,
        subject=case.subject,
        assignee=case.assignee or "",
        since=case.opened_at,
        due_at=case.due_at,
        note=note,
        identification=person.identification,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which of the open cases are asked for; what is empty leaves nothing out.

    With `assignee` those that he has, and those that nobody has in `queues`. `entity` are words
    of the entity's name or the beginning of its executing unit. `overdue_at`: those whose time was
    over at that moment.
    """

    states: tuple[State, ...] = ()
    level: Level | None = None
    groups: tuple[Group, ...] = ()
    assignee: str = ""
    queues: tuple[Group, ...] = ()
    module: str = ""
    entity: str = ""
    overdue_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """The first cases of a list in working order, and how many there are in all."""

    cases: tuple[Case, ...] = ()
    total: int = 0
