"""What attackers and broken programs send as forms: a value each time, and nothing opened."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.model.vocabulary import Field, FileVerdict
from mailbot.parsers.forms import Obstacle, ReturnedForm, UnreadableForm, read_forms, xlsx
from mailbot.parsers.forms.opendocument import read_opendocument
from mailbot.parsers.forms.page import Row
from mailbot.parsers.forms.wording import LABELS
from tests.parsers.forms.filling import ANSWERS, NUMBER, file, in_cells, in_controls, sent, shipped
from tests.parsers.forms.reading import form, forms, refused, said

FUNC, BOOK, PDF = "plantilla-funcional.docx", "plantilla-funcional.xlsx", "plantilla-funcional.pdf"


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def with_part(name: str, body: bytes, form: str = FUNC) -> bytes:
    with zipfile.ZipFile(io.BytesIO(sent(form))) as archive:
        members = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**members, name: body})


BODY = "word/document.xml"
LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ja"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document><w:body>'
    b"<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>'
DEEP = b"<d>" * 60_000 + b"</d>" * 60_000
WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DEEP_TABLES = (
    b"<w:document %b><w:body>" % WORD
    + b"<w:tbl><w:tr><w:tc>" * 3_000
    + b"</w:tc></w:tr></w:tbl>" * 3_000
    + b"</w:body></w:document>"
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

ATTACKS = {
    "a part that multiplies itself": (with_part(BODY, LAUGHS), Obstacle.DAMAGED),
    "the same in another encoding": (
        with_part(BODY, LAUGHS.decode().encode("utf-16")), Obstacle.DAMAGED,
    ),
    "a part that reads a file of ours": (with_part(BODY, OUTSIDE), Obstacle.DAMAGED),
    "elements within one another without end": (with_part(BODY, DEEP), Obstacle.DAMAGED),
    "tables within one another without end": (with_part(BODY, DEEP_TABLES), Obstacle.DAMAGED),
    "a part of megabytes": (with_part(BODY, b" " * 4_000_000), Obstacle.TOO_LARGE),
    "many parts of megabytes": (
        zipped({f"word/{n}.xml": b" " * 2_500_000 for n in range(6)}), Obstacle.TOO_LARGE,
    ),
    "thousands of parts": (
        zipped({f"word/{n}.xml": b"" for n in range(2_500)}), Obstacle.TOO_LARGE,
    ),
    "no relations": (zipped({BODY: b"<a/>"}), Obstacle.DAMAGED),
    "words instead of XML": (with_part(BODY, b"hola"), Obstacle.DAMAGED),
    "a document cut off": (sent(FUNC)[:6_000], Obstacle.DAMAGED),
    "a workbook whose sheet is no XML": (
        with_part("xl/worksheets/sheet1.xml", b"hola", BOOK), Obstacle.DAMAGED,
    ),
    "a workbook whose sheet multiplies itself": (
        with_part("xl/sharedStrings.xml", LAUGHS, BOOK), Obstacle.DAMAGED,
    ),
    "a workbook without its main part": (zipped({"xl/a.xml": b"<a/>"}), Obstacle.DAMAGED),
    "an OpenDocument file without a body": (
        zipped({"content.xml": b"<a/>", "mimetype": b""}), Obstacle.DAMAGED,
    ),
    "a PDF cut off": (shipped(PDF)[:900], Obstacle.DAMAGED),
    "a PDF of nothing": (b"%PDF-1.7\n", Obstacle.DAMAGED),
    "a document with a password": (OLE + b"\0" * 600, Obstacle.LOCKED),
}  # fmt: skip


@pytest.mark.parametrize(("content", "obstacle"), ATTACKS.values(), ids=ATTACKS)
def test_an_attack_gives_a_reason_and_no_more(content, obstacle):
    found = refused(file(content, "plantilla.docx"))
    assert (found.obstacle, found.likely) == (obstacle, True)
    assert found.why.endswith(".")


@pytest.mark.parametrize(("content", "obstacle"), ATTACKS.values(), ids=ATTACKS)
def test_a_damaged_file_that_is_not_called_a_form_gives_nothing(content, obstacle):
    assert forms(file(content, "soporte de pago.docx")) == ()


def test_a_sheet_of_a_million_empty_rows_is_read_to_its_bound():
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(700, 60_000)
    )
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b"%b</sheetData></worksheet>" % rows
    )
    found = form(file(with_part("xl/worksheets/sheet1.xml", sheet, BOOK), BOOK))
    assert found.answers == ()
    assert "primeras 600 filas" in found.doubts[0]


def padded(part: str, before: bytes, filling: bytes) -> bytes:
    """The shipped workbook with much that packs to little in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(sent(BOOK))) as archive:
        whole = archive.read(part)
    assert before in whole
    return with_part(part, whole.replace(before, filling + before), BOOK)


