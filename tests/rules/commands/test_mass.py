"""Mass incidents: suspected, gathered, solved once, answered one by one (A13, A21, §16.22)."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.model.case import Case, CaseEvent, Requester, Stopped
from mailbot.model.decision import Decision, SaveCase
from mailbot.model.vocabulary import (
    CloseReason,
    Criticality,
    EventKind,
    Group,
    Level,
    Outcome,
    Pause,
    Role,
    State,
)
from mailbot.rules import clock, mass, moves, windows
from mailbot.rules.event import View
from mailbot.rules.lapse import decide_lapse
from mailbot.rules.mass_family import (
    Family,
    after_child_closed,
    awaits_answer,
    followed,
    joined,
    parents_to_ask,
    with_parents,
)
from mailbot.rules.standing import standing
from mailbot.rules.wakeups import wakeups
from tests.rules.commands.together import (
    FOUR,
    NEW,
    POLICY,
    SOLUTION,
    TOLD,
    at,
    child,
    email,
    entries,
    incident,
    mails,
    parent,
    policy_with,
    result,
    saved,
    say,
    service,
)

THREE = FOUR[:3]
PARENT = "INC-2026-000090"
_ENTRY = CaseEvent(at=TOLD, event=EventKind.TRANSITION, actor="nel", role=Role.N3F, reason="r")
FORCED = '[MASIVO forzar=si motivo="lo reportó el Ministerio"]'


def _view(*similar: Case, **others: Any) -> View:
    return replace(NEW, similar=similar, **others)


def _known(*cases: Case) -> dict[str, Case]:
    return {each.number: each for each in cases}


# Suspicion (S34, R67).


def test_a_fourth_section_makes_it_suspected_once() -> None:
    decision = say("ana", "[INCIDENTE EPG]", service(4, "05-03-00"), _view(*THREE))
    (notice,) = mails(decision, "M-35")
    assert notice.to == (email("ana"), email("bo"))
    assert notice.cc == (email("cl1"), email("nel"))
    assert [section for section, _numbers in notice.facts["sections"]] == [
        "0402", "0503", "1301", "3602",
    ]  # fmt: skip
    assert len(notice.facts["rows"]) == 4
    assert notice.once == "mass:SERV-2026-000001"
    # The mail itself offers [MASIVO] and [NO MASIVO] where tags are carried out at all.
    assert notice.facts["commands"]


def test_who_is_of_back_office_is_written_to_once() -> None:
    decision = say("bo", "[INCIDENTE EPG]", service(4, "05-03-00"), _view(*THREE))
    assert [each.to for each in mails(decision, "M-35")] == [(email("bo"),)]


@pytest.mark.parametrize(
    ("unit", "similar"),
    [
        pytest.param("04-02-00", FOUR[:2], id="three sections are not more than three"),
        pytest.param("13-01-02", THREE, id="a second unit of a section does not count"),
        pytest.param("05-03-00", (*THREE, incident(5, "02-01-01")), id="it was told already"),
        pytest.param("", THREE, id="nobody knows its unit"),
        pytest.param(
            "05-03-00", tuple(replace(each, mass_dismissed=True) for each in THREE),
            id="somebody dismissed it",
        ),
        pytest.param("05-03-00", (*THREE, parent()), id="they are being gathered already"),
        pytest.param(
            "05-03-00", tuple(replace(each, state=State.RESUELTO) for each in THREE),
            id="the others are solved",
        ),
        pytest.param(
            "05-03-00",
            (service(1, "13-01-01"), service(2, "36-02-00"), service(3, "04-02-00")),
            id="the others are services yet",
        ),
        pytest.param(
            "05-03-00",
            tuple(replace(each, opened_at=at("2026-12-14 14:00")) for each in THREE),
            id="the others came in days before",
        ),
        pytest.param(
            "05-03-00", tuple(replace(each, description="Error CON-404") for each in THREE),
            id="the others are about something else",
        ),
    ],
)  # fmt: skip
def test_nothing_is_suspected(unit: str, similar: tuple[Case, ...]) -> None:
    decision = say("ana", "[INCIDENTE EPG]", service(4, unit), _view(*similar))
    assert decision.outcome is Outcome.COMMAND
    assert mails(decision, "M-06")
    assert mails(decision, "M-35") == []


def test_without_a_module_nothing_is_alike() -> None:
    case = service(4, "05-03-00", module=None)
    assert mails(say("ana", "[INCIDENTE]", case, _view(*THREE)), "M-35") == []


@pytest.mark.parametrize("text", ["[COMPLETAR modulo=EPG]", "[COMPLETAR ue=05-03-00]"])
def test_completing_the_incident_that_was_lacking_makes_it_suspected(text: str) -> None:
    lacking = {"module": None} if "modulo" in text else {"requester": FOUR[0].requester}
    case = incident(4, "05-03-00", **lacking)
    (notice,) = mails(say("bo", text, case, _view(*THREE)), "M-35")
    assert (notice.to, notice.once) == ((email("bo"),), "mass:SERV-2026-000001")


def test_completing_something_else_suspects_nothing() -> None:
    assert mails(say("bo", "[COMPLETAR ciudad=Cali]", FOUR[3], _view(*THREE))) == []


def test_the_receipt_names_the_mass_incident_that_it_belongs_to() -> None:
    decision = say("ana", "[INCIDENTE EPG]", service(4, "05-03-00"), _view(child(1), parent()))
    assert f"[MASIVO padre={PARENT}]" in result(decision).text


# Recurrence (R46).


def _five() -> tuple[Case, ...]:
    return tuple(incident(n, "13-01-01", opened_at=at("2026-12-16 15:00")) for n in range(1, 6))


def test_the_fifth_case_of_a_fault_is_told_to_the_coordinator_once_a_day() -> None:
    decision = say("ana", "[INCIDENTE EPG]", service(5, "13-01-01"), _view(*_five()[:4]))
    (alert,) = mails(decision, "M-48")
    assert alert.to == (email("cl1"),)
    assert alert.facts["title"] == "5 casos con el error APR001 en el módulo EPG"
    assert alert.once == "recurrence:EPG:APR001:2026-12-17"
    assert len(alert.facts["rows"]) == 5


@pytest.mark.parametrize(
    "similar",
    [
        pytest.param(_five()[:3], id="four cases are not enough"),
        pytest.param(
            (*_five()[:3], replace(_five()[3], close_reason=CloseReason.DUPLICADO)),
            id="a duplicate is the same case",
        ),
        pytest.param(
            (*_five()[:3], replace(_five()[3], parent=PARENT)), id="it is gathered already"
        ),
        pytest.param(
            (*_five()[:3], replace(_five()[3], opened_at=at("2026-12-14 15:00"))),
            id="one came in long before",
        ),
    ],
)
def test_no_recurrence(similar: tuple[Case, ...]) -> None:
    decision = say("ana", "[INCIDENTE EPG]", service(5, "13-01-01"), _view(*similar))
    assert mails(decision, "M-06")
    assert mails(decision, "M-48") == []


def test_without_a_code_the_first_case_names_the_cluster() -> None:
    words = "No toma el cupo PAC al autorizar"
    cases = [replace(each, description=words, subject="Cupo PAC") for each in _five()]
    alert = mass.recurrence(cases[4], cases[:4], POLICY, TOLD)
    assert alert is not None
    assert alert.once == "recurrence:EPG:SERV-2026-000001:2026-12-17"


# [MASIVO] (S35, T5).


def test_the_case_and_its_like_become_children_of_a_new_parent() -> None:
    decision = say("bo", "[MASIVO]", FOUR[0], _view(*FOUR[1:]))
    cases = saved(decision)
    made = cases.pop(PARENT)
    assert sorted(cases) == [each.number for each in FOUR]
    assert (made.mass, made.requester, made.row) == (True, Requester(email=""), 0)
    assert made.due_at == at("2026-12-18 11:00")
    for each in (made, *cases.values()):
        assert (each.state, each.level, each.group, each.criticality, each.assignee) == (
            State.EN_PROGRESO, Level.N3, Group.N3F, Criticality.CRITICA, email("nel"),
        )  # fmt: skip
        assert each.due_at == made.due_at
    assert {each.parent for each in cases.values()} == {PARENT}
    assert made.parent is None
    assert "4 casos" in result(decision).text


def test_one_mail_goes_to_the_coordinator_of_the_module_and_none_to_users() -> None:
    decision = say("bo", "[MASIVO]", FOUR[0], _view(*FOUR[1:]))
    (told,) = mails(decision)
    assert (told.template, told.to, told.cc) == ("M-07", (email("nel"),), (email("cl23"),))
    assert "4 casos en 4 secciones" in told.facts["reason"]
    assert "Coordinación de la Línea" in dict(told.facts["moves"])["[RESUELTO]"]
    assert all(each.number in told.facts["reason"] for each in FOUR)
    assert told.urgent


def test_every_step_is_in_the_histories() -> None:
    decision = say("bo", "[MASIVO]", FOUR[0], _view(*FOUR[1:]))
    by_number = {e.case.number: e for e in decision.effects if isinstance(e, SaveCase)}
    (created,) = by_number.pop(PARENT).events
    assert (created.event, created.target) == (EventKind.CREATED, State.EN_PROGRESO)
    for each in by_number.values():
        (entry,) = each.events
        assert (entry.event, entry.source, entry.target, entry.rule, entry.activity) == (
            EventKind.TRANSITION, State.ABIERTO, State.EN_PROGRESO, "T5", "A21",
        )  # fmt: skip


def test_the_least_busy_coordinator_of_the_module_gets_it_and_no_other_module_s() -> None:
    decision = say("bo", "[MASIVO]", FOUR[0], _view(*FOUR[1:], loads={email("nel"): 30}))
    assert saved(decision)[PARENT].assignee == email("nel")


def test_an_identification_in_the_first_users_words_does_not_go_to_the_parent() -> None:
    known = replace(FOUR[0].requester, identification="52444321")
    case = replace(
        FOUR[0], requester=known, description=f"{FOUR[0].description} Soy C.C. 52.444.321"
    )
    made = saved(say("bo", "[MASIVO]", case, _view(*FOUR[1:])))[PARENT]
    assert "444" not in made.description


@pytest.mark.parametrize(
    ("changes", "joins"),
    [
        ({"state": State.EN_PROGRESO, "group": Group.N2F, "assignee": "nora@linea.gov.co"}, True),
        ({"state": State.PENDIENTE_CLIENTE, "client_wait_until": at("2026-12-18 10:00")}, True),
        # What depends on somebody else, or was stopped with others, takes its own course.
        ({"state": State.PENDIENTE_PROVEEDOR}, False),
        ({"state": State.PENDIENTE_HALLAZGO}, False),
        ({"state": State.RESUELTO}, False),
        ({"state": State.PENDIENTE_PROVEEDOR,
          "stopped": Stopped(why=Pause.CONTINGENCIA, since=TOLD, back_to=State.ABIERTO)}, False),
        ({"parent": "INC-2026-000050"}, False),
    ],
)  # fmt: skip
def test_which_of_the_like_join(changes: dict[str, Any], joins: bool) -> None:
    like = incident(5, "02-01-01", **changes)
    after = saved(say("bo", "[MASIVO]", FOUR[0], _view(*FOUR[1:], like)))
    assert (like.number in after) is joins
    if joins:
        assert after[like.number].state is State.EN_PROGRESO
        assert after[like.number].client_wait_until is None


@pytest.mark.parametrize(
    ("text", "case", "view", "why"),
    [
        ("[MASIVO]", FOUR[0], _view(*THREE[1:]), "3 secciones presupuestales"),
        ("[MASIVO forzar=si]", FOUR[0], _view(*THREE[1:]), "motivo="),
        ('[MASIVO motivo="sí lo es"]', FOUR[0], _view(*THREE[1:]), "forzar=si"),
        ("[MASIVO]", replace(FOUR[0], module=None), _view(*FOUR[1:]), "modulo="),
        (f"[MASIVO padre={PARENT}]", FOUR[0], _view(), "No conozco"),
        ("[MASIVO INC-2026-000002]", FOUR[0], _view(others=_known(FOUR[1])), "no es un incidente"),
        (f"[MASIVO {PARENT}]", FOUR[0], _view(others=_known(parent(State.CERRADO))), "cerrado"),
        ("[MASIVO]", replace(FOUR[0], parent=PARENT), _view(*FOUR[1:]), PARENT),
        ("[MASIVO]", service(1, "13-01-01"), _view(*FOUR[1:]), "[INCIDENTE]"),
    ],
)
def test_a_refused_mass_incident_changes_nothing(
    text: str, case: Case, view: View, why: str
) -> None:
    decision = say("bo", text, case, view)
    assert not result(decision).ok
    assert why in result(decision).text
    assert saved(decision) == {case.number: case}
    assert mails(decision) == []


def test_too_few_sections_are_enough_with_a_reason_that_is_kept() -> None:
    decision = say("bo", FORCED, FOUR[0], _view(FOUR[1]))
    assert sorted(saved(decision)) == [FOUR[0].number, FOUR[1].number, PARENT]
    assert "lo reportó el Ministerio" in entries(decision, PARENT)[0]


def test_a_later_case_joins_the_parent_and_shares_its_deadline() -> None:
    running = parent()
    late = incident(7, "02-01-01", opened_at=at("2026-12-17 16:00"))
    view = _view(others=_known(running))
    decision = say("ana", f"[MASIVO padre={PARENT}]", late, view, at("2026-12-17 16:30"))
    joined = saved(decision)[late.number]
    assert (joined.parent, joined.assignee, joined.due_at) == (
        PARENT, email("nel"), running.due_at,
    )  # fmt: skip
    assert mails(decision) == []
    assert late.number in entries(decision, PARENT)[0]


def test_a_case_that_joins_a_solved_mass_incident_is_put_before_who_answers_its_users() -> None:
    late = incident(7, "02-01-01")
    decision = say("bo", f"[MASIVO {PARENT}]", late, _view(others=_known(_solved())))
    (asked,) = mails(decision)
    assert (asked.template, asked.to, asked.cc) == ("M-36", (email("cl1"),), (email("bo"),))
    assert [row.number for row in asked.facts["rows"]] == [late.number]
    assert (asked.facts["text"], asked.facts["advisor"]) == (SOLUTION, "Nel")
    assert saved(decision)[PARENT].wait_started_at == TOLD
    joined = saved(decision)[late.number]
    assert (joined.state, joined.due_at) == (State.EN_PROGRESO, None)
    assert "responda también a este usuario" in result(decision).text


# The time of the children is their parent's (§16.22).

_FINDINGS_STOP = policy_with(clock={"stops_finding": True})


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("[PENDIENTE PROVEEDOR CGN]\nFavor habilitar la cuenta contable.", False),
        # By the procedure a finding and an adjustment let the time run on (Q1).
        ("[HALLAZGO H-455]", True),
        ("[AJUSTE A-12]", True),
        (f"[RESUELTO]\n{SOLUTION}", False),
        ('[DEVOLVER motivo="no es de este módulo"]', True),
    ],
)
def test_the_time_of_the_children_stands_and_runs_with_their_parent(
    text: str, running: bool
) -> None:
    children = (child(1), child(2, State.RESUELTO), child(3))
    decision = say("nel", text, parent(), _view(children=children))
    after = saved(decision)
    mother = after.pop(PARENT)
    assert sorted(after) == ["INC-2026-000001", "INC-2026-000003"]
    for each in after.values():
        assert each.state is State.EN_PROGRESO
        assert each.due_at == mother.due_at
        assert (each.due_at is not None) is running
        assert clock.runs(each.stints[-1], POLICY.config.clock) is running
        assert wakeups(each, POLICY) == ()
        (entry,) = entries(decision, each.number)
        assert entry.startswith(f"Sigue al incidente masivo {PARENT}: ")


def test_a_configured_stop_of_the_parent_stops_the_children() -> None:
    for policy, stands in ((POLICY, False), (_FINDINGS_STOP, True)):
        mother = moves.moved(parent(), TOLD, policy, state=State.PENDIENTE_HALLAZGO)
        (after,) = followed(mother, (child(1),), _ENTRY, TOLD, policy)
        assert (after.case.due_at is None) is stands


def test_the_children_go_on_with_their_parent() -> None:
    wait = say(
        "nel", "[PENDIENTE PROVEEDOR CGN]\nFavor habilitar la cuenta.", parent(),
        _view(children=(child(1),)), at("2026-12-17 16:00"),
    )  # fmt: skip
    after = saved(wait)
    mother, waiting = after[PARENT], after["INC-2026-000001"]
    view = _view(children=(waiting,))
    decision = say("nel", "[EN PROGRESO]", mother, view, at("2026-12-18 09:00"))
    (going,) = (c for number, c in saved(decision).items() if number != PARENT)
    assert going.due_at == saved(decision)[PARENT].due_at is not None
    explained = clock.explain_intervals(
        going.stints, rules=POLICY.config.clock, calendar=POLICY.calendar,
        now=at("2026-12-18 10:00"),
    )  # fmt: skip
    assert [(each.minutes, each.running) for each in explained] == [
        (120, True), (0, False), (60, True),
    ]  # fmt: skip
    assert explained[1].why == "No corre: sigue al masivo, en Pendiente por Proveedor"


def test_the_time_until_the_line_answers_is_told_apart() -> None:
    """N3's time ends with the parent's solution; what follows is CL1's (§16.22)."""
    solved = say("nel", f"[RESUELTO]\n{SOLUTION}", parent(), _view(children=(child(1),)))
    waiting = saved(solved)["INC-2026-000001"]
    mother = saved(solved)[PARENT]
    view = _view(children=(waiting,))
    answered = say("cl1", "[RESPONDER MASIVO]", mother, view, at("2026-12-17 17:00"))
    stints = saved(answered)["INC-2026-000001"].stints
    *_, between, told = stints
    assert (between.mass, between.start, between.end) == (
        State.RESUELTO, TOLD, at("2026-12-17 17:00"),
    )  # fmt: skip
    assert (told.state, told.mass) == (State.RESUELTO, None)
    explained = clock.explain_intervals(
        stints, rules=POLICY.config.clock, calendar=POLICY.calendar, now=at("2026-12-17 18:00")
    )
    assert explained[-2].why == (
        "No corre: el incidente masivo tiene solución y la línea responde a sus usuarios"
    )


