"""An advisor's words become paragraphs and lists only where they plainly are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.compose.prose import pieces
from mailbot.compose.words import paragraphs
from tests.compose.desk import composed, html_of, seen_of, send


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hola.\nSigue.", [("p", 1, ("Hola.\nSigue.",))]),
        ("Uno.\n\nDos.", [("p", 1, ("Uno.",)), ("p", 1, ("Dos.",))]),
        ("1. abra\n2. pruebe", [("ol", 1, ("abra", "pruebe"))]),
        ("Pasos:\n1. abra\n2. pruebe", [("p", 1, ("Pasos:",)), ("ol", 1, ("abra", "pruebe"))]),
        ("1. abra\n   el menú\n2. pruebe", [("ol", 1, ("abra\nel menú", "pruebe"))]),
        ("1. abra\n\n2. pruebe", [("ol", 1, ("abra", "pruebe"))]),
        ("3. siga\n4. acabe", [("ol", 3, ("siga", "acabe"))]),
        ("1. abra\n1. abra", [("ol", 1, ("abra",)), ("ol", 1, ("abra",))]),
        ("- uno\n- dos", [("ul", 1, ("uno", "dos"))]),
        ("- uno\n\n• dos", [("ul", 1, ("uno", "dos"))]),
        ("·       de Word", [("ul", 1, ("de Word",))]),
        ("12.480.000 pesos", [("p", 1, ("12.480.000 pesos",))]),
        ("-5 grados", [("p", 1, ("-5 grados",))]),
        ("2026. Año nuevo", [("p", 1, ("2026. Año nuevo",))]),
    ],
)
def test_pieces(text: str, found: list[tuple[str, int, tuple[str, ...]]]) -> None:
    assert [tuple(piece) for piece in pieces(text)] == found


@given(st.text(alphabet="12.- \nab", max_size=60))
def test_no_word_is_lost(text: str) -> None:
    safe = paragraphs(text)
    kept = "".join(item for piece in pieces(safe) for item in piece.items)
    assert [char for char in kept if char in "ab"] == [char for char in safe if char in "ab"]


def test_steps_are_a_list_that_begins_where_they_begin() -> None:
    mail = composed(send("M-50", text="Ya hicimos 1 y 2.\n\n3. Abra el menú.\n4. Pruebe."))
    assert '<ol start="3"' in html_of(mail)
    assert html_of(mail).count("<li") == 2


def test_a_word_longer_than_a_phone_is_wide_may_break() -> None:
    html = html_of(composed(send("M-50", text="1. Abra " + "x" * 200)))
    item = html.split("<li ")[1].partition(">")[0]
    assert "word-break:break-word" in item
    assert "x" * 200 in seen_of(composed(send("M-50", text="1. Abra " + "x" * 200)))
