"""S19–S24, S43: the solution, the user's word on it, and the survey (A17, A18, A24)."""

import pytest

from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import SOLUTION


def resolved_on_wednesday(line: ScenarioLine) -> ScenarioCase:
    """S19: assigned on Monday 15:00, solved on Wednesday 10:00 after 7 working hours."""
    line.at("Mon 7-Dec-2026 15:00")
    case = line.assigned("nora@")
    line.at("Wed 9-Dec-2026 10:00")
    line.nora.does("[RESUELTO tipo=orientacion]", SOLUTION, on=case)
    return case


def test_s19_a_solution_goes_to_the_user_with_copy_to_both_coordinators(line: ScenarioLine):
    """A17, A18, R26: the user has 24 hours to confirm, to Friday 10:00."""
    case = resolved_on_wednesday(line)

    assert (case.state, case.assignee) == ("Resuelto", "nora@")
    assert case.confirmation_until == "Fri 11-Dec-2026 10:00"
    assert case.consumed_minutes == 7 * 60
    solution = line.mail("M-12")
    assert solution.to == ["marta@invias.test"]
    assert sorted(solution.cc) == ["cl1@", "cl23@"]
    assert solution.number == case.number
    assert SOLUTION in solution.words
    assert solution.tells("Fri 11-Dec-2026 10:00")
    assert not solution.asks_for_the_survey
    # mails.md §0.1: both words, so that an unrecognised quote is never a vote.
    assert "SI" in solution.words.split()
    assert "NO" in solution.words.split()


def test_s20_the_users_yes_closes_the_case(line: ScenarioLine):
    """A18: confirmed, nora@ answers for it, with the survey."""
    case = resolved_on_wednesday(line)
    line.at("Thu 10-Dec-2026 09:00")
    line.marta.replies_to("M-12", "SI, quedó solucionado")

    assert (case.state, case.close_reason) == ("Cerrado", "confirmado")
    assert case.closed_at == "Thu 10-Dec-2026 09:00"
    assert case.assignee == "nora@"
    assert "nora@" in case.history[-1]["reason"]
    assert case.path == ["Abierto", "Trabajo en Progreso", "Resuelto", "Cerrado"]
    assert case.activities == ["A12", "A14", "A17", "A18"]
    assert case.confirmation_until is None
    closing = line.mail("M-19")
    assert (closing.to, closing.number) == (["marta@invias.test"], case.number)
    assert closing.asks_for_the_survey
    assert case.survey["sent_at"] is not None


def test_s21_silence_accepts_the_solution(line: ScenarioLine):
    """A18: Friday 10:00, aceptación tácita; one reminder at half time, on Thursday 10:00."""
    case = resolved_on_wednesday(line)
    line.at("Thu 10-Dec-2026 10:00")
    assert line.mail("M-10R").tells("Fri 11-Dec-2026 10:00")
    line.at("Fri 11-Dec-2026 09:59")
    assert case.state == "Resuelto"
    line.at("Fri 11-Dec-2026 10:00")

    assert (case.state, case.close_reason) == ("Cerrado", "aceptacion_tacita")
    assert case.closed_at == "Fri 11-Dec-2026 10:00"
    closing = line.mail("M-20")
    assert (closing.to, closing.cc) == (["marta@invias.test"], ["nora@"])
    assert closing.asks_for_the_survey


def test_s22_the_wait_for_the_confirmation_leaves_christmas_out(line: ScenarioLine):
    """24 hours from Thursday 24 at 17:00: 2 + 12 on Monday 28 + 10 on Tuesday 29."""
    line.at("Thu 24-Dec-2026 16:00")
    case = line.assigned("nora@")
    line.at("Thu 24-Dec-2026 17:00")
    line.nora.does("[RESUELTO]", SOLUTION, on=case)
    assert case.confirmation_until == "Tue 29-Dec-2026 17:00"

    line.at("Tue 29-Dec-2026 16:59")
    assert case.state == "Resuelto"
    line.at("Tue 29-Dec-2026 17:00")
    assert (case.state, case.close_reason) == ("Cerrado", "aceptacion_tacita")


