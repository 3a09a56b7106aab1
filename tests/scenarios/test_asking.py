"""R35, R43, R46, R54, Q22: what staff ask, notices, alerts and telephone surveys, by mail."""

from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import SOLUTION, is_refused

CLOSES = "El 31 de diciembre SIIF cierra a las 23:00."


def test_a_list_holds_ones_own_cases_and_the_queue_in_working_order(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    first, second = line.marta.asks(), line.marta.asks()
    escalated = line.assigned("nora@")
    line.ana.does('[CRITICIDAD critica motivo="pago de nómina"]', on=second)
    rows = line.ana.does("[LISTA]").plain
    assert rows.index(second.number) < rows.index(first.number)
    assert escalated.number not in rows
    assert escalated.number in line.nora.does("[LISTA]").plain
    assert "Hay 3 casos abiertos de toda la línea" in line.nora.does("[LISTA todos]").words


def test_a_list_of_what_is_overdue_and_of_an_entity(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    late = line.marta.asks()
    line.at("Mon 7-Dec-2026 14:00")
    other = line.user("Rosa Gil", "rosa@dane.test", unit="04-02-00", entity="Estadística").asks()
    overdue = line.cl1.does("[LISTA vencidos]").plain
    assert late.number in overdue
    assert other.number not in overdue
    assert other.number in line.cl1.does("[LISTA entidad=estadistica]").plain
    assert other.number in line.cl1.does("[LISTA entidad=04-02]").plain


def test_who_asks_how_a_case_stands_leaves_no_trace_in_it(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    before = case.record
    for tag in ("[ESTADO]", "[HISTORIA]", "[AYUDA]", f"[ESTADO caso={case.number}]"):
        line.ana.does(tag, on=case)
    assert {**case.record, "mails": ()} == {**before, "mails": ()}
    assert case.state == "Abierto"


def test_the_history_of_any_case_comes_with_its_files_and_without_the_cedula(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does("[COMPLETAR identificacion=1052345678]", on=case)
    line.ana.does("[NOTA]\nEl documento 1.052.345.678 no aparece; 1052345678 tampoco.", on=case)
    receipt = line.cl23.does(f"[EXPEDIENTE caso={case.number}]")
    assert receipt.files == case.file_names
    assert "no aparece" in receipt.words
    assert "1052345678" not in receipt.words
    assert "1.052.345.678" not in receipt.words


def test_a_public_notice_stands_in_the_acknowledgements_while_it_is_in_force(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    line.cl1.does(f"[NOVEDAD publica=si hasta=2026-12-09]\n{CLOSES}")
    assert line.mail("M-47").to == ["ana@", "bo@"]
    line.cl23.does("[NOVEDAD hasta=2026-12-09]\nMañana hay reunión.")
    line.at("Wed 9-Dec-2026 18:30")
    line.marta.asks()
    acknowledged = line.marta.latest("M-02").words
    assert CLOSES in acknowledged
    assert "reunión" not in acknowledged
    line.ana.does(
        "[NUEVO canal=llamada]", "nombre=Luis Paz", "usuario=LPAZ", "ue=13-01-01",
        "entidad=Ministerio", "correo=luis@entidad.test", "telefono=3100000000", "ciudad=Cali",
        "descripcion=No puede autorizar una orden de pago en el sistema",
    )  # fmt: skip
    assert CLOSES in line.mails("M-02", to="luis@entidad.test")[0].words
    line.at("Thu 10-Dec-2026 08:00")
    line.marta.asks()
    assert CLOSES not in line.marta.latest("M-02").words


def test_back_office_alerts_the_coordinator_about_what_comes_back(line: ScenarioLine):
    """§4.3e."""
    line.at("Mon 7-Dec-2026 09:00")
    case = line.incident()
    line.bo.does("[ALERTA]\nVuelve cada mes en la misma entidad.", on=case)
    alert = line.mail("M-48")
    assert alert.to == ["cl1@"]
    assert alert.number == case.number
    assert "Vuelve cada mes" in alert.words
    assert "Alerta a la Coordinación" in case.story


def test_a_survey_on_the_telephone_counts_once_and_a_low_one_is_told(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 09:00")
    case = line.marta.asks()
    line.ana.does(f"[RESUELTO tipo=orientacion]\n{SOLUTION}", on=case)
    line.ana.does('[ENCUESTA q1=5 q2=2 q3=4 q4=3 comentario="demorado"]', on=case)
    assert case.survey["scores"] == {"q1": 5, "q2": 2, "q3": 4, "q4": 3}
    assert case.survey["comment"] == "demorado"
    alert = line.mail("M-39")
    assert (alert.to, alert.cc) == (["cl1@"], ["cl23@"])
    assert is_refused(line.ana.says("[ENCUESTA q4=5]", on=case))
    assert case.survey["scores"]["q4"] == 3
