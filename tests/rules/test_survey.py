"""The survey of a closing: answered once, in its time; a low score is told (R11, R34, S43)."""

from dataclasses import replace
from datetime import datetime

import pytest

from mailbot.model.case import Case, Survey
from mailbot.model.decision import SaveCase, Send
from mailbot.model.vocabulary import CloseReason
from mailbot.rules import moves, survey
from mailbot.rules.lapse import decide_lapse
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import wakeups
from tests.rules.timed import POLICY, address, at, incident, policy_with, taken

CLOSED_AT = at("2026-12-11 15:00")
"""S43: closed on Fri 11-Dec-2026, the tenth working day after it is Mon 28-Dec."""


def closed(reason: CloseReason = CloseReason.CONFIRMADO, **changes: object) -> Case:
    case = replace(taken(incident("2026-12-10 09:00")), **changes)  # type: ignore[arg-type]
    return moves.closed(case, CLOSED_AT, POLICY, reason, asked_at=CLOSED_AT)


def answered(*scores: int | None, comment: str = "") -> Case:
    return survey.answered(closed(), scores, comment, at("2026-12-14 08:00"))


@pytest.mark.parametrize("reason", [r for r in CloseReason if r is not CloseReason.DUPLICADO])
def test_every_closing_asks_but_that_of_a_duplicate(reason: CloseReason) -> None:
    """Q21."""
    assert closed(reason).survey == Survey(sent_at=CLOSED_AT, until=at("2026-12-29 00:00"))
    assert closed(CloseReason.DUPLICADO).survey is None


def test_the_parent_of_a_mass_incident_has_no_survey() -> None:
    """§16.22."""
    assert closed(mass=True).survey is None


@pytest.mark.parametrize(
    ("case", "when", "why"),
    [
        (closed(), "2026-12-11 15:01", ""),
        (closed(), "2026-12-28 23:59", ""),
        (closed(), "2026-12-29 00:00", "el plazo para calificar ya terminó."),
        (answered(5, 5, 5, 5), "2026-12-15 08:00", "ya habíamos recibido su calificación"),
        (closed(CloseReason.DUPLICADO), "2026-12-14 08:00", "no tiene una encuesta abierta"),
        (incident("2026-12-10 09:00"), "2026-12-14 08:00", "no tiene una encuesta abierta"),
    ],
)
def test_a_vote_counts_once_and_until_the_end_of_its_last_working_day(
    case: Case, when: str, why: str
) -> None:
    refusal = survey.refusal(case, at(when))
    assert why in refusal
    assert bool(refusal) is bool(why)


def test_a_vote_is_kept_with_its_time_its_gaps_and_its_comment() -> None:
    kept = answered(None, None, None, 5, comment="Gracias").survey
    assert kept
    assert (kept.scores, kept.comment) == ((None, None, None, 5), "Gracias")
    assert kept.answered_at == at("2026-12-14 08:00")
    assert kept.sent_at == CLOSED_AT


def test_a_case_without_a_survey_takes_no_vote() -> None:
    when: datetime = at("2026-12-14 08:00")
    with pytest.raises(ValueError, match="INC-2026-000001"):
        survey.answered(closed(CloseReason.DUPLICADO), (5, 5, 5, 5), "", when)


def test_a_vote_is_told_question_by_question_without_the_gaps() -> None:
    assert survey.told((5, None, None, 3)) == (("Amabilidad", 5), ("Satisfacción general", 3))


@pytest.mark.parametrize(
    ("scores", "low"),
    [
        ((5, 5, 5, 5), False),
        ((3, 3, 3, 3), False),
        ((None, None, None, 4), False),
        ((5, 5, 5, 2), True),
        ((1, None, None, None), True),
        ((4, 2, 3, 2), True),
    ],
)
def test_a_score_of_two_or_less_is_told_to_the_coordination(
    scores: tuple[int | None, ...], low: bool
) -> None:
    alert = survey.low_score_alert(answered(*scores, comment="Tardó."), POLICY)
    assert (alert is not None) is low
    if alert:
        assert (alert.template, alert.to, alert.cc) == (
            "M-39", (address("cl1"),), (address("cl23"),),
        )  # fmt: skip
        assert alert.facts["scores"] == scores
        assert alert.facts["text"] == "Tardó."
        assert alert.facts["advisor"] == address("nora")


def test_the_alert_names_who_gave_the_solution_not_who_has_the_case_now() -> None:
    case = replace(answered(1, 1, 1, 1), resolved_by=address("nel"))
    alert = survey.low_score_alert(case, POLICY)
    assert alert
    assert alert.facts["advisor"] == address("nel")


def test_a_survey_of_a_reopened_and_closed_case_is_told_of_again() -> None:
    again = answered(1, 1, 1, 1).survey
    assert again
    later = replace(again, sent_at=at("2026-12-16 15:00"))
    first = survey.low_score_alert(answered(1, 1, 1, 1), POLICY)
    second = survey.low_score_alert(replace(closed(), survey=later), POLICY)
    assert first
    assert second
    assert first.once != second.once


def test_the_time_to_vote_is_configured() -> None:
    short = policy_with(survey={"valid_working_days": 1, "reminder_working_days": 1})
    case = moves.closed(
        taken(incident("2026-12-10 09:00")), CLOSED_AT, short, CloseReason.CONFIRMADO,
        asked_at=CLOSED_AT,
    )  # fmt: skip
    assert case.survey
    assert case.survey.until == at("2026-12-15 00:00")


def reminders(case: Case, now: str, policy: Policy = POLICY) -> list[str]:
    """The moments at which the person is reminded by then, each handled."""
    sent = []
    while due := [each for each in wakeups(case, policy) if each.at <= at(now)]:
        decision = decide_lapse(case, due[0], policy, at(now))
        sent += [f"{due[0].at:%d %H:%M}" for each in decision.effects if isinstance(each, Send)]
        (case,) = (each.case for each in decision.effects if isinstance(each, SaveCase))
    return sent


def test_who_did_not_vote_is_reminded_once_after_three_working_days() -> None:
    """Closed on Friday: the third working day is Wednesday, and he reads it on Thursday."""
    assert reminders(closed(), "2026-12-17 06:59") == []
    assert reminders(closed(), "2026-12-17 07:00") == ["17 07:00"]
    assert reminders(closed(), "2026-12-28 07:00") == ["17 07:00"]


@pytest.mark.parametrize(
    "case",
    [answered(5, 5, 5, 5), closed(CloseReason.DUPLICADO), closed(unreachable=True)],
    ids=["voted", "no survey", "our mails come back"],
)
def test_nobody_else_is_reminded(case: Case) -> None:
    assert reminders(case, "2026-12-24 12:00") == []


def test_a_survey_that_ends_before_its_reminder_has_none() -> None:
    short = policy_with(survey={"valid_working_days": 3, "reminder_working_days": 3})
    case = moves.closed(
        taken(incident("2026-12-10 09:00")), CLOSED_AT, short, CloseReason.CONFIRMADO,
        asked_at=CLOSED_AT,
    )  # fmt: skip
    assert wakeups(case, short) == ()


def test_after_an_outage_nobody_is_reminded_of_a_survey_that_is_over() -> None:
    assert reminders(closed(), "2027-01-04 08:00") == []