def test_s23_the_users_no_brings_the_case_back_with_its_consumed_time(line: ScenarioLine):
    """T20: 17 of 24 hours left on Thursday 08:00: 11 + 6, Friday 13:00."""
    case = resolved_on_wednesday(line)
    line.at("Thu 10-Dec-2026 08:00")
    line.marta.replies_to("M-12", "NO, persiste el error")

    assert (case.state, case.assignee) == ("Trabajo en Progreso", "nora@")
    assert case.consumed_minutes == 7 * 60
    assert case.confirmation_until is None
    assert case.due_at == "Fri 11-Dec-2026 13:00"
    told = line.mail("M-21")
    assert (told.to, told.cc) == (["nora@"], ["cl23@"])
    assert "persiste el error" in told.words


def test_s24_an_unclear_word_changes_nothing_and_the_advisor_is_told(line: ScenarioLine):
    """Q4: both senses and a question."""
    case = resolved_on_wednesday(line)
    line.at("Thu 10-Dec-2026 09:00")
    line.marta.replies_to("M-12", "Sí, pero ahora sale otro mensaje?")

    assert case.state == "Resuelto"
    assert case.confirmation_until == "Fri 11-Dec-2026 10:00"
    (told,) = [letter for letter in line.fresh if letter.code in ("M-43", "M-44")]
    assert told.to == ["nora@"]
    assert "ahora sale otro mensaje" in told.words
    line.at("Fri 11-Dec-2026 10:00")
    assert (case.state, case.close_reason) == ("Cerrado", "aceptacion_tacita")


def closed_on_friday(line: ScenarioLine) -> ScenarioCase:
    """Closed on Friday 11 December at 10:00: the survey of M-20 is open."""
    case = resolved_on_wednesday(line)
    line.at("Fri 11-Dec-2026 10:00")
    assert case.state == "Cerrado"
    return case


def test_s43_a_lone_digit_answers_the_fourth_question(line: ScenarioLine):
    """R11: stored, with thanks."""
    case = closed_on_friday(line)
    line.at("Mon 14-Dec-2026 09:00")
    line.marta.replies_to("M-20", "5")

    assert line.outcome() == "survey"
    assert case.survey["scores"]["q4"] == 5
    assert case.survey["answered_at"] == "2026-12-14T09:00:00-05:00"
    assert case.state == "Cerrado"
    assert [letter.code for letter in line.fresh] == ["M-39U"]
    assert line.mail("M-39U").to == ["marta@invias.test"]


def test_s43_a_bad_score_is_told_to_the_coordinator(line: ScenarioLine):
    """R12: a score of 2 or less is M-39 to CL1 with copy to CL23."""
    case = closed_on_friday(line)
    line.at("Mon 14-Dec-2026 09:00")
    line.marta.replies_to("M-20", "1: 4\n2: 2\n3: 3\n4: 2\ndemorado")

    assert case.survey["scores"] == {"q1": 4, "q2": 2, "q3": 3, "q4": 2}
    assert case.survey["comment"] == "demorado"
    alert = line.mail("M-39")
    assert (alert.to, alert.cc) == (["cl1@"], ["cl23@"])
    assert alert.number == case.number
    assert "demorado" in alert.words


@pytest.mark.parametrize("said", ["5", "1: 4 2: 2 3: 3 4: 2"])
def test_s43_ten_working_days_later_the_survey_is_over(line: ScenarioLine, said: str):
    """The tenth working day after Friday 11 is Monday 28 (Navidad on Friday 25)."""
    case = closed_on_friday(line)
    line.at("Tue 29-Dec-2026 09:00")
    line.marta.replies_to("M-20", said)

    assert case.survey["answered_at"] is None
    assert case.state == "Cerrado"
    assert len(line.every_case()) == 1
    assert line.mails("M-39") == []


def test_s43_on_the_tenth_working_day_it_still_counts(line: ScenarioLine):
    case = closed_on_friday(line)
    line.at("Mon 28-Dec-2026 20:00")
    line.marta.replies_to("M-20", "4")
    assert case.survey["scores"]["q4"] == 4
