"""Styles are inlined when a template is loaded, and nothing is left to chance."""

import pytest
from jinja2.exceptions import SecurityError
from jinja2.sandbox import unsafe

from mailbot.compose.rendering import TEMPLATES, environment
from mailbot.compose.styles import classes_in, read_styles, with_inline_styles
from tests.compose.desk import CASE

STYLES = read_styles("/* .no { a:b } */ .p { color:#111111; margin:0 } .last { margin:9px }")


def test_a_sheet_of_plain_rules_is_read() -> None:
    assert STYLES == {"p": {"color": "#111111", "margin": "0"}, "last": {"margin": "9px"}}


def test_the_later_class_counts_and_only_kept_ones_stay() -> None:
    tag = '<p class="p last">{{ words }}</p>'
    assert with_inline_styles(tag, STYLES, frozenset({"p"})) == (
        '<p class="p" style="color:#111111;margin:9px">{{ words }}</p>'
    )


@pytest.mark.parametrize("tag", ['<p class="otra">', '<p class="{{ x }}">'])
def test_a_class_without_style_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="clase sin estilo"):
        with_inline_styles(tag, STYLES, frozenset())


def test_the_classes_of_a_media_query_are_known() -> None:
    assert classes_in("@media (max-width:5px){\n.a,.b-1{color:#1f2}\n}") == {"a", "b-1"}


def test_every_class_of_the_sheets_is_used() -> None:
    used = " ".join(p.read_text(encoding="utf-8") for p in TEMPLATES.glob("*.html.j2"))
    sheets = (TEMPLATES / name for name in ("inline.css", "screen.css"))
    styles, screen = (sheet.read_text(encoding="utf-8") for sheet in sheets)
    names = {*read_styles(styles), *classes_in(screen)}
    unused = {name for name in names if f'"{name}"' not in used and f'"{name} ' not in used
              and f' {name}"' not in used}  # fmt: skip
    assert unused == set()


@pytest.mark.parametrize(
    "source",
    [
        "{{ case.__class__ }}",
        "{% for _ in [1] %}{{ loop.__class__ }}{% endfor %}",
        "{% for _ in [1] %}{{ loop._undefined }}{% endfor %}",
        "{% macro words() %}{% endmacro %}{{ words._func }}",
        "{{ dangerous() }}",
    ],
)
def test_templates_see_words_and_nothing_else(source: str) -> None:
    @unsafe
    def dangerous() -> str:
        return "done"

    template = environment().from_string(source)
    with pytest.raises(SecurityError):
        template.render(case=CASE, dangerous=dangerous)


def test_a_macro_takes_what_it_names_and_escapes_what_it_is_given() -> None:
    body = "{{ text }}{% for _ in [1] %}{{ caller() }}{% endfor %}"
    source = "{% macro words(text) %}" + body + "{% endmacro %}"
    call = '{% for each in ["<b>"] %}{% call words(each) %}&{% endcall %}{% endfor %}'
    assert environment().from_string(source + call).render() == "&lt;b&gt;&"
    with pytest.raises(TypeError, match="no keyword argument"):
        environment().from_string(source + "{{ words(other=1) }}").render()
