"""What a person's plain words do to a case: yes, no, a score, a question (§9, Q4, Q5).

Each mail is read from its bytes, so that the words, the token and the person are the real ones.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from mailbot.model.case import Case, CaseEvent, Stopped
from mailbot.model.decision import Decision, KeepFiles, SaveCase, Send
from mailbot.model.vocabulary import CloseReason, EventKind, MatchBy, Outcome, Pause, Role, State
from mailbot.parsers import read_mail
from mailbot.pipeline.consider import understand
from mailbot.pipeline.lookups import NothingKnown
from mailbot.rules import clock, moves
from mailbot.rules.decide import decide
from mailbot.rules.event import View
from mailbot.rules.matching import Clues, Trace
from mailbot.rules.routing import Route
from tests.mails import Enclosed, mail
from tests.rules.mails import OWN
from tests.rules.timed import MARTA, POLICY, address, asked, at, incident, service, solved, taken

TOKEN = "0123456789abcdef0123456789abcdef"
COLLEAGUE = "luis@invias.gov.co"
STRANGER = "otro@gmail.com"
YES, NO = "SI, quedó solucionado", "NO, persiste el error"


class _Line(NothingKnown):
    """A line that sent one mail with the token about this case, to Marta."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def traces(self, clues: Clues) -> tuple[Trace, ...]:
        token = Trace(by=MatchBy.TOKEN, case=self._case, recipient=MARTA)
        return (token,) if TOKEN in clues.tokens else ()


def says(
    case: Case, words: str, *, when: str, sender: str = MARTA, now: str = "", **parts: Any
) -> Decision:
    """The decision about an answer to our mail with the token."""
    raw = mail(
        sender=sender, to=OWN, text=words, in_reply_to=f"{TOKEN}.inc-2026-000001@linea.gov.co",
        **{"subject": f"RE: [{case.number}] Solución", **parts},
    )  # fmt: skip
    event = understand(read_mail(raw), at(when), _Line(case), POLICY)
    return decide(event, View(number="SERV-2026-000099"), POLICY, at(now or when))


def after(decision: Decision) -> Case:
    (saved,) = (each for each in decision.effects if isinstance(each, SaveCase))
    return saved.case


def entries(decision: Decision) -> tuple[CaseEvent, ...]:
    (saved,) = (each for each in decision.effects if isinstance(each, SaveCase))
    return saved.events


def sends(decision: Decision) -> list[Send]:
    return [each for each in decision.effects if isinstance(each, Send)]


def codes(decision: Decision) -> list[str]:
    return [each.template for each in sends(decision)]


def told_on_wednesday() -> Case:
    """S19: nora@ told the solution on Wed 9-Dec-2026 10:00."""
    return solved(taken(incident("2026-12-07 08:00")), "2026-12-09 10:00")


def begun() -> Case:
    """A service that ana@ works on since Mon 7-Dec-2026 09:30."""
    since = at("2026-12-07 09:30")
    return moves.taken(service("2026-12-07 09:00"), since, address("ana"), POLICY)


def closed(reason: CloseReason, when: str = "2026-12-11 10:00") -> Case:
    return moves.closed(told_on_wednesday(), at(when), POLICY, reason, asked_at=at(when))


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
        pytest.param(COLLEAGUE, Route.REQUEST_ON_CLOSED_CASE, id="a colleague"),
        pytest.param(STRANGER, Route.STRANGER_ON_CASE, id="a stranger"),
    ],
)
def test_only_the_requester_rates(sender: str, route: Route) -> None:
    before = closed(CloseReason.CONFIRMADO)
    decision = says(before, "1", when="2026-12-14 09:00", sender=sender)
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


# After the closing


@pytest.mark.parametrize(
    ("words", "when", "reason", "route"),
    [
        pytest.param(
            YES, "2026-12-14 09:00", CloseReason.ACEPTACION_TACITA, Route.THANKS_ON_CLOSED_CASE,
            id="a late yes opens nothing",
        ),
        pytest.param(
            "Muchas gracias", "2026-12-14 09:00", CloseReason.ACEPTACION_TACITA,
            Route.THANKS_ON_CLOSED_CASE, id="S18 thanks",
        ),
        pytest.param(
            NO, "2026-12-14 09:00", CloseReason.ACEPTACION_TACITA, Route.LATE_ANSWER,
            id="a late no opens it again",
        ),
        pytest.param(
            "Sí, pero ahora sale otro mensaje?", "2026-12-14 09:00",
            CloseReason.ACEPTACION_TACITA, Route.LATE_ANSWER, id="an unclear answer too",
        ),
        pytest.param(
            NO, "2026-12-18 23:59", CloseReason.ACEPTACION_TACITA, Route.LATE_ANSWER,
            id="the last minute of the fifth working day",
        ),
        pytest.param(
            NO, "2026-12-19 00:00", CloseReason.ACEPTACION_TACITA, Route.REQUEST_ON_CLOSED_CASE,
            id="after it: a new service",
        ),
        pytest.param(
            NO, "2026-12-14 09:00", CloseReason.CONFIRMADO, Route.REQUEST_ON_CLOSED_CASE,
            id="the person had confirmed: a new service",
        ),
        pytest.param(
            NO, "2026-12-14 09:00", CloseReason.COORDINADOR, Route.REQUEST_ON_CLOSED_CASE,
            id="the coordinator had closed it: a new service",
        ),
    ],
)  # fmt: skip
def test_words_on_a_closed_case(words: str, when: str, reason: CloseReason, route: Route) -> None:
    assert says(closed(reason), words, when=when).rule is route


