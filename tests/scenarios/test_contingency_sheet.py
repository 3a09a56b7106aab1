"""S39: the ten-column sheet goes out, is filled in while the tool is down, and comes back in."""

import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from mailbot.pipeline.process import link_files
from mailbot.pipeline.sheet_reading import read_sheet
from mailbot.routines.trials import TRIALS
from tests.scenarios.letters import BOX, HOUSE, Letter
from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import Advisor, is_refused

TEN = [
    "ID del caso (SERV o INC)", "Nombre del solicitante", "Identificación del usuario",
    "Usuario SIIF", "Código y nombre de Entidad", "Correo electrónico de contacto",
    "Teléfono de contacto", "Ciudad", "Descripción detallada del caso", "Estado",
]  # fmt: skip
NEW_ROWS = (
    (None, "Rosa Gil Peña", 1032456789.0, "RGIL", "04-02-00 DANE", "rosa@dane.test", 3105550199,
     "Bogotá", "No abre la consulta de apropiaciones.", "Abierto"),
    ("SERV-2026-C0001", "Pedro Salas", None, None, "36-02-00 SENA", "pedro@sena.test", None, None,
     "No puede firmar la obligación 4471.", None),
)  # fmt: skip


def export(line: ScenarioLine, who: Advisor, tag: str = "[EXPORTAR CONTINGENCIA]") -> Workbook:
    who.does(tag)
    letter = next(letter for letter in line.fresh if letter.code == "M-24")
    return load_workbook(BytesIO(file_of(letter)))


def file_of(letter: Letter) -> bytes:
    return next(letter.message.iter_attachments()).get_payload(decode=True)


def filled(book: Workbook, *changes) -> bytes:
    """The exported book with the changes that people made in it, as Excel saves it."""
    sheet = book.worksheets[0]
    for change in changes:
        change(sheet)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_new_rows(sheet) -> None:
    for row in NEW_ROWS:
        sheet.append(row)


def with_state(number: str, state: str):
    def change(sheet) -> None:
        row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == number)
        row[9].value = state

    return change


def tries(who: Advisor, content: bytes) -> Letter:
    """Mail with a sheet to be tried; the receipt."""
    return who.says("[IMPORTAR]", files=[("hoja.xlsx", content)])


def code_in(receipt: Letter) -> str:
    return receipt.words.split("IMPORTAR CONFIRMAR ")[1].split("]")[0]


@pytest.fixture
def sheet(line: ScenarioLine) -> bytes:
    """The exported sheet with two new rows and one changed state."""
    line.at("Tue 24-Nov-2026 09:12")
    case = line.marta.asks()
    return filled(export(line, line.cl1), with_new_rows, with_state(case.number, "Cerrado"))


def test_s39_the_sheet_has_the_ten_columns_in_order(line: ScenarioLine):
    line.at("Tue 24-Nov-2026 09:12")
    case = line.marta.asks()
    rows = [[cell.value for cell in row] for row in export(line, line.cl1).worksheets[0].rows]
    assert rows[0][:10] == TEN
    assert rows[1][0] == case.number
    assert rows[1][1:4] == ["Marta Ruiz", None, "MRUIZ"]
    assert rows[1][4:6] == ["24-02-00 Instituto Nacional de Vías", "marta@invias.test"]
    assert rows[1][9] == "Abierto"


def test_s39_a_trial_changes_nothing(line: ScenarioLine, sheet: bytes):
    before = line.queue()
    receipt = tries(line.cl1, sheet)
    assert line.queue() == before
    assert receipt.subject == "Prueba de la hoja: nada cambió todavía"
    assert "2 filas crean un caso" in receipt.words
    assert "1 fila está en conflicto" in receipt.words
    assert "la hoja dice Cerrado y el caso está en Abierto" in receipt.words
    rows = list(load_workbook(BytesIO(file_of(receipt))).worksheets[0].values)
    assert [row[2] for row in rows[1:]] == ["Conflicto", "Se crea", "Se crea"]


def test_s39_confirming_creates_the_new_cases_and_leaves_the_conflict(
    line: ScenarioLine, sheet: bytes
):
    [known] = line.every_case()
    code = code_in(tries(line.cl1, sheet))
    receipt = line.cl1.does(f"[IMPORTAR CONFIRMAR {code}]")
    fresh = {case.service_number: case for case in line.every_case()[1:]}
    assert list(fresh) == ["SERV-2026-000002", "SERV-2026-C0001"]
    rosa = fresh["SERV-2026-000002"]
    assert rosa.requester["phone"] == "3105550199"
    assert rosa.requester["executing_unit"] == "04-02-00"
    assert (rosa.state, rosa.channel, rosa.group) == ("Abierto", "llamada", "N1")
    assert "Importado de la hoja de contingencia" in rosa.story
    assert known.state == "Abierto"
    assert "SERV-2026-000002" in receipt.words
    assert [letter.to for letter in line.fresh if letter.code == "M-02"] == [
        ["rosa@dane.test"], ["pedro@sena.test"],
    ]  # fmt: skip


def test_s39_the_same_file_a_second_time_changes_nothing(line: ScenarioLine, sheet: bytes):
    tries(line.cl1, sheet)
    line.cl1.does("[IMPORTAR CONFIRMAR]")
    before = [case.record for case in line.every_case()]
    receipt = tries(line.cl1, sheet)
    assert "No hay nada que importar" in receipt.words
    assert [case.record for case in line.every_case()] == before


