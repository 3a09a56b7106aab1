"""What a person's plain words do to a closed case: reopening, a new request, the survey (Q5)."""

from datetime import timedelta

import pytest

from mailbot.model.vocabulary import CloseReason, EventKind, Outcome, State
from mailbot.rules import moves
from mailbot.rules.routing import Route
from tests.rules.answering import NO, YES, after, closed, codes, entries, says, sends
from tests.rules.timed import MARTA, POLICY, address, at

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
    notice, answer = sends(decision)
    assert (notice.template, notice.to, notice.cc) == (
        "M-22", (MARTA, address("nora")), (address("cl1"),),
    )  # fmt: skip
    assert (answer.template, answer.to, answer.cc) == ("M-11", (address("nora"),), ())


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