def test_a_late_yes_and_thanks_are_kept_and_answered_by_nobody() -> None:
    before = closed(CloseReason.ACEPTACION_TACITA)
    for words in (YES, "Muchas gracias"):
        decision = says(before, words, when="2026-12-14 09:00")
        assert after(decision) == before
        assert [entry.event for entry in entries(decision)] == [EventKind.NOTE]
        assert codes(decision) == []


def test_s16_a_late_no_gives_back_the_state_and_withdraws_the_survey() -> None:
    decision = says(closed(CloseReason.ACEPTACION_TACITA), NO, when="2026-12-14 09:00")
    case = after(decision)
    assert (case.state, case.assignee) == (State.EN_PROGRESO, address("nora"))
    assert (case.closed_at, case.close_reason, case.survey) == (None, None, None)
    (notice,) = sends(decision)
    assert (notice.template, notice.to, notice.cc) == (
        "M-22", (MARTA, address("nora")), (address("cl1"),),
    )  # fmt: skip


def test_a_case_is_opened_again_only_so_often() -> None:
    case = closed(CloseReason.ACEPTACION_TACITA)
    for day in range(POLICY.config.limits.reopenings_per_case):
        moment = at("2026-12-14 09:00") + timedelta(minutes=day)
        decision = says(case, NO, when=f"{moment:%Y-%m-%d %H:%M}")
        assert decision.rule is Route.LATE_ANSWER
        again = after(decision)
        case = moves.closed(again, moment, POLICY, CloseReason.ACEPTACION_TACITA, asked_at=moment)
    assert says(case, NO, when="2026-12-14 10:00").rule is Route.REQUEST_ON_CLOSED_CASE


# The survey


@pytest.mark.parametrize(
    ("words", "scores", "comment"),
    [
        pytest.param("5", (None, None, None, 5), "", id="S43 one digit is question 4"),
        pytest.param("1: 4 2: 2 3: 3 4: 2 demorado", (4, 2, 3, 2), "demorado", id="S43 all four"),
    ],
)
def test_s43_a_vote_counts_once(words: str, scores: tuple[int | None, ...], comment: str) -> None:
    decision = says(closed(CloseReason.CONFIRMADO), words, when="2026-12-14 09:00")
    case = after(decision)
    assert (decision.outcome, decision.rule) == (Outcome.SURVEY, Route.SURVEY)
    assert case.survey is not None
    assert (case.survey.scores, case.survey.comment) == (scores, comment)
    assert case.state is State.CERRADO
    assert [entry.event for entry in entries(decision)] == [EventKind.SURVEY]

    second = says(case, "1", when="2026-12-14 10:00")
    assert after(second) == case, "one vote"
    assert codes(second) == ["M-39U"], "politely, and no alert"
    assert sends(second)[0].facts["reason"]


@pytest.mark.parametrize(
    ("words", "alerted"),
    [
        pytest.param("2", True, id="two is low"),
        pytest.param("3", False, id="three is not"),
        pytest.param("1: 5 2: 1 3: 5 4: 5", True, id="one low answer is enough"),
    ],
)
def test_a_low_score_is_told_to_the_coordinator_of_the_line(words: str, alerted: bool) -> None:
    decision = says(closed(CloseReason.CONFIRMADO), words, when="2026-12-14 09:00")
    alerts = [each for each in sends(decision) if each.template == "M-39"]
    assert [(each.to, each.cc) for each in alerts] == (
        [((address("cl1"),), (address("cl23"),))] if alerted else []
    )
    assert "M-39U" in codes(decision)


@pytest.mark.parametrize(
    ("when", "counts"),
    [
        pytest.param("2026-12-28 23:59", True, id="S43 the end of the tenth working day"),
        pytest.param("2026-12-29 00:00", False, id="a moment later"),
    ],
)
def test_s43_a_vote_has_its_time(when: str, counts: bool) -> None:
    before = closed(CloseReason.CONFIRMADO, "2026-12-11 10:00")
    decision = says(before, "5", when=when)
    assert (after(decision) != before) is counts
    assert codes(decision) == ["M-39U"]


def test_q21_a_duplicate_has_no_survey() -> None:
    before = closed(CloseReason.DUPLICADO)
    decision = says(before, "5", when="2026-12-14 09:00")
    assert before.survey is None
    assert after(decision) == before
    assert codes(decision) == ["M-39U"]


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
