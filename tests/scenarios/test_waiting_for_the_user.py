"""S13–S18, S50, S51, S56: the wait for the user's answer, its end, and what comes after it."""

import re

import pytest

from tests.scenarios.letters import BOX
from tests.scenarios.line import ScenarioCase, ScenarioLine
from tests.scenarios.people import is_refused

QUESTION = "Por favor envíenos la pantalla completa de la orden de pago 184526 con su estado."
ANSWER = "La orden de pago 184526 está en estado Registrada; la pantalla va adjunta."


def asked_on_thursday(line: ScenarioLine) -> ScenarioCase:
    """S13: nora@ got it on Thursday at 08:00 and asks the user at 16:00."""
    line.at("Thu 3-Dec-2026 08:00")
    case = line.assigned("nora@")
    line.at("Thu 3-Dec-2026 16:00")
    line.nora.does("[PENDIENTE CLIENTE]", QUESTION, on=case)
    return case


def closed_by_silence(line: ScenarioLine) -> ScenarioCase:
    """S15: nobody answered the question of S13."""
    case = asked_on_thursday(line)
    line.at("Mon 7-Dec-2026 16:00")
    assert case.state == "Cerrado"
    return case


def test_s13_a_question_to_the_user_freezes_the_clock(line: ScenarioLine):
    """A16, A17: 8 hours consumed; the user has the 24 hours of the level, to Monday 16:00."""
    case = asked_on_thursday(line)

    assert (case.state, case.assignee) == ("Pendiente por Cliente", "nora@")
    assert case.consumed_minutes == 8 * 60
    assert case.due_at is None
    assert case.client_wait_until == "Mon 7-Dec-2026 16:00"
    question = line.mail("M-10")
    assert (question.to, question.cc) == (["marta@invias.test"], [])
    assert question.number == case.number
    assert QUESTION in question.words
    assert question.tells("Mon 7-Dec-2026 16:00")


def test_s14_the_answer_starts_the_clock_again_where_it_stood(line: ScenarioLine):
    """T8: 16 of 24 hours left on Monday 09:30; Tuesday 8 is Inmaculada: Wednesday 13:30."""
    case = asked_on_thursday(line)
    line.at("Mon 7-Dec-2026 09:30")
    line.marta.replies_to("M-10", ANSWER, files=["orden.png"])

    assert (case.state, case.assignee) == ("Trabajo en Progreso", "nora@")
    assert case.consumed_minutes == 8 * 60
    assert case.client_wait_until is None
    assert case.due_at == "Wed 9-Dec-2026 13:30"
    assert case.file_names[-1] == f"{case.number}_02_orden.png"
    told = line.mail("M-11")
    assert told.to == ["nora@"]
    assert told.tells("Wed 9-Dec-2026 13:30")
    assert told.files == [f"{case.number}_02_orden.png"]


def test_s15_silence_is_reminded_once_and_then_closes_the_case(line: ScenarioLine):
    """§4.1, R19: the reminder at half of the 24 hours is on Friday 16:00."""
    case = asked_on_thursday(line)
    line.at("Fri 4-Dec-2026 15:59")
    assert line.mails("M-10R") == []
    line.at("Fri 4-Dec-2026 16:00")
    assert line.mail("M-10R").to == ["marta@invias.test"]
    assert line.mail("M-10R").tells("Mon 7-Dec-2026 16:00")

    line.at("Mon 7-Dec-2026 15:59")
    assert case.state == "Pendiente por Cliente"
    line.at("Mon 7-Dec-2026 16:00")
    assert (case.state, case.close_reason) == ("Cerrado", "sin_respuesta")
    assert case.closed_at == "Mon 7-Dec-2026 16:00"
    assert len(line.mails("M-10R")) == 1
    closing = line.mail("M-13")
    assert (closing.to, closing.cc) == (["marta@invias.test"], ["nora@"])
    assert closing.asks_for_the_survey
    assert case.survey["sent_at"] is not None


