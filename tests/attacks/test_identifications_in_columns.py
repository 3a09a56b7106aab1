"""A number of identification that its person wrote where another fact belongs (§16.14)."""

from dataclasses import replace

import pytest

from mailbot.model.case import Case, Requester
from mailbot.model.masking import HIDDEN
from mailbot.model.vocabulary import CaseType, Role
from mailbot.rules.contingency_sheet.columns import facts_masked
from mailbot.rules.contingency_sheet.export import EXPORTS, Ask
from tests.rules.timed import MARTA, POLICY, at, service

OWN, OTHERS = "52444321", "1.052.345.678"
HONEST = {
    "name": "Marta Ruiz", "siif_user": "MHmruiz", "executing_unit": "24-02-00-005-910110",
    "entity": "Instituto Nacional de Vías NIT 800215807", "phone": "310 123 4567", "city": "Bogotá",
}  # fmt: skip


def asked_by(**facts: str) -> Case:
    person = Requester(email=MARTA, identification=OWN, **{**HONEST, **facts})
    case = service(
        "2026-12-07 09:00", requester=person, attendees="Ana Paz", type=CaseType.CAPACITACION
    )
    return replace(case, description="No abre.")


def cells(case: Case, export: str, role: Role) -> str:
    ask = Ask(role=role, policy=POLICY, made=at("2026-12-08 09:00"))
    first = EXPORTS[export].make((case,), ask)[0]
    return " ".join(str(cell) for row in first.rows for cell in row)


@pytest.mark.parametrize("fact", HONEST)
@pytest.mark.parametrize("number", [OWN, "52.444.321", OTHERS, "CC 52987654", "52987654"])
@pytest.mark.parametrize("export", EXPORTS)
def test_it_is_masked_in_whatever_column_it_stands(fact: str, number: str, export: str):
    case = asked_by(**{fact: number})
    shown = "".join(filter(str.isdigit, cells(case, export, Role.CL23)))
    assert "".join(filter(str.isdigit, number)) not in shown
    detail = "".join(filter(str.isdigit, " ".join(facts_masked(case))))
    assert "".join(filter(str.isdigit, number)) not in detail


@pytest.mark.parametrize("role", [Role.CL1, Role.BO, Role.HERR])
def test_who_needs_it_in_the_ten_columns_reads_what_was_written(role: Role):
    assert f"Marta {OWN}" in cells(asked_by(name=f"Marta {OWN}"), "contingencia", role)


@pytest.mark.parametrize(
    "phone", ["3811700", "381 1700", "3101234567", "(601) 381 1700", "+57 310 123 4567"]
)
def test_a_telephone_stays_also_one_without_its_prefix(phone: str):
    """An advisor calls it; seven figures that begin as landlines do are one."""
    name, number, login, entity, email, shown, city = facts_masked(asked_by(phone=phone))
    assert (shown, number, email) == (phone, "***4321", MARTA)
    assert (name, login, city) == ("Marta Ruiz", "MHmruiz", "Bogotá")
    assert entity == f"{HONEST['executing_unit']} {HONEST['entity']}"


@pytest.mark.parametrize("phone", ["1234567", "9123456", "52987654", "1052345678"])
def test_what_no_telephone_begins_with_is_masked_there(phone: str):
    assert facts_masked(asked_by(phone=phone))[5] == HIDDEN


def test_seven_figures_that_are_the_persons_own_number_are_no_telephone():
    case = asked_by(phone="3811700")
    own = replace(case.requester, identification="3811700")
    assert facts_masked(replace(case, requester=own))[5] == HIDDEN
