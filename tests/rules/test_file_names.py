"""File names carry the case and are safe wherever they are opened."""

import re

import pytest

from mailbot.rules.file_names import MOST_BYTES, renumbered, stored_name


@pytest.mark.parametrize(
    ("original", "media_type", "expected"),
    [
        # S40 of the procedure's scenarios.
        ("Captura de pantalla (1).PNG", "image/png", "Captura_de_pantalla_1.PNG"),
        ("pantalla.png", "image/png", "pantalla.png"),
        ("Relación año 2026.xlsx", "application/octet-stream", "Relación_año_2026.xlsx"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\Users\\ana\\error.jpg", "image/jpeg", "error.jpg"),
        ("", "image/png", "archivo.png"),
        ("...", "application/x-desconocido", "archivo"),
        ("CON.txt", "text/plain", "CON.txt"),
        ("factura\u202efdp.exe", "application/pdf", "facturafdp.exe"),
        ("salto\r\nde línea.pdf", "application/pdf", "saltode_línea.pdf"),
        ("a" * 300 + ".pdf", "application/pdf", "a" * 80 + ".pdf"),
        ("archivo.con una terminación larguísima", "text/plain",
         "archivo.con_una_terminación_larguísima.txt"),
        ("<script>.html", "text/html", "script.html"),
        ("informe.", "application/pdf", "informe.pdf"),
    ],
)  # fmt: skip
def test_a_stored_name_is_safe(original: str, media_type: str, expected: str):
    assert stored_name("INC-2026-000045", 1, original, media_type) == (
        f"INC-2026-000045_01_{expected}"
    )


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        ("cedula 79123456.png", "cedula.png"),
        ("Cédula de ciudadanía No 79.123.456 b.pdf", "Cédula_de_ciudadanía_No_b.pdf"),
        ("CC52987654.jpg", "CC.jpg"),
        ("identificación_1.020.345.678.png", "identificación.png"),
        ("usuario 51222333.png", "usuario.png"),
        ("51.222.333 error.png", "error.png"),
        ("orden 184526.pdf", "orden_184526.pdf"),
        ("accesos 79123456.png", "accesos_79123456.png"),
        ("151222333.png", "151222333.png"),
    ],
)
def test_no_identification_is_in_a_stored_name(original: str, expected: str):
    """domain.md §16.14."""
    named = stored_name("INC-2026-000045", 1, original, "image/png", "51222333")
    assert named == f"INC-2026-000045_01_{expected}"


NAMES = [
    # What Windows takes for a device, whatever its ending is.
    "CON", "con.txt", "NUL", "PRN.pdf", "AUX.png", "COM1", "COM1.txt", "LPT9.docx", "CONIN$",
    # What Windows drops or refuses.
    "acta.pdf.", "acta.pdf ", "acta. . .", "a<b>.txt", 'a"b".txt', "a|b?.txt", "a*.txt", "a:b.txt",
    # Streams of NTFS.
    "a.txt::$DATA", "a.txt:oculto.exe", "::$INDEX_ALLOCATION",
    # Paths.
    "../../etc/passwd", "..\\..\\Windows\\win.ini", "/etc/shadow", "C:\\boot.ini", "~/.ssh/id_rsa",
    "\\\\10.0.0.9\\c$\\x.txt", ".", "..", "....", "-rf", ".htaccess", "a/../b.txt",
    # What is not seen.
    "factura\u202efdp.exe", "a\u200b.txt", "\ufeffa.txt", "a\x00.txt", "a\r\nb.txt", "a\x1b[2J.txt",
    "\ud800.txt", "\U000e0041.txt",
    # What is long.
    "a" * 5000, "ñ" * 300 + ".pdf", "文" * 300 + ".docx", "😀" * 300 + ".png", "x." + "y" * 300,
    "a" * 300 + "." + "語" * 12, "e\u0301" * 200,
    # What shells and formulas read.
    "$(reboot).txt", "`id`.txt", "a;rm -rf .txt", "=cmd|'/C calc'!A0.csv", "%SystemRoot%.txt", "",
]  # fmt: skip

_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?:\..*)?", re.IGNORECASE)


@pytest.mark.parametrize("original", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("media_type", ["application/pdf", "application/x-desconocido"])
def test_no_system_reads_a_stored_name_as_anything_but_a_name(original: str, media_type: str):
    name = stored_name("SERV-2026-C000001", 100, original, media_type)
    assert re.fullmatch(r"[\w.-]+", name)
    assert name.isprintable()
    assert not _DEVICES.fullmatch(name)
    assert len(name.encode()) <= MOST_BYTES
    assert name[-1] not in ". "
    assert ".." not in name
    assert renumbered(name, "INC-2026-000045").startswith("INC-2026-000045_100_")


def test_names_that_differ_only_in_their_letters_case_are_told_apart():
    """Windows and macOS take A.PNG and a.png for the same file."""
    names = [
        stored_name("INC-2026-000045", n, each, "") for n, each in ((1, "A.PNG"), (2, "a.png"))
    ]
    assert len({name.casefold() for name in names}) == 2
