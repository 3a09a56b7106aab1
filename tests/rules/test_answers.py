"""What a person's plain words do to an open case: yes, no, solved alone, a question (§9, Q4)."""

from dataclasses import replace
from datetime import datetime

import pytest

from mailbot.model.case import Case, Stopped
from mailbot.model.decision import KeepFiles, SaveCase
from mailbot.model.vocabulary import CloseReason, EventKind, Pause, Role, State
from mailbot.rules import clock, moves
from mailbot.rules.routing import Route
from tests.mails import Enclosed
from tests.rules.answering import (
    COLLEAGUE,
    NO,
    STRANGER,
    TOKEN,
    YES,
    after,
    begun,
    closed,
    codes,
    entries,
    says,
    sends,
    told_on_wednesday,
)
from tests.rules.timed import MARTA, POLICY, address, asked, at, incident, service, taken

# Yes


def test_s20_a_yes_closes_and_the_advisor_answers_for_it() -> None:
    decision = says(told_on_wednesday(), YES, when="2026-12-10 09:00")
    case, (heard, change) = after(decision), entries(decision)
    assert decision.rule is Route.CONFIRMED
    assert (case.state, case.close_reason) == (State.CERRADO, CloseReason.CONFIRMADO)
    assert case.closed_at == at("2026-12-10 09:00")
    assert case.confirmation_until is None
    assert (heard.event, heard.actor, heard.role) == (EventKind.MAIL, MARTA, Role.USR)
    assert (change.rule, change.activity, change.source, change.target) == (
        "T18", "A18", State.RESUELTO, State.CERRADO,
    )  # fmt: skip
    assert address("nora") in change.reason
    (farewell,) = sends(decision)
    assert (farewell.template, farewell.to, farewell.facts["survey"]) == ("M-19", (MARTA,), True)
    assert case.survey is not None
    assert case.survey.until == at("2026-12-25 00:00"), "ten working days: to the end of Thu 24"


@pytest.mark.parametrize(
    ("subject", "words", "route"),
    [
        pytest.param(f"SI, funcionó ({TOKEN})", "", Route.CONFIRMED, id="one click yes"),
        pytest.param(f"NO, el error sigue ({TOKEN})", "", Route.REJECTED, id="one click no"),
        pytest.param(
            f"SI, funcionó ({TOKEN})", "NO, persiste el error", Route.MESSAGE_ON_CASE,
            id="a yes in the subject and a no below",
        ),
    ],
)  # fmt: skip
def test_a_click_votes_as_well(subject: str, words: str, route: Route) -> None:
    decision = says(told_on_wednesday(), words, when="2026-12-10 09:00", subject=subject)
    assert decision.rule is route


def test_files_that_come_with_a_yes_are_kept_and_shown_to_the_advisor() -> None:
    screen = Enclosed(name="pantalla.png", content=b"\x89PNG", type="image/png")
    decision = says(told_on_wednesday(), YES, when="2026-12-10 09:00", files=[screen])
    assert after(decision).state is State.CERRADO
    assert [each.number for each in decision.effects if isinstance(each, KeepFiles)] == [
        "INC-2026-000001"
    ]
    assert [(each.template, each.to) for each in sends(decision)] == [
        ("M-19", (MARTA,)), ("M-43", (address("nora"),)),
    ]  # fmt: skip


# No


def test_s23_a_no_gives_it_back_and_the_consumed_time_goes_on() -> None:
    decision = says(told_on_wednesday(), NO, when="2026-12-10 09:00")
    case, change = after(decision), entries(decision)[-1]
    assert decision.rule is Route.REJECTED
    assert (case.state, case.assignee) == (State.EN_PROGRESO, address("nora"))
    assert (case.wait_started_at, case.confirmation_until) == (None, None)
    assert (change.rule, change.target) == ("T20", State.EN_PROGRESO)
    used = clock.consumed_minutes(
        case.stints, case.stints[-1].group, rules=POLICY.config.clock, calendar=POLICY.calendar,
        now=at("2026-12-10 09:00"),
    )  # fmt: skip
    assert used == (11 + 3) * 60, "Monday 08:00 to 19:00, Wednesday 07:00 to 10:00"
    assert case.due_at == at("2026-12-10 19:00")
    (told,) = sends(decision)
    assert (told.template, told.to, told.cc) == ("M-21", (address("nora"),), (address("cl23"),))


