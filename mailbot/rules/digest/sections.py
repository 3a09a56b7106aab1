"""The sections of a digest: each case once, at its worst reason, as many as a mail has room for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.digest import DECISIONS, DigestRow, Offer, Reason, Shown
from mailbot.model.vocabulary import Criticality
from mailbot.rules.assignment import absence_of
from mailbot.rules.digest import reasons
from mailbot.rules.digest.facts import DigestFacts
from mailbot.rules.digest.offers import Proposals, offer
from mailbot.rules.digest.reasons import Found
from mailbot.rules.policy import Policy

LEAST_OF_EACH = 1
"""So many rows of each reason are shown before any reason gets more: none hides another."""

_ORDER = {reason: place for place, reason in enumerate(Reason)}
_RANK = {criticality: place for place, criticality in enumerate(Criticality)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A case with its worst reason, and the other reasons that hold."""

    case: Case
    worst: Found
    others: tuple[Found, ...]


def placed(cases: Iterable[Case], facts: DigestFacts, policy: Policy) -> tuple[Placed, ...]:
    """The cases that are in a digest: by reason, then in working order (§16.19)."""
    found = []
    for case in cases:
        held = reasons.reasons(case, facts, policy)
        if held:
            found.append(Placed(case=case, worst=held[0], others=held[1:]))
    return tuple(sorted(found, key=_working_order))


def rows_of(found: Iterable[Placed], facts: DigestFacts) -> tuple[DigestRow, ...]:
    """The rows of these cases, without replies."""
    return tuple(_row(each, facts) for each in found)


def shown(
    found: Sequence[Placed], most: int, member: StaffMember, facts: DigestFacts,
    proposals: Proposals,
) -> Shown:  # fmt: skip
    """As many of them as there is room for, each with its ready reply."""
    counts = Counter(each.worst.reason for each in found)
    room = _room(counts, most)
    rows = []
    for each in found:
        reason = each.worst.reason
        if room[reason]:
            room[reason] -= 1
            ready = offer(each.case, reason, member, proposals)
            rows.append(_row(each, facts, ready))
    return Shown(
        rows=tuple(rows),
        counts=tuple((reason, counts[reason]) for reason in Reason if counts[reason]),
    )


def decisions(found: Iterable[Placed]) -> tuple[Placed, ...]:
    """Those that ask for a decision today."""
    return tuple(each for each in found if each.worst.reason in DECISIONS)


def of_reason(found: Iterable[Placed], reason: Reason) -> tuple[Placed, ...]:
    """Those with this reason, the first to fall due first."""
    mine = (each for each in found if each.worst.reason is reason)
    return tuple(sorted(mine, key=lambda each: each.worst.since))


def _room(counts: Mapping[Reason, int], most: int) -> dict[Reason, int]:
    """How many rows of each reason fit: a few of each, then the worst first."""
    room = {reason: min(counts.get(reason, 0), LEAST_OF_EACH) for reason in Reason}
    left = most - sum(room.values())
    for reason in Reason:
        more = min(max(left, 0), counts.get(reason, 0) - room[reason])
        room[reason] += more
        left -= more
    return room


def _working_order(each: Placed) -> tuple[int, int, datetime, str]:
    case = each.case
    return (
        _ORDER[each.worst.reason], _RANK[case.criticality], case.opened_at, case.service_number,
    )  # fmt: skip


def _row(each: Placed, facts: DigestFacts, ready: Offer | None = None) -> DigestRow:
    case, worst = each.case, each.worst
    return DigestRow(
        number=case.number,
        reason=worst.reason,
        since=worst.since,
        state=case.state,
        group=case.group,
        criticality=case.criticality,
        subject=case.subject,
        requester=case.requester.name or case.requester.email,
        assignee=case.assignee or "",
        due_at=case.due_at,
        late=worst.late,
        note=worst.note,
        also=tuple(other.reason for other in each.others),
        fresh=worst.is_fresh(facts.since),
        away=bool(case.assignee and absence_of(case.assignee, facts.absences, facts.now)),
        offer=ready,
        identification=case.requester.identification,
    )