@pytest.mark.parametrize("own", [BOX, BOX.replace("@", "+cierre@"), f"ana@{HOUSE}"])
def test_the_line_is_nobodys_requester_under_any_of_its_addresses(line: ScenarioLine, own: str):
    row = (None, "Rosa Gil", None, "RGIL", "04-02-00 DANE", own, None, None, "No abre.", None)
    line.at("Mon 7-Dec-2026 09:00")
    book = export(line, line.cl1)
    receipt = tries(line.cl1, filled(book, lambda sheet: sheet.append(row)))
    rows = list(load_workbook(BytesIO(file_of(receipt))).worksheets[0].values)
    assert "es de la línea" in str(rows[-1])


def test_a_sheet_is_kept_for_its_trial_alone(line: ScenarioLine, sheet: bytes):
    code = code_in(tries(line.cl1, sheet))
    desk = line.road.simulated.line.desk
    digest = hashlib.sha256(sheet).hexdigest()
    TRIALS.run(desk, line.now, line.now)
    link_files(desk)
    assert desk.store.files.has(digest)
    line.cl1.does(f"[IMPORTAR CONFIRMAR {code}]")
    TRIALS.run(desk, line.now, line.now)
    link_files(desk)
    assert not desk.store.files.has(digest)
    assert "sirve una sola vez" in line.cl1.says(f"[IMPORTAR CONFIRMAR {code}]").words


def test_a_code_works_once(line: ScenarioLine, sheet: bytes):
    code = code_in(tries(line.cl1, sheet))
    line.cl1.does(f"[IMPORTAR CONFIRMAR {code}]")
    assert is_refused(line.cl1.says(f"[IMPORTAR CONFIRMAR {code}]"))
    assert len(line.every_case()) == 3


def test_without_a_code_a_trial_of_the_last_24_hours_is_wanted(line: ScenarioLine, sheet: bytes):
    assert is_refused(line.cl1.says("[IMPORTAR CONFIRMAR]"))
    tries(line.cl1, sheet)
    line.at("Wed 25-Nov-2026 09:13")
    assert is_refused(line.cl1.says("[IMPORTAR CONFIRMAR]"))
    assert len(line.every_case()) == 1


def test_two_trials_need_the_code(line: ScenarioLine, sheet: bytes):
    codes = [code_in(tries(line.cl1, sheet)) for _ in range(2)]
    receipt = line.cl1.says("[IMPORTAR CONFIRMAR]")
    assert is_refused(receipt)
    assert all(code in receipt.words for code in codes)


@pytest.mark.parametrize("who", ["bo", "her", "cl23", "nora"])
def test_only_the_coordinator_of_the_line_imports(line: ScenarioLine, sheet: bytes, who: str):
    assert is_refused(tries(getattr(line, who), sheet))


def test_a_sheet_is_no_file_of_the_case_in_whose_thread_it_came(line: ScenarioLine, sheet: bytes):
    [case] = line.every_case()
    line.cl1.does("[IMPORTAR]", on=case, files=[("hoja.xlsx", sheet)])
    assert case.file_names == [f"{case.number}_01_pantalla.png"]


class TestWhoSeesIdentifications:
    @pytest.fixture
    def line(self, line: ScenarioLine) -> ScenarioLine:
        line.at("Tue 24-Nov-2026 09:12")
        line.marta.asks("Mi cédula es 52.444.321 y no puedo entrar a la obligación 18.")
        return line

    @pytest.mark.parametrize(
        ("who", "identification"),
        [("cl1", "52444321"), ("bo", "52444321"), ("her", "52444321"), ("cl23", "***4321")],
    )
    def test_the_ten_columns_show_it_to_who_needs_it(self, line, who: str, identification: str):
        book = export(line, getattr(line, who))
        assert book.worksheets[0]["C2"].value == identification
        assert ("52.444.321" in book.worksheets[0]["I2"].value) == (who != "cl23")

    def test_the_list_of_cases_never_does(self, line):
        book = export(line, line.cl1, "[EXPORTAR CASOS]")
        cells = [str(value) for row in book.worksheets[0].values for value in row]
        assert not any("4321" in cell for cell in cells)


def test_an_export_holds_what_its_filters_say(line: ScenarioLine):
    line.at("Tue 24-Nov-2026 09:12")
    line.marta.asks()
    incident = line.incident(line.user("Pedro Salas", "pedro@sena.test"), module="CON")
    book = export(line, line.cl23, "[EXPORTAR CASOS modulo=CON]")
    assert [row[0] for row in book.worksheets[0].values][1:] == [incident.number]


def test_what_cannot_be_exported_is_named(line: ScenarioLine):
    line.at("Tue 24-Nov-2026 09:12")
    receipt = line.cl1.says("[EXPORTAR FACTURAS]")
    assert is_refused(receipt)
    assert "CONTINGENCIA, CASOS, ACOMPANAMIENTOS o FAQ" in receipt.words


def test_nothing_waits_while_a_sheet_is_read(line: ScenarioLine, sheet: bytes):
    """One of thousands of rows takes seconds; cases are decided about meanwhile."""
    real = line.road.simulated.line.desk
    waited = []

    def read(*given):
        waited.append(real.deciding.locked())
        return read_sheet(*given)

    line.road.simulated.line = replace(
        line.road.simulated.line, desk=replace(real, read_sheet=read)
    )
    code = code_in(tries(line.cl1, sheet))
    line.cl1.does(f"[IMPORTAR CONFIRMAR {code}]")
    assert waited == [False, False]
    none_of_ours = filled(Workbook(), lambda it: it.append(["Rosa Gil"]))
    assert is_refused(tries(line.cl1, none_of_ours))
    assert waited == [False, False, False]
