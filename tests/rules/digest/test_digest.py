"""From facts to a digest: who reads what, in which order, each case once, how much fits."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.model.case import Case, Survey
from mailbot.model.digest import Box, Digest, Reason
from mailbot.model.faq import FaqEntry
from mailbot.model.line import Absence
from mailbot.model.vocabulary import CloseReason, Criticality, Group, State
from mailbot.rules import moves
from mailbot.rules.commands.grammar import read_commands
from mailbot.rules.digest import DigestFacts, decide_digest, digest, readers
from mailbot.rules.digest.build import MOST_DECISIONS
from mailbot.rules.digest.sections import LEAST_OF_EACH
from mailbot.rules.policy import Policy
from tests.rules.mails import line_config, mail_with
from tests.rules.timed import (
    POLICY,
    address,
    asked,
    at,
    incident,
    service,
    solved,
    taken,
)

NOW = at("2026-12-10 07:00")
YESTERDAY = at("2026-12-09 07:00")
_NO_BOX = Box(since=at("2026-12-09 00:00"), until=at("2026-12-10 00:00"))


def facts(*cases: Case, **more: Any) -> DigestFacts:
    return DigestFacts(
        **{"now": NOW, "since": YESTERDAY, "cases": cases, "absences": (), "box": _NO_BOX, **more}
    )


def told(person: str, *cases: Case, policy: Policy = POLICY, **more: Any) -> Digest:
    """What `person` reads at NOW."""
    return digest(facts(*cases, **more), policy.staff[address(person)], policy)


def staffed(staff: list[dict[str, Any]]) -> Policy:
    """The line with other people."""
    return Policy.from_config(line_config(staff=staff))


def numbered(case: Case, number: int) -> Case:
    return replace(
        case, row=number, service_number=f"SERV-2026-{number:06d}",
        incident_number=case.incident_number and f"INC-2026-{number:06d}",
    )  # fmt: skip


def in_queue(since: str) -> Case:
    """An incident that Back Office has not assigned."""
    return service(since, incident_number="INC-2026-000001", group=Group.BO)


def rated(score: int, answered: str) -> Case:
    case = solved(taken(incident("2026-12-01 08:00")), "2026-12-01 10:00")
    vote = Survey(
        sent_at=at("2026-12-02 10:00"), until=at("2026-12-16 00:00"), answered_at=at(answered),
        scores=(None, None, None, score), comment="demorado",
    )  # fmt: skip
    closed = moves.moved(case, at("2026-12-02 10:00"), POLICY, state=State.CERRADO)
    return replace(
        closed, survey=vote, closed_at=at("2026-12-02 10:00"), close_reason=CloseReason.CONFIRMADO
    )


_ORGAN = replace(
    moves.moved(
        taken(incident("2026-12-09 08:00")), at("2026-12-09 09:00"), POLICY,
        state=State.PENDIENTE_PROVEEDOR, governing_body="CGN",
    ),
    organ_answered_at=at("2026-12-09 14:00"),
)  # fmt: skip
_DRAFT = replace(
    service("2026-12-10 06:00", group=Group.BO), drafted_by=address("nora"), incident_number=None
)

TROUBLES = [
    ("cl23", taken(incident("2026-12-04 08:00")), Reason.OVERDUE, "REASIGNAR"),
    ("cl1", in_queue("2026-12-09 18:30"), Reason.UNASSIGNED, "ESCALAR"),
    ("cl1", service("2026-12-09 18:30"), Reason.UNASSIGNED, "INCIDENTE|TOMAR"),
    ("cl23", replace(taken(incident("2026-12-09 10:00")), assignee="se.fue@linea.gov.co"),
     Reason.UNASSIGNED, "REASIGNAR"),
    ("cl23", incident("2026-12-09 10:00"), Reason.NOT_TAKEN, "REASIGNAR"),
    ("cdt", incident("2026-12-09 10:00", Group.N2T), Reason.NOT_TAKEN, "HISTORIA"),
    ("cl23", _ORGAN, Reason.ORGAN, "HISTORIA"),
    ("cl1", _DRAFT, Reason.DRAFT, "INCIDENTE"),
    ("cl1", replace(asked(taken(service("2026-12-09 08:00")), "2026-12-09 09:00"),
                    unreachable=True), Reason.UNREACHABLE, "COMPLETAR"),
    ("cl1", replace(asked(taken(service("2026-12-09 08:00")), "2026-12-09 09:00"),
                    petition_until=at("2026-12-12 00:00")), Reason.PETITION, "RESPONDER"),
    ("cl23", rated(2, "2026-12-09 15:00"), Reason.LOW_SCORE, "CALIDAD"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reader", "case", "reason", "tags"), TROUBLES, ids=[f"{t[2]}-{t[0]}" for t in TROUBLES]
)
def test_what_needs_a_decision_with_its_ready_reply(
    reader: str, case: Case, reason: Reason, tags: str
):
    (row,) = told(reader, case).decide.rows
    assert (row.number, row.reason) == (case.number, reason)
    assert row.offer
    (order,) = read_commands(mail_with(text=f"[{row.offer.order}]\n")).commands
    assert order.tag in tags.split("|")
    assert order.key("caso") == case.number


QUIET = [
    ("cl23", taken(incident("2026-12-10 06:00")), "taken, and far from its time"),
    ("cl23", incident("2026-12-09 18:30"), "not taken, but in time"),
    ("cl23", replace(_ORGAN, organ_answered_at=at("2026-12-09 17:00")), "an answer of 2 h ago"),
    ("cl1", replace(asked(service("2026-12-09 08:00"), "2026-12-09 09:00"),
                    petition_until=at("2026-12-24 00:00")), "a petition with time left"),
    ("cl23", rated(3, "2026-12-09 15:00"), "a score that is not low"),
    ("cl23", rated(1, "2026-12-08 15:00"), "a low score of before the last digest"),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "case"), [q[:2] for q in QUIET], ids=[q[2] for q in QUIET])
def test_what_needs_none(reader: str, case: Case):
    assert told(reader, case).decide.rows == ()


def test_held_closings_wait_for_a_decision():
    case = asked(taken(service("2026-12-08 08:00")), "2026-12-08 09:00")
    assert told("cl1", case).decide.rows == ()
    found = told("cl1", case, held_until=NOW)
    assert [row.reason for row in found.decide.rows] == [Reason.HELD]
    assert found.held == 1


READERS = [
    ("cl1", {Group.N1, Group.BO, Group.CAP}), ("cl23", {Group.N2F, Group.N3F}),
    ("cdt", {Group.N2T, Group.N3T}),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "groups"), READERS, ids=[r[0] for r in READERS])
def test_each_coordinator_reads_of_his_own_groups(reader: str, groups: set[Group]):
    cases = [
        numbered(incident("2026-12-01 08:00", group), place)
        for place, group in enumerate((Group.N2F, Group.N2T, Group.N3F, Group.N3T), start=1)
    ]
    found = told(reader, *cases, numbered(in_queue("2026-12-01 08:00"), 9))
    assert set(found.groups) == groups
    assert {row.group for row in found.decide.rows} == groups - {Group.N1, Group.CAP}


def test_only_the_lines_coordinator_reads_of_the_whole_line_and_the_technical_queue():
    case = incident("2026-12-01 08:00", Group.N2T)
    found = {reader: told(reader, case) for reader, _groups in READERS}
    assert [bool(found[each].line) for each in found] == [True, False, False]
    assert [len(found[each].technical.rows) for each in found] == [1, 0, 0]


def test_who_coordinates_several_levels_gets_one_digest():
    staff = [
        {"name": "Todo", "email": address("todo"), "roles": ["CL1", "CL23", "CDT"]},
        {"name": "Nora", "email": address("nora"), "roles": ["N2F"]},
    ]
    policy = staffed(staff)
    assert readers(policy) == (address("todo"),)
    assert set(told("todo", policy=policy).groups) == set(Group)


def test_groups_without_a_coordinator_are_followed_by_the_lines():
    staff = [
        {"name": "Uno", "email": address("cl1"), "roles": ["CL1"]},
        {"name": "Tito", "email": address("tito"), "roles": ["N2T"]},
    ]
    policy = staffed(staff)
    assert set(told("cl1", policy=policy).groups) == set(Group)


@pytest.mark.parametrize("person", ["nora", "adm", "her"])
def test_who_coordinates_nothing_has_no_digest(person: str):
    with pytest.raises(ValueError, match=person):
        told(person)


def test_the_worst_comes_first_then_criticality_then_arrival():
    late = taken(incident("2026-12-02 08:00"))
    cases = (
        numbered(incident("2026-12-09 10:00"), 1),
        numbered(late, 2),
        numbered(taken(incident("2026-12-01 08:00")), 3),
        numbered(taken(incident("2026-12-03 08:00", criticality=Criticality.ALTA)), 4),
    )
    rows = told("cl23", *cases).decide.rows
    assert [row.number[-1] for row in rows] == ["4", "3", "2", "1"]


def test_a_case_stands_once_at_its_worst_reason_and_tells_the_others():
    case = replace(incident("2026-12-02 08:00"), petition_until=at("2026-12-11 00:00"))
    found = told("cl23", case)
    (row,) = (*found.decide.rows, *found.today.rows, *found.near.rows)
    assert row.reason is Reason.OVERDUE
    assert row.also == (Reason.NOT_TAKEN, Reason.PETITION)


def test_what_falls_due_today_and_what_is_near_it():
    today = numbered(taken(incident("2026-12-07 12:00")), 1)
    slow = incident("2026-12-02 09:00", Group.N3F, criticality=Criticality.BAJA)
    near = numbered(taken(slow), 2)
    far = numbered(taken(incident("2026-12-09 12:00", Group.N3F)), 3)
    found = told("cl23", today, near, far)
    assert [row.number[-1] for row in found.today.rows] == ["1"]
    assert [row.number[-1] for row in found.near.rows] == ["2"]
    assert found.decide.rows == ()


def test_the_children_of_a_mass_incident_are_spoken_for():
    child = moves.beside(
        taken(incident("2026-12-01 08:00", Group.N3F)), State.EN_PROGRESO,
        at("2026-12-01 09:00"), POLICY,
    )  # fmt: skip
    assert told("cl23", child).decide.rows == ()


def test_waiting_cases_are_counted_by_what_they_wait_for():
    one = numbered(asked(taken(incident("2026-12-09 10:00")), "2026-12-09 11:00"), 1)
    two = numbered(solved(taken(incident("2026-12-09 10:00")), "2026-12-09 12:00"), 2)
    found = told("cl23", one, two, _ORGAN)
    assert {each.state: each.count for each in found.waiting} == {
        State.PENDIENTE_CLIENTE: 1, State.PENDIENTE_PROVEEDOR: 1, State.RESUELTO: 1,
    }  # fmt: skip


def test_the_load_of_each_advisor_who_has_most_first():
    cases = [numbered(taken(incident("2026-12-09 10:00")), n) for n in (1, 2)]
    away = Absence(
        email=address("nora"), since=at("2026-12-01 07:00"), until=at("2026-12-15 07:00"), by=""
    )
    first, second = told("cl23", *cases, absences=(away,)).loads
    assert (first.email, first.running, first.away) == (address("nora"), 2, True)
    assert (second.email, second.running, second.away) == (address("nel"), 0, False)


def test_nobody_absent_is_proposed_and_the_proposals_are_spread():
    staff = [
        {"name": name, "email": address(name), "roles": [role]}
        for name, role in (
            ("cl23", "CL23"), ("nora", "N2F"), ("olga", "N2F"), ("pilar", "N2F"), ("quim", "N2F"),
        )
    ]  # fmt: skip
    policy = staffed(staff)
    cases = [numbered(taken(incident("2026-12-01 08:00")), n) for n in (1, 2, 3)]
    gone = Absence(email=address("quim"), since=YESTERDAY, until=None, by="")
    rows = told("cl23", *cases, policy=policy, absences=(gone,)).decide.rows
    proposed = [row.offer.to for row in rows if row.offer]
    assert proposed == [address("olga"), address("pilar"), address("olga")]


def test_new_is_what_began_after_the_last_digest():
    old = numbered(taken(incident("2026-12-01 08:00")), 1)
    new = numbered(taken(incident("2026-12-05 12:00")), 2)
    assert {row.number[-1]: row.fresh for row in told("cl23", old, new).decide.rows} == {
        "1": False, "2": True,
    }  # fmt: skip
    assert not any(row.fresh for row in told("cl23", old, new, since=None).decide.rows)


def test_five_thousand_cases_are_bounded_by_what_a_mail_shows():
    late = taken(incident("2026-12-01 08:00"))
    untaken = incident("2026-12-09 10:00")
    cases = [numbered(late, n) for n in range(1, 4_901)]
    cases += [numbered(untaken, n) for n in range(4_901, 5_001)]
    found = told("cl23", *cases)
    shown = [row.reason for row in found.decide.rows]
    assert len(shown) == MOST_DECISIONS
    assert shown.count(Reason.NOT_TAKEN) == LEAST_OF_EACH
    assert found.decide.count(Reason.OVERDUE) == 4_900
    assert found.decide.left == 5_000 - MOST_DECISIONS
    assert [len(sheet.rows) for sheet in found.sheets if sheet.title == "Por atender"] == [5_000]


def test_the_trend_counts_what_comes_to_the_groups_and_what_leaves_them():
    came = incident("2026-12-09 10:00")
    left = moves.assigned(
        numbered(incident("2026-12-07 10:00"), 2), at("2026-12-09 11:00"), POLICY, Group.N2T,
        address("tito"),
    )  # fmt: skip
    on_sunday = numbered(incident("2026-12-06 10:00"), 3)
    days = {each.day.day: each for each in told("cl23", came, left, on_sunday).trend}
    assert len(days) == 10
    assert (days[9].entered, days[9].left, days[9].open) == (1, 1, 2)
    # Tuesday the 8th is a holiday; Sunday's case counts on Monday.
    assert 8 not in days
    assert (days[7].entered, days[7].left, days[7].open) == (2, 0, 2)


def test_what_was_solved_without_a_word_is_listed():
    silent = replace(solved(taken(incident("2026-12-09 10:00")), "2026-12-09 12:00"), solution="")
    assert told("cl23", silent).undocumented == (silent.number,)
    assert told("cl1", silent).undocumented == (silent.number,)
    assert told("cdt", silent).undocumented == ()


def test_proposed_questions_wait_for_who_approves_them():
    entry = FaqEntry(
        number=4, question="¿?", answer="Sí.", proposed_by=address("nora"), proposed_at=YESTERDAY
    )
    assert told("cl23", proposals=(entry,)).questions == (4,)
    assert told("cl1", proposals=(entry,)).questions == ()


def test_the_mail_goes_once_a_day_to_each_and_no_brake_holds_it():
    decision = decide_digest(told("cl23"), NOW.date())
    (send,) = decision.effects
    assert (send.template, send.to) == ("M-32", (address("cl23"),))
    assert (send.once, send.brake, send.to_staff) == (
        f"digest:2026-12-10:{address('cl23')}", False, True,
    )  # fmt: skip
