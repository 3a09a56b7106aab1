"""S48, S49: holidays that old tables do not know."""

from tests.scenarios.line import ScenarioLine


def test_s48_our_lady_of_chiquinquira_is_a_holiday_since_2026(line: ScenarioLine):
    """Ley 2578: Monday 13 July. 24 hours from Friday 17:00: 2 + 12 + 10, Wednesday 15 at 17:00."""
    line.at("Fri 10-Jul-2026 17:00")
    case = line.assigned("nora@")
    assert case.due_at == "Wed 15-Jul-2026 17:00"


def test_s49_the_civic_day_is_no_working_day(line: ScenarioLine):
    """Decreto 500 de 2024: Friday 16 April. 12 hours of an Alta from Thursday 17:00: 2 + 10."""
    line.at("Thu 15-Apr-2027 17:00")
    case = line.incident()
    line.bo.does('[CRITICIDAD alta motivo="cierre del mes"]', on=case)
    line.bo.does("[ESCALAR a=nora@]", on=case)
    assert case.due_at == "Mon 19-Apr-2027 17:00"


def test_s49_without_the_civic_day_it_is_due_on_friday(line_with):
    line = line_with(calendar={"dia_civico": False})
    line.at("Thu 15-Apr-2027 17:00")
    case = line.incident()
    line.bo.does('[CRITICIDAD alta motivo="cierre del mes"]', on=case)
    line.bo.does("[ESCALAR a=nora@]", on=case)
    assert case.due_at == "Fri 16-Apr-2027 17:00"
