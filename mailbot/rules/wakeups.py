"""When a case must be looked at next: recomputed from the case at every change, never kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mailbot.model.case import Case, Wakeup
from mailbot.model.vocabulary import CloseReason, Group, State
from mailbot.rules import clock
from mailbot.rules.policy import Policy

CLIENT_REMINDER = "client-reminder"
CLIENT_WAIT = "client-wait"
CONFIRMATION_REMINDER = "confirmation-reminder"
CONFIRMATION = "confirmation"
WARNING = "warning"
NOT_TAKEN = "not-taken"
QUEUE = "queue"
ORGAN = "organ"
PETITION = "petition"
FOLLOW_UP = "follow-up"
MASS_ANSWER = "mass-answer"
SURVEY_REMINDER = "survey-reminder"

SILENT_CLOSINGS = (CLIENT_WAIT, CONFIRMATION)
"""Wake-ups that close a case because nobody wrote."""

GATHERING = timedelta(minutes=5)
"""Working time in which new requests gather before the first level is told of them in one mail."""

ORGAN_REMINDER = timedelta(hours=4)
"""Working time from an organ's mail until its advisor is asked what it means (§16.3)."""

MASS_REMINDER = timedelta(hours=4)
"""Working time in which the users of a solved mass incident should be answered (A21)."""

PETITION_NOTICE_DAYS = 3
"""Working days before the legal limit of a petition at which it is told of once more."""


_RUNNING = (State.ABIERTO, State.EN_PROGRESO)


FOLLOW_UP_DAYS = 5
"""Working days after which, again and again, a case that no clock moves is put before somebody."""


def wakeups(case: Case, policy: Policy) -> tuple[Wakeup, ...]:
    """The wake-ups of a case that were not handled yet, in order of time."""
    fresh = (each for each in _all(case, policy) if each.key not in case.handled)
    return tuple(sorted(fresh, key=lambda each: each.at))


def warning_key(share: float, case: Case) -> str:
    """The key of a warning: once a budget and share, however often its time moves (§16.8)."""
    return f"{WARNING}-{round(share * 100)}:{clock.current_budget(case.stints)}"


def _all(case: Case, policy: Policy) -> Iterator[Wakeup]:
    if case.state is State.CERRADO:
        yield from _survey_reminder(case, policy)
        return
    if case.petition_until:
        yield Wakeup(kind=PETITION, at=_petition_notice(case.petition_until, policy))
    if case.stopped:
        # What was stopped with others waits for the word that lets it go on (T22, T30).
        return
    if case.state is State.PENDIENTE_CLIENTE:
        yield from _wait(case, case.client_wait_until, CLIENT_WAIT, CLIENT_REMINDER, policy)
    if case.state is State.RESUELTO:
        yield from _wait(case, case.confirmation_until, CONFIRMATION, CONFIRMATION_REMINDER, policy)
    if case.mass and case.state is State.RESUELTO and case.wait_started_at:
        yield _mass_answer(case, case.wait_started_at, policy)
    if case.due_at and not case.stands_with_parent:
        yield from _warnings(case, policy)
    if case.state in _RUNNING and case.taken_at is None and not case.stands_with_parent:
        yield from _untaken(case, policy)
    if case.state is State.PENDIENTE_PROVEEDOR and case.organ_answered_at:
        yield Wakeup(kind=ORGAN, at=policy.calendar.advance(case.organ_answered_at, ORGAN_REMINDER))
    if _is_moved_by_nothing(case):
        yield _follow_up(case, policy)


def _survey_reminder(case: Case, policy: Policy) -> Iterator[Wakeup]:
    """Once a survey, at the beginning of a working day, while it can still be answered (R11).

    Not where the case was closed because nobody answered: a further mail would be no kindness, and
    a program that answers every mail would be set off by it again and again.
    """
    survey = case.survey
    if survey is None or survey.answered_at or case.close_reason is CloseReason.SIN_RESPUESTA:
        return
    days = policy.config.survey.reminder_working_days
    at = policy.calendar.next_open(policy.calendar.add_days(survey.sent_at, days))
    if at < survey.until:
        asked = survey.sent_at.astimezone(UTC).isoformat()
        yield Wakeup(kind=SURVEY_REMINDER, at=at, once=f"{SURVEY_REMINDER}:{asked}")


def _wait(
    case: Case, until: datetime | None, ends: str, reminds: str, policy: Policy
) -> Iterator[Wakeup]:
    if until is None:
        return
    yield Wakeup(kind=ends, at=until)
    if case.wait_started_at:
        whole = policy.calendar.between(case.wait_started_at, until)
        half = policy.calendar.advance(case.wait_started_at, whole * policy.config.reminder.at)
        yield Wakeup(kind=reminds, at=half)


def _warnings(case: Case, policy: Policy) -> Iterator[Wakeup]:
    for share in policy.config.warning.at:
        at = clock.due_at(
            case.stints, unit=case.requester.executing_unit, config=policy.config,
            calendar=policy.calendar, share=share,
        )  # fmt: skip
        if at:
            yield Wakeup(kind=f"{WARNING}-{share}", at=at, once=warning_key(share, case))


def _untaken(case: Case, policy: Policy) -> Iterator[Wakeup]:
    since = case.assigned_at or case.opened_at
    if case.group is Group.CAP:
        # Capacitación has its own procedure and its own times (§16.23).
        return
    hours: float = getattr(policy.config.take, clock.budget_level(case.group).value)
    yield Wakeup(kind=NOT_TAKEN, at=policy.calendar.advance(since, timedelta(hours=hours)))
    if case.group is Group.N1 and case.state is State.ABIERTO:
        yield Wakeup(kind=QUEUE, at=policy.calendar.advance(since, GATHERING))


def _is_moved_by_nothing(case: Case) -> bool:
    """Whether neither a clock nor a wait will bring the case before anybody."""
    if case.state in (State.PENDIENTE_CLIENTE, State.RESUELTO):
        return bool(case.petition_until or case.unreachable)
    running = case.state in _RUNNING and case.group is not Group.CAP
    return case.state is not State.CERRADO and case.due_at is None and not running


def _follow_up(case: Case, policy: Policy) -> Wakeup:
    since = case.stints[-1].start
    prefix = f"{FOLLOW_UP}:{since.isoformat()}:"
    times = 1 + sum(key.startswith(prefix) for key in case.handled)
    day = policy.calendar.add_days(since, FOLLOW_UP_DAYS * times)
    return Wakeup(kind=FOLLOW_UP, at=policy.calendar.next_open(day), once=f"{prefix}{times}")


def _mass_answer(parent: Case, since: datetime, policy: Policy) -> Wakeup:
    """After some hours, then at the beginning of every working day, until all are answered."""
    prefix = f"{MASS_ANSWER}:{since.astimezone(UTC).isoformat()}:"
    times = 1 + sum(key.startswith(prefix) for key in parent.handled)
    at = policy.calendar.advance(since, MASS_REMINDER)
    if times > 1:
        at = policy.calendar.next_open(policy.calendar.add_days(at, times - 2))
    return Wakeup(kind=MASS_ANSWER, at=at, once=f"{prefix}{times}")


def _petition_notice(until: datetime, policy: Policy) -> datetime:
    day = until
    left = PETITION_NOTICE_DAYS
    while left:
        day -= timedelta(days=1)
        if policy.calendar.is_working_day(day.astimezone(policy.calendar.zone).date()):
            left -= 1
    return policy.calendar.next_open(day)
