"""The head explained column by column, and what cells say however Excel left them."""

from datetime import datetime, timedelta

import pytest

from mailbot.model.vocabulary import Channel, State
from mailbot.parsers.table_file import Formula, Grid, Merged
from mailbot.rules.contingency_sheet.columns import TITLES
from mailbot.rules.contingency_sheet.rows import WrongSheet, read_rows
from mailbot.rules.contingency_sheet.values import Fact
from tests.rules.contingency_sheet.sheets import BOGOTA, HEAD, NOW, ROSA, cells, read


def refusal(*head, above: int = 0) -> str:
    rows = (*(("Línea de soporte",),) * above, tuple(head))
    with pytest.raises(WrongSheet) as wrong:
        read_rows((Grid(title="Hoja1", rows=rows),), NOW, BOGOTA)
    return str(wrong.value)


class TestHead:
    def test_the_ten_titles_are_the_procedures_own(self):
        assert TITLES == (
            "ID del caso (SERV o INC)", "Nombre del solicitante", "Identificación del usuario",
            "Usuario SIIF", "Código y nombre de Entidad", "Correo electrónico de contacto",
            "Teléfono de contacto", "Ciudad", "Descripción detallada del caso", "Estado",
        )  # fmt: skip

    @pytest.mark.parametrize("above", [0, 1, 9])
    def test_it_may_stand_within_the_first_ten_rows(self, above: int):
        rows = (*((f"Título {n}",) for n in range(above)), HEAD, cells(**ROSA))
        (row,) = read_rows((Grid(title="x", rows=rows),), NOW, BOGOTA)
        assert row.place == above + 2

    def test_further_down_it_is_not_looked_for(self):
        assert "primeras 10 filas" in refusal(*TITLES, above=10)

    def test_case_accents_and_blanks_make_no_difference(self):
        head = tuple(f" {title.upper().replace('Ó', 'O')}: " for title in TITLES)
        assert len(read_rows((Grid(title="x", rows=(head, cells(**ROSA))),), NOW, BOGOTA)) == 1

    def test_the_sheet_that_has_it_is_found_among_others(self):
        other = Grid(title="Resumen", rows=(("Total", 3),))
        found = read_rows((other, Grid(title="x", rows=(HEAD, cells(**ROSA)))), NOW, BOGOTA)
        assert len(found) == 1

    def test_a_wrong_title_is_named_with_its_column(self):
        told = refusal(*TITLES[:2], "Cédula", *TITLES[3:])
        assert "Columna C: dice «Cédula» y debe decir «Identificación del usuario»." in told
        assert told.count("Columna") == 1

    def test_titles_that_changed_places_say_where_they_are(self):
        told = refusal(*TITLES[:8], "Estado", "Descripción detallada del caso")
        assert "Columna I: dice «Estado»" in told
        assert "(ese título está en la columna J)" in told

    def test_a_column_that_is_missing_is_said_to_be_empty(self):
        assert "Columna J: está vacía y debe decir «Estado»." in refusal(*TITLES[:9])

    def test_another_table_gets_all_ten_titles_told(self):
        assert "; ".join(TITLES) in refusal("Fecha", "Valor", "Total")


