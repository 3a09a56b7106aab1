"""Contingency sheets made to cost much, to reach the wrong people, or to slip in after a trial."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from mailbot.parsers import table_file
from mailbot.parsers.table_file import NotATable, read_table
from mailbot.pipeline import sheet_reading
from mailbot.pipeline.consider import consider
from mailbot.pipeline.sheet_reading import (
    READ_PACKED,
    TOO_MUCH,
    ReadSheet,
    Rows,
    SheetProcess,
    SheetReader,
    read_sheet,
)
from mailbot.rules.contingency_sheet.columns import RECEIVED, TITLES
from mailbot.rules.contingency_sheet.plan import RowResult
from mailbot.rules.contingency_sheet.requesters import why_nobodys
from mailbot.rules.contingency_sheet.rows import WrongSheet
from mailbot.rules.policy import Policy
from storage.lookups import StoredLookups
from storage.store import upgrade
from tests.attacks.house import NOW, House, Seen
from tests.rules.contingency_sheet.sheets import BOGOTA, ROSA, cells, plan
from tests.scenarios.letters import BOX, HOUSE
from tests.scenarios.letters import written as letter
from tests.scenarios.line import ScenarioLine
from tests.scenarios.people import is_refused
from tests.scenarios.roads import in_memory
from tests.scenarios.settings import config
from tests.scenarios.times import when

MOMENT = when(NOW)
SHEET, STYLES, TEXTS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"
PLAIN_ROW = (None, "Rosa Gil", None, None, None, "rosa@dane.test", None, None, "No abre.", None)


def book_of(*rows: Sequence[object], head: Sequence[str] = TITLES) -> bytes:
    book, buffer = Workbook(), BytesIO()
    for row in (head, *rows):
        book.active.append(list(row))
    book.save(buffer)
    return buffer.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return buffer.getvalue()


def padded(before: bytes, filling: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(before, filling + before)


def with_shared_texts(content: bytes) -> bytes:
    """The workbook with a part of shared texts, which openpyxl writes into the cells instead."""
    buffer = BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(TEXTS, "<sst></sst>")
    return buffer.getvalue()


PLAIN = book_of(PLAIN_ROW)
SHARING = with_shared_texts(PLAIN)


class TestWhatAWorkbookMayHold:
    @pytest.mark.parametrize(
        ("part", "before", "filling", "words"),
        [
            (STYLES, b"</cellXfs>", b"<xf/>" * 500_000, "demasiados formatos"),
            (TEXTS, b"</sst>", b"<si/>" * 1_000_001, "demasiadas celdas"),
            (SHEET, b"</row>", b"<c/>" * 500_001, "demasiadas celdas"),
            (SHEET, b"</sheetData>", b"<row/>" * 1_000_001, "demasiadas celdas"),
            (SHEET, b"</sheetData>", b"<x:row/>" * 1_000_001, "demasiadas celdas"),
        ],
    )
    def test_a_small_file_that_unpacks_to_much_is_refused_unread(
        self, part: str, before: bytes, filling: bytes, words: str
    ):
        hostile = with_part(SHARING, part, padded(before, filling))
        assert len(hostile) < 100_000
        with pytest.raises(NotATable, match=words):
            read_table(hostile)

    def test_shared_texts_have_a_size(self, monkeypatch: pytest.MonkeyPatch):
        longer = with_part(SHARING, TEXTS, padded(b"</sst>", b" " * 1_000))
        assert read_table(longer)
        monkeypatch.setitem(table_file._LARGEST_PARTS, TEXTS.lower(), 1_000)
        assert read_table(SHARING)
        with pytest.raises(NotATable, match="demasiados formatos o textos"):
            read_table(longer)

    def test_a_part_in_an_alphabet_that_hides_its_cells_is_refused(self):
        hidden = with_part(PLAIN, SHEET, lambda xml: xml.decode().encode("utf-16"))
        with pytest.raises(NotATable, match="está dañado"):
            read_table(hidden)

    def test_what_a_query_leaves_beside_the_book_is_no_part_of_it(self):
        buffer = BytesIO(PLAIN)
        with zipfile.ZipFile(buffer, "a") as package:
            package.writestr("customXml/item1.xml", "<DataMashup/>".encode("utf-16"))
        assert read_table(buffer.getvalue()) == read_table(PLAIN)

    def test_one_text_that_many_cells_share_counts_for_each(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(table_file, "MOST_CHARACTERS", 5_000)
        long = "x" * 900
        assert read_table(book_of((long,) * 5))
        with pytest.raises(NotATable, match="demasiado texto"):
            read_table(book_of((long,) * 6))

    def test_one_text_that_joined_cells_give_to_many_rows_counts_for_each(
        self, monkeypatch: pytest.MonkeyPatch
    ):
        book, buffer = Workbook(), BytesIO()
        for row in (TITLES, PLAIN_ROW, *(("SERV-2026-000001",) for _ in range(9))):
            book.active.append(list(row))
        book.active.merge_cells("I2:I11")
        book.save(buffer)
        assert len(read_sheet(buffer.getvalue(), "h.xlsx", MOMENT, BOGOTA)) == 10
        monkeypatch.setattr(sheet_reading, "MOST_CHARACTERS", 60)
        with pytest.raises(WrongSheet, match="demasiado grande"):
            read_sheet(buffer.getvalue(), "h.xlsx", MOMENT, BOGOTA)

    def test_a_number_without_end_is_no_moment(self):
        written = book_of((*PLAIN_ROW, 123456789.5), head=(*TITLES, RECEIVED))
        endless = with_part(written, SHEET, lambda xml: xml.replace(b"123456789.5", b"1e999"))
        (row,) = read_sheet(endless, "h.xlsx", MOMENT, BOGOTA)
        assert row.received_at is None
        assert "no se entiende «inf»" in row.doubts[0]


@pytest.fixture(scope="module")
def breaking() -> Iterator[SheetReader]:
    """A reader that does what the name of a sheet says."""
    process = SheetProcess(
        seconds=0.5, first_seconds=None, function="tests.pipeline.misreaders:misread_sheet",
        cheap=lambda _packed: False,
    )  # fmt: skip
    yield SheetReader(apart=process)
    process.close()


class TestTheProcessThatOpensSheets:
    def test_a_sheet_is_read_there_as_it_is_here(self):
        process = SheetProcess(function=READ_PACKED, cheap=lambda _packed: False)
        try:
            apart = SheetReader(apart=process)
            assert apart(PLAIN, "h.xlsx", MOMENT, BOGOTA) == read_sheet(
                PLAIN, "h.xlsx", MOMENT, BOGOTA
            )
            with pytest.raises(WrongSheet) as wrong:
                apart(book_of(head=TITLES[1:]), "h.xlsx", MOMENT, BOGOTA)
            assert len(wrong.value.why) > 1
        finally:
            process.close()

    @pytest.mark.parametrize("word", ["LOOP", "CRASH", "ALLOCATE"])
    def test_a_sheet_that_breaks_it_is_told_to_its_sender_and_changes_nothing(
        self, house: House, breaking: SheetReader, word: str
    ):
        seen = judged(house, order("cl1", f"{word}.xlsx", PLAIN), breaking)
        (receipt,) = [each for each in house.letters(seen) if each.code == "M-31"]
        assert TOO_MUCH in receipt.words
        assert (is_refused(receipt), seen.changed) == (True, [])
        assert breaking(PLAIN, "h.xlsx", MOMENT, BOGOTA)


class Opened:
    """Notes the sheets that were opened."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, content: bytes, name: str, now: datetime, zone: tzinfo) -> Rows:
        self.names.append(name)
        return read_sheet(content, name, now, zone)


