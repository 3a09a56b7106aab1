"""[AUSENTE] and [DISPONIBLE]: who gets no cases for a time (§4.2-2, R32, S41)."""

from datetime import date

import pytest

from mailbot.model.line import Absence
from mailbot.model.vocabulary import State
from mailbot.rules.event import View
from tests.rules.commands.coordination import Answered, a_case, address, on, write

FRIDAY = "26-Feb 10:00"
WEEK = Absence(
    row=7, email=address("nora"), since=on("1-Mar 00:00"), until=on("6-Mar 00:00"),
    reason="vacaciones", by=address("cl23"),
)  # fmt: skip
CASES = (
    a_case(1),
    a_case(2, State.PENDIENTE_CLIENTE),
    a_case(3, advisor="nick"),
    a_case(4),
    a_case(5, State.CERRADO),
)


def orders(text: str, *absences: Absence, by: str = "cl23", at: str = FRIDAY) -> Answered:
    return write(by, text, at, View(absences=absences, open=CASES))


def span(absence: Absence) -> tuple[str, str, str | None]:
    until = absence.until
    return (
        absence.email,
        f"{absence.since:%d-%m %H:%M}",
        f"{until:%d-%m %H:%M}" if until else None,
    )


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("desde=2027-03-01 hasta=2027-03-05", "01-03 00:00", "06-03 00:00"),
        ("hasta=2027-03-05", "26-02 10:00", "06-03 00:00"),
        ("desde=1/03/2027", "01-03 00:00", None),
        ("", "26-02 10:00", None),
        ("desde=14:00 hasta=17:30", "26-02 14:00", "26-02 17:30"),
    ],
)
def test_an_absence_lasts_until_the_end_of_its_last_day(said, since, until):
    (kept,) = orders(f"[AUSENTE nora@ {said} motivo=licencia]").kept
    assert span(kept) == (address("nora"), since, until)
    assert (kept.reason, kept.by, kept.row) == ("licencia", address("cl23"), 0)


def test_those_who_assign_cases_are_told_with_all_cases_that_are_open():
    answered = orders('[AUSENTE nora@ desde=2027-03-01 hasta=2027-03-05 motivo="licencia"]')
    told = answered.mail("M-33")
    assert (told.to, told.cc) == ((address("bo"), address("cl1")), (address("cl23"),))
    # The second waits for its user, whose answer may come while nobody is there; the fifth is over.
    assert answered.listed("M-33").keys() == {f"INC-2027-00000{n}" for n in (1, 2, 4)}
    assert told.facts["person"] == address("nora")
    assert (told.facts["since"], told.facts["until"]) == (date(2027, 3, 1), date(2027, 3, 5))
    assert "desde 01/03/2027 00:00 hasta 05/03/2027 23:59" in answered.said


@pytest.mark.parametrize("by", ["cl1", "cl23"])
def test_both_coordinators_of_the_line_may_say_it(by):
    assert orders("[AUSENTE nora@]", by=by).kept


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[AUSENTE]", "Falta el correo del asesor"),
        ("[AUSENTE otra@linea.gov.co]", "no está en el directorio"),
        ("[AUSENTE nora@ hasta=mañana]", "No entiendo «hasta=mañana»"),
        ("[AUSENTE nora@ desde=2027-03-05 hasta=2027-03-01]", "anterior al comienzo"),
        ("[AUSENTE nora@ desde=2027-01-05 hasta=2027-01-08]", "pasado"),
        ("[AUSENTE nora@ dias=4]", "No conozco «dias=»"),
        ("[AUSENTE nora@ desde=2027-03-01 10:00]", "Sobra «10:00»"),
        ("[DISPONIBLE nora@]", "no tiene ausencias registradas"),
    ],
)
def test_what_is_not_clear_is_refused(text, why):
    assert why in orders(text).refused


