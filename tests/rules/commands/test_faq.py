"""[FAQ], [FAQ APROBAR] and [FAQ RETIRAR] (R15, R41, R49)."""

from dataclasses import replace

import pytest

from mailbot.model.decision import SaveFaq, SaveOnLine
from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.line import Record
from mailbot.rules.event import View
from tests.rules.commands.asking import MONDAY, Answer, says
from tests.rules.test_faq_draft import CASE
from tests.rules.timed import address, at, incident

NINE = "2026-12-07 09:00"
PROPOSED = FaqEntry(
    number=12, question="¿Y sin cupo PAC?", answer="Distribúyalo.", module="EPG",
    case_number=CASE.number, proposed_by=address("nora"), proposed_at=at(NINE),
)  # fmt: skip
KNOWN = View(faq={12: PROPOSED}, next_faq=13)


def kept(found: Answer) -> list[FaqEntry]:
    return [each.entry for each in found.decision.effects if isinstance(each, SaveFaq)]


@pytest.mark.parametrize("who", ["ana", "bo", "nora", "tito", "nel", "cl1", "cl23", "her"])
def test_anybody_of_the_line_proposes_a_solved_case_and_its_leader_is_asked(who: str) -> None:
    found = says(who, "[FAQ]", about=CASE)
    (entry,) = kept(found)
    assert entry.state is FaqState.PROPUESTA
    assert (entry.number, entry.module, entry.cause) == (1, "EPG", "Sin cupo PAC")
    assert (entry.case_number, entry.proposed_by) == ("INC-2026-000001", address(who))
    (asked,) = found.mails("M-40")
    assert asked.to == (address("cl23"),)
    assert asked.cc == (address("cl1"),)
    assert asked.facts["question"] == entry.question
    assert "Marta" not in f"{entry.question}{entry.answer}"
    assert found.saved.events[-1].reason == "Propuesta de pregunta frecuente 1"


def test_own_words_replace_those_of_the_case_and_lose_their_data_too() -> None:
    found = says("nora", "[FAQ]\nP: ¿Por qué Marta no ve el cupo?", about=CASE)
    (entry,) = kept(found)
    assert entry.question == "¿Por qué (nombre) no ve el cupo?"
    assert entry.answer.startswith("1. Abra el cupo PAC.")


def test_a_question_needs_no_case() -> None:
    found = says("ana", "[FAQ]\nP: ¿Cómo entro?\nR: Con su usuario.\nY su clave.")
    (entry,) = kept(found)
    assert (entry.question, entry.answer) == ("¿Cómo entro?", "Con su usuario.\nY su clave.")
    assert entry.case_number is None
    assert not found.changes


def test_two_proposals_of_one_mail_have_two_numbers() -> None:
    text = "[FAQ]\nP: ¿Uno?\nR: Sí, uno.\n\n[FAQ]\nP: ¿Dos?\nR: Sí, dos."
    assert [each.number for each in kept(says("ana", text, view=KNOWN))] == [13, 14]


@pytest.mark.parametrize(
    ("who", "text", "why"),
    [
        ("nora", "[FAQ]", "no dice de qué caso habla"),
        ("nora", "[FAQ]\nP: ¿Cómo?", "la respuesta (R:)"),
        ("nora", "[FAQ PUBLICAR 3]\nP: ¿?\nR: x", "use [FAQ]"),
        ("nora", "[FAQ APROBAR 12]", "CL23"),
        ("cl1", "[FAQ RETIRAR 12]", "CL23"),
        ("cl23", "[FAQ APROBAR]", "nro="),
        ("cl23", "[FAQ APROBAR 99]", "«99»"),
        ("cl23", "[FAQ APROBAR doce]", "«doce»"),
        ("cl23", "[FAQ APROBAR 12 publica=quizas]", "si o no"),
    ],
)
def test_what_lacks_something_or_is_not_ones_to_say_is_refused(
    who: str, text: str, why: str
) -> None:
    found = says(who, text, view=KNOWN)
    assert found.refused
    assert why in found.words
    assert not kept(found)


def test_a_case_without_solution_needs_both_lines() -> None:
    found = says("nora", "[FAQ]", about=incident(NINE))
    assert found.refused
    assert "el caso no está resuelto" in found.words
    assert not says("nora", "[FAQ]\nP: ¿Cómo?\nR: Así.", about=incident(NINE)).refused


def test_one_question_a_case_unless_another_is_written() -> None:
    assert "ya salió la pregunta 12" in says("nora", "[FAQ]", about=CASE, view=KNOWN).words
    assert not says("nora", "[FAQ]\nP: ¿Otra cosa?", about=CASE, view=KNOWN).refused
    gone = replace(KNOWN, faq={12: replace(PROPOSED, state=FaqState.RETIRADA)})
    assert not says("nora", "[FAQ]", about=CASE, view=gone).refused


@pytest.mark.parametrize("tag", ["12", "nro=12", "n=12", "#12", "FAQ-12"])
def test_the_leader_publishes_a_question_by_its_number(tag: str) -> None:
    (entry,) = kept(says("cl23", f"[FAQ APROBAR {tag}]", view=KNOWN))
    assert entry == replace(
        PROPOSED, state=FaqState.PUBLICADA, decided_by=address("cl23"), decided_at=MONDAY
    )


def test_in_the_thread_of_its_case_the_number_is_not_needed() -> None:
    (entry,) = kept(says("cl23", "[FAQ APROBAR]", about=CASE, view=KNOWN))
    assert entry.number == 12


def test_a_correction_is_published_without_data_and_the_rest_stays() -> None:
    found = says("cl23", "[FAQ APROBAR 12]\nP:\nR: Escriba a eva@x.gov.co, [NOTA] 52987654.",
                 view=KNOWN)  # fmt: skip
    (entry,) = kept(found)
    assert entry.question == PROPOSED.question
    assert entry.answer == "Escriba a (correo), (NOTA) (número)."
    assert "corregida y publicada" in found.words


def test_what_is_approved_without_publishing_is_quoted_to_nobody() -> None:
    found = says("cl23", "[FAQ APROBAR 12 publica=no]", view=KNOWN)
    assert kept(found)[0].state is FaqState.APROBADA
    assert "sin publicar" in found.words


def test_a_question_is_withdrawn_and_stays_on_record() -> None:
    found = says("cl23", '[FAQ RETIRAR 12 motivo="cambió la pantalla"]', about=CASE, view=KNOWN)
    (entry,) = kept(found)
    assert (entry.state, entry.answer) == (FaqState.RETIRADA, PROPOSED.answer)
    assert "retirada: cambió la pantalla" in found.saved.events[-1].reason


def test_what_one_mail_proposes_it_can_publish() -> None:
    text = "[FAQ]\nP: ¿Uno?\nR: Sí, uno.\n\n[FAQ APROBAR 13]"
    states = [each.state for each in kept(says("cl23", text, view=KNOWN))]
    assert states == [FaqState.PROPUESTA, FaqState.PUBLICADA]


def test_each_decision_stays_on_record_for_the_report_of_its_month() -> None:
    text = "[FAQ APROBAR 12]\n\n[FAQ RETIRAR 12]"
    effects = says("cl23", text, view=KNOWN).decision.effects
    records = [each.what for each in effects if isinstance(each, SaveOnLine)]
    assert [each.text for each in records if isinstance(each, Record)] == [
        "12 Publicada", "12 Retirada",
    ]  # fmt: skip