# Neither


@pytest.mark.parametrize(
    ("words", "mails"),
    [
        pytest.param("Sí, pero ahora sale otro mensaje?", ["M-43"], id="S24 both senses"),
        pytest.param("¿Ya quedó solucionado?", ["M-43"], id="a question"),
        pytest.param("Adjunto el soporte que faltaba.", ["M-43"], id="something else"),
        pytest.param("Muchas gracias", [], id="thanks"),
        pytest.param("5", ["M-43"], id="a score before the closing"),
    ],
)
def test_what_is_no_clear_yes_or_no_changes_nothing(words: str, mails: list[str]) -> None:
    before = told_on_wednesday()
    decision = says(before, words, when="2026-12-10 09:00")
    assert after(decision) == before
    assert codes(decision) == mails
    assert decision.rule is Route.MESSAGE_ON_CASE


def test_the_advisor_is_told_that_an_answer_is_not_clear() -> None:
    decision = says(
        told_on_wednesday(), "Sí, pero ahora sale otro mensaje?", when="2026-12-10 09:00"
    )
    (told,) = sends(decision)
    assert told.to == (address("nora"),)
    assert "No es claro" in told.facts["why"]


def test_who_asks_for_the_state_is_told_it_and_nothing_changes() -> None:
    before = told_on_wednesday()
    decision = says(before, "ESTADO", when="2026-12-10 09:00")
    assert (decision.rule, codes(decision)) == (Route.STATE_QUERY, ["M-38"])
    assert after(decision) == before
    assert sends(decision)[0].to == (MARTA,)


def test_an_out_of_office_that_says_yes_is_no_yes() -> None:
    before = told_on_wednesday()
    automatic = [("Auto-Submitted", "auto-replied")]
    decision = says(before, YES, when="2026-12-10 09:00", headers=automatic)
    assert decision.rule is Route.MACHINE_ON_CASE
    assert after(decision) == before
    assert codes(decision) == []


# Who may vote


@pytest.mark.parametrize(
    ("sender", "route"),
    [
        pytest.param(COLLEAGUE, Route.MESSAGE_ON_CASE, id="a colleague of the same entity"),
        pytest.param(STRANGER, Route.STRANGER_ON_CASE, id="the token in a stranger's hands"),
        pytest.param(address("nora"), Route.STAFF_ON_CASE, id="the advisor himself"),
    ],
)
@pytest.mark.parametrize("words", [YES, NO])
def test_only_the_requester_confirms_and_rejects(words: str, sender: str, route: Route) -> None:
    before = told_on_wednesday()
    decision = says(before, words, when="2026-12-10 09:00", sender=sender)
    assert decision.rule is route
    assert after(decision) == before


@pytest.mark.parametrize(
    ("sender", "route"),
    [
        pytest.param(COLLEAGUE, Route.THANKS_ON_CLOSED_CASE, id="a colleague"),
        pytest.param(STRANGER, Route.STRANGER_ON_CASE, id="a stranger"),
    ],
)
@pytest.mark.parametrize("words", ["1", "10"])
def test_only_the_requester_rates(words: str, sender: str, route: Route) -> None:
    before = closed(CloseReason.CONFIRMADO)
    decision = says(before, words, when="2026-12-14 09:00", sender=sender)
    assert decision.rule is route
    assert [
        each.case.survey for each in decision.effects
        if isinstance(each, SaveCase) and each.case.number == before.number
    ] in ([], [before.survey])  # fmt: skip
    assert "M-39" not in codes(decision)


