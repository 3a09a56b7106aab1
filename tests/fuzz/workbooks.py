"""Damaged contingency sheets: the sheet's own XML is damaged, and packed into a sound workbook."""

import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from mailbot.model.vocabulary import Role
from mailbot.parsers.table_file import NotATable, read_table
from mailbot.rules.contingency_sheet import report
from mailbot.rules.contingency_sheet.carry_out import Import, carry_out
from mailbot.rules.contingency_sheet.columns import CHANNEL, RECEIVED, TITLES
from mailbot.rules.contingency_sheet.plan import ImportPlan, plan_import
from mailbot.rules.contingency_sheet.rows import SheetRow, WrongSheet, read_rows
from mailbot.rules.policy import Policy
from tests.rules.mails import line_config

_POLICY = Policy.from_config(line_config())
_BOGOTA = ZoneInfo("America/Bogota")
_NOW = datetime(2026, 11, 24, 15, 0, tzinfo=_BOGOTA)
_BY = Import(at=_NOW, actor="cl1@linea.test", role=Role.CL1, sheet="hoja.xlsx", policy=_POLICY)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    f'PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/><Override '
    f'PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="x" '
    'sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
    f'Id="a" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def check_sheet(octets: bytes) -> None:
    """A damaged sheet is refused in words, or planned so that importing it twice does it once."""
    rows = _rows(_packed(octets))
    first = plan_import(rows, ())
    _check_told(first, len(rows))
    numbers = tuple(f"SERV-2026-{n:06d}" for n in range(1, first.unnumbered + 1))
    saved, mails, done = carry_out(first, numbers, _BY)
    assert len(saved) == first.changes
    assert len(mails) <= len(saved)
    cases = [replace(each.case, row=row) for row, each in enumerate(saved, 1)]
    again = plan_import(rows, cases)
    assert not again.changes, "the same sheet a second time changed something"
    _check_told(done, len(rows))


def check_workbook(octets: bytes) -> None:
    """Whatever bytes come as a workbook, they are refused in words or read."""
    _rows(octets)


def _rows(content: bytes) -> tuple[SheetRow, ...]:
    try:
        return read_rows(read_table(content, "hoja.xlsx"), _NOW, _BOGOTA)
    except (NotATable, WrongSheet) as refusal:
        told = str(refusal)
    assert told.endswith("."), told
    return ()


def _check_told(plan: ImportPlan, rows: int) -> None:
    assert len(plan.steps) == rows
    assert all(step.why or step.result.name == "CREATE" for step in plan.steps)
    sheet = report.result_sheet(plan, "x")
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)
    report.counted(plan)
    "".join(report.details(plan)).encode()


def _packed(sheet: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in _AROUND.items():
            package.writestr(name, text)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def _sheet(*rows: tuple[object, ...], below: str = "") -> bytes:
    lines = "\n".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetData>\n{lines}\n</sheetData>{below}</worksheet>'
    ).encode()


_HEAD = (*TITLES, CHANNEL, RECEIVED)
_ROWS: tuple[tuple[object, ...], ...] = (
    (None, "Rosa Gil", 1032456789.0, "RGIL", "04-02-00 DANE", "rosa@dane.test", 3105550199,
     "Bogotá", "No abre la consulta.", "Abierto", "llamada", "24/11/2026 09:12"),
    ("SERV-2026-C0001", "Pedro Salas", "1.032E9", "PSALAS", "360200 SENA", "pedro@sena.test",
     "601 3811700 ext 12", "Cali", "=1+1", "Cerrado", "", 46350.5),
    ("INC-2026-000009", "", "", "", "", "", "", "", "+57", "En Progreso", "fax", "ayer"),
)  # fmt: skip
SHEETS = (
    _sheet(_HEAD, *_ROWS),
    _sheet(("Línea de soporte",), (), _HEAD, *_ROWS),
    _sheet(
        _HEAD, *_ROWS, *_ROWS,
        below='<mergeCells count="2"><mergeCell ref="E2:E4"/><mergeCell ref="A2:A3"/></mergeCells>',
    ),
    _sheet((*TITLES[:8], "Estado", TITLES[8]), *_ROWS),
)  # fmt: skip
SHEET_TOKENS = (
    b"<row>", b"</row>", b"<c/>", b'<c t="s"><v>9</v></c>', b'<c t="e"><v>#N/A</v></c>',
    b'<c t="d"><v>2026-13-40</v></c>', b"<c><f>1+1</f><v>2</v></c>", b'<c t="b"><v>1</v></c>',
    b'<row r="1048576">', b'<c r="XFD1"><v>1e308</v></c>', b"<v>-1</v>", b"<v>1E999</v>",
    b'<mergeCell ref="A1:XFD1048576"/>', b"SERV-2026-C0001", b"***6789", b"Cerrado", b"&#10;",
    b"&lt;", b"_x000D_", "\u202e".encode(), b"rosa@dane.test",
)  # fmt: skip
WORKBOOKS = (_packed(SHEETS[0]), b"\xd0\xcf\x11\xe0" + bytes(90), b"a,b\n1,2\n")
WORKBOOK_TOKENS = (b"PK\x03\x04", b"PK\x01\x02", b"xl/", b"vbaProject.bin", b"\xff\xff\xff\xff")