def order(who: str, name: str, content: bytes, verdict: str | None = "pass") -> bytes:
    return letter(
        "[IMPORTAR]", sender=f"{who}@{HOUSE}", name=who, subject="Hoja", at=MOMENT,
        message_id="<hoja@linea.example>", files=[(name, content)], verdict=verdict,
    )  # fmt: skip


def judged(house: House, raw: bytes, read: ReadSheet) -> Seen:
    policy = house.policies["rfc8601"]
    with house.line.reading() as connection:
        considered = consider(
            raw, MOMENT, StoredLookups(connection), policy, MOMENT,
            next_number=lambda series: f"{series}-2026-009999", read_sheet=read,
        )  # fmt: skip
    return Seen(considered, house.cases)


@pytest.mark.parametrize(
    ("who", "verdict", "name", "content", "opened"),
    [
        ("cl1", "pass", "h.xlsx", PLAIN, ["h.xlsx"]),
        ("nora", "pass", "h.xlsx", PLAIN, []),
        ("her", "pass", "h.xlsx", PLAIN, []),
        ("cl1", "fail", "h.xlsx", PLAIN, []),
        ("cl1", None, "h.xlsx", PLAIN, []),
        ("cl1", "pass", "h.docx", PLAIN, []),
        ("cl1", "pass", "h.xlsx", b"MZ" + bytes(500), []),
    ],
    ids=["coordinator", "advisor", "administrator", "forged", "unproven", "no sheet", "program"],
)
def test_only_a_sound_sheet_of_who_may_import_is_opened(
    house: House, who: str, verdict: str | None, name: str, content: bytes, opened: list[str]
):  # fmt: skip
    reader = Opened()
    judged(house, order(who, name, content, verdict), reader)
    assert reader.names == opened


