"""What [EXPORTAR] gives to whom, and the tables that mails with lists carry."""

from dataclasses import replace

import pytest

from mailbot.model.decision import Send
from mailbot.model.listing import CaseFilter, line_of
from mailbot.model.sheets import Sheet
from mailbot.model.vocabulary import CaseType, Group, Level, Role, State
from mailbot.rules.case_table import with_table
from mailbot.rules.contingency_sheet.export import EXPORTS, Ask, accepts
from mailbot.rules.policy import Policy
from tests.rules.contingency_sheet.sheets import CASE, NOW
from tests.rules.mails import STAFF, line_config

POLICY = Policy.from_config(line_config())
TRAINING = replace(
    CASE, type=CaseType.ACOMPANAMIENTO, topics="Cupo PAC",
    attendees="Luis Quintero, C.C. 79.555.123\nDiana Torres 52444321",
)  # fmt: skip


def table(what: str, role: Role, case=CASE) -> Sheet:
    ask = Ask(role=role, policy=POLICY, made=NOW)
    return EXPORTS[what].make((case,), ask)[0]


def words(sheet: Sheet) -> str:
    return " ".join(str(cell) for row in sheet.rows for cell in row)


@pytest.mark.parametrize("what", EXPORTS)
def test_every_row_fills_its_columns(what: str):
    sheet = table(what, Role.CL23)
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)


@pytest.mark.parametrize(
    ("what", "role", "shown"),
    [
        ("contingencia", Role.CL1, True),
        ("contingencia", Role.BO, True),
        ("contingencia", Role.HERR, True),
        ("contingencia", Role.CL23, False),
        ("casos", Role.CL1, False),
        ("acompanamientos", Role.CL1, False),
    ],
)
def test_the_requesters_identification_is_shown_to_who_needs_it(what, role, *, shown: bool):
    case = replace(CASE, subject="Soy 1.032.456.789", description="Soy 1.032.456.789")
    told = words(table(what, role, case)).replace(".", "")
    assert ("1032456789" in told) is shown


@pytest.mark.parametrize("number", ["52 987 654", "1052345678", "52.987.654"])
def test_a_subject_shows_no_number_that_may_be_somebodys(number: str):
    case = replace(CASE, subject=f"Doc {number} no abre la orden de pago 184526")
    told = words(table("casos", Role.CL1, case))
    assert number not in told
    assert "184526" in told


def test_a_case_without_description_shows_its_subject_in_the_same_way():
    case = replace(CASE, description="", subject="Clave 52987654, orden de pago 184526")
    assert "Clave ••••••, orden de pago 184526" in words(table("contingencia", Role.CL23, case))
    assert case.subject in words(table("contingencia", Role.CL1, case))


@pytest.mark.parametrize(("role", "shown"), [(Role.CAP, True), (Role.CL1, False)])
def test_the_numbers_of_who_comes_are_for_capacitacion(role: Role, *, shown: bool):
    sheet = table("acompanamientos", role, TRAINING)
    assert [row[0] for row in sheet.rows] == [CASE.number] * 2
    told = words(sheet)
    assert ("79.555.123" in told, "52444321" in told) == (shown, shown)
    assert "Luis Quintero" in told
    assert "Diana Torres" in told


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (CaseFilter(), True),
        (CaseFilter(states=(State.ABIERTO,)), True),
        (CaseFilter(states=(State.CERRADO,)), False),
        (CaseFilter(level=Level.N1), True),
        (CaseFilter(level=Level.N2), False),
        (CaseFilter(groups=(Group.BO,)), False),
        (CaseFilter(assignee="x@y"), False),
        (CaseFilter(module="EPG"), False),
        (CaseFilter(entity="dane"), True),
        (CaseFilter(entity="04-02"), True),
        (CaseFilter(entity="sena"), False),
        (CaseFilter(overdue_at=NOW), False),
    ],
)
def test_a_filter_takes_what_it_names(wanted: CaseFilter, *, taken: bool):
    assert accepts(wanted, CASE) is taken


class TestTablesOfMails:
    line = line_of(
        replace(CASE, subject="Soy 1032456789", assignee=STAFF, due_at=NOW), "vuelve a Abierto"
    )

    @pytest.mark.parametrize("template", ["M-27", "M-28", "M-29", "M-30", "M-35", "M-36"])
    def test_a_list_goes_along_as_a_workbook(self, template: str):
        send = with_table(
            Send(template=template, to=("a@b",), facts={"rows": (self.line,)}), POLICY
        )
        ((sheet,),) = (enclosure.sheets for enclosure in send.enclosures)
        (row,) = sheet.rows
        assert row[0] == CASE.number
        assert row[4:6] == ("Soy ••••••", "Asesora")
        assert len(row) == len(sheet.columns)

    def test_what_ended_meanwhile_has_a_sheet_of_its_own(self):
        facts = {"rows": (self.line,), "ended": (self.line,)}
        send = with_table(Send(template="M-28", to=("a@b",), facts=facts), POLICY)
        assert [sheet.title for sheet in send.enclosures[0].sheets] == ["Casos", "Terminados"]

    @pytest.mark.parametrize(
        ("template", "facts"), [("M-27", {}), ("M-27", {"rows": ()}), ("M-44", {"rows": (line,)})]
    )
    def test_without_a_list_there_is_none(self, template: str, facts):
        send = Send(template=template, to=("a@b",), facts=facts)
        assert with_table(send, POLICY) is send