def test_a_child_that_asks_its_own_person_is_beside_its_parent_when_it_comes_back() -> None:
    asked = moves.moved(child(1), TOLD, POLICY, state=State.PENDIENTE_CLIENTE)
    wait = say("nel", "[PENDIENTE PROVEEDOR CGN]\nFavor habilitar la cuenta.", parent(),
               _view(children=(asked,)))  # fmt: skip
    still = saved(wait)[asked.number]
    assert still.state is State.PENDIENTE_CLIENTE
    back = moves.moved(still, at("2026-12-18 09:00"), POLICY, state=State.EN_PROGRESO)
    assert (back.stands_with_parent, back.due_at) == (True, None)


def test_children_go_on_with_a_parent_that_went_on_during_a_contingency() -> None:
    since, until = at("2026-12-17 16:00"), at("2026-12-17 18:00")
    waits = moves.moved(
        parent(), TOLD, POLICY, state=State.PENDIENTE_PROVEEDOR, governing_body="CGN"
    )
    (beside,) = followed(waits, (child(1),), _ENTRY, TOLD, POLICY)
    mother, halted = (
        windows.halted(each, Pause.CONTINGENCIA, since, POLICY) for each in (waits, beside.case)
    )
    during = at("2026-12-17 17:00")
    mother = moves.moved(mother, during, POLICY, state=State.EN_PROGRESO)
    (follows,) = followed(mother, (halted,), _ENTRY, during, POLICY)
    assert follows.case.due_at is None
    over, going = (windows.spared(each, since, until, POLICY) for each in (mother, follows.case))
    assert (going.state, going.stands_with_parent) == (State.EN_PROGRESO, True)
    assert clock.runs(going.stints[-1], POLICY.config.clock)
    # Level 3 has 48 hours: one is left of Thursday, 12 of each of three days, 11 of Wednesday.
    assert over.due_at == at("2026-12-23 18:00")


