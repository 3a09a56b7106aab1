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
