"""How people write on an ordinary day, and what they can rely on in the answer."""

import pytest

from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused


def test_another_mistake_with_the_same_tag_has_its_own_receipt(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    signed = f"{SOLUTION}\n\nCordialmente,\n\nNora Díaz\nAsesora N2\n\n[RESUELTO]"
    assert "no se ejecutó" in line.nora.says(signed, on=case).words
    receipt = line.nora.says(f"[RESUELTO] {SOLUTION}", on=case)
    assert is_refused(receipt)
    assert "sola en su línea" in receipt.words


@pytest.mark.parametrize("said", ["Excelente servicio, muy amables", "Muy satisfecha"])
def test_praise_in_answer_to_the_survey_opens_nothing_again(line: ScenarioLine, said: str):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    line.marta.replies_to("M-05", said)
    assert case.state == "Cerrado"
    assert line.mails("M-22") == []


def test_a_case_that_an_advisor_opens_again_claims_no_answer_of_its_person(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    line.ana.does("[REABRIR]", on=case)
    told = line.mail("M-22").words
    assert "abierto de nuevo" in told
    assert "su respuesta" not in told.lower()


def test_an_unclear_answer_tells_until_when_silence_may_accept(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    receipt = line.nora.does("[RESUELTO]", SOLUTION, on=case)
    line.marta.replies_to("M-12", "Sí, pero el reporte sigue saliendo en cero.")
    assert case.confirmation_until == "Thu 10-Dec-2026 15:00"
    assert receipt.tells(case.confirmation_until)
    assert line.mail("M-43").tells(case.confirmation_until)


def test_what_was_refused_reads_well_in_the_history(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.incident()
    line.bo.says("[ESCALAR a=nadie@]", on=case)
    line.bo.does("[ESCALAR a=nora@]", on=case)
    assert ".." not in line.mail("M-07").words


def test_a_tag_of_one_function_is_told_in_the_singular(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.marta.asks()
    assert "la usa BO" in line.ana.says("[ESCALAR a=nora@]", on=case).words