def test_a_child_that_was_handed_over_by_itself_does_not_come_along() -> None:
    alone = saved(say("cl23", f"[REASIGNAR {email('olga')}]", child(1)))["INC-2026-000001"]
    view = _view(children=(alone,))
    decision = say("nel", f"[RESUELTO]\n{SOLUTION}", parent(), view)
    assert list(saved(decision)) == [PARENT]
    assert alone.due_at is not None
    # Its user still has no answer, so it is one of those that CL1 is asked to answer.
    assert [row.number for row in mails(decision)[0].facts["rows"]] == [alone.number]


# [NO MASIVO].


def test_a_dismissed_suggestion_holds_for_all_of_them() -> None:
    decision = say("ana", '[NO MASIVO motivo="son causas distintas"]', FOUR[3], _view(*THREE))
    assert all(each.mass_dismissed for each in saved(decision).values())
    assert sorted(saved(decision)) == [each.number for each in FOUR]
    assert {each.state for each in saved(decision).values()} == {State.ABIERTO}
    assert all("causas distintas" in entries(decision, each.number)[0] for each in FOUR)


@pytest.mark.parametrize("case", [child(1), parent()])
def test_what_is_gathered_is_not_dismissed(case: Case) -> None:
    assert not result(say("bo", "[NO MASIVO]", case)).ok


