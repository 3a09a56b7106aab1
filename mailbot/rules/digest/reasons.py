"""Why a case is in a digest: every reason that holds, the worst first (R27, §16.3, S46)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.model.case import Case
from mailbot.model.digest import DECISIONS, Reason
from mailbot.model.vocabulary import Group, State
from mailbot.rules import clock, survey
from mailbot.rules.digest.facts import DigestFacts
from mailbot.rules.dossier import take_by
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import ORGAN_REMINDER, PETITION_NOTICE_DAYS

_RUNNING = (State.ABIERTO, State.EN_PROGRESO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A reason that holds; `since` is when it began, or when what it is about falls due."""

    reason: Reason
    since: datetime
    late: timedelta | None = None
    note: str = ""

    def is_fresh(self, last: datetime | None) -> bool:
        """Whether it began after the reader's last digest."""
        return last is not None and self.since > last and self.reason in DECISIONS


def is_running(case: Case) -> bool:
    """Whether somebody has to work on it now."""
    return case.state in _RUNNING


def has_advisor(case: Case, policy: Policy) -> bool:
    """Whether it is with somebody whom the directory knows."""
    return bool(policy.advisor(case))


def is_overdue(case: Case, now: datetime) -> bool:
    """Whether its time is over, and it answers for itself."""
    return case.due_at is not None and case.due_at <= now and not case.stands_with_parent


def reasons(case: Case, facts: DigestFacts, policy: Policy) -> tuple[Found, ...]:
    """Every reason for which a case is in the digest, the worst first.

    A child of a mass incident that stands with it is in none: its incident speaks for it (§16.22).
    """
    if case.state is State.CERRADO:
        return tuple(_rated_low(case, facts))
    if case.stands_with_parent:
        return ()
    return tuple(_open(case, facts, policy))


def _open(case: Case, facts: DigestFacts, policy: Policy) -> Iterator[Found]:
    now = facts.now
    if case.due_at and case.due_at <= now:
        late = policy.calendar.between(case.due_at, now)
        yield Found(reason=Reason.OVERDUE, since=case.due_at, late=late)
    if is_running(case):
        yield from _in_hand(case, now, policy)
    answered = case.organ_answered_at if case.state is State.PENDIENTE_PROVEEDOR else None
    if answered and policy.calendar.advance(answered, ORGAN_REMINDER) <= now:
        yield Found(reason=Reason.ORGAN, since=answered, note=case.governing_body or "")
    if _is_draft(case):
        note = case.drafted_by or ""
        yield Found(reason=Reason.DRAFT, since=case.opened_at, note=note)
    waits_until = _silent_closing(case)
    if waits_until and facts.held_until and waits_until <= min(facts.held_until, now):
        yield Found(reason=Reason.HELD, since=waits_until)
    if case.unreachable:
        yield Found(reason=Reason.UNREACHABLE, since=_last_change(case), note=case.requester.phone)
    if case.petition_until and _is_near(case.petition_until, now, policy):
        yield Found(reason=Reason.PETITION, since=case.petition_until)
    yield from _falling_due(case, now, policy)


def _in_hand(case: Case, now: datetime, policy: Policy) -> Iterator[Found]:
    since = case.assigned_at or case.opened_at
    if not has_advisor(case, policy):
        if not _is_draft(case):
            yield Found(reason=Reason.UNASSIGNED, since=since, note=case.assignee or "")
    elif case.taken_at is None and case.group is not Group.CAP:
        until = take_by(case, since, policy)
        if until <= now:
            late = policy.calendar.between(until, now)
            yield Found(reason=Reason.NOT_TAKEN, since=until, late=late)


def _falling_due(case: Case, now: datetime, policy: Policy) -> Iterator[Found]:
    if case.due_at is None or case.due_at <= now:
        return
    if policy.calendar.day(case.due_at) == policy.calendar.day(now):
        yield Found(reason=Reason.TODAY, since=case.due_at)
        return
    reached = clock.due_at(
        case.stints, unit=case.requester.executing_unit, config=policy.config,
        calendar=policy.calendar, share=min(policy.config.warning.at, default=1.0),
    )  # fmt: skip
    if reached and reached <= now:
        yield Found(reason=Reason.NEAR, since=case.due_at)


def _rated_low(case: Case, facts: DigestFacts) -> Iterator[Found]:
    vote = case.survey
    if vote is None or vote.answered_at is None:
        return
    low = [score for score in vote.scores if score and score <= survey.LOW]
    # Before somebody's first digest only the last working day is of use.
    if low and vote.answered_at > (facts.since or facts.box.since):
        said = f": «{vote.comment}»" if vote.comment else ""
        note = f"Calificó con {min(low)}{said}"
        yield Found(reason=Reason.LOW_SCORE, since=vote.answered_at, note=note)


def _is_draft(case: Case) -> bool:
    """Whether it was ordered with [REGISTRAR] and Back Office did not confirm it (§16.5)."""
    is_service = case.incident_number is None and is_running(case)
    return bool(case.drafted_by) and case.group is Group.BO and is_service


def _silent_closing(case: Case) -> datetime | None:
    """When silence would close it."""
    if case.state is State.PENDIENTE_CLIENTE:
        return case.client_wait_until
    return case.confirmation_until if case.state is State.RESUELTO else None


def _is_near(until: datetime, now: datetime, policy: Policy) -> bool:
    # A term of working days ends at 24:00 of its last day.
    return policy.calendar.working_days_between(now, until) <= PETITION_NOTICE_DAYS


def _last_change(case: Case) -> datetime:
    return case.stints[-1].start if case.stints else case.opened_at
