"""Frequent questions drawn from cases and from P: and R: lines (§12)."""

from dataclasses import replace

import pytest

from mailbot.model.case import Requester
from mailbot.model.faq import FaqEntry
from mailbot.rules.faq_draft import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    Draft,
    of_case,
    quoted,
    solved_before,
    without_data,
    written,
)
from tests.rules.timed import MARTA, at, incident, solved

NINE = "2026-12-07 09:00"
CASE = replace(
    solved(incident(NINE), NINE),
    requester=Requester(email=MARTA, name="Marta Ruiz", entity="Instituto Nacional de Vías",
                        siif_user="MRUIZ", executing_unit="24-02-00", phone="310 555 0147",
                        identification="52987654"),
    subject="RE: [EXTERNO] No hay cupo PAC para la orden 184526",
    description="Buenos días.\nSoy Marta Ruiz (C.C. 52.987.654), del Instituto Nacional de Vías. "
    "No puedo autorizar la orden 184526.\n\nCordialmente,\nMarta Ruiz",
    solution="Respetada Marta:\n1. Abra el cupo PAC.\n2. Autorice con el usuario MRUIZ.\n\n"
    "Cordialmente,\nNora Díaz",
    cause="Sin cupo PAC",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "question", "answer"),
    [
        ("P: ¿Cómo?\nR: Así.", "¿Cómo?", "Así."),
        ("p. ¿Cómo?\nr) Así.\nY luego así.", "¿Cómo?", "Así.\nY luego así."),
        ("Respuesta: Así.\nPregunta: ¿Cómo?", "¿Cómo?", "Así."),
        ("R: Así.", "", "Así."),
        ("P:\nR:", "", ""),
        ("P: uno\nR: a\nP: dos", "uno\ndos", "a"),
        ("Por favor publíquela.", "", ""),
        ("", "", ""),
    ],
)
def test_lines_of_question_and_answer_are_read(text: str, question: str, answer: str) -> None:
    assert written(text) == Draft(question=question, answer=answer)


def test_a_solved_case_asks_and_answers_without_anybodys_data() -> None:
    draft = without_data(of_case(CASE), CASE)
    assert draft.question == (
        "No hay cupo PAC para la orden (número)\n"
        "Soy (nombre) (C.C. (número)), del (entidad). No puedo autorizar la orden (número)."
    )
    assert draft.answer == "1. Abra el cupo PAC.\n2. Autorice con el usuario (usuario)."


def test_long_drafts_end_with_a_sentence() -> None:
    draft = without_data(Draft(question="Una frase. " * 900, answer="Otra frase. " * 900), None)
    assert len(draft.question) <= LONGEST_QUESTION + 2
    assert len(draft.answer) <= LONGEST_ANSWER + 2
    assert draft.question.endswith("frase. …")


def entry(**fields: object) -> FaqEntry:
    given = {"number": 1, "question": "¿Qué hago?", "answer": "Esto.", "proposed_by": "nora@x",
             "proposed_at": at(NINE), **fields}  # fmt: skip
    return FaqEntry(**given)  # type: ignore[arg-type]


def test_a_quoted_answer_is_short_and_keeps_its_steps() -> None:
    steps = "\n".join(f"{number}. Haga el paso número {number}." for number in range(1, 30))
    short = quoted(entry(question="¿Qué\nhago? " * 60, answer=steps))
    assert short.lines[0] == "1. Haga el paso número 1."
    assert short.lines[-1] == "…"
    assert len(short.lines) == 9
    assert "\n" not in short.question
    assert len(short.question) <= 202


def test_an_advisor_is_told_of_a_solved_case_without_who_asked() -> None:
    told = solved_before(CASE)
    assert (told.number, told.module) == ("INC-2026-000001", "EPG")
    assert told.matter == "No hay cupo PAC para la orden (número)"
    assert told.lines == ("1. Abra el cupo PAC.", "2. Autorice con el usuario (usuario).")