class TestWhoARowMayName:
    POLICY = Policy.from_config(
        config(
            mailbox={"host": "127.0.0.1", "user": "buzon.siif"},
            addresses={"findings": f"hallazgos@{HOUSE}", "petitions": f"pqrsd@{HOUSE}"},
        )
    )

    @pytest.mark.parametrize(
        ("email", "words"),
        [
            (BOX, "es de la línea"),
            (f"siifsoporte+x@{HOUSE}", "es de la línea"),
            (f"buzon.siif@{HOUSE}", "es de la línea"),
            (f"siif@{HOUSE}", "es de la línea"),
            (f"nora@{HOUSE}", "es de la línea"),
            (f"nora+x@{HOUSE}", "es de la línea"),
            (f"hallazgos@{HOUSE}", "es de la línea"),
            (f"pqrsd@{HOUSE}", "es de la línea"),
            ("mailer-daemon@dane.test", "nadie lee"),
            ("no-reply@dane.test", "nadie lee"),
            ("noresponder@dane.test", "nadie lee"),
        ],
    )
    def test_not_the_line_nor_a_machine(self, email: str, words: str):
        def why(address: str) -> str:
            return why_nobodys(address, self.POLICY)

        for number in (None, "SERV-2026-C0001"):
            row = cells(**{**ROSA, "email": email, "id": number})
            (step,) = plan(row, why_nobodys=why).steps
            assert (step.result, words in step.why) == (RowResult.FAULT, True)

    @pytest.mark.parametrize("email", ["rosa@dane.test", "norma@dane.test", "enlace@cgn.test"])
    def test_people_and_the_bodies_of_the_state(self, email: str):
        assert why_nobodys(email, self.POLICY) == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("SERV-2026-C0001", ""),
        ("SERV-2025-C9999", ""),
        ("SERV-2099-C9999", "es de 2099"),
        ("SERV-2024-C0001", "es de 2024"),
        ("SERV-2026-C0000", "empiezan en C0001"),
        ("INC-2026-C0001", "No existe el caso"),
        ("SERV-2026-000900", "No existe el caso"),
    ],
)
def test_a_number_of_a_contingency_is_of_this_year_or_the_one_before(number: str, words: str):
    (step,) = plan(cells(**{**ROSA, "id": number}), year=2026).steps
    assert (step.result is RowResult.CREATE) == (not words)
    assert words in step.why


@pytest.fixture
def line(tmp_path: Path) -> Iterator[ScenarioLine]:
    upgrade(f"sqlite:///{tmp_path}/mailbot.db")
    with in_memory(tmp_path, datetime(2026, 1, 1, tzinfo=BOGOTA)) as made:
        made.at("Tue 24-Nov-2026 09:12")
        yield made


def test_a_confirmation_with_another_sheet_imports_neither(line: ScenarioLine):
    other = book_of((*PLAIN_ROW[:5], "malo@fuera.test", *PLAIN_ROW[6:]))
    line.cl1.does("[IMPORTAR]", files=[("hoja.xlsx", PLAIN)])
    receipt = line.cl1.says("[IMPORTAR CONFIRMAR]", files=[("hoja.xlsx", other)])
    assert is_refused(receipt)
    assert "Adjuntó otra hoja" in receipt.words
    assert line.every_case() == []
    line.cl1.does("[IMPORTAR CONFIRMAR]", files=[("hoja.xlsx", PLAIN)])
    assert [case.service_number for case in line.every_case()] == ["SERV-2026-000001"]


def test_hundreds_of_rows_for_one_address_send_it_no_more_than_the_brake_lets_by(
    line: ScenarioLine,
):
    rows = [(*PLAIN_ROW[:8], f"No abre la consulta {n}.", None) for n in range(30)]
    rows.append((*PLAIN_ROW[:5], "otra@dane.test", *PLAIN_ROW[6:]))
    line.cl1.does("[IMPORTAR]", files=[("hoja.xlsx", book_of(*rows))])
    line.cl1.does("[IMPORTAR CONFIRMAR]")
    told = [each.to for each in line.fresh if each.code == "M-02"]
    assert told == [["rosa@dane.test"]] * 10 + [["otra@dane.test"]]
    assert len(line.every_case()) == 31
    # The numbers that were held back go in one mail.
    (summary,) = [each for each in line.fresh if each.code == "M-51"]
    assert summary.to == ["rosa@dane.test"]
    assert all(f"SERV-2026-0000{n}" in summary.words for n in (11, 30))
