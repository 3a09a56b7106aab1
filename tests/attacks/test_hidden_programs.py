"""Programs written in ways that a pattern does not know, and honest files that look like them."""

import gzip
import struct
import zlib

import pytest

from mailbot.model.vocabulary import FileVerdict
from mailbot.parsers.inspection import Budget, inspect
from tests.attacks import hostile_files as files
from tests.attacks.hostile_files import PICTURE, PROGRAM
from tests.mails import mail

ANY = "application/octet-stream"
LAUNCH = b"<</Type /Action /S /Launch /F (cmd.exe)>>"
SPEC = b"<</Type /Filespec /EF <</F 2 0 R>> %s>>"
CARRIED = files.stream(b"/Type /EmbeddedFile", b"x")
FIELD = "<w:p xmlns:w='w'><w:r><w:instrText>DDEAUTO c:\\\\cmd</w:instrText></w:r></w:p>"
PIECES = "".join(
    f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in ("D", "D", "EAU", "TO c:\\\\cmd")
)
TEMPLATE = files.outside("attachedTemplate", "https://mal.example/p.dotm")
BEHIND = "word/_rels/otro.xml.rels"
OBJECT = files.compound({"\x01Ole10Native": files.package("v.exe", PROGRAM)})


def hidden(content: bytes, head: bytes = b"", between: bytes = b"\n") -> bytes:
    """A PDF whose first object stands in a compressed stream."""
    packed = zlib.compress(b"1 0 " + content)
    told = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode %s /Length %d" % (head, len(packed))
    return files.pdf(b"<<%s>>\nstream%s%s\nendstream" % (told, between, packed))


