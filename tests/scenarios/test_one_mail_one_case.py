"""Words and files for one person never reach another, and an order runs once (§9, §15)."""

from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused

PEDRO = """[NUEVO canal=llamada]
nombre=Pedro Gómez Ruiz
correo=pedro@sena.test
usuario=PGOMEZ
ue=36-02-00
entidad=SENA
telefono=6015461500
descripcion=No puede registrar el compromiso y aparece el mensaje de saldo insuficiente"""


def service(line: ScenarioLine) -> ScenarioCase:
    line.at("Thu 26-Nov-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[TOMAR]", on=case)
    return case


def test_what_follows_a_new_case_is_about_it_whatever_the_thread(line: ScenarioLine):
    marta = service(line)
    line.ana.does(PEDRO, "[RESUELTO]", SOLUTION, on=marta, files=["guia.pdf"])
    told = line.mail("M-05")
    assert told.to == ["pedro@sena.test"]
    assert told.files == ["SERV-2026-000002_01_guia.pdf"]
    assert marta.state == "Trabajo en Progreso"
    assert "guia.pdf" not in " ".join(marta.file_names)


def test_files_go_with_the_case_that_the_tag_names(line: ScenarioLine):
    marta = service(line)
    rosa = line.user("Rosa Mejía", "rosa@sena.test").asks()
    line.ana.does(f"[RESPONDER caso={rosa.number}]", SOLUTION, on=marta, files=["guia.pdf"])
    told = line.mail("M-50")
    assert told.to == ["rosa@sena.test"]
    assert told.files == [f"{rosa.number}_02_guia.pdf"]
    assert len(marta.file_names) == 1


def test_files_for_two_cases_are_asked_about(line: ScenarioLine):
    marta = service(line)
    rosa = line.user("Rosa Mejía", "rosa@sena.test").asks()
    receipt = line.ana.says(
        "[RESPONDER]", SOLUTION, f"[RESPONDER caso={rosa.number}]", SOLUTION, on=marta,
        files=["guia.pdf"],
    )  # fmt: skip
    assert is_refused(receipt)
    assert "varios casos" in receipt.words
    assert not line.mails("M-50")


def test_a_tag_names_one_case(line: ScenarioLine):
    marta = service(line)
    rosa = line.user("Rosa Mejía", "rosa@sena.test").asks()
    said = f"[NOTA caso={marta.number},{rosa.number}]"
    assert is_refused(line.ana.says(said, "Se llamó a las dos.", on=marta))


def test_forty_tags_are_enough_for_a_mail(line: ScenarioLine):
    marta = service(line)
    receipt = line.ana.says(*["[RESPONDER]", "Hola"] * 41, on=marta)
    assert is_refused(receipt)
    assert "demasiadas etiquetas" in receipt.words
    assert not line.mails("M-50")


def test_an_order_that_comes_again_with_a_footer_runs_once(line: ScenarioLine):
    marta = service(line)
    line.ana.does("[RESPONDER]", SOLUTION, on=marta)
    (first,) = line.mails("M-50")
    line.arrives(line.latest + b"\r\n_____\r\nLista de la oficina\r\n")
    assert line.mails("M-50") == [first]
    assert "identificador" in line.mails("M-31")[-1].words


def test_a_case_closed_in_a_contingency_opens_again_with_its_advisor(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.her.does('[CONTINGENCIA INICIO motivo="cayó la herramienta"]')
    line.cl1.does('[CERRADO motivo="ya no aplica"]', on=case)
    line.at("Mon 7-Dec-2026 16:00")
    line.her.does("[CONTINGENCIA FIN]")
    line.cl1.does("[REABRIR]", on=case)
    assert (case.state, case.assignee) == ("Trabajo en Progreso", "nora@")
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    assert case.state == "Resuelto"