# [RESUELTO] on the parent (S36).


def test_the_solution_of_the_parent_goes_to_the_coordinator_alone() -> None:
    view = _view(children=(child(1), child(2)))
    decision = say("nel", f"[RESUELTO tipo=parche causa=cupo]\n{SOLUTION}", parent(), view)
    after = saved(decision)
    assert {each.state for number, each in after.items() if number != PARENT} == {State.EN_PROGRESO}
    assert after[PARENT].state is State.RESUELTO
    assert after[PARENT].confirmation_until is None
    assert after[PARENT].wait_started_at == TOLD
    assert (after[PARENT].solution, after[PARENT].cause) == (SOLUTION, "cupo")
    (told,) = mails(decision)
    assert (told.template, told.to, told.cc) == ("M-36", (email("cl1"),), (email("bo"),))
    assert [row.number for row in told.facts["rows"]] == ["INC-2026-000001", "INC-2026-000002"]
    assert (told.facts["text"], told.facts["advisor"]) == (SOLUTION, "Nel")


def test_a_parent_without_open_children_is_over_when_it_is_solved() -> None:
    view = _view(children=(child(1, State.CERRADO),))
    decision = say("nel", f"[RESUELTO]\n{SOLUTION}", parent(), view)
    assert saved(decision)[PARENT].state is State.CERRADO
    assert saved(decision)[PARENT].survey is None
    assert mails(decision) == []


