"""What machines and other offices write, and where it must stop."""

from tests.scenarios.letters import HOUSE
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION, Person
from tests.scenarios.settings import member

AWAY = "Estoy fuera de la oficina hasta el lunes."


def found(line: ScenarioLine) -> tuple[ScenarioCase, Person]:
    """A case whose finding went to the office of findings (M-18)."""
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nel@")
    line.nel.does("[PENDIENTE HALLAZGO nro=H-455]", "La consulta suma dos veces.", on=case)
    return case, line.user("Hallazgos", f"hallazgos@{HOUSE}")


def test_a_program_that_answers_our_receipts_gets_one_an_hour(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.nora.replies_to("M-07", AWAY)
    assert "nota interna" in line.mail("M-31", to="nora@").words
    before = len(line.mails("M-31"))
    for _ in range(3):
        line.nora.replies_to("M-31", AWAY)
        assert line.fresh == []
    assert len(line.mails("M-31")) == before
    assert len([entry for entry in case.entries("note") if AWAY in entry["text"]]) == 4

    line.at("Mon 7-Dec-2026 16:00")
    line.nora.replies_to("M-07", AWAY)
    assert len(line.mails("M-31")) == before + 1


def test_a_program_that_answers_with_an_unknown_tag_gets_one_receipt_an_hour(line: ScenarioLine):
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.nora.replies_to("M-07", f"[FUERA DE OFICINA]\n{AWAY}")
    assert [letter.code for letter in line.fresh] == ["M-31"]
    line.nora.replies_to("M-31", f"[FUERA DE OFICINA]\n{AWAY}")
    assert line.fresh == []
    for _ in range(2):
        line.nora.says("[ESTADO]", on=case)


def test_an_office_answers_no_question_for_the_user(line: ScenarioLine):
    """T8 is the user's; the advisor reads what the office says."""
    case, office = found(line)
    line.nel.does("[EN PROGRESO]\n[PEDIR]", "¿Qué perfil tiene su usuario?", on=case)
    office.replies_to("M-18", "El hallazgo quedó radicado con prioridad alta.")
    assert case.state == "Pendiente por Cliente"
    assert [(letter.code, letter.to) for letter in line.fresh] == [("M-43", ["nel@"])]


def test_an_office_that_writes_on_a_closed_case_opens_nothing(line: ScenarioLine):
    case, office = found(line)
    line.nel.does("[RESUELTO]", SOLUTION, on=case)
    line.marta.replies_to("M-12", "SI")
    assert case.state == "Cerrado"
    for words in ("El hallazgo quedó en producción desde hoy.", "NO", "ESTADO", "1: 1 2: 1 3: 1"):
        office.replies_to("M-18", words)
        assert case.state == "Cerrado"
        assert [letter.code for letter in line.fresh] == ["M-43"]
    assert len(line.every_case()) == 1
    assert case.survey["scores"] is None


def test_a_directory_without_coordinators_tells_everyone(line_with):
    """Whom else? A notice without anyone to read it would park the user's mail."""
    line = line_with(staff=[member("Adela Mora", "adm", "ADM")])
    line.at("Mon 7-Dec-2026 15:00")
    case = line.marta.asks()
    line.marta.replies_to("M-02", "Le adjunto más información del error que sale.")
    assert line.outcome() == "case-event"
    assert line.mail("M-43", on=case).to == ["adm@"]


def test_an_empty_directory_parks_no_mail(line_with):
    line = line_with(staff=[])
    line.at("Mon 7-Dec-2026 15:00")
    line.marta.asks()
    line.marta.replies_to("M-02", "Le adjunto más información del error que sale.")
    assert line.outcome() == "case-event"
    assert line.fresh == []
