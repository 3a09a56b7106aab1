"""LibreOffice opens the contingency sheet, saves it, and it still says the same."""

import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.documents.spreadsheet import workbook
from mailbot.model.case import Case, Requester
from mailbot.model.vocabulary import State
from mailbot.parsers.table_file import NotATable, read_table
from mailbot.rules.contingency_sheet.columns import contingency_sheets
from mailbot.rules.contingency_sheet.plan import RowResult, plan_import
from mailbot.rules.contingency_sheet.rows import SheetRow, read_rows

pytestmark = pytest.mark.programs

BOGOTA = ZoneInfo("America/Bogota")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=BOGOTA)
ROSA = Case(
    row=1,
    service_number="SERV-2026-000001",
    requester=Requester(
        email="rosa@dane.test", name="Rosa Gil Ñáñez", identification="0032456789",
        siif_user="RGIL", executing_unit="04-02-00", entity="DANE", phone="01 8000 910071",
        city="Bogotá",
    ),
    description="=1+1 no abre:\n\n- la consulta\n@hoy, «ayer» <b> & más",
    opened_at=NOW - timedelta(days=1),
    due_at=NOW,
)  # fmt: skip
CASES = (
    ROSA,
    replace(
        ROSA, row=2, service_number="SERV-2026-C0002", incident_number="INC-2026-000001",
        state=State.PENDIENTE_PROVEEDOR, due_at=None, description="1.032E9",
        requester=Requester(email="pedro@sena.test", name="Pedro"),
    ),
    replace(ROSA, row=3, service_number="SERV-2026-000003", state=State.CERRADO,
            description="x" * 5_000),
)  # fmt: skip


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheet as mailbot writes it."""
    path = tmp_path_factory.mktemp("hoja") / "contingencia.xlsx"
    sheets = contingency_sheets(CASES, {}, BOGOTA, NOW, identified=True)
    path.write_bytes(workbook(sheets, title="Hoja de contingencia", made=NOW))
    return path


def saved_as(path: Path, target: str) -> Path:
    """The file that LibreOffice makes of it."""
    program = shutil.which("soffice")
    assert program, "the tests need Debian's libreoffice-calc-nogui"
    into = path.parent / target.partition(":")[0]
    subprocess.run(
        [program, f"-env:UserInstallation=file://{path.parent / 'profile'}", "--headless",
         "--convert-to", target, "--outdir", str(into), str(path)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return into / f"{path.stem}.{target.partition(':')[0]}"


def rows_of(path: Path) -> tuple[SheetRow, ...]:
    return read_rows(read_table(path.read_bytes(), path.name), NOW, BOGOTA)


def test_what_libreoffice_saves_reads_back_as_it_was(exported: Path):
    again = rows_of(saved_as(exported, "xlsx:Calc MS Excel 2007 XML"))
    assert again == rows_of(exported)
    assert [row.received_at for row in again] == [case.opened_at for case in CASES]
    assert [step.result for step in plan_import(again, CASES).steps] == [RowResult.SAME] * 3


@pytest.mark.parametrize(
    ("target", "words"),
    [("ods", "OpenDocument"), ("xls:MS Excel 97", "formato anterior"), ("csv", "está en texto")],
)
def test_its_other_formats_are_refused_by_their_name(exported: Path, target: str, words: str):
    with pytest.raises(NotATable, match=words):
        rows_of(saved_as(exported, target))
