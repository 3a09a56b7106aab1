"""From the facts to one coordinator's digest: what needs a decision first (R27, S46)."""

from collections.abc import Sequence
from datetime import datetime

from mailbot.config.people import StaffMember
from mailbot.model.case import Case
from mailbot.model.digest import Digest, Reason, Shown
from mailbot.model.vocabulary import CloseReason, Group, Role, State
from mailbot.rules.digest import counts, readers, sections, tables
from mailbot.rules.digest.facts import DigestFacts
from mailbot.rules.digest.offers import Proposals
from mailbot.rules.policy import Policy

MOST_DECISIONS = 12
"""With all words at their longest, this and the figures below make 58 KB (mails.md §1.3)."""
MOST_TODAY = 5
MOST_NEAR = 3
MOST_TECHNICAL = 3
MOST_LOADS = 8
MOST_NUMBERS = 12

_TECHNICAL = (Group.N2T, Group.N3T)
_SOLVED = (
    CloseReason.CONFIRMADO, CloseReason.ACEPTACION_TACITA, CloseReason.SOLUCION_N1,
    CloseReason.TRASLADO, CloseReason.COORDINADOR,
)  # fmt: skip


def digest(facts: DigestFacts, member: StaffMember, policy: Policy) -> Digest:
    """What `member` is told now. ValueError for somebody who coordinates nothing."""
    groups = readers.groups_of(member, policy)
    if not groups:
        raise ValueError(member.email)
    whole_line = readers.follows_the_line(member)
    every = [case for case in facts.cases if case.state is not State.CERRADO]
    mine = [case for case in every if case.group in groups]
    closed = [case for case in facts.cases if case.state is State.CERRADO]
    found = sections.placed(
        (*mine, *(case for case in closed if case.group in groups)), facts, policy
    )
    proposals = Proposals(facts, counts.running_loads(every), policy)

    def shown(some: Sequence[sections.Placed], most: int) -> Shown:
        return sections.shown(some, most, member, facts, proposals)

    technical = () if set(_TECHNICAL) & set(groups) or not whole_line else _TECHNICAL
    of_technical = sections.placed(
        (case for case in every if case.group in technical), facts, policy
    )
    undocumented = _undocumented(facts, () if whole_line else groups, policy)
    loads = counts.loads(mine, groups, facts, policy)
    trend = counts.trend(facts.cases, () if whole_line else groups, facts.now, policy)
    questions = facts.proposals if Role.CL23 in member.roles else ()
    return Digest(
        person=member.email,
        groups=groups,
        whole_line=whole_line,
        at=facts.now,
        since=facts.since,
        open=len(mine),
        decide=shown(sections.decisions(found), MOST_DECISIONS),
        today=shown(sections.of_reason(found, Reason.TODAY), MOST_TODAY),
        near=shown(sections.of_reason(found, Reason.NEAR), MOST_NEAR),
        waiting=counts.waiting(mine),
        loads=loads[:MOST_LOADS],
        more_loads=max(0, len(loads) - MOST_LOADS),
        line=counts.by_group(every, facts.now, policy) if whole_line else (),
        technical=shown(of_technical, MOST_TECHNICAL),
        undocumented=tuple(case.number for case in undocumented[:MOST_NUMBERS]),
        undocumented_count=len(undocumented),
        questions=tuple(each.number for each in questions),
        trend=trend,
        box=facts.box,
        contingency_since=facts.contingency.since if facts.contingency else None,
        held=sum(each.worst.reason is Reason.HELD for each in found),
        sheets=tables.sheets(
            sections.rows_of((*found, *of_technical), facts),
            every if whole_line else mine, loads, trend, policy,
        ),
    )  # fmt: skip


def _undocumented(
    facts: DigestFacts, groups: Sequence[Group], policy: Policy
) -> list[Case]:  # fmt: skip
    """What was solved since the last digest and says not how (R38, R39); no `groups`: all."""
    least = policy.config.limits.solution_min_characters
    since = facts.since or facts.box.since
    return [
        case
        for case in facts.cases
        if (not groups or case.group in groups)
        and len(case.solution.strip()) < least
        and _solved_after(case, since)
        and not case.mass
    ]


def _solved_after(case: Case, since: datetime) -> bool:
    if case.state is State.RESUELTO:
        return bool(case.stints) and case.stints[-1].start > since
    return case.closed_at is not None and case.closed_at > since and case.close_reason in _SOLVED