@pytest.mark.parametrize(
    "text",
    ["[PENDIENTE CLIENTE]\n¿Con qué cuenta?", "[RESPONDER]\nSeguimos trabajando en su caso."],
)
def test_nobody_is_asked_or_told_through_the_parent(text: str) -> None:
    decision = say("nel", text, parent())
    assert "no tiene usuario propio" in result(decision).text
    assert mails(decision) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[HALLAZGO H-455]", "Registramos el hallazgo H-455."),
        ("[AJUSTE A-12]", "Registramos el ajuste A-12."),
    ],
)
def test_a_finding_of_the_parent_is_told_to_no_user_and_the_receipt_says_so(
    text: str, said: str
) -> None:
    decision = say("nel", text, parent())
    assert result(decision).text == said
    assert mails(decision) == []


def test_what_the_parent_asks_of_an_organ_reaches_the_organ_alone() -> None:
    decision = say("nel", "[PENDIENTE PROVEEDOR CGN]\nFavor habilitar la cuenta.", parent())
    assert [each.template for each in mails(decision)] == ["M-14"]
    assert "usuario" not in result(decision).text


def test_the_children_go_with_their_parent() -> None:
    view = _view(children=(child(1), child(2, State.RESUELTO)))
    decision = say("cl23", f"[REASIGNAR {email('olga')}]", parent(), view)
    after = saved(decision)
    assert sorted(after) == ["INC-2026-000001", PARENT]
    assert {each.assignee for each in after.values()} == {email("olga")}
    assert [each.template for each in mails(decision)] == ["M-07"]