@pytest.mark.parametrize("by", ["nora", "bo", "adm", "her"])
def test_nobody_else_says_who_is_away(by):
    assert "La usan CL1 o CL23" in orders("[AUSENTE nora@]", by=by).refused


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("desde=2027-03-04 hasta=2027-03-10", "01-03 00:00", "11-03 00:00"),
        ("desde=2027-03-06 hasta=2027-03-08", "01-03 00:00", "09-03 00:00"),
        ("desde=2027-03-02 hasta=2027-03-03", "01-03 00:00", "06-03 00:00"),
        ("desde=2027-03-02", "01-03 00:00", None),
    ],
)
def test_absences_that_touch_become_one(said, since, until):
    answered = orders(f"[AUSENTE nora@ {said}]", WEEK)
    (kept,) = answered.kept
    assert (kept.row, *span(kept)[1:], kept.reason) == (7, since, until, "vacaciones")
    assert "Se unió" in answered.said


def test_one_that_bridges_two_leaves_one():
    later = Absence(
        row=8, email=address("nora"), since=on("10-Mar 00:00"), until=on("12-Mar 00:00"), by="cl1"
    )
    kept, empty = orders("[AUSENTE nora@ desde=2027-03-05 hasta=2027-03-10]", WEEK, later).kept
    assert (kept.row, *span(kept)[1:]) == (7, "01-03 00:00", "12-03 00:00")
    assert (empty.row, empty.covers(on("11-Mar 10:00"))) == (8, False)


def test_absences_of_others_or_of_another_time_stay_apart():
    other = Absence(row=9, email=address("nick"), since=on("1-Mar 00:00"), until=None, by="cl1")
    (kept,) = orders("[AUSENTE nora@ desde=2027-03-09 hasta=2027-03-10]", WEEK, other).kept
    assert kept.row == 0


def test_who_comes_back_early_gets_cases_from_then_on():
    answered = orders("[DISPONIBLE nora@]", WEEK, at="3-Mar 09:00")
    (kept,) = answered.kept
    assert (kept.row, kept.until) == (7, on("3-Mar 09:00"))
    assert not kept.covers(on("3-Mar 09:00"))
    assert answered.mail("M-33").facts["available"] is True
    assert answered.mail("M-33").facts["until"] is None


def test_an_announced_absence_is_called_off():
    (kept,) = orders("[DISPONIBLE nora@]", WEEK).kept
    assert not kept.covers(on("3-Mar 09:00"))


def test_a_later_absence_stays_when_one_ends():
    later = Absence(
        row=8, email=address("nora"), since=on("10-Mar 00:00"), until=on("12-Mar 00:00"), by="cl1"
    )
    answered = orders("[DISPONIBLE nora@]", WEEK, later, at="3-Mar 09:00")
    assert [each.row for each in answered.kept] == [7]
    assert "Sigue registrada su ausencia desde 10/03/2027" in answered.said


def test_the_absences_of_one_mail_become_one():
    answered = orders(
        "[AUSENTE nora@ desde=2027-03-01 hasta=2027-03-05]\n"
        "[AUSENTE nora@ desde=2027-03-04 hasta=2027-03-10]"
    )
    (kept,) = answered.kept
    assert (kept.row, *span(kept)[1:]) == (0, "01-03 00:00", "11-03 00:00")
    assert "Se unió" in answered.results[1].text


def test_those_of_two_people_in_one_mail_stay_apart():
    kept = orders("[AUSENTE nora@ hasta=2027-03-05]\n[AUSENTE nick@ hasta=2027-03-05]").kept
    assert [(each.row, each.email) for each in kept] == [(0, address("nora")), (0, address("nick"))]


def test_an_absence_can_be_called_off_in_its_own_mail():
    (kept,) = orders("[AUSENTE nora@ desde=2027-03-01]\n[DISPONIBLE nora@]").kept
    assert (kept.row, kept.covers(on("3-Mar 09:00"))) == (0, False)


def test_a_stored_absence_that_two_tags_change_is_stored_once():
    (kept,) = orders(
        "[AUSENTE nora@ hasta=2027-03-08]\n[AUSENTE nora@ hasta=2027-03-10]", WEEK
    ).kept
    assert (kept.row, *span(kept)[1:]) == (7, "26-02 10:00", "11-03 00:00")
