"""What comes of a wake-up that is due: who is told what, what closes, and each thing once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailbot.model.case import Case
from mailbot.model.decision import Decision, SaveCase, Send
from mailbot.model.vocabulary import CloseReason, Criticality, EventKind, Group, State
from mailbot.rules import moves
from mailbot.rules.closed_case import window_until
from mailbot.rules.lapse import decide_held, decide_lapse, decide_queue
from mailbot.rules.policy import Policy
from mailbot.rules.wakeups import QUEUE, SURVEY_REMINDER, wakeups
from tests.rules.timed import (
    MARTA,
    POLICY,
    address,
    asked,
    at,
    critical,
    incident,
    policy_with,
    service,
    solved,
    taken,
)

EIGHTY, FULL = "warning-0.8", "warning-1.0"


def lapses(case: Case, now: datetime, policy: Policy = POLICY) -> tuple[Case, list[Decision]]:
    """What the daemon does at `now`: the first wake-up that is due, then what is due after it."""
    decisions = []
    while due := [each for each in wakeups(case, policy) if each.at <= now]:
        decision = decide_lapse(case, due[0], policy, now)
        decisions.append(decision)
        (saved,) = (each for each in decision.effects if isinstance(each, SaveCase))
        assert due[0].key in saved.case.handled
        case = saved.case
    return case, decisions


def mails(decisions: list[Decision]) -> list[Send]:
    return [each for one in decisions for each in one.effects if isinstance(each, Send)]


def told(case: Case, now: str) -> list[tuple[str, list[str], list[str]]]:
    """(code, to, cc) of the mails of that moment."""
    _, decisions = lapses(case, at(now))
    return [
        (each.template, _names(each.to), _names(each.cc)) for each in mails(decisions)
    ]  # fmt: skip


def _names(addresses: tuple[str, ...]) -> list[str]:
    return ["marta" if each == MARTA else each.partition("@")[0] for each in addresses]


def on_thursday() -> Case:
    """S13: assigned Thu 3-Dec-2026 08:00, the person asked at 16:00."""
    return asked(taken(incident("2026-12-03 08:00")), "2026-12-03 16:00")


def on_wednesday() -> Case:
    """S19: the solution told on Wed 9-Dec-2026 10:00."""
    return solved(taken(incident("2026-12-07 08:00")), "2026-12-09 10:00")


def waiting_for_organ() -> Case:
    """S27, and the organ has written on Wed 17-Feb-2027 09:00."""
    return moves.moved(
        taken(incident("2027-02-08 08:00")), at("2027-02-08 12:00"), POLICY,
        state=State.PENDIENTE_PROVEEDOR, governing_body="CGN",
        organ_answered_at=at("2027-02-17 09:00"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "now", "expected"),
    [
        pytest.param(on_thursday(), "2026-12-04 15:59", [], id="a minute too early"),
        pytest.param(
            on_thursday(), "2026-12-04 16:00", [("M-10R", ["marta"], [])], id="S15 half time"
        ),
        pytest.param(
            on_wednesday(), "2026-12-10 10:00", [("M-10R", ["marta"], [])],
            id="half of the time to confirm",
        ),
        pytest.param(
            incident("2026-12-07 15:00"), "2026-12-07 19:00", [("M-42", ["nora"], ["bo"])],
            id="not taken: the advisor, Back Office on copy (§16.8)",
        ),
        pytest.param(
            service("2026-11-24 09:12", handled=("queue@2026-11-24T14:17:00+00:00",)),
            "2026-11-24 11:12", [("M-42", ["ana"], ["bo"])],
            id="not taken and with nobody: its group",
        ),
        pytest.param(
            taken(incident("2026-12-07 15:00")), "2026-12-10 10:12", [("M-41", ["nora"], [])],
            id="80 %: the advisor alone",
        ),
        pytest.param(
            taken(incident("2026-12-07 15:00")), "2026-12-10 15:00",
            [("M-41", ["nora"], ["cl23"])],
            id="100 %, and 80 % not told any more: its coordinator on copy",
        ),
        pytest.param(
            taken(incident("2026-12-07 15:00", Group.N2T)), "2026-12-10 15:00",
            [("M-41", ["tito"], ["cdt"])],
            id="100 % of a technical group: the coordinator of DT",
        ),
        pytest.param(
            taken(incident("2026-12-07 15:00", Group.N3F)), "2026-12-14 15:00",
            [("M-41", ["nel"], ["cl23"])],
            id="100 % of level 3",
        ),
        pytest.param(
            waiting_for_organ(), "2027-02-17 13:00", [("M-44", ["nora"], [])] * 2,
            id="§16.3 the organ wrote four hours ago",
        ),
        pytest.param(
            taken(
                incident(
                    "2026-12-18 15:00", petition_until=at("2026-12-24 00:00"),
                    handled=("warning-80:N2F", "warning-100:N2F"),
                )
            ),
            "2026-12-21 07:00", [("M-44", ["nora", "cl1"], [])],
            id="a petition ends soon: its advisor and the coordinator of the line",
        ),
    ],
)  # fmt: skip
def test_who_is_told(
    case: Case, now: str, expected: list[tuple[str, list[str], list[str]]]
) -> None:
    assert told(case, now) == expected


@pytest.mark.parametrize(
    ("case", "ends", "reason", "mail", "rule"),
    [
        pytest.param(
            on_thursday(), "2026-12-07 16:00", CloseReason.SIN_RESPUESTA, "M-13", "T9", id="S15"
        ),
        pytest.param(
            on_wednesday(), "2026-12-11 10:00", CloseReason.ACEPTACION_TACITA, "M-20", "T19",
            id="S21",
        ),
        pytest.param(
            solved(taken(incident("2026-12-23 08:00")), "2026-12-24 17:00"),
            "2026-12-29 17:00", CloseReason.ACEPTACION_TACITA, "M-20", "T19", id="S22 Navidad",
        ),
    ],
)  # fmt: skip
def test_silence_closes_at_the_end_of_the_wait(
    case: Case, ends: str, reason: CloseReason, mail: str, rule: str
) -> None:
    before, _ = lapses(case, at(ends) - timedelta(seconds=1))
    assert before.state is case.state
    closed, decisions = lapses(before, at(ends))
    (decision,) = decisions
    (letter,) = mails(decisions)
    assert (closed.state, closed.close_reason) == (State.CERRADO, reason)
    assert closed.closed_at == at(ends)
    assert (letter.template, letter.to, letter.cc) == (mail, (MARTA,), (address("nora"),))
    assert letter.facts["survey"]
    assert letter.facts["reopen_until"] == window_until(closed, POLICY)
    (saved,) = (each for each in decision.effects if isinstance(each, SaveCase))
    (entry,) = saved.events
    assert (entry.event, entry.rule, entry.source, entry.target) == (
        EventKind.TRANSITION, rule, case.state, State.CERRADO,
    )  # fmt: skip
    # Who accepted by saying nothing is reminded of the survey; who never answered is left in peace.
    reminded = [] if reason is CloseReason.SIN_RESPUESTA else [SURVEY_REMINDER]
    assert [each.kind for each in wakeups(closed, POLICY)] == reminded


def test_after_an_outage_over_several_deadlines_each_is_handled_in_order_and_once() -> None:
    case = incident("2026-12-07 15:00")
    now = at("2026-12-14 09:00")
    after, decisions = lapses(case, now)
    assert [each.rule for each in decisions] == ["not-taken", EIGHTY, FULL]
    assert [each.template for each in mails(decisions)] == ["M-42", "M-41"]
    assert [each.facts["share"] for each in mails(decisions) if "share" in each.facts] == [1.0]
    assert lapses(after, now)[1] == []


def test_after_an_outage_nobody_is_reminded_of_a_wait_that_is_over() -> None:
    closed, decisions = lapses(on_thursday(), at("2026-12-09 09:00"))
    assert [each.rule for each in decisions] == ["client-reminder", "client-wait"]
    assert [each.template for each in mails(decisions)] == ["M-13"]
    assert closed.closed_at == at("2026-12-07 16:00"), (
        "when the wait was over, not when it was seen"
    )
    assert closed.survey is not None
    assert closed.survey.sent_at == at("2026-12-09 09:00"), "and its survey goes out now"


def test_a_reminder_that_is_late_in_a_wait_that_goes_on_is_sent() -> None:
    _, decisions = lapses(on_thursday(), at("2026-12-07 15:59"))
    assert [each.template for each in mails(decisions)] == ["M-10R"]


@pytest.mark.parametrize(
    "petition",
    [pytest.param(True, id="a petition"), pytest.param(False, id="our mail came back")],
)
@pytest.mark.parametrize(
    ("case", "moment"),
    [
        pytest.param(on_thursday(), "2026-12-10 09:00", id="asked"),
        pytest.param(on_wednesday(), "2026-12-14 09:00", id="solved"),
    ],
)
def test_silence_that_says_nothing_closes_nothing_and_somebody_is_told_once(
    case: Case, moment: str, petition: bool
) -> None:
    until = at("2026-12-31 00:00")
    case = replace(case, **({"petition_until": until} if petition else {"unreachable": True}))
    after, decisions = lapses(case, at(moment))
    assert after.state is case.state
    assert [(each.template, _names(each.to)) for each in mails(decisions)] == [("M-44", ["nora"])]
    assert lapses(after, at(moment) + timedelta(hours=1))[1] == []


def test_a_case_that_no_clock_moves_is_put_before_its_advisor_every_five_working_days() -> None:
    case = moves.moved(
        taken(incident("2026-12-01 08:00")), at("2026-12-01 09:00"), POLICY,
        state=State.PENDIENTE_PROVEEDOR,
    )  # fmt: skip
    (first,) = wakeups(case, POLICY)
    assert first.at == at("2026-12-10 07:00"), "the 8th is a holiday"
    after, decisions = lapses(case, at("2026-12-10 07:00"))
    assert [(each.template, _names(each.to)) for each in mails(decisions)] == [("M-44", ["nora"])]
    late, decisions = lapses(after, at("2027-01-15 07:00"))
    assert len(mails(decisions)) == 1, "after an outage one notice is enough"
    assert all(each.at > at("2027-01-15 07:00") for each in wakeups(late, POLICY))


def test_where_our_mail_came_back_nobody_is_reminded() -> None:
    assert told(replace(on_thursday(), unreachable=True), "2026-12-04 16:00") == []


@pytest.mark.parametrize("kind", ["not-taken", EIGHTY, FULL, "organ", "petition", "client-wait"])
@pytest.mark.parametrize("urgent", [False, True], ids=["Media", "Crítica"])
def test_notices_to_the_line_wait_for_working_time_unless_critica(kind: str, urgent: bool) -> None:
    """R85; what a person is sent goes at once."""
    untaken = incident("2026-12-07 15:00")
    case = {
        "organ": waiting_for_organ(),
        "client-wait": replace(on_thursday(), petition_until=at("2027-01-05 00:00")),
    }.get(kind, replace(untaken, petition_until=at("2027-01-05 00:00")))
    case = critical(case) if urgent else case
    due = next(each for each in wakeups(case, POLICY) if each.kind == kind)
    (notice,) = mails([decide_lapse(case, due, POLICY, due.at)])
    assert (notice.to_staff, notice.urgent, notice.brake) == (True, urgent, False)


@pytest.mark.parametrize("case", [on_thursday(), on_wednesday()], ids=["asked", "solved"])
def test_mails_to_the_person_wait_for_nothing(case: Case) -> None:
    for wakeup in wakeups(case, POLICY):
        (letter,) = mails([decide_lapse(case, wakeup, POLICY, wakeup.at)])
        assert not letter.to_staff
        assert letter.references == ("CA7@invias.gov.co",)


def test_a_mail_that_was_sent_for_a_wake_up_is_known_by_its_key() -> None:
    case = incident("2026-12-07 15:00")
    keys = [
        mails([decide_lapse(case, each, POLICY, each.at)])[0].once for each in wakeups(case, POLICY)
    ]
    assert keys == [
        "SERV-2026-000001:not-taken@2026-12-08T00:00:00+00:00",
        "SERV-2026-000001:warning-80:N2F",
        "SERV-2026-000001:warning-100:N2F",
    ]


def test_every_lapse_is_kept_in_the_history() -> None:
    _, decisions = lapses(incident("2026-12-07 15:00"), at("2026-12-10 15:00"))
    entries = [entry for one in decisions for saved in one.effects
               if isinstance(saved, SaveCase) for entry in saved.events]  # fmt: skip
    assert [(entry.event, entry.rule) for entry in entries] == [
        (EventKind.TIMER, "not-taken"), (EventKind.TIMER, FULL),
    ]  # fmt: skip
    assert [entry.at for entry in entries] == [at("2026-12-07 19:00"), at("2026-12-10 15:00")]


def test_new_requests_are_told_of_in_one_mail_in_working_order() -> None:
    calm = service("2026-12-07 09:00", service_number="SERV-2026-000001")
    later = service("2026-12-07 09:01", service_number="SERV-2026-000002")
    urgent = service(
        "2026-12-07 09:03", service_number="SERV-2026-000003", criticality=Criticality.CRITICA
    )
    waiting = tuple(
        (case, next(each for each in wakeups(case, POLICY) if each.kind == QUEUE))
        for case in (later, calm, urgent)
    )
    decision = decide_queue(waiting, POLICY)
    (notice,) = mails([decision])
    assert notice.to == (address("ana"),)
    assert [row.number[-1] for row in notice.facts["rows"]] == ["3", "1", "2"]
    assert (notice.to_staff, notice.urgent) == (True, True)
    saved = [each.case for each in decision.effects if isinstance(each, SaveCase)]
    assert all(QUEUE not in [each.kind for each in wakeups(case, POLICY)] for case in saved)


def test_without_a_first_level_its_coordinator_is_told_of_new_requests() -> None:
    policy = policy_with()
    staff = tuple(each for each in policy.config.staff if "N1" not in each.roles)
    alone = Policy.from_config(policy.config.model_copy(update={"staff": staff}))
    case = service("2026-12-07 09:00")
    (wakeup,) = (each for each in wakeups(case, alone) if each.kind == QUEUE)
    (notice,) = mails([decide_queue(((case, wakeup),), alone)])
    assert notice.to == (address("cl1"),)


def test_held_closings_are_told_to_who_runs_mailbot_once_a_day() -> None:
    morning = decide_held(60, "Se cerrarían 60 casos a la vez.", POLICY, at("2026-12-07 08:00"))
    evening = decide_held(61, "Se cerrarían 61 casos a la vez.", POLICY, at("2026-12-07 18:00"))
    tomorrow = decide_held(61, "Se cerrarían 61 casos a la vez.", POLICY, at("2026-12-09 08:00"))
    (first,), (second,), (third,) = (mails([each]) for each in (morning, evening, tomorrow))
    assert (first.template, first.to, first.urgent) == ("M-46", (address("her"),), True)
    assert first.once == second.once
    assert third.once != first.once


def test_a_wake_up_that_no_rule_knows_is_a_mistake_of_ours() -> None:
    case = incident("2026-12-07 15:00")
    unknown = replace(wakeups(case, POLICY)[0], kind="full-moon")
    with pytest.raises(ValueError, match="full-moon"):
        decide_lapse(case, unknown, POLICY, at("2026-12-08 09:00"))
