"""The one mail an hour that tells a person what the brakes held back (domain.md §16.27, §16.30)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailbot.model.case import Case
from mailbot.model.decision import Decision, Send
from mailbot.model.listing import CaseLine
from mailbot.model.vocabulary import Outcome
from mailbot.rules.commands import fields
from mailbot.rules.policy import Policy

SUMMARY = "M-51"
SUMMARY_EVERY = timedelta(hours=1)
"""A person gets no more than one in this time."""


def decide_summary(
    person: str, cases: Sequence[Case], parked: int, policy: Policy, now: datetime
) -> Decision:
    """M-51: the numbers that a brake held back, and how many requests wait for a human (§16.27).

    It is about the latest of `cases`: an answer to it belongs there and opens nothing new.
    """
    latest = cases[-1] if cases else None
    hour = now.astimezone(policy.calendar.zone)
    limit = policy.config.limits.new_cases_per_person_and_day
    reason = "Resumen de lo que los frenos retuvieron (§16.27)"
    send = Send(
        template=SUMMARY,
        to=(person,),
        case=latest,
        facts={"rows": tuple(map(_line, cases)), "parked": parked, "limit": limit},
        references=latest.thread if latest else (),
        once=f"summary:{person}:{hour:%Y-%m-%dT%H:%M}",
        brake=False,
        reason=reason,
    )
    number = latest.number if latest else None
    return Decision(
        outcome=Outcome.CASE_EVENT, rule="summary", reason=reason, effects=(send,), case=number
    )


def _line(case: Case) -> CaseLine:
    """What a person reads of one of his cases in the list: nothing of the line's own work."""
    missing = f"Falta: {fields.listed(case.missing)}" if case.missing else ""
    return CaseLine(
        number=case.number, state=case.state, subject=case.subject, note=missing,
        identification=case.requester.identification,
    )  # fmt: skip