def predicted(content: bytes) -> bytes:
    """The same, with a predictor: each row of four bytes has its method before it."""
    text = (b"1 0 " + content).ljust(-(-len(content) // 4) * 4 + 4)
    packed = zlib.compress(b"".join(b"\0" + text[at : at + 4] for at in range(0, len(text), 4)))
    told = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /DecodeParms "
    return files.pdf(files.stream(told + b"<</Predictor 12 /Columns 4>>", packed))


def carrying(name: bytes, *more: bytes) -> bytes:
    """A PDF that carries a file under a name; `more` are its objects from the third on."""
    return files.pdf(SPEC % (b"/F " + name), CARRIED, *more)


def related(written: str) -> bytes:
    """A Word document with one relationship, written so."""
    return files.word({BEHIND: f"<Relationships>{written}</Relationships>"})


def renamed(names: dict[str, str], content: bytes) -> bytes:
    """A document whose parts have other names."""
    return files.zipped(
        {names.get(name, name): each for name, each in files.unzipped(content).items()}
    )


def second_name(name: str, other: str) -> bytes:
    """A zip whose file has a second name in Unicode (APPNOTE 4.6.9)."""
    path = b"\x01" + struct.pack("<I", zlib.crc32(name.encode())) + other.encode()
    return files.zipped_with_extra(name, struct.pack("<HH", 0x7075, len(path)) + path)


HELD: dict[str, tuple[str, bytes, str]] = {
    "a page with its parts and macros, called a document": (
        "a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
        b"Content-Type: application/x-mso\n\nQWN0aXZlTWltZQ==\n--x--\n", "guardada con sus partes",
    ),
    "the same, behind other header fields": (
        "a.xls", b"From: <Saved>\nSubject: Libro\nMIME-Version: 1.0\n\nx", "con sus partes",
    ),
    "a book in text that runs, called a table": (
        "a.csv", b'ID;P\nO;E\nNN;NAuto_open;ER101C1\nC;X1;Y101;EEXEC("CALC.EXE")\nE\n', "SYLK",
    ),
    # PDF: the names of carried files.
    "a name with balanced parentheses": ("a.pdf", carrying(b"(pago (1).js)"), "script"),
    "a name that stands elsewhere": ("a.pdf", carrying(b"3 0 R", b"(pago.js)"), "script"),
    "a name that stands nowhere": ("a.pdf", carrying(b"9 0 R"), "no se puede revisar"),
    "a name behind a comment": ("a.pdf", carrying(b"% (a.txt)\n(pago.js)"), "script"),
    "a name with a comment in its reference": (
        "a.pdf", carrying(b"3 %x\n0 R", b"(pago.js)"), "script",
    ),
    "a name of a thousand letters": ("a.pdf", carrying(b"(%s.js)" % (b"a" * 1000)), "script"),
    "a name in a compressed object": (
        "a.pdf", hidden(b"<</Type /Filespec /UF (v\\(1\\).js) /EF <</F 2 0 R>>>>"), "script",
    ),
    "a carried program that does not say that it is carried": (
        "a.pdf", files.pdf(SPEC % b"/F (a.txt)", files.stream(b"", PROGRAM)), "un programa",
    ),
    "a carried program behind a filter that is not read": (
        "a.pdf",
        files.pdf(SPEC % b"/F (a.txt)", files.stream(b"/Filter /ASCIIHexDecode", b"4D5A>")),
        "no se puede revisar",
    ),
    # PDF: actions in compressed objects.
    "a stream that says (obj)": ("a.pdf", hidden(LAUNCH, b"/Title (1 0 obj)"), "/Launch"),
    "a stream behind much padding": ("a.pdf", hidden(LAUNCH, b" " * 3000), "/Launch"),
    "a stream with a predictor": ("a.pdf", predicted(LAUNCH), "esconde parte"),
    "a blank behind the word stream": ("a.pdf", hidden(LAUNCH, between=b" \r\n"), "/Launch"),
    "a lone return behind the word stream": ("a.pdf", hidden(LAUNCH, between=b"\r"), "/Launch"),
    "a stream that does not say what it is": (
        "a.pdf", hidden(LAUNCH).replace(b"/Type /ObjStm", b"/Type /Other"), "/Launch",
    ),
    "a stream behind thousands of others": (
        "a.pdf",
        files.pdf(*[b"<<>>\nstream\n\nendstream"] * 5001) + hidden(LAUNCH),
        "/Launch",
    ),
    "a stream that is cut off": (
        "a.pdf", hidden(LAUNCH)[:-80] + b"\nendstream endobj", "no se puede revisar",
    ),
    "a file that only says that it is encrypted": (
        "a.pdf", b"%PDF-1.7 (/Encrypt)\n" + hidden(LAUNCH), "/Launch",
    ),
    "an action whose kind stands elsewhere": (
        "a.pdf", files.pdf(b"<</S 2 0 R /F (cmd.exe)>>", b"/L#61unch"), "/Launch",
    ),
    "an action told twice": ("a.pdf", files.pdf(b"<</S /GoTo /S /Launch>>"), "/Launch"),
    "an action within a trailer": ("a.pdf", b"%PDF-1.7\ntrailer <</Root " + LAUNCH, "/Launch"),
    # Office.
    "a relationship with a bracket in a value": (
        "a.docx", related(TEMPLATE.replace(" Target=", ' Id2="a>b" Target=')), "otro lugar",
    ),
    "a relationship with many blanks": (
        "a.docx", related(TEMPLATE.replace("=", " " * 20 + "=")), "otro lugar",
    ),
    "a relationship with a long value": (
        "a.docx", related(TEMPLATE.replace(" Target=", f' X="{"a" * 5000}" Target=')), "otro lugar",
    ),
    "a relationship with the other quotes in its value": (
        "a.docx", related(TEMPLATE.replace("https://", "https://'")), "otro lugar",
    ),
    "an object called XML": ("a.docx", files.word({"word/x.xml": OBJECT}), "«v.exe»"),
    "an RTF called XML": (
        "a.docx", files.word({"word/x.xml": b"{\\rtf1{\\object\\objdata 01}}"}), "objetos",
    ),
    "a DDE field in a part of another name": (
        "a.docx", files.word({"word/capitulo.xml": FIELD}), "DDE",
    ),
    "a DDE field in a part without an ending": (
        "a.docx", files.word({"word/capitulo": FIELD}), "DDE",
    ),
    "a DDE field in the smallest pieces": (
        "a.docx", files.word({"word/document.xml": f"<w:p>{PIECES}</w:p>"}), "DDE",
    ),
    "a DDE link in a part of another name": (
        "a.xlsx", files.word({"xl/x.bin": "<externalLink><ddeLink/></externalLink>"}), "DDE",
    ),
    "entities in a document": (
        "a.docx",
        files.word({"word/document.xml": f"<!DOCTYPE w [<!ENTITY a 'x'>]>{FIELD}"}),
        "no se puede revisar",
    ),
    "a part in letters that only some programs read": (
        "a.docx",
        files.word({"word/x.xml": f"<?xml version='1.0'{' ' * 300} encoding='utf-7'?><w/>"}),
        "no se puede revisar",
    ),
    "a document whose first part is in lower case": (
        "a.docx",
        renamed(
            {"[Content_Types].xml": "[content_types].xml"}, files.word(relationships=TEMPLATE)
        ),
        "otro lugar",
    ),
    "a document called a zip": ("a.zip", files.word(relationships=TEMPLATE), "otro lugar"),
    "a part twice, of which the first runs": (
        "a.docx", files.doubled("word/document.xml", FIELD, "<w:p/>"), "DDE",
    ),
    "a document of one file with a field that runs": (
        "a.xml",
        f'<?xml version="1.0"?><?mso-application progid="Word.Document"?>{FIELD}'.encode(),
        "DDE",
    ),
    "an OpenDocument with a link that runs": (
        "a.ods",
        files.zipped({"META-INF/manifest.xml": "<m/>", "content.xml": "<office:dde-source/>"}),
        "DDE",
    ),
    # RTF.
    "a field in groups": ("a.rtf", b"{\\rtf1{\\field{\\*\\fldinst {DD}{EAUTO c}}}}", "DDE"),
    "a field with its letters in numbers": (
        "a.rtf", b"{\\rtf1{\\field{\\*\\fldinst D\\'44E\\b AUTO c}}}", "DDE",
    ),
    "a field behind much text": (
        "a.rtf", b"{\\rtf1{\\field{\\*\\fldinst %s dde c}}}" % (b"x" * 500), "DDE",
    ),
    "a field behind bytes with braces": (
        "a.rtf", b"{\\rtf1{\\field{\\*\\fldinst \\bin3 }}}DDEAUTO c}}}", "DDE",
    ),
    "a template behind many blanks": (
        "a.rtf", b"{\\rtf1{\\*%s\\template http://mal.example/p}}" % (b" " * 30), "otro lugar",
    ),
    # Old Office.
    "an old workbook with a link that runs": (
        "a.xls",
        files.compound(
            {"Workbook": files.workbook((0x1AE, b"\1\0\x0c\0\0cmd\x03/C calc"))}
        ),
        "DDE",
    ),
    "macros behind thousands of records": (
        "a.xls",
        files.compound({"Workbook": files.workbook(*[(0xE0, b"")] * 6000, files.sheet(1))}),
        "macros",
    ),
    # Archives.
    "a zip with a second name": ("a.zip", second_name("notas.txt", "notas.exe"), "(.exe)"),
    "a zip with a second name of another kind": (
        "a.zip", second_name("notas.txt", "notas.html"), "no coincide",
    ),
    "a second gzip behind the first": (
        "a.tar.gz",
        gzip.compress(files.tarred({"a.txt": b"x"})[:1024])
        + gzip.compress(files.tarred({"v.exe": b"x"})),
        "«v.exe»",
    ),
    "a tar with a damaged head in its middle": (
        "a.tar",
        files.tarred({"a.txt": b"x"})[:1024] + b"x" * 512 + files.tarred({"v.exe": b"x"}),
        "no se puede revisar",
    ),
    # Tables.
    "a formula that starts another program": ("a.csv", b"a;=explorer|'x'!A0", "fórmula"),
    "a formula without quotes": ("a.csv", b"a;=wmic|x!A0", "fórmula"),
    "a formula with many blanks": (
        "a.csv", b'"=' + b" " * 500 + b"forfiles" + b" " * 500 + b"|'/c'!A0\"", "fórmula",
    ),
    "a formula that begins as a sum": ("a.csv", b"-2+3+rundll32|'x'!A0", "fórmula"),
    "a formula over two lines": ("a.csv", b'1;"=1+\ncmd|\'/c\'!A0"', "fórmula"),
    "a formula with separators in it": ("a.csv", b"=SUM(1,2)*cmd|'/c'!A0", "fórmula"),
    "a formula in a page called a workbook": (
        "a.xls", b"<table><tr><td>=cmd|'/c calc'!A0</td></table>", "fórmula",
    ),
    # Pages.
    "a handler behind many blanks": ("a.html", b"<img src=x onerror" + b" " * 30 + b"=x()>", "órd"),
    "a tag with a long prefix": ("a.svg", b"<svg><%s:script/></svg>" % (b"a" * 99), "órdenes"),
    "a scheme with many zeros in its numbers": (
        "a.html", b'<a href="java&#x000000000000073;cript:x()">', "órdenes",
    ),
    "a form with a prefix": ("a.xhtml", b"<html><h:form action='x'></h:form>", "formulario"),
    "a style sheet in a file of another name": (
        "a.xml", b'<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/XSL/Transform"/>', "XML",
    ),
    "a style sheet on a share": (
        "a.xml", b'<?xml version="1.0"?><?xml-stylesheet href="\\\\10.0.0.9\\x"?><a/>', "XML",
    ),
    # Names.
    "a profile of a telephone": ("a.mobileconfig", b"x", "configuración"),
    "a shortcut of an application": ("a.appcontent-ms", b"x", "acceso directo"),
    "a link to a database": ("a.udl", b"x", "acceso directo"),
    "an AutoHotkey script": ("a.ahk", b"x", "script"),
    "a Windows sandbox": ("a.wsb", b"x", "script"),
    "a shortcut of macOS": ("a.inetloc", b"x", "script"),
    "an old file of data": ("a.dif", b"x", "complemento"),
    "a file in letters": ("a.uue", b"begin 644 v.exe", "no se puede revisar"),
    "a picture by its name and a program by its bytes": ("www.siif.com", PROGRAM, "programa"),
}  # fmt: skip

PASS: dict[str, tuple[str, str, bytes]] = {
    "a table whose first column is called ID": (
        "datos.csv", "text/csv", b"ID;Nombre;Estado\n1;Ana;Abierto\n2;Luis;Cerrado\n",
    ),
    "a mail that was saved as a file": (
        "correo.eml", ANY, b"MIME-Version: 1.0\nFrom: a@b.co\nSubject: x\n\nHola",
    ),
    "an attached mail called by an address of the web": (
        "Error en www.siif.com", "message/rfc822",
        mail(sender="a@b.co", to="c@d.co", subject="Error en www.siif.com", text="x"),
    ),
    "an attached mail about a program": (
        "No abre siif.exe", "message/rfc822",
        mail(sender="a@b.co", to="c@d.co", subject="No abre siif.exe", text="x"),
    ),
    "a picture called by an address of the web": ("www.siif.com", "image/png", PICTURE),
    "a text with accents that begins like a DOS program": (
        "a.txt", "text/plain", "MZ; código de la regional".encode(),
    ),
    "a text that begins like an old DOS program": (
        "a.txt", "text/plain", "ZM-03: la obligación no carga".encode("latin-1"),
    ),
    "a text that begins like a Flash film": (
        "a.txt", "text/plain", "FWS: año 2025, sesión cerrada".encode(),
    ),
    "a page whose table has hidden fields": (
        "reporte.html", "text/html",
        b"<html><table><tr><td>1<input type=hidden name=id value=3></table></html>",
    ),
    "a PDF that has the word in its title": (
        "a.pdf", "application/pdf", files.pdf(b"<</Title (Error de /Launch en SIIF) /S /Uso>>"),
    ),
    "a PDF with its objects compressed": (
        "a.pdf", "application/pdf", hidden(b"<</Type /Page /Title (/Launch)>>"),
    ),
    "a PDF that carries an invoice": (
        "a.pdf", "application/pdf",
        files.pdf(
            SPEC % b"/F (factura \\(1\\).xml) /UF 3 0 R",
            files.stream(b"/Filter /FlateDecode", zlib.compress(b'<?xml version="1.0"?><a/>')),
            b"(factura.xml)",
        ),
    ),
    "an invoice with the style sheet of its maker": (
        "fv.xml", "text/xml",
        b'<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="../xsl/Factura.xsl"?>'
        b"<Invoice/>",
    ),
    "a letter with a field that counts its pages": (
        "a.docx", ANY,
        files.word({"word/pie.xml": FIELD.replace("DDEAUTO c:\\\\cmd", "PAGE")}),
    ),
    "a large sheet of figures": (
        "a.xlsx", ANY,
        files.word({"xl/s.xml": f"<worksheet>{'<c>1</c>' * 20_000}</worksheet>"}),
    ),
    "an RTF with a link": (
        "a.rtf", ANY, b'{\\rtf1{\\field{\\*\\fldinst HYPERLINK "http://siif.gov.co"}}}',
    ),
    "a table divided by bars": ("a.csv", ANY, b"cuenta|valor|nota\n-200|+57 300|Listo!\n"),
    "a formula with a bar in its words": ("a.csv", ANY, b'"=A1&""|""&B1";2\n'),
    "a table compressed in two pieces": (
        "a.csv.gz", ANY, gzip.compress(b"a;b\n") + gzip.compress(b"1;2\n"),
    ),
    "a zip whose second name has the accents": (
        "a.zip", ANY, second_name("Relacion ano.txt", "Relación año.txt"),
    ),
    "an old workbook with a document in it": (
        "a.xls", ANY,
        files.compound(
            {"Workbook": files.workbook((0x1AE, b"\1\0\x0c\0\0Word.Document.8\x03C:\\a.doc"))}
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", HELD)
def test_a_program_is_found_however_it_is_written(attack: str):
    name, content, reason = HELD[attack]
    found = inspect(name, ANY, content)
    assert found.verdict is FileVerdict.QUARANTINED
    assert reason in found.why


@pytest.mark.parametrize("sent", PASS)
def test_an_honest_file_that_looks_like_one_passes(sent: str):
    found = inspect(*PASS[sent])
    assert (found.verdict, found.why) == (FileVerdict.OK, "")


@pytest.mark.parametrize(
    "spoiled", [b"<</F (a) /First", b"(/Launch", b"<</EF [" * 9, b"/Launch (("]
)
def test_objects_that_never_end_cost_no_more_than_may_be_searched(spoiled: bytes):
    found = inspect("a.pdf", ANY, files.pdf(spoiled) * 500, Budget(searched=200_000))
    assert "revisar" in found.why or "/Launch" in found.why