# [RESPONDER MASIVO] (S36).


def _solved(**changes: Any) -> Case:
    return parent(
        State.RESUELTO, solution=SOLUTION, solution_type="parche", cause="cupo",
        resolved_by=email("nel"), **changes,
    )  # fmt: skip


def test_each_user_gets_his_own_mail_and_his_own_time_to_confirm() -> None:
    children = (child(1), child(2))
    decision = say("cl1", "[RESPONDER MASIVO]", _solved(), _view(children=children))
    letters = mails(decision)
    assert [(each.template, each.to) for each in letters] == [
        ("M-12", (each.requester.email,)) for each in children
    ]
    users = {each.requester.email for each in children}
    for each, letter in zip(children, letters, strict=True):
        assert not (users - {each.requester.email}) & {*letter.to, *letter.cc}
        assert letter.cc == (email("cl23"), email("cl1"))
        assert letter.facts["text"] == SOLUTION
        after = saved(decision)[each.number]
        assert after.state is State.RESUELTO
        # N3 has 48 working hours: four days, from Thursday on.
        assert after.confirmation_until == at("2026-12-23 15:00")
        assert (after.resolved_by, after.cause) == (email("nel"), "cupo")
        assert entries(decision, each.number)[0].endswith("informada al usuario. Causa: cupo")
    assert saved(decision)[PARENT].state is State.RESUELTO


def test_the_coordinator_s_own_words_go_instead_of_the_parent_s() -> None:
    words = "Ya puede autorizar sus órdenes de pago: salga del sistema y entre de nuevo."
    view = _view(children=(child(1),))
    decision = say("cl1", f"[RESPONDER MASIVO]\n{words}", _solved(), view)
    assert [each.facts["text"] for each in mails(decision, "M-12")] == [words]
    assert saved(decision)["INC-2026-000001"].solution == words