class TestCells:
    @pytest.mark.parametrize(
        ("fact", "name", "value", "text"),
        [
            (Fact.IDENTIFICATION, "identification", 1032456789.0, "1032456789"),
            (Fact.PHONE, "phone", 3105550199, "3105550199"),
            (Fact.NAME, "name", "  Rosa\u00a0Gil ", "Rosa Gil"),
            (Fact.DESCRIPTION, "description", "uno_x000D_\ndos", "uno\ndos"),
            (Fact.DESCRIPTION, "description", Formula("=1+1"), "=1+1"),
            (Fact.DESCRIPTION, "description", "-x @y", "-x @y"),
        ],
    )
    def test_they_are_the_text_that_people_see(self, fact: Fact, name: str, value, text: str):
        (row,) = read(cells(**{name: value}))
        assert row.written[fact] == text

    def test_rows_without_anything_are_none(self):
        assert [row.place for row in read(cells(), cells(**ROSA), cells(name="  "))] == [3]

    @pytest.mark.parametrize(
        ("value", "moment"),
        [
            (datetime(2026, 11, 24, 9, 12), "24 09:12"),  # noqa: DTZ001 Excel knows no zones.
            ("24/11/2026 09:12", "24 09:12"),
            ("2026-11-24 9:12", "24 09:12"),
            ("24/11/2026 2:30 p. m.", "24 14:30"),
            ("23/11/2026", "23 00:00"),
            (46350.5, "24 12:00"),
        ],
    )
    def test_a_date_is_read_however_it_is_written(self, value, moment: str):
        (row,) = read(cells(received=value))
        assert row.received_at is not None
        assert f"{row.received_at:%d %H:%M}" == moment
        assert row.received_at.tzinfo is BOGOTA

    @pytest.mark.parametrize(
        ("value", "why"),
        [
            ("ayer", "no se entiende «ayer»"),
            (3.5, "no se entiende"),
            ("25/11/2026", "está en el futuro"),
            ("23/11/2025", "pasa de un año"),
            ("31/02/2026", "no se entiende"),
        ],
    )
    def test_what_is_no_date_of_a_request_is_left_out_and_said(self, value, why: str):
        (row,) = read(cells(received=value))
        assert row.received_at is None
        assert why in row.doubts[0]

    @pytest.mark.parametrize("written", [*State, "EN PROGRESO", "pendiente cliente", " cerrada "])
    def test_a_state_is_known_by_its_name(self, written: str):
        (row,) = read(cells(state=written))
        assert row.state is not None
        assert not row.faults

    def test_another_word_is_no_state(self):
        (row,) = read(cells(state="En trámite"))
        assert "«En trámite» no es un estado" in row.faults[0]

    def test_people_called_unless_the_sheet_says_how_they_came(self):
        rows = read(cells(name="a"), cells(channel="Presencial"), cells(channel="fax"))
        assert [row.channel for row in rows] == [
            Channel.LLAMADA, Channel.PRESENCIAL, Channel.LLAMADA,
        ]  # fmt: skip
        assert "«fax» no es un canal" in rows[2].doubts[0]

    @pytest.mark.parametrize(
        ("written", "number"),
        [("inc 2026 3", "INC-2026-000003"), ("SERV-2026-C0001", "SERV-2026-C0001"), (None, "")],
    )
    def test_a_number_is_read_as_everywhere(self, written, number: str):
        (row,) = read(cells(id=written, name="x"))
        assert (row.number, row.faults) == (number, ())

    @pytest.mark.parametrize("written", ["hola", "=A1", "SERV-2026-000001 e INC-2026-000001"])
    def test_what_is_no_number_of_one_case_is_a_fault(self, written: str):
        (row,) = read(cells(id=written))
        assert row.faults

    def test_a_formula_is_said_to_be_one(self):
        (row,) = read(cells(city=Formula('=HYPERLINK("http://x")')))
        assert row.doubts == ("Ciudad: es una fórmula y se toma como texto, sin calcularla.",)


class TestJoinedCells:
    rows = (cells(**ROSA), cells(name="Pedro"), cells(name="Ana"))

    def test_a_cell_counts_for_all_rows_that_it_spans(self):
        found = read(*self.rows, merged=(Merged(2, 5, 4, 5),))
        assert [row.written[Fact.ENTITY] for row in found] == ["04-02-00 DANE"] * 3

    def test_one_number_for_several_rows_is_a_fault_in_each(self):
        rows = (cells(**ROSA, id="SERV-2026-C0001"), *self.rows[1:])
        found = read(*rows, merged=(Merged(2, 1, 3, 1),))
        assert [bool(row.faults) for row in found] == [True, True, False]

    def test_a_title_above_the_head_joins_nothing(self):
        grid = Grid(
            title="x", rows=(("Casos",), HEAD, cells(**ROSA)), merged=(Merged(1, 1, 1, 10),)
        )
        (row,) = read_rows((grid,), NOW, BOGOTA)
        assert not row.faults

    def test_a_range_that_reaches_past_the_end_costs_nothing(self):
        assert len(read(*self.rows, merged=(Merged(2, 5, 1_048_576, 5),))) == 3


def test_a_request_of_an_hour_ago_counts_from_then():
    (row,) = read(cells(received=f"{NOW - timedelta(hours=1):%d/%m/%Y %H:%M}"))
    assert row.received_at == NOW - timedelta(hours=1)
