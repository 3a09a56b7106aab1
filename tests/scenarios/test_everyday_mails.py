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


@pytest.mark.parametrize(
    "said",
    ["10", "4,5", "8/10", "Le doy un 9 porque fue rápido", "Le pongo un diez", "Diez, muy amables"],
)
def test_a_score_off_the_scale_is_told_so_and_can_be_mended(line: ScenarioLine, said: str):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    line.marta.replies_to("M-05", said)
    assert case.state == "Cerrado"
    assert "un número entero de 1 a 5" in line.mail("M-39U").words
    line.marta.replies_to("M-39U", "4")
    assert "Gracias por calificar" in line.marta.latest("M-39U").subject


def test_a_score_with_its_reason_is_counted(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    line.marta.replies_to("M-05", "Le doy un 2 porque se demoraron mucho en contestar.")
    assert case.state == "Cerrado"
    assert "porque se demoraron" in line.mail("M-39").words


@pytest.mark.parametrize(
    "said", ["Le doy un 1 porque el problema sigue igual", "10 usuarios siguen sin poder entrar"]
)
def test_who_says_that_it_still_fails_is_heard_whatever_he_rates(line: ScenarioLine, said: str):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    line.marta.replies_to("M-05", said)
    assert case.state != "Cerrado"


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
    history = line.bo.does("[HISTORIA]", on=case).words
    assert "No se ejecutó nada" in history
    assert ".." not in history


def test_what_was_refused_is_not_told_to_the_next_advisor_as_done(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.incident()
    line.bo.says("[ESCALAR a=nadie@]", on=case)
    line.bo.does("[ESCALAR a=nora@]", on=case)
    told = line.mail("M-07").words
    assert "QUÉ SE HA HECHO" in told
    assert "nadie@" not in told
    assert "No se ejecutó nada" not in told


@pytest.mark.parametrize("line_of_program", ["Enviado desde mi iPhone", "Sent from my iPhone"])
def test_a_mail_with_nothing_but_a_line_of_its_program_says_nothing(
    line: ScenarioLine, line_of_program: str
):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.marta.replies_to("M-08", line_of_program, files=[("error.txt", b"ORA-01403")])
    told = line.mail("M-43").words
    assert "El mensaje no trae texto" in told
    assert line_of_program not in told
    assert "Enviado" not in str(case.history[-1])
    assert len(case.file_names) == 2


def test_a_request_with_nothing_but_a_line_of_its_program_is_asked_for_its_words(
    line: ScenarioLine,
):
    line.at("Mon 7-Dec-2026 15:00")
    line.marta.writes("Obtener Outlook para iOS", subject="Ayuda con SIIF", files=["pantalla.png"])
    case = line.case_of_latest_mail()
    assert not case.description
    assert "description" in case.missing


def test_a_tag_of_one_function_is_told_in_the_singular(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.marta.asks()
    assert "la usa BO" in line.ana.says("[ESCALAR a=nora@]", on=case).words


def asked_how_it_stands(line: ScenarioLine, text: str, subject: str = "Consulta") -> list[str]:
    """Who asks so without a number; the codes and cases of what the line answers."""
    line.marta.writes(text, subject=subject)
    return [f"{letter.code} {letter.number}" for letter in line.fresh]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Estado", ""),
        ("Estado de mi caso", "Buenos días, quedo atenta. Gracias."),
        ("Consulta", "¿Me pueden informar cómo va mi caso?"),
        ("Consulta", "Buenas tardes. ESTADO"),
    ],
)
def test_who_asks_how_his_case_stands_needs_no_number(line: ScenarioLine, subject: str, text: str):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    assert asked_how_it_stands(line, text, subject) == [f"M-38 {case.number}"]
    assert "no decía de qué caso" in line.mail("M-38").words
    assert "Preguntó por el estado" in [entry["reason"] for entry in case.history]


def test_who_has_several_cases_is_told_of_each_that_is_open(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    closed, first, second = (line.marta.asks(subject=f"Problema {n}") for n in range(3))
    line.ana.does("[RESUELTO]", SOLUTION, on=closed)
    told = asked_how_it_stands(line, "¿Cuál es el estado de mis casos?")
    assert told == [f"M-38 {second.number}", f"M-38 {first.number}"]


def test_who_has_no_open_case_is_told_of_the_last_one_while_it_can_be_opened_again(
    line: ScenarioLine,
):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[RESUELTO]", SOLUTION, on=case)
    assert asked_how_it_stands(line, "¿Cómo va mi caso?") == [f"M-38 {case.number}"]
    line.at("Mon 1-Feb-2027 09:00")
    assert asked_how_it_stands(line, "¿Cómo va mi caso?") == ["M-01 None"]


@pytest.mark.parametrize("text", ["", "Enviado desde mi iPhone", "Buenos días. ¿Cómo va mi caso?"])
def test_who_asks_and_has_no_case_is_told_so_and_how_to_ask_for_help(line: ScenarioLine, text: str):
    line.at("Mon 7-Dec-2026 09:00")
    assert asked_how_it_stands(line, text, "Estado de mi caso") == ["M-01 None"]
    assert "no tenemos ninguno abierto" in line.mail("M-01").words
    assert "Comuníquese con la línea" in line.mail("M-01").words
    assert line.every_case() == []


def test_a_problem_told_beside_the_question_is_a_request_of_its_own(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    told = asked_how_it_stands(line, "¿Cómo va mi caso?\n\nAdemás no puedo registrar un CDP.")
    assert [each.split()[0] for each in told] == ["M-02"]
    assert case.number not in told[0]


def test_a_forged_sender_learns_and_causes_nothing_about_the_cases_of_whom_he_claims_to_be(
    line: ScenarioLine,
):
    line.at("Mon 7-Dec-2026 09:00")
    line.marta.asks()
    line.marta.verdict = "fail"
    assert "M-38" not in "".join(asked_how_it_stands(line, "ESTADO"))


def test_who_asks_through_a_list_is_left_to_a_person(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    line.marta.writes("ESTADO", subject="Consulta", headers={"List-Id": "<siif.minhacienda.test>"})
    assert "M-44" in [letter.code for letter in line.fresh]
    assert "M-01" not in [letter.code for letter in line.fresh]
