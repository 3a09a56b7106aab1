"""Frequent questions drawn from cases and from P: and R: lines, and what could become one (§12)."""

from dataclasses import replace

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.vocabulary import State
from mailbot.rules.faq_candidates import Candidate, candidates
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


def solved_for(cause: str, number: int, module: str | None = "EPG") -> Case:
    return replace(
        CASE, cause=cause, module=module, incident_number=f"INC-2026-{number:06}",
        service_number=f"SERV-2026-{number:06}",
    )  # fmt: skip


SAME = tuple(solved_for(cause, n) for n, cause in enumerate(
    ("Sin cupo PAC", "sin cupos de PAC", "PAC sin cupo"), 1
))  # fmt: skip
NUMBERS = ("INC-2026-000001", "INC-2026-000002", "INC-2026-000003")


def test_three_cases_of_a_month_with_the_same_cause_are_a_candidate() -> None:
    others = (solved_for("Tercero inactivo", 4), solved_for("Tercero inactivo", 5))
    assert candidates((*reversed(SAME), *others), ()) == (
        Candidate(module="EPG", cause="PAC sin cupo", numbers=NUMBERS),
    )


@pytest.mark.parametrize(
    "cases",
    [
        SAME[:2],
        (*SAME[:2], solved_for("Sin cupo PAC", 3, module="PAG")),
        tuple(replace(each, module=None) for each in SAME),
        tuple(replace(each, cause="") for each in SAME),
        tuple(replace(each, state=State.EN_PROGRESO) for each in SAME),
        tuple(replace(each, mass=True) for each in SAME),
        (),
    ],
)
def test_less_than_that_is_none(cases: tuple[Case, ...]) -> None:
    assert candidates(cases, ()) == ()


@pytest.mark.parametrize(
    ("known", "covers"),
    [
        (entry(module="EPG", cause="Cupo PAC"), True),
        (entry(case_number="SERV-2026-000002"), True),
        (entry(module="PAG", cause="Cupo PAC"), False),
        (entry(module="EPG", cause="Cupo PAC", state=FaqState.RETIRADA), False),
        (entry(module="EPG"), False),
    ],
)
def test_what_has_a_question_already_is_none(known: FaqEntry, covers: bool) -> None:
    assert (candidates(SAME, (known,)) == ()) is covers


def test_the_most_frequent_comes_first() -> None:
    four = tuple(solved_for("Tercero inactivo", n) for n in range(4, 8))
    assert [each.cause for each in candidates((*SAME, *four), ())] == [
        "Tercero inactivo", "PAC sin cupo",
    ]  # fmt: skip