@pytest.mark.parametrize(
    ("part", "before", "filling"),
    [
        ("xl/styles.xml", b"</cellXfs>", b"<xf/>" * 500_000),
        ("xl/styles.xml", b"</fonts>", b"<font/>" * 400_000),
        ("xl/workbook.xml", b"</definedNames>", b'<definedName name="a"></definedName>' * 70_000),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"<row/>" * 450_000),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b"<row>" + b"<c/>" * 450_000 + b"</row>"),
    ],
    ids=["formats", "fonts", "names", "rows", "cells"],
)  # fmt: skip
def test_a_small_workbook_that_unpacks_to_much_is_refused_unread(
    part: str, before: bytes, filling: bytes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(xlsx, "_pages", None)
    hostile = padded(part, before, filling)
    assert len(hostile) < 30_000
    assert refused(file(hostile, BOOK)).obstacle is Obstacle.TOO_LARGE


def test_a_workbook_with_the_formats_of_years_is_read():
    many = b"<xf><alignment/></xf>" * 10_000
    with zipfile.ZipFile(io.BytesIO(sent(BOOK))) as archive:
        assert b"</cellXfs>" in archive.read("xl/styles.xml")
    assert isinstance(form(file(padded("xl/styles.xml", b"</cellXfs>", many), BOOK)), ReturnedForm)


TABLES = (
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def sheets_of(tables: str) -> bytes:
    body = f"<o:body><o:spreadsheet>{tables}</o:spreadsheet></o:body>"
    return zipped(
        {"mimetype": b"", "content.xml": f"<o:document {TABLES}>{body}</o:document>".encode()}
    )


def test_rows_and_columns_that_only_say_how_often_they_come_are_not_multiplied():
    cell = '<t:table-cell t:number-columns-repeated="16384"><x:p>Sí</x:p></t:table-cell>'
    row = f'<t:table-row t:number-rows-repeated="1048576">{cell}{cell}</t:table-row>'
    (page,) = read_opendocument(sheets_of(f"<t:table>{row}</t:table>"))
    (block,) = page.blocks
    assert isinstance(block, Row)
    assert block.cells == ("Sí",) * 40


def test_of_thousands_of_sheets_the_first_ones_are_read():
    assert len(read_opendocument(sheets_of("<t:table/>" * 20_000))) == 12


def test_an_archive_of_too_much_is_not_opened():
    huge = zipped({f"{n}.docx": bytes(11_000_000) for n in range(4)})
    many = zipped({f"{n}.docx": b"" for n in range(2_100)})
    nested = zipped({"a.docx": zipped({"b.docx": in_controls(sent(FUNC), ANSWERS)})})
    for content in (huge, many, nested, zipped({"../../plantilla": b"x"})):
        assert forms(file(content, "soportes.zip")) == ()


def test_one_bad_file_does_not_hide_the_others():
    good = file(in_controls(sent(FUNC), ANSWERS), FUNC)
    bad = file(sent(FUNC)[:5_000], "plantilla rota.docx")
    found = forms(bad, good)
    assert isinstance(found[0], UnreadableForm)
    assert said(found[1]) == ANSWERS


def test_a_file_that_was_held_back_is_not_opened():
    held = file(
        in_controls(sent(FUNC), ANSWERS), FUNC, verdict=FileVerdict.QUARANTINED,
        why="Es un documento con macros.",
    )  # fmt: skip
    found = refused(held)
    assert (found.obstacle, found.why) == (Obstacle.HELD, "Es un documento con macros.")
    assert forms(file(b"x", "factura.exe", verdict=FileVerdict.QUARANTINED, why="Programa.")) == ()


@pytest.mark.parametrize(
    ("name", "head", "obstacle"),
    [
        ("plantilla.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Obstacle.OLD_FORMAT),
        ("plantilla.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Obstacle.OLD_FORMAT),
        ("plantilla.rtf", b"{\\rtf1 Plantilla}", Obstacle.OLD_FORMAT),
        ("Formato acompañamiento.jpg", b"\xff\xd8\xff", Obstacle.IMAGE),
        ("plantilla diligenciada.heic", b"", Obstacle.IMAGE),
        ("Escaneo_0001.png", b"\x89PNG", Obstacle.IMAGE),
    ],
)
def test_a_form_in_a_format_that_holds_no_words_is_told(name, head, obstacle):
    found = refused(file(head, name))
    assert (found.obstacle, found.likely, found.source) == (obstacle, True, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pantalla.png", b"\x89PNG"), ("IMG_2034.jpg", b"\xff\xd8"), ("error.docx", b""),
        ("registro.log", b"ORA-01722"), ("datos.zip", zipped({"a.txt": b"a"})), ("", b""),
        ("video.mp4", b"\0\0\0 ftyp"), ("acta.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 64),
    ],
)  # fmt: skip
def test_other_files_give_nothing(name, content):
    assert forms(file(content, name)) == ()


def test_no_more_files_and_forms_than_the_bound_are_read():
    text = "\n".join(f"{label}: x" for label in LABELS.values()).encode()
    assert len(forms(*[file(text, "plantilla.txt", "text/plain")] * 30)) == 20


def test_a_text_without_end_is_read_to_its_bound():
    for endless in (
        "Plantilla de funcionales\n" + "Nombres completos: Ana  Pérez\n" * 100_000,
        "Nombres completos " * 30_000,
        "(" * 100_000 + "\n" + ": = - " * 20_000,
    ):
        assert forms(text=endless) == ()


COMMON = st.sampled_from(
    [*LABELS.values(), "Plantilla de funcionales", "Plantilla de acompañamiento", "\t", "\n", "  ",
     ": ", "|", "Persona(s) que asistirá(n)", "52.123.456", "Ana Pérez", NUMBER, "Antes de enviar"]
)  # fmt: skip


@given(st.lists(st.one_of(COMMON, st.text(max_size=30)), max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_words_give_values(pieces):
    for found in read_forms((), "".join(pieces)):
        assert isinstance(found, ReturnedForm)
        assert all(answer.text.strip() for answer in found.answers)


@given(
    st.integers(0, 12_000), st.binary(min_size=1, max_size=12), st.sampled_from([FUNC, BOOK, PDF])
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_form_with_bytes_overwritten_gives_values(at, bytes_, name):
    content = bytearray(shipped(name))
    content[at : at + len(bytes_)] = bytes_
    for found in read_forms((file(bytes(content), name),), ""):
        assert isinstance(found, ReturnedForm | UnreadableForm)


WRITABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" "),
    min_size=1, max_size=60,
).filter(lambda text: text[0].isalnum())  # fmt: skip


@given(st.dictionaries(st.sampled_from([Field.NAME, Field.ENTITY, Field.CITY]), WRITABLE))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_word_and_excel_tell_the_same(answers):
    word = form(file(in_controls(sent(FUNC), answers), FUNC))
    book = form(file(in_cells(sent(BOOK), answers), BOOK))
    assert said(word) == said(book)


def test_named_controls_within_one_another_are_each_read_once():
    """Read twice a level, sixty levels would take longer than there is time."""
    control = b'<w:sdt><w:sdtPr><w:tag w:val="t%d"/></w:sdtPr><w:sdtContent>'
    deep = b"".join(control % level for level in range(60))
    inner = deep + b"<w:r><w:t>x</w:t></w:r>" + b"</w:sdtContent></w:sdt>" * 60
    body = b"<w:document %b><w:body><w:p>%b</w:p></w:body></w:document>" % (WORD, inner)
    assert forms(file(zipped({**_sent_members(), BODY: body}), "plantilla.docx")) is not None


def _sent_members() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(sent(FUNC))) as archive:
        return {each: archive.read(each) for each in archive.namelist()}