# Solved alone


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(service("2026-12-07 09:00"), id="Abierto"),
        pytest.param(
            begun(), id="Trabajo en Progreso",
        ),
        pytest.param(asked(service("2026-12-07 09:00"), "2026-12-07 09:05"), id="asked"),
    ],
)  # fmt: skip
def test_s5_who_solved_it_alone_ends_a_service(case: Case) -> None:
    decision = says(case, "SOLUCIONADO, lo encontré en la guía", when="2026-12-07 10:00")
    ended, change = after(decision), entries(decision)[-1]
    assert decision.rule is Route.SOLVED_ALONE
    assert (ended.state, ended.close_reason) == (State.CERRADO, CloseReason.AUTOSERVICIO)
    assert (change.rule, change.activity, change.source) == ("T26", "A3", case.state)
    assert codes(decision) == ["M-19"]


def test_a_mere_yes_ends_no_service() -> None:
    decision = says(service("2026-12-07 09:00"), "Sí", when="2026-12-07 10:00")
    assert decision.rule is Route.MESSAGE_ON_CASE
    assert after(decision).state is State.ABIERTO


def test_an_incident_does_not_end_by_the_persons_word_before_its_solution() -> None:
    decision = says(
        taken(incident("2026-12-07 08:00")), "SOLUCIONADO, lo encontré en la guía",
        when="2026-12-07 10:00",
    )  # fmt: skip
    assert decision.rule is Route.MESSAGE_ON_CASE
    assert after(decision).state is State.EN_PROGRESO
    assert codes(decision) == ["M-43"], "its advisor decides"


def test_a_service_that_was_stopped_with_others_ends_by_no_word() -> None:
    moment = at("2026-12-07 09:45")
    halted = moves.moved(
        begun(), moment, POLICY, state=State.PENDIENTE_PROVEEDOR,
        stopped=Stopped(why=Pause.CONTINGENCIA, since=moment, back_to=State.EN_PROGRESO),
    )  # fmt: skip
    decision = says(halted, "SOLUCIONADO, lo encontré en la guía", when="2026-12-07 10:00")
    assert decision.rule is Route.MESSAGE_ON_CASE
    assert after(decision) == halted
    assert codes(decision) == ["M-43"]


# A no to a question is an answer, not a rejection


def test_a_no_to_a_question_is_the_answer_that_was_waited_for() -> None:
    waiting = asked(taken(incident("2026-12-03 08:00")), "2026-12-03 16:00")
    decision = says(waiting, "No", when="2026-12-07 09:30")
    case = after(decision)
    assert (decision.rule, case.state) == (Route.MESSAGE_ON_CASE, State.EN_PROGRESO)
    assert case.due_at == at("2026-12-09 13:30"), "S14"
    assert codes(decision) == ["M-11"]


# Whatever the words are


def test_s51_who_writes_can_be_reached_again_and_his_time_to_confirm_begins_anew() -> None:
    before = replace(told_on_wednesday(), unreachable=True)
    decision = says(
        before, "Adjunto el soporte que faltaba.", when="2026-12-10 09:00", now="2026-12-10 09:02"
    )
    case = after(decision)
    assert not case.unreachable
    assert case.wait_started_at == at("2026-12-10 09:02")
    assert case.confirmation_until == at("2026-12-14 09:02")


def test_people_whom_the_requester_puts_on_copy_become_parties() -> None:
    decision = says(
        told_on_wednesday(), "Agrego a mi jefe.", when="2026-12-10 09:00",
        cc="jefe@otra.gov.co, nora@linea.gov.co",
    )  # fmt: skip
    assert after(decision).parties == ("jefe@otra.gov.co",)


def test_a_yes_counts_when_it_arrived_and_is_answered_when_it_is_read() -> None:
    arrived, read = "2026-12-10 09:00", "2026-12-12 11:00"
    case = after(says(told_on_wednesday(), YES, when=arrived, now=read))
    moments: tuple[datetime | None, datetime | None] = (
        case.closed_at, case.survey and case.survey.sent_at,
    )  # fmt: skip
    assert moments == (at(arrived), at(read))


def test_what_a_colleague_writes_says_nothing_of_the_requester() -> None:
    """Only he puts people on copy, and only his own mail shows that he can be reached."""
    before = replace(told_on_wednesday(), unreachable=True)
    decision = says(
        before,
        "Agrego a mi jefe.",
        when="2026-12-10 09:00",
        sender=COLLEAGUE,
        cc="jefe@otra.gov.co",
    )
    assert after(decision) == before
