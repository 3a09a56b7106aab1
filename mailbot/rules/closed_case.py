"""A mail on a closed case: thanks, a late answer that opens it again, or a new request (Q5)."""

from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.vocabulary import CloseReason, Role, State
from mailbot.rules.brakes import BRAKE
from mailbot.rules.courtesy import is_courtesy
from mailbot.rules.event import MailArrived
from mailbot.rules.matching import Standing
from mailbot.rules.policy import Policy
from mailbot.rules.words import Meaning

WITHOUT_THE_PERSONS_WORD = (
    CloseReason.SIN_RESPUESTA,
    CloseReason.ACEPTACION_TACITA,
    CloseReason.SOLUCION_N1,
)
"""Closings that the person never agreed to: these may be undone by an answer (Q5 b)."""

_OF_THE_PERSON = (Standing.REQUESTER, Standing.PARTY)


def is_closed(event: MailArrived) -> bool:
    """Whether the mail is of the requester or a party, on a closed case."""
    match = event.match
    return (
        match is not None and match.case.state is State.CERRADO and match.standing in _OF_THE_PERSON
    )


def is_thanks(event: MailArrived) -> bool:
    """Whether it only thanks (Q5 d)."""
    return is_courtesy(event.mail.text) and not event.mail.attachments


def asks_for_nothing(event: MailArrived) -> bool:
    """Whether the words change nothing of a closed case: thanks, a yes, another's vote."""
    return is_thanks(event) or is_agreement(event) or is_anothers_vote(event)


def is_anothers_vote(event: MailArrived) -> bool:
    """Whether somebody else than the requester rates: only he can, and it is no new request."""
    match = event.match
    return event.words.rates and match is not None and match.standing is not Standing.REQUESTER


def is_agreement(event: MailArrived) -> bool:
    """Whether it says yes to what was closed: that opens nothing again."""
    return event.words.meaning is Meaning.CONFIRM and not event.mail.attachments


def may_reopen(event: MailArrived, policy: Policy) -> bool:
    """Whether the requester answers in time a closing that he never agreed to (Q5 b)."""
    match = event.match
    if match is None or match.standing is not Standing.REQUESTER or match.case.closed_at is None:
        return False
    return _is_in_time(event, match.case, policy) and not _was_opened_enough(match.case, policy)


def why_not_again(event: MailArrived, policy: Policy) -> str:
    """The brake that keeps a late answer in time from opening its case again; "" if none does."""
    match = event.match
    if match is None or match.standing is not Standing.REQUESTER or match.case.closed_at is None:
        return ""
    if not (_is_in_time(event, match.case, policy) and _was_opened_enough(match.case, policy)):
        return ""
    times = policy.config.limits.reopenings_per_case
    return f"{BRAKE} el caso ya se abrió de nuevo {times} veces."


def _is_in_time(event: MailArrived, case: Case, policy: Policy) -> bool:
    without_word = case.close_reason in WITHOUT_THE_PERSONS_WORD
    return without_word and event.arrived_at < window_until(case, policy)


def _was_opened_enough(case: Case, policy: Policy) -> bool:
    reopened = sum(1 for stint in case.stints[:-1] if stint.state is State.CERRADO)
    return reopened >= policy.config.limits.reopenings_per_case


def window_until(case: Case, policy: Policy) -> datetime:
    """Until when a closed case can be opened again (T24). ValueError for one that is not closed."""
    if case.closed_at is None:
        raise ValueError(f"{case.number} is not closed")
    return policy.calendar.add_days(case.closed_at, policy.config.reopen.working_days)


def reopening_facts(case: Case, policy: Policy) -> dict[str, datetime]:
    """What a mail about a closed case says of its window; nothing where no answer opens it."""
    if case.close_reason not in WITHOUT_THE_PERSONS_WORD or case.closed_at is None:
        return {}
    return {"reopen_until": window_until(case, policy)}


def reopening_notice(case: Case, policy: Policy, *, reason: str) -> Send:
    """M-22 to the person and the advisor, with CL1 on copy (T24)."""
    return Send(
        template="M-22",
        to=tuple(dict.fromkeys((case.requester.email, *policy.handlers(case)))),
        cc=policy.with_role(Role.CL1),
        case=case,
        facts={"missing": case.missing},
        references=(case.thread_id,) if case.thread_id else (),
        # It tells of a case that is open again: nobody else would tell its advisor (§16.9).
        brake=False,
        reason=reason,
    )
