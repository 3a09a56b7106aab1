"""What who has to solve a case is told about it: the words, the files, the history, the moves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mailbot.model.case import Case, CaseEvent
from mailbot.model.decision import Send
from mailbot.model.vocabulary import Criticality, EventKind, Role
from mailbot.rules import clock, faq_draft, offers
from mailbot.rules.assignment import coordinators
from mailbot.rules.case_files import Enclosed
from mailbot.rules.policy import Policy
from mailbot.rules.routing import Route

_TOLD = (EventKind.CREATED, EventKind.MAIL, EventKind.TRANSITION, EventKind.ASSIGNED,
         EventKind.NOTE, EventKind.FIELD, EventKind.COMMAND)  # fmt: skip
_NOTHING_DONE = (Route.STAFF_COMMAND, Route.AUTHORISATION)
"""Under these an order is kept in the history that changed nothing (§16.31)."""

_LONGEST_TEXT = 280
_WHOLE_TEXT = 500
_MOST_ENTRIES = 30


def assignment(
    case: Case, at: datetime, enclosed: Enclosed, events: Iterable[CaseEvent], policy: Policy, *,
    reason: str, solved: Iterable[Case] = (),
) -> Send:  # fmt: skip
    """M-07 to the advisor of a case, with its coordinators on copy, always (§4.2-1c, R25).

    `solved` are cases of the same matter that have their solution.
    """
    to = (case.assignee,) if case.assignee else policy.in_group(case.group)
    copies = coordinators(case.group, policy)
    return Send(
        template="M-07",
        to=to,
        cc=tuple(each for each in copies if each not in to),
        case=case,
        facts={
            "text": case.description,
            "files": enclosed.named,
            "history": told(events),
            "take_by": take_by(case, at, policy),
            "reason": reason,
            "solved_before": tuple(faq_draft.solved_before(each, policy.names) for each in solved),
            **offers.to_first(case, to, policy),
        },
        enclosures=enclosed.enclosures,
        references=case.thread,
        to_staff=True,
        urgent=case.criticality is Criticality.CRITICA,
        brake=False,
        reason=f"Asignación a {', '.join(to)}",
    )


def take_by(case: Case, at: datetime, policy: Policy) -> datetime:
    """Until when a case that came to its advisor at `at` should be taken (A15, A22)."""
    level = clock.budget_level(case.group)
    hours: float = getattr(policy.config.take, level.value)
    return policy.calendar.advance(at, timedelta(hours=hours))


def told(events: Iterable[CaseEvent]) -> tuple[tuple[datetime, str], ...]:
    """What was done in a case, as people read it: when, who, what; the latest of a long history.

    An order that was refused is no deed.
    """
    rows = [(event.at, _words(event)) for event in events if _was_done(event)]
    return tuple(rows[-_MOST_ENTRIES:])


def _was_done(event: CaseEvent) -> bool:
    refused = event.event is EventKind.COMMAND and event.rule in _NOTHING_DONE
    return event.event in _TOLD and not refused


def whole(events: Iterable[CaseEvent]) -> tuple[tuple[datetime, str], ...]:
    """The history without a gap, each entry with the role of who did it and his words (R54)."""
    return tuple((event.at, _words(event, role=True, longest=_WHOLE_TEXT)) for event in events)


def _words(event: CaseEvent, *, role: bool = False, longest: int = _LONGEST_TEXT) -> str:
    # The words that opened the case are shown as its description already.
    text = "" if event.event is EventKind.CREATED else " ".join(event.text.split())
    if len(text) > longest:
        text = text[:longest].rsplit(" ", 1)[0] + "…"
    change = f" ({event.target})" if event.target and event.target is not event.source else ""
    actor = f"{event.actor} ({event.role})" if role and event.role is not Role.SYS else event.actor
    return f"{actor}: {event.reason}{change}{'. ' + text if text else ''}"
