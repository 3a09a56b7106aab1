"""The checklist notices what it is there for."""

import quopri

import pytest

from tests.compose.desk import composed, send
from tests.compose.judge import judge


def faults_after(before: str, after: str) -> str:
    """What the checklist says of a sound mail in which `before` reads `after`."""
    raw = composed(send(missing=())).raw
    head, blank, body = raw.partition(b"\r\n\r\n")
    start, middle, end = body.partition(b"quoted-printable\r\n\r\n")
    assert middle
    text, mark, html = end.partition(b"\r\n--=_")
    kind, gap, page = html.partition(b"\r\n\r\n")
    page, closing, rest = page.partition(b"\r\n--=_")

    def changed(piece: bytes) -> bytes:
        plain = quopri.decodestring(piece).replace(b"\r\n", b"\n").decode()
        encoded = quopri.encodestring(plain.replace(before, after).encode())
        return encoded.replace(b"\n", b"\r\n")

    new_head = head.decode().replace(before, after).encode()
    body = start + middle + changed(text) + mark + kind + gap + changed(page) + closing + rest
    return "; ".join(judge(new_head + blank + body))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("MIENTRAS TANTO", "[RESUELTO]", "sola en una línea"),
        ("Mientras tanto", "[RESUELTO]", "sola en una línea"),
        ("Si quiere", "Si [RESUELTO] quiere", "etiqueta suelta"),
        ("<strong>SERV-2026-000001", "<strong>SERV-2026-000002", "hechos distintos"),
        ("color:#1f2933", "color:#c0c0c0", "contraste"),
        (".p,.li,.v", ".x", "contraste"),
        ('lang="es-CO"', "", "sin lang"),
        ('role="presentation"', "", "role=presentation"),
        ("</td></tr>\n<tr>", "</tr>\n<tr>", "no cierra"),
        ("font:14px/", "font:11px/", "letra de 11 px"),
        ("tel:", "javascript:", "enlace raro"),
        ("X-SIIF-Correo", "X-Otro", "X-SIIF-Correo debe estar"),
        ("OOF, AutoReply", "All", "informes de entrega"),
        ("MIME-Version: 1.0", "MIME-Version: 1.0\r\nPrecedence: bulk", "Precedence sobra"),
        ("Subject: [", "Subject:\r\n [", "primera línea vacía"),
        ("No tiene que enviar nada más.", "Me permito informarle.", "fórmula gastada"),
        ("No tiene que enviar nada más.", "Son $ 12.480.000 en total.", "pesos"),
        ("Si NO lo", "Si no lo", "texto: dice SOLUCIONADO sin decir NO"),
        ("<strong>NO</strong>", "no", "HTML: dice SOLUCIONADO sin decir NO"),
        ("<h2", "<h4", "títulos"),
        ("lunes 23", "martes 23", "es lunes, no martes"),
        ("No tiene que enviar nada más.", "Vence el 23/11/2026.", "fecha en cifras: 23/11/2026"),
        ("No tiene que enviar nada más.", "Su cédula: 52.123.456.", "texto: número de identific"),
        ("No tiene que enviar nada más.", "Vea 1.098.765.432.", "HTML: número de identificación"),
        ("Qué sigue", "Ahora", "el recuadro no dice número, estado, qué sigue y plazo"),
    ],
)  # fmt: skip
def test_a_fault_is_noticed(before: str, after: str, said: str) -> None:
    assert said in faults_after(before, after)


def test_a_sound_mail_has_no_fault() -> None:
    assert faults_after("SERV", "SERV") == ""