def test_s16_an_answer_within_five_working_days_opens_the_case_again(line: ScenarioLine):
    """Q5 b: five working days after Monday 7 end on Tuesday 15; 16 hours are left."""
    case = closed_by_silence(line)
    line.at("Thu 10-Dec-2026 08:00")
    line.marta.replies_to("M-13", ANSWER, files=["orden.png"])

    assert (case.state, case.level, case.assignee) == ("Trabajo en Progreso", "N2", "nora@")
    assert (case.closed_at, case.close_reason) == (None, None)
    assert case.consumed_minutes == 8 * 60
    assert case.due_at == "Fri 11-Dec-2026 12:00"
    assert case.survey is None
    told = line.mails("M-22")
    assert {address for each in told for address in each.to} == {"marta@invias.test", "nora@"}
    assert all(each.cc in (["cl1@"], []) for each in told)
    assert any(each.cc == ["cl1@"] for each in told)
    answer = line.mail("M-11", to="nora@")
    assert ANSWER in answer.words
    assert "orden.png" in answer.words
    assert len(line.every_case()) == 1


def test_s16_the_last_of_the_five_days_counts_whole(line: ScenarioLine):
    case = closed_by_silence(line)
    line.at("Tue 15-Dec-2026 23:30")
    line.marta.replies_to("M-13", ANSWER)
    assert case.state == "Trabajo en Progreso"
    assert case.due_at == "Thu 17-Dec-2026 11:00"


def test_s17_later_a_new_service_is_opened_and_tied_to_the_old_one(line: ScenarioLine):
    """Q5 c: Wednesday 16 is the sixth working day."""
    case = closed_by_silence(line)
    line.at("Wed 16-Dec-2026 08:00")
    line.marta.replies_to("M-13", ANSWER)

    old, new = line.every_case()
    assert (old.number, old.state) == (case.number, "Cerrado")
    assert old.related == [new.number]
    assert new.related == [case.number]
    told = line.mail("M-23")
    assert told.to == ["marta@invias.test"]
    assert told.number == new.number
    assert case.number in told.words


def test_a_colleague_with_the_number_of_a_closed_case_is_told_nothing_of_it(line: ScenarioLine):
    """Numbers can be counted to: his request is tied to it for the advisor's eyes alone."""
    case = closed_by_silence(line)
    line.posts(
        ANSWER, sender="luis@invias.test", name="Luis", subject=f"Caso {case.service_number}"
    )

    new = line.every_case()[1]
    assert (new.requester["email"], new.related) == ("luis@invias.test", [case.number])
    (told,) = (each for each in line.fresh if each.to == ["luis@invias.test"])
    assert (told.code, told.number) == ("M-02", new.number)
    assert case.number not in told.raw.decode() + told.words
    assert "cerrado" not in told.words


def test_a_colleague_on_copy_is_told_that_the_case_was_closed(line: ScenarioLine):
    case = asked_on_thursday(line)
    line.marta.writes("Muchas gracias", subject=f"Caso {case.number}", to=(BOX, "luis@invias.test"))
    line.at("Mon 7-Dec-2026 16:00")
    line.posts(
        ANSWER, sender="luis@invias.test", name="Luis", subject=f"Caso {case.service_number}"
    )
    assert case.number in line.mail("M-23").words


def test_s18_thanks_for_a_closed_case_are_kept_and_nobody_is_written_to(line: ScenarioLine):
    """Q5 d."""
    case = closed_by_silence(line)
    line.at("Tue 8-Dec-2026 10:00")
    line.marta.replies_to("M-13", "Muchas gracias")

    assert line.fresh == []
    assert case.state == "Cerrado"
    assert case.history[-1]["event"] == "note"
    assert len(line.every_case()) == 1


def test_s50_an_out_of_office_is_no_answer(line: ScenarioLine):
    """A note; the state stays and the wait runs."""
    case = asked_on_thursday(line)
    line.marta.is_out_of_office("M-10")

    assert case.state == "Pendiente por Cliente"
    assert case.client_wait_until == "Mon 7-Dec-2026 16:00"
    assert case.history[-1]["event"] == "note"
    assert line.fresh == []
    line.at("Mon 7-Dec-2026 16:00")
    assert (case.state, case.close_reason) == ("Cerrado", "sin_respuesta")


