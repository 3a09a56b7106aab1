"""The survey of closing mails (domain.md §8): one vote by one click, or all four questions."""

from collections.abc import Sequence

from mailbot.compose.labels import QUESTIONS
from mailbot.compose.letter import Draft
from mailbot.compose.one_click import Reply, Survey

_QUESTIONS = ("1. Amabilidad: ", "2. Oportunidad: ", "3. Claridad: ", "4. General: ",
              "Comentario: ")  # fmt: skip


def survey(letter: Draft, *, with_term: bool = True) -> Survey | None:
    """The links of the survey: the digit alone is the body, so that nothing else can be read.

    None where the rules do not ask for one (fact `survey`).
    """
    if not letter.facts["survey"]:
        return None
    last = letter.case.survey_until if letter.case else ""
    days = f"Tiene {letter.line.survey_days} días hábiles para hacerlo."
    return Survey(
        scores=tuple(
            Reply(label=str(score), link=letter.link(f"Calificacion {score}", str(score)))
            for score in range(1, 6)
        ),
        all_questions=letter.link("Encuesta", *_QUESTIONS),
        term=(f"Puede hacerlo hasta el {last}." if last else days) if with_term else "",
    )


def answers_to(scores: Sequence[int | None]) -> tuple[tuple[str, int | None], ...]:
    """Each of the four questions with its score, None where it was left out."""
    return tuple(zip(QUESTIONS, scores, strict=False))
