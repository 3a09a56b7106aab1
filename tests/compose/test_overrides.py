"""The operator's own wording: it wins file by file, and a faulty text is refused with its place."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mailbot.compose import check, rendering
from mailbot.compose.check import check_templates
from mailbot.compose.examples import EXAMPLES
from mailbot.config import Config
from tests.compose.desk import CASE, composed, html_of, line, send, text_of

OURS = rendering.TEMPLATES
SHORT = '{% extends "base.txt.j2" %}\n{% block content %}\n'
END = "\n{% endblock %}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of own texts; of the examples only three mails are composed."""
    few = tuple(each for each in EXAMPLES if each.send.template in ("M-02", "M-15", "M-49"))
    monkeypatch.setattr(check, "EXAMPLES", few)
    yield tmp_path
    rendering.load_again()


def own(folder: Path) -> Config:
    return line(
        templates={"folder": folder}, links={"privacy": "https://www.minhacienda.gov.co/datos"}
    )


def put(folder: Path, name: str, source: str) -> Config:
    (folder / name).write_text(source, "utf-8")
    return own(folder)


def changed(folder: Path, name: str, old: str, new: str) -> Config:
    """Our text `name` with `old` replaced, as the operator's."""
    source = (OURS / name).read_text("utf-8")
    assert old in source
    return put(folder, name, source.replace(old, new))


def test_a_file_of_the_same_name_wins_and_the_others_stay(folder: Path):
    config = changed(folder, "M-02.txt.j2", "Conserve el número", "Guarde bien el número")
    assert check_templates(config) == []
    mail = composed(send(), config)
    assert "Guarde bien el número" in text_of(mail)
    assert "Conserve el número" in html_of(mail)
    assert "Guarde bien" not in text_of(composed(send()))


def test_a_text_can_extend_the_original_and_change_one_block(folder: Path):
    source = (
        '{% extends "original/M-02.html.j2" %}\n'
        '{% block opening %}<p class="p">Recibimos {{ case.subject }}.</p>{% endblock %}\n'
    )
    config = put(folder, "M-02.html.j2", source)
    assert check_templates(config) == []
    html = html_of(composed(send(), config))
    assert "Recibimos No puedo entrar." in html
    assert '<p class="p" style="margin:' in html


def test_what_people_write_is_still_escaped(folder: Path):
    source = (
        '{% extends "original/M-02.html.j2" %}{% block opening %}{{ case.subject }}{% endblock %}'
    )
    config = put(folder, "M-02.html.j2", source)
    mail = composed(send(case=replace(CASE, subject="<b>x</b>")), config)
    assert "<b>x" not in html_of(mail)


def test_hidden_files_are_no_texts(folder: Path):
    assert check_templates(put(folder, ".gitkeep", "")) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("M-2.txt.j2", "ninguna plantilla se llama así; ¿quiso decir M-"),
        ("m-49.txt.j2", "¿quiso decir M-49.txt.j2?"),
        ("inline.css", "ninguna plantilla se llama así"),
        ("leame.md", "Cámbiele el nombre o sáquelo de la carpeta"),
    ],
)
def test_a_file_that_no_mail_uses_is_refused(folder: Path, name: str, said: str):
    (fault,) = check_templates(put(folder, name, "x"))
    assert fault.startswith(f"{folder / name}: ")
    assert said in fault


FAULTY = [
    ("{{ case.number }}\n{{ nombre }}", 4, "no existe la variable «nombre»"),
    ("{{ limitt }}", 3, "¿quiso decir «limit»?"),
    ("{% if encrypted %}\n{{ nunca }}\n{% endif %}", 4, "no existe la variable «nunca»"),
    ("\n{% if %}", 4, "la plantilla está mal escrita"),
    ("{{ size|nada }}", 3, "la plantilla está mal escrita"),
    ("\n{{ line.telefono }}", 4, "no existe la variable «telefono»"),
    ("\n{{ 1 // 0 }}", 4, "division"),
    ("{{ line.__class__ }}", 3, "__class__"),
    ('{% include "no-hay.txt.j2" %}', 3, "no-hay.txt.j2"),
]


@pytest.mark.parametrize(("body", "row", "said"), FAULTY, ids=[row[2] + row[0] for row in FAULTY])
def test_a_faulty_text_is_told_with_file_line_and_what_to_do(
    folder: Path, body: str, row: int, said: str
):
    faults = check_templates(put(folder, "M-49.txt.j2", f"{SHORT}{body}{END}"))
    assert any(
        fault.startswith(f"{folder / 'M-49.txt.j2'}, línea {row}: ")
        and said in fault
        and fault.endswith("o borre el archivo para volver al texto original")
        for fault in faults
    ), faults


def test_a_text_that_extends_itself_is_told_how_to_reach_the_original(folder: Path):
    config = put(folder, "M-49.txt.j2", '{% extends "M-49.txt.j2" %}')
    assert any('use "original/…"' in fault for fault in check_templates(config))


def test_a_class_without_style_is_told_with_its_line(folder: Path):
    config = put(folder, "M-49.html.j2", '{# uno #}\n<p class="otra">')
    (fault,) = check_templates(config)
    assert fault.startswith(f"{folder / 'M-49.html.j2'}, línea 2: clase sin estilo")


def test_a_text_in_another_encoding_is_told_with_its_line(folder: Path):
    (folder / "M-49.txt.j2").write_bytes("uno\ndos\nLínea".encode("latin-1"))
    (fault,) = check_templates(own(folder))
    assert fault == (
        f"{folder / 'M-49.txt.j2'}, línea 3: el archivo no está guardado en UTF-8; guárdelo así"
    )


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_no_mail_may_lose_the_number_of_its_case(folder: Path, kind: str):
    config = put(folder, f"M-02.{kind}.j2", "Recibimos su correo.")
    faults = check_templates(config)
    lost = f"{folder / 'M-02'}.{kind}.j2: el correo M-02 ya no dice el número del caso: "
    assert f"{lost}ponga {{{{ case.number }}}}" in faults
    assert all(fault.startswith(f"{folder / 'M-02'}.{kind}.j2: ") for fault in faults)


def test_no_mail_may_lose_a_link_that_people_answer_with(folder: Path):
    config = changed(folder, "parts.html.j2", 'href="{{ reply.link }}"', 'href="#"')
    faults = check_templates(config)
    assert any("ya no tiene el enlace mailto:" in fault for fault in faults)
    assert all(fault.startswith(f"{folder / 'parts.html.j2'}: el correo M-") for fault in faults)


def test_no_mail_may_lose_the_page_on_personal_facts(folder: Path):
    config = changed(folder, "acknowledgement.html.j2", "{% if line.privacy %}", "{% if false %}")
    assert any("ya no tiene el enlace https://" in fault for fault in check_templates(config))