def test_s51_after_a_bounce_people_are_told_to_phone_and_silence_does_not_close(line: ScenarioLine):
    """R86: the contact is flagged, the wait stands still."""
    case = asked_on_thursday(line)
    line.bounces(line.mail("M-10"))

    told = {address for letter in line.fresh for address in (*letter.to, *letter.cc)}
    assert {letter.code for letter in line.fresh} == {"M-44"}
    assert told == {"ana@", "nora@"}
    assert all("310 555 0147" in letter.words for letter in line.fresh)
    assert "marta@invias.test" not in told

    line.at("Wed 9-Dec-2026 12:00")
    assert case.state == "Pendiente por Cliente"
    assert line.mails("M-13") == []


@pytest.mark.parametrize(
    ("criticality", "told_at", "due"),
    [
        ("media", "Mon 7-Dec-2026 07:00", "Wed 9-Dec-2026 19:00"),
        ("critica", "Sat 5-Dec-2026 10:00", "Mon 7-Dec-2026 11:00"),
    ],
)
def test_s56_an_answer_on_saturday_counts_at_once_and_the_advisor_rests(
    line: ScenarioLine, criticality: str, told_at: str, due: str
):
    """R85: the clock restarts on Monday; staff is told on Monday, unless the case is Crítica.

    Media has 24 hours: 12 on Monday, 12 on Wednesday (Tuesday 8 is Inmaculada); Crítica has 4.
    """
    line.at("Fri 4-Dec-2026 16:00")
    case = line.incident()
    if criticality != "media":
        line.bo.does(f'[CRITICIDAD {criticality} motivo="nómina del mes"]', on=case)
    line.bo.does("[ESCALAR a=nora@]", on=case)
    line.nora.does("[PENDIENTE CLIENTE]", QUESTION, on=case)

    line.at("Sat 5-Dec-2026 10:00")
    line.marta.replies_to("M-10", ANSWER)
    assert case.state == "Trabajo en Progreso"
    assert case.due_at == due
    line.at("Mon 7-Dec-2026 08:00")
    assert case.consumed_minutes == 60
    assert line.mail("M-11").sent_at == told_at


def test_s56_a_user_is_acknowledged_at_any_hour(line: ScenarioLine):
    line.at("Sat 5-Dec-2026 10:00")
    case = line.marta.asks()
    assert line.mail("M-02").sent_at == "Sat 5-Dec-2026 10:00"
    assert case.due_at == "Mon 7-Dec-2026 11:00"


def test_s59_a_case_that_closed_too_long_ago_is_not_opened_again(line: ScenarioLine):
    """T24: eight working days after Monday 7 is Friday 18 (Tuesday 8 is Inmaculada)."""
    case = closed_by_silence(line)
    line.at("Fri 18-Dec-2026 10:00")
    receipt = line.nora.says('[REABRIR motivo="el usuario llamó"]', on=case)

    assert is_refused(receipt)
    assert "ventana vencida" in receipt.words
    assert "servicio nuevo" in receipt.words
    # Its last day is said, not the midnight after it.
    assert re.search(r"15/12/2026|martes 15 de diciembre|mar 15 dic", receipt.words)
    assert case.state == "Cerrado"


def test_s59_within_the_window_its_last_advisor_opens_it_again(line: ScenarioLine):
    case = closed_by_silence(line)
    line.at("Tue 15-Dec-2026 10:00")
    line.nora.does('[REABRIR motivo="el usuario llamó"]', on=case)
    assert (case.state, case.assignee) == ("Trabajo en Progreso", "nora@")
    assert case.consumed_minutes == 8 * 60


def test_a_case_that_goes_on_untaken_has_its_time_to_be_taken_anew(line: ScenarioLine):
    """A15: nobody is told that it was not taken while it waited for its user."""
    line.at("Tue 24-Nov-2026 09:20")
    case = line.marta.asks(files=[])
    assert case.state == "Pendiente por Cliente"
    line.at("Tue 24-Nov-2026 12:30")
    line.ana.does("[EN PROGRESO]", on=case)
    assert case.state == "Abierto"
    line.at("Tue 24-Nov-2026 14:29")
    assert not line.mails("M-42")
    line.at("Tue 24-Nov-2026 14:30")
    assert line.mail("M-42").number == case.number
