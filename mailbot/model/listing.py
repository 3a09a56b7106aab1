"""A case as one line of a list: how lists of cases reach a mail."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.vocabulary import Criticality, State


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