def test_who_was_answered_or_is_stopped_is_not_written_to() -> None:
    stopped = Stopped(why=Pause.CONTINGENCIA, since=TOLD, back_to=State.EN_PROGRESO)
    children = (
        child(1), child(2, State.RESUELTO), child(3, State.CERRADO),
        child(4, State.PENDIENTE_PROVEEDOR, stopped=stopped),
    )  # fmt: skip
    decision = say("cl1", "[RESPONDER MASIVO]", _solved(), _view(children=children))
    assert sorted(saved(decision)) == ["INC-2026-000001", PARENT]
    assert "1 caso," in result(decision).text
    left = "Sin responder, pues su tiempo está detenido: 1 caso (INC-2026-000004). Use la etiqueta"
    assert left in result(decision).text


def test_where_all_that_wait_are_stopped_it_is_said_why_nobody_is_answered() -> None:
    stopped = Stopped(why=Pause.MULTIPLICIDAD, since=TOLD, back_to=State.EN_PROGRESO)
    halted = child(1, State.PENDIENTE_PROVEEDOR, stopped=stopped)
    refused = result(say("cl1", "[RESPONDER MASIVO]", _solved(), _view(children=(halted,))))
    assert not refused.ok
    assert "1 caso (INC-2026-000001)" in refused.text


def test_who_rejected_the_answer_is_not_sent_it_again() -> None:
    told = moves.moved(child(1), TOLD, POLICY, state=State.RESUELTO)
    rejected = moves.moved(told, at("2026-12-17 16:00"), POLICY, state=State.EN_PROGRESO)
    view = _view(children=(rejected, child(2)))
    decision = say("cl1", "[RESPONDER MASIVO]", _solved(), view, at("2026-12-17 17:00"))
    assert [each.to for each in mails(decision)] == [(child(2).requester.email,)]


def test_a_solution_of_before_it_was_gathered_is_no_answer() -> None:
    told = moves.moved(incident(1, "13-01-01"), TOLD, POLICY, state=State.RESUELTO)
    rejected = moves.moved(told, TOLD, POLICY, state=State.EN_PROGRESO)
    assert awaits_answer(joined(rejected, parent(), TOLD, POLICY))


def test_the_line_is_asked_no_more_once_every_user_has_his_answer() -> None:
    stopped = Stopped(why=Pause.CONTINGENCIA, since=TOLD, back_to=State.EN_PROGRESO)
    held = child(2, State.PENDIENTE_PROVEEDOR, stopped=stopped)
    asked = _solved(wait_started_at=TOLD)
    all_of_them = say("cl1", "[RESPONDER MASIVO]", asked, _view(children=(child(1),)))
    assert saved(all_of_them)[PARENT].wait_started_at is None
    some = say("cl1", "[RESPONDER MASIVO]", asked, _view(children=(child(1), held)))
    assert saved(some)[PARENT].wait_started_at == TOLD


def test_who_asks_how_it_stands_learns_whether_users_still_wait() -> None:
    asked = standing(_solved(wait_started_at=TOLD), TOLD, POLICY)
    assert "Falta responder a usuarios del incidente masivo desde el" in asked
    answered = standing(_solved(), TOLD, POLICY)
    assert "Espera la confirmación de los usuarios del incidente masivo." in answered


# Nobody waits for ever.


def _reminded(*children: Case) -> Decision:
    mother = _solved(wait_started_at=TOLD)
    (due,) = wakeups(mother, POLICY)
    return decide_lapse(mother, due, POLICY, due.at, children)


def test_the_line_is_asked_again_for_the_users_without_an_answer() -> None:
    stopped = Stopped(why=Pause.MULTIPLICIDAD, since=TOLD, back_to=State.EN_PROGRESO)
    held = child(3, State.PENDIENTE_PROVEEDOR, stopped=stopped)
    decision = _reminded(child(1), child(2, State.RESUELTO), held, child(4, State.CERRADO))
    (asked,) = mails(decision)
    assert (asked.template, asked.to, asked.cc) == ("M-36", (email("cl1"),), (email("bo"),))
    assert [(row.number, bool(row.note)) for row in asked.facts["rows"]] == [
        ("INC-2026-000001", False), ("INC-2026-000003", True),
    ]  # fmt: skip
    assert asked.facts["since"] == TOLD
    (due,) = wakeups(saved(decision)[PARENT], POLICY)
    assert f"{due.at:%Y-%m-%d %H:%M}" == "2026-12-18 07:00"


def test_a_reminder_that_has_nobody_left_is_the_last_one() -> None:
    decision = _reminded(child(1, State.RESUELTO), child(2, State.CERRADO))
    assert mails(decision) == []
    assert wakeups(saved(decision)[PARENT], POLICY) == ()


