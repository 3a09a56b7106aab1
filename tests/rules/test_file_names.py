"""File names carry the case and are safe wherever they are opened."""

import pytest

from mailbot.rules.file_names import stored_name


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
        ("informe.", "application/pdf", "informe"),
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
