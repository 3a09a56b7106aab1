"""What advisors write around their tags, and what never reaches the person served (§9, R39)."""

import pytest

from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused

SIGNATURE = "\n\nCordialmente,\nNora\nAsesora de segundo nivel funcional\nMinisterio de Hacienda"


def assigned(line: ScenarioLine) -> ScenarioCase:
    line.at("Mon 7-Dec-2026 15:00")
    return line.assigned("nora@")


def test_a_signature_is_no_solution(line: ScenarioLine):
    case = assigned(line)
    receipt = line.nora.says("[RESUELTO]", f"ok{SIGNATURE}", on=case)
    assert is_refused(receipt)
    assert "40 caracteres" in receipt.words
    assert case.state == "Trabajo en Progreso"


def test_the_person_gets_the_solution_without_the_signature(line: ScenarioLine):
    case = assigned(line)
    line.nora.does("[RESUELTO]", f"{SOLUTION}{SIGNATURE}", on=case)
    told = line.mail("M-12")
    assert SOLUTION in told.words
    assert "segundo nivel funcional\nMinisterio" not in told.words
    assert "Cordialmente, Nora" not in told.words


def test_a_line_that_was_meant_as_an_order_never_reaches_the_person(line: ScenarioLine):
    case = assigned(line)
    text = f"{SOLUTION}\n[FESTEJAR mes=2026-11]"
    receipt = line.nora.says("[RESUELTO]", text, on=case)
    assert is_refused(receipt)
    assert "No existe" in receipt.words
    assert case.state == "Trabajo en Progreso"


def test_the_subject_of_another_case_is_asked_about(line: ScenarioLine):
    case = assigned(line)
    other = line.incident(line.user("Rosa Mejía", "rosa@sena.test"))
    about = line.nora.latest("M-07", case.number)
    subject = f"RE: [{other.number}] otro caso"
    line.nora._posts(f"[RESUELTO]\n{SOLUTION}", subject=subject, answers=about)
    receipt = line.mails("M-31")[-1]
    assert is_refused(receipt)
    assert f"caso={case.number}" in receipt.words
    assert case.state == "Trabajo en Progreso"


@pytest.mark.parametrize("tag", ["[NOTA]\nLlamé al usuario.", "[ESTADO]"])
def test_a_number_in_the_subject_that_nobody_knows_is_named(line: ScenarioLine, tag: str):
    line.at("Mon 7-Dec-2026 15:00")
    line.nora._posts(tag, subject="RE: [INC-2026-009999] Caso")
    receipt = line.mails("M-31")[-1]
    assert is_refused(receipt)
    assert "No conozco el caso «INC-2026-009999»" in receipt.words


def test_a_tag_that_an_earlier_one_rules_out_is_refused_as_such(line: ScenarioLine):
    """The panel shows the case as it is: the refusal must not seem to say otherwise."""
    case = assigned(line)
    question = "¿Con qué usuario y en qué pantalla le aparece el mensaje de error?"
    receipt = line.nora.says(f"[RESUELTO]\n{SOLUTION}", f"[PENDIENTE CLIENTE]\n{question}", on=case)
    assert is_refused(receipt)
    assert "No puede seguir a las etiquetas que van antes en el mismo correo" in receipt.words
    assert "El caso no cambió: sigue en Trabajo en Progreso" in receipt.words
    assert "Resuelto" not in receipt.words.partition("Cómo responder")[0]
    assert case.state == "Trabajo en Progreso"


def test_what_technicians_solved_is_closed_by_who_escalated_it(line: ScenarioLine):
    """A20, A23 → A25: the person said yes on the phone."""
    case = assigned(line)
    line.nora.does("[REASIGNAR nivel=N2T a=tito@]", on=case)
    line.tito.does("[RESUELTO]", SOLUTION, on=case)
    line.nora.does("[CERRADO]", on=case)
    assert (case.state, case.close_reason) == ("Cerrado", "confirmado")


def test_a_case_is_rated_once_whatever_comes_after(line: ScenarioLine):
    line.at("Thu 26-Nov-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    line.marta.replies_to("M-05", "1: 5 2: 4 3: 5 4: 5")
    line.marta.replies_to("M-05", "NO, persiste el error")
    assert case.state == "Trabajo en Progreso"
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    assert not line.mails("M-05")[-1].asks_for_the_survey
    line.marta.replies_to("M-05", "1: 1 2: 1 3: 1 4: 1")
    assert case.survey["scores"] == {"q1": 5, "q2": 4, "q3": 5, "q4": 5}
