"""Whom mails on a case reach while its advisor is away (Q5 b, R32)."""

from dataclasses import replace

import pytest

from mailbot.model.case import Case
from mailbot.model.decision import Decision, Send
from mailbot.model.line import Absence
from mailbot.model.vocabulary import Group, Outcome
from mailbot.rules.policy import Policy
from mailbot.rules.stand_ins import are_asked_for, with_stand_ins
from tests.rules.mails import line_config
from tests.rules.timed import MARTA, POLICY, address, at, incident, service, taken

MONDAY = "2026-12-14 10:00"
FOR_ADVISOR = ("M-11", "M-16", "M-21", "M-22", "M-41", "M-42", "M-43", "M-44")


def of(group: Group = Group.N2F) -> Case:
    return taken(incident("2026-12-09 08:00", group))


def away(name: str, since: str = "2026-12-14 00:00", until: str = "2026-12-19 00:00") -> Absence:
    return Absence(email=address(name), since=at(since), until=at(until), by=address("cl23"))


def decision(case: Case, template: str = "M-11", **fields: object) -> Decision:
    told = Send(template=template, to=POLICY.handlers(case), case=case, to_staff=True)
    return Decision(
        outcome=Outcome.CASE_EVENT, rule="test", reason="", effects=(replace(told, **fields),)
    )


def shared(before: Decision, *absences: Absence, now: str = MONDAY, policy=POLICY) -> Send:
    (mail,) = with_stand_ins(before, absences, policy, at(now)).effects
    assert isinstance(mail, Send)
    return mail


def staffed(**roles: str) -> Policy:
    """A directory with these people alone."""
    staff = [
        {"name": f"Persona {name}", "email": address(name), "roles": [role]}
        for name, role in roles.items()
    ]
    return Policy.from_config(line_config(staff=staff))


def names(people: tuple[str, ...]) -> list[str]:
    return [each.partition("@")[0] for each in people]


@pytest.mark.parametrize("template", FOR_ADVISOR)
def test_the_coordinator_of_the_level_is_addressed_too(template):
    mail = shared(decision(of(), template), away("nora"))
    assert (names(mail.to), mail.facts["absent"]) == (["nora", "cl23"], address("nora"))


@pytest.mark.parametrize(
    ("group", "person", "leader"),
    [(Group.N2F, "nora", "cl23"), (Group.N3F, "nel", "cl23"), (Group.N2T, "tito", "cdt"),
     (Group.N3T, "teo", "cdt"), (Group.CAP, "cap", "cl1")],
)  # fmt: skip
def test_each_level_has_its_own_coordinator(group, person, leader):
    assert names(shared(decision(of(group)), away(person)).to) == [person, leader]


@pytest.mark.parametrize(
    ("absences", "now"),
    [
        pytest.param((), MONDAY, id="nobody is away"),
        pytest.param((away("nel"),), MONDAY, id="somebody else is away"),
        pytest.param((away("nora"),), "2026-12-11 10:00", id="he will be away"),
        pytest.param((away("nora"),), "2026-12-21 10:00", id="he is back"),
    ],
)
def test_who_is_there_gets_his_mails_alone(absences, now):
    before = decision(of())
    assert with_stand_ins(before, absences, POLICY, at(now)) == before


def test_what_leaves_in_the_morning_goes_by_who_is_away_then():
    sunday = "2026-12-13 18:00"
    assert names(shared(decision(of()), away("nora"), now=sunday).to) == ["nora", "cl23"]
    assert names(shared(decision(of(), urgent=True), away("nora"), now=sunday).to) == ["nora"]


def test_a_copy_of_the_coordinator_becomes_his_own_mail():
    mail = shared(decision(of(), "M-21", cc=(address("cl23"), address("bo"))), away("nora"))
    assert (names(mail.to), names(mail.cc)) == (["nora", "cl23"], ["bo"])


def test_a_user_who_is_addressed_too_is_not_told_who_is_away():
    before = decision(of(), "M-22", to=(MARTA, address("nora")), to_staff=False)
    mail = shared(before, away("nora"))
    assert mail.to == (MARTA, address("nora"), address("cl23"))
    assert "absent" not in mail.facts


def test_what_is_offered_is_what_the_coordinator_may_do():
    mail = shared(decision(of(), facts={"moves": ("[RESUELTO]",)}), away("nora"))
    tags = [tag for tag, _effect in mail.facts["moves"]]
    assert "[REASIGNAR]" in tags
    assert "[RESUELTO]" not in tags


def test_of_two_coordinators_the_one_who_is_there_is_told():
    policy = staffed(nora="N2F", cl23="CL23", luz="CL23")
    one = shared(decision(of()), away("nora"), away("cl23"), policy=policy)
    assert names(one.to) == ["nora", "luz"]
    nobody = shared(decision(of()), away("nora"), away("cl23"), away("luz"), policy=policy)
    assert names(nobody.to) == ["nora", "cl23", "luz"]


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        (decision(of()), True),
        (decision(of(), "M-31"), False),
        (decision(of(), "M-44", to=(address("bo"),)), False),
        (decision(service("2026-12-09 08:00")), False),
    ],
)
def test_absences_are_looked_up_only_for_mails_to_the_advisor_of_a_case(before, asked):
    assert are_asked_for(before) is asked


@pytest.mark.parametrize(
    ("group", "people"), [(Group.N2F, ["olga"]), (Group.N2T, ["cdt"]), (Group.N3F, ["cl23"])]
)
def test_cases_of_somebody_who_left_the_directory_go_to_his_group_or_who_coordinates_it(
    group, people
):
    policy = staffed(olga="N2F", cl23="CL23", cdt="CDT", ana="N1")
    assert names(policy.handlers(of(group))) == people
