"""What becomes of each row: made, filled in, left as it is, a conflict or a fault (R29)."""

from dataclasses import replace

import pytest

from mailbot.model.case import Case
from mailbot.model.vocabulary import State
from mailbot.rules.contingency_sheet.plan import RowResult
from mailbot.rules.contingency_sheet.values import Fact
from tests.rules.contingency_sheet.sheets import CASE, ROSA, cells, plan, step


def results(*rows, cases: tuple[Case, ...] = ()) -> list[RowResult]:
    return [each.result for each in plan(*rows, cases=cases).steps]


class TestNewRows:
    def test_a_row_without_a_number_makes_a_case(self):
        made = step(**ROSA)
        assert (made.result, made.number) == (RowResult.CREATE, "")
        assert made.facts == {
            Fact.NAME: "Rosa Gil", Fact.IDENTIFICATION: "1032456789", Fact.SIIF_USER: "RGIL",
            Fact.UNIT: "04-02-00", Fact.ENTITY: "DANE", Fact.EMAIL: "rosa@dane.test",
            Fact.PHONE: "310 555 0199", Fact.CITY: "Bogotá", Fact.DESCRIPTION: ROSA["description"],
        }  # fmt: skip

    def test_a_number_of_the_contingency_is_kept(self):
        assert step(**ROSA, id="SERV-2026-C0001").number == "SERV-2026-C0001"

    @pytest.mark.parametrize("number", ["SERV-2026-000999", "INC-2026-000999", "INC-2026-C0001"])
    def test_another_unknown_number_is_a_fault(self, number: str):
        assert step(**ROSA, id=number).result is RowResult.FAULT

    @pytest.mark.parametrize("lacking", ["email", "description"])
    def test_without_its_address_or_its_matter_it_is_a_fault(self, lacking: str):
        made = step(**{**ROSA, lacking: None})
        assert made.result is RowResult.FAULT
        assert made.why.startswith("Falta")

    @pytest.mark.parametrize(
        ("name", "value", "why"),
        [
            ("identification", "1,032E+09", "se perdieron dígitos"),
            ("identification", "abc", "de 5 a 11 dígitos"),
            ("identification", "***6789", "viene oculta"),
            ("phone", "1E9", "se perdieron dígitos"),
            ("phone", "no sabe", "no es un teléfono"),
            ("user", "Rosa Gil", "no es un usuario"),
            ("name", "12345", "no es un nombre"),
        ],
    )
    def test_a_value_that_cannot_be_read_is_left_out_and_said(self, name, value, why: str):
        made = step(**{**ROSA, name: value})
        assert made.result is RowResult.CREATE
        assert why in made.why

    def test_the_digits_of_an_identification_in_the_wrong_column_are_not_repeated(self):
        assert "1032456789" not in step(**{**ROSA, "email": 1032456789}).why

    def test_the_lines_own_people_are_nobodys_requester(self):
        (made,) = plan(cells(**ROSA), why_nobodys="Correo: {} es de la línea.".format).steps
        assert (made.result, "es de la línea" in made.why) == (RowResult.FAULT, True)

    @pytest.mark.parametrize(
        ("state", "why"),
        [("Cerrado", "Se registra cerrado"), ("Trabajo en Progreso", "Queda en Abierto")],
    )
    def test_what_its_state_comes_to_is_said(self, state: str, why: str):
        assert why in step(**ROSA, state=state).why

    def test_the_same_row_twice_makes_one_case(self):
        assert results(cells(**ROSA), cells(**ROSA)) == [RowResult.CREATE, RowResult.FAULT]

    def test_the_same_number_twice_is_taken_once(self):
        other = {**ROSA, "description": "Otra cosa."}
        rows = (cells(**ROSA, id="SERV-2026-C0001"), cells(**other, id="SERV-2026-C0001"))
        assert results(*rows) == [RowResult.CREATE, RowResult.FAULT]


class TestKnownCases:
    def test_what_an_export_wrote_changes_nothing(self):
        assert step(CASE, **ROSA, id=CASE.number, state="Abierto").result is RowResult.SAME

    @pytest.mark.parametrize("number", CASE.numbers)
    def test_both_numbers_name_it(self, number: str):
        assert step(CASE, id=number).case is CASE

    def test_empty_cells_say_nothing(self):
        assert step(CASE, id=CASE.number).result is RowResult.SAME

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("name", "Rosa  GIL"), ("identification", 1032456789), ("phone", 3105550199.0),
            ("entity", "040200 Dane"), ("entity", "DANE"), ("email", "Rosa@DANE.test"),
            ("description", "No abre la\nconsulta de  apropiaciones"),
            ("identification", "***6789"),
        ],
    )  # fmt: skip
    def test_how_it_is_written_makes_no_difference(self, name: str, value):
        assert step(CASE, id=CASE.number, **{name: value}).result is RowResult.SAME

    @pytest.mark.parametrize(
        ("name", "value", "why"),
        [
            ("state", "Cerrado", "la hoja dice Cerrado y el caso está en Abierto"),
            ("name", "Rosa Peña", "la hoja dice «Rosa Peña» y el caso «Rosa Gil»"),
            ("phone", "3105550100", "Teléfono"),
            ("entity", "13-01-01 Hacienda", "Unidad ejecutora"),
            ("identification", "52444321", "la hoja dice otra (***4321; el caso, ***6789)"),
        ],
    )
    def test_what_differs_is_a_conflict(self, name: str, value: str, why: str):
        found = step(CASE, id=CASE.number, **{name: value})
        assert found.result is RowResult.CONFLICT
        assert why in found.why

    def test_a_conflict_holds_back_the_whole_row(self):
        case = replace(CASE, requester=replace(CASE.requester, city=""))
        found = step(case, id=CASE.number, city="Tunja", state="Cerrado")
        assert (found.result, found.facts) == (RowResult.CONFLICT, {})

    def test_what_was_empty_is_filled_in(self):
        case = replace(CASE, requester=replace(CASE.requester, city="", phone=""))
        found = step(case, id=CASE.number, city="Tunja", phone=3105550199)
        assert found.result is RowResult.FILL
        assert found.facts == {Fact.CITY: "Tunja", Fact.PHONE: "3105550199"}

    def test_a_closed_case_is_not_filled_in(self):
        case = replace(CASE, state=State.CERRADO, requester=replace(CASE.requester, city=""))
        found = step(case, id=CASE.number, city="Tunja")
        assert (found.result, "está cerrado" in found.why) == (RowResult.SAME, True)

    def test_an_open_case_of_the_same_person_and_matter_is_the_same(self):
        found = step(CASE, **ROSA)
        assert (found.result, found.number) == (RowResult.SAME, CASE.number)

    def test_the_same_matter_of_a_closed_case_is_a_new_one(self):
        assert step(replace(CASE, state=State.CERRADO), **ROSA).result is RowResult.CREATE

    def test_what_was_brought_in_before_is_known_though_closed_and_corrected(self):
        made = step(**ROSA)
        case = replace(
            CASE, state=State.CERRADO, description="Corregida", handled=(made.key,)
        )  # fmt: skip
        assert step(case, **ROSA).result is RowResult.SAME
