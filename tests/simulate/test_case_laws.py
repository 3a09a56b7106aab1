"""Each law on cases finds what was planted, and finds nothing on a sound case."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.vocabulary import CloseReason, Group, State
from mailbot.rules import moves
from mailbot.rules.commands.tags import Tag
from mailbot.rules.policy import Policy
from mailbot.simulate.checks.case_laws import Change, history_faults, standing_faults
from mailbot.simulate.house import house
from tests.simulate.conftest import MARIA, at

POLICY = Policy.from_config(house(Path("unused")))
NEW = moves.opened(
    Case(
        service_number="SERV-2026-000001",
        requester=Requester(email=MARIA.address),
        opened_at=at("08:00"),
    ),
    POLICY,
)
WAITING = moves.moved(
    NEW, at("08:00"), POLICY, state=State.PENDIENTE_CLIENTE, wait_started_at=at("08:00"),
    client_wait_until=at("12:00"),
)  # fmt: skip
CLOSED = moves.moved(
    NEW, at("09:00"), POLICY, state=State.CERRADO, closed_at=at("09:00"),
    close_reason=CloseReason.SOLUCION_N1,
)  # fmt: skip


@pytest.mark.parametrize("case", [NEW, WAITING, CLOSED], ids=["new", "waiting", "closed"])
def test_a_sound_case_breaks_no_law(case: Case) -> None:
    assert list(standing_faults(case, POLICY)) == []


PLANTED: tuple[tuple[Case, dict[str, Any], str], ...] = (
    (NEW, {"due_at": None}, "no tiene vencimiento"),
    (NEW, {"stints": ()}, "no tiene intervalos"),
    (NEW, {"opened_at": at("07:00")}, "no empieza con el caso"),
    (NEW, {"state": State.EN_PROGRESO}, "no es el caso de ahora"),
    (NEW, {"stints": (replace(NEW.stints[0], end=at("09:00")),)}, "está cerrado"),
    (NEW, {"client_wait_until": at("12:00")}, "conserva un plazo para el usuario"),
    (NEW, {"confirmation_until": at("12:00")}, "conserva un plazo de confirmación"),
    (NEW, {"closed_at": at("12:00")}, "cerrado"),
    (NEW, {"related": ("SERV-2026-000001",)}, "consigo mismo"),
    (WAITING, {"client_wait_until": None}, "sin plazo para el usuario"),
    (WAITING, {"due_at": at("12:00")}, "no corre el tiempo"),
    (CLOSED, {"close_reason": None}, "por None"),
)


@pytest.mark.parametrize(("case", "planted", "found"), PLANTED)
def test_a_planted_fault_is_found(case: Case, planted: dict[str, Any], found: str) -> None:
    assert any(found in fault for fault in standing_faults(replace(case, **planted), POLICY))


def test_intervals_that_leave_a_gap_are_found() -> None:
    first, second = CLOSED.stints
    late = replace(second, start=second.start + timedelta(minutes=5))
    faults = list(standing_faults(replace(CLOSED, stints=(first, late)), POLICY))
    assert any("no se tocan" in fault for fault in faults)


@pytest.mark.parametrize(
    ("state", "group", "found"),
    [
        (State.RESUELTO, Group.N1, "sin plazo de confirmación"),
        (State.PENDIENTE_PROVEEDOR, Group.N1, "nadie lo tiene"),
        (State.PENDIENTE_HALLAZGO, Group.N1, "sin número"),
        (State.PENDIENTE_AJUSTE, Group.N1, "sin número"),
        (State.EN_PROGRESO, Group.N2F, "no es incidente"),
    ],
)
def test_a_state_without_what_belongs_to_it_is_found(
    state: State, group: Group, found: str
) -> None:
    case = moves.moved(NEW, at("09:00"), POLICY, state=state, group=group)
    assert any(found in fault for fault in standing_faults(case, POLICY))


TAKEN = Change(source=State.ABIERTO, target=State.EN_PROGRESO)
SOLVED = Change(source=State.EN_PROGRESO, target=State.CERRADO)
ADJUSTED = Change(source=State.ABIERTO, target=State.PENDIENTE_AJUSTE)


@pytest.mark.parametrize(
    ("changes", "now", "found"),
    [
        ([], State.ABIERTO, ""),
        ([TAKEN, SOLVED], State.CERRADO, ""),
        ([SOLVED], State.CERRADO, "y estaba en Abierto"),
        ([TAKEN], State.CERRADO, "la historia termina en"),
        ([ADJUSTED], State.PENDIENTE_AJUSTE, "no está en"),
    ],
)
def test_changes_of_state_are_those_of_the_table(
    changes: list[Change], now: State, found: str
) -> None:
    faults = list(history_faults(changes, now))
    assert any(found in fault for fault in faults) if found else faults == []


@pytest.mark.parametrize(
    ("source", "rule", "allowed"),
    [
        (State.PENDIENTE_CLIENTE, Tag.RESPONDER_MASIVO, True),
        (State.PENDIENTE_CLIENTE, "T12", False),
        (State.CERRADO, Tag.RESPONDER_MASIVO, False),
    ],
)
def test_the_answer_to_a_mass_incident_answers_each_of_its_cases(
    source: State, rule: str, allowed: bool
) -> None:
    solved = Change(source=source, target=State.RESUELTO, rule=rule)
    assert list(history_faults([solved], State.RESUELTO, begins=source)) is not allowed