def test_after_an_outage_one_reminder_is_enough() -> None:
    mother = _solved(wait_started_at=TOLD)
    (due,) = wakeups(mother, POLICY)
    decision = decide_lapse(mother, due, POLICY, at("2026-12-21 08:00"), (child(1),))
    assert mails(decision) == []
    assert [each.kind for each in wakeups(saved(decision)[PARENT], POLICY)] == [due.kind]


@pytest.mark.parametrize(
    ("case", "text", "view", "why"),
    [
        (parent(), "[RESPONDER MASIVO]", _view(children=(child(1),)), "está en Trabajo en"),
        (child(1, State.RESUELTO), "[RESPONDER MASIVO]", NEW, "no es un incidente masivo"),
        (_solved(), "[RESPONDER MASIVO]", _view(), "No quedan casos"),
        (_solved(), "[RESPONDER MASIVO]\nok", _view(children=(child(1),)), "al menos 40"),
    ],
)
def test_a_refused_answer_reaches_nobody(case: Case, text: str, view: View, why: str) -> None:
    decision = say("cl1", text, case, view)
    assert why in result(decision).text
    assert mails(decision) == []


# The end of the parent.


def _closing(*closed: Case) -> Decision:
    entry = CaseEvent(at=TOLD, event=EventKind.TRANSITION, actor="mailbot", role=Role.SYS)
    effects = tuple(SaveCase(case=each, events=(entry,)) for each in closed)
    return Decision(outcome=Outcome.CASE_EVENT, rule="r", reason="r", effects=effects)


def _closed(number: int, reason: CloseReason = CloseReason.CONFIRMADO) -> Case:
    return child(number, State.CERRADO, close_reason=reason, closed_at=TOLD)


@pytest.mark.parametrize(
    ("mother", "closing", "others", "ends"),
    [
        (_solved(), (_closed(1),), (_closed(2),), CloseReason.CONFIRMADO),
        (_solved(), (_closed(1), _closed(2)), (), CloseReason.CONFIRMADO),
        (
            _solved(), (_closed(1),), (_closed(2, CloseReason.ACEPTACION_TACITA),),
            CloseReason.ACEPTACION_TACITA,
        ),
        (_solved(), (_closed(1),), (child(2, State.RESUELTO),), None),
        (_solved(), (_closed(1),), (child(2),), None),
        (parent(), (_closed(1),), (_closed(2),), None),
    ],
)  # fmt: skip
def test_the_parent_ends_with_its_last_child(
    mother: Case, closing: tuple[Case, ...], others: tuple[Case, ...], ends: CloseReason | None
) -> None:
    before = tuple(child(1 + n, State.RESUELTO) for n in range(len(closing)))
    decision = _closing(*closing)
    assert parents_to_ask(decision) == (PARENT,)
    families = {PARENT: Family(parent=mother, children=(*before, *others))}
    ended = with_parents(decision, families, POLICY)
    after = saved(ended)
    left = {each.service_number for each in ended.rests_on}
    assert left == {each.service_number for each in (*others, *(() if ends else (mother,)))}
    if ends is None:
        assert PARENT not in after
    else:
        assert after[PARENT].state is State.CERRADO
        assert (after[PARENT].close_reason, after[PARENT].survey) == (ends, None)


def test_a_decision_that_closes_no_child_asks_for_no_parent() -> None:
    decision = _closing(child(1, State.RESUELTO), incident(2, "", state=State.CERRADO))
    assert parents_to_ask(decision) == ()
    assert with_parents(decision, {}, POLICY) is decision


def test_a_case_that_is_not_closed_ends_nothing() -> None:
    assert after_child_closed(child(1), _solved(), (), POLICY) is None


def test_a_parent_that_is_closed_by_hand_asks_nobody_for_his_opinion() -> None:
    view = _view(children=(child(1, State.CERRADO),))
    decision = say("cl1", '[CERRADO motivo="fue un error"]', parent(), view)
    assert saved(decision)[PARENT].state is State.CERRADO
    assert result(decision).text == "El incidente masivo quedó cerrado."
    assert mails(decision) == []


@pytest.mark.parametrize("state", [State.EN_PROGRESO, State.RESUELTO])
def test_a_parent_whose_users_still_wait_is_not_closed(state: State) -> None:
    view = _view(children=(child(1, state), child(2, State.CERRADO)))
    decision = say("cl1", '[CERRADO motivo="fue un error"]', _solved(), view)
    assert not result(decision).ok
    assert "tiene 1 caso sin cerrar" in result(decision).text
    assert "[RESPONDER MASIVO]" in result(decision).text
    assert saved(decision)[PARENT].state is State.RESUELTO
