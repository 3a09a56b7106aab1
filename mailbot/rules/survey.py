"""The survey of a closed case: answered once, in its time; a low score is told (R11, R34, S43)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mailbot.model.case import Case
from mailbot.model.decision import Send
from mailbot.model.vocabulary import Role
from mailbot.rules import notices
from mailbot.rules.policy import Policy

QUESTIONS = (
    "Amabilidad", "Oportunidad", "Claridad y utilidad de la solución", "Satisfacción general",
)  # fmt: skip
"""The four questions, in order (domain.md §8)."""

LOW = 2
"""A score up to this one is told to the coordination (M-39)."""


def refusal(case: Case, at: datetime) -> str:
    """Why a vote that comes `at` is not counted, as its person reads it; "" if it is."""
    if case.survey is None:
        return "este caso no tiene una encuesta abierta."
    if case.survey.answered_at:
        return "ya habíamos recibido su calificación de este caso."
    if at >= case.survey.until:
        return "el plazo para calificar ya terminó."
    return ""


def is_offered(case: Case) -> bool:
    """Whether the closing mail asks for a vote: a case is rated once."""
    return case.survey is not None and case.survey.answered_at is None


def answered(case: Case, scores: Sequence[int | None], comment: str, at: datetime) -> Case:
    """The case with its vote. ValueError if it has no survey."""
    if case.survey is None:
        raise ValueError(f"{case.number} has no survey")
    survey = replace(case.survey, answered_at=at, scores=tuple(scores), comment=comment)
    return replace(case, survey=survey)


def told(scores: Sequence[int | None]) -> tuple[tuple[str, int], ...]:
    """The questions that were answered, each with its score."""
    return tuple(
        (question, score) for question, score in zip(QUESTIONS, scores, strict=True) if score
    )


def low_score_alert(case: Case, policy: Policy) -> Send | None:
    """M-39 to CL1, copy to CL23, if a score is low; None if none is."""
    survey = case.survey
    if survey is None or not any(score and score <= LOW for score in survey.scores):
        return None
    people = policy.with_role(Role.CL1)
    facts = {
        "scores": survey.scores,
        "text": survey.comment,
        "advisor": case.resolved_by or case.assignee or "",
    }
    alert = notices.to_people(
        "M-39", people, policy, case=case, reason="Calificación baja", facts=facts,
        once=f"low-score:{case.service_number}:{survey.sent_at.isoformat()}",
    )  # fmt: skip
    return notices.with_copies(alert, policy.with_role(Role.CL23))
