"""The check of the templates that runs at start and in `doctor`."""

import pytest

from mailbot.compose import rendering
from mailbot.compose.check import check_templates, lone_tags
from tests.compose.desk import FULL_LINE, LINE


@pytest.fixture
def spoilt(tmp_path, monkeypatch):
    """A copy of the templates in which a file can be spoilt."""
    for file in rendering.TEMPLATES.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
    rendering.environment.cache_clear()
    yield tmp_path
    rendering.environment.cache_clear()


def test_our_templates_are_sound() -> None:
    assert check_templates(LINE) == []
    assert check_templates(FULL_LINE) == []


@pytest.mark.parametrize(
    ("file", "added", "said"),
    [
        ("M-49.txt.j2", "{% if %}", "La plantilla M-49.txt.j2 no sirve, línea"),
        ("M-49.txt.j2", "{% endblock %}{% block content %}x", "M-49.txt.j2 no sirve"),
        ("M-49.html.j2", "{{ no_hay }}", "'no_hay' is undefined"),
        ("M-49.html.j2", '<p class="otra">', "clase sin estilo en la plantilla: otra"),
        ("M-49.txt.j2", "\n[RESUELTO]\n", "la etiqueta [RESUELTO] está sola en una línea"),
        ("M-49.html.j2", "x" * 60_000, "el HTML pasa de 60 KB"),
    ],
)
def test_a_spoilt_template_is_named(spoilt, file: str, added: str, said: str) -> None:
    template = spoilt / file
    source = template.read_text(encoding="utf-8")
    template.write_text(source.replace("{% endblock %}", f"{added}{{% endblock %}}"), "utf-8")
    faults = check_templates(LINE)
    assert any(said in fault for fault in faults), faults
    assert all("M-49" in fault for fault in faults)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("[RESUELTO]", ["[RESUELTO]"]),
        ("> [RESUELTO].", ["> [RESUELTO]."]),
        ("  - [PENDIENTE CLIENTE]", ["- [PENDIENTE CLIENTE]"]),
        ("[RESUELTO]: envía la solución", []),
        ("«[RESUELTO]»", []),
        ("use [RESUELTO]", []),
    ],
)
def test_lone_tags(line: str, found: list[str]) -> None:
    assert lone_tags(f"antes\n{line}\ndespués") == found
