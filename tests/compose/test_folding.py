"""The text part's lines."""

from hypothesis import given
from hypothesis import strategies as st

from mailbot.compose.folding import WIDTH, folded, indented


def test_paragraphs_fold_at_blanks() -> None:
    assert folded("palabra " * 12).split("\n")[:-1] == [
        "palabra palabra palabra palabra palabra palabra palabra palabra palabra",
        "palabra palabra palabra",
    ]


def test_what_follows_a_bullet_a_number_or_a_label_hangs_below_it() -> None:
    words = "palabra " * 10
    assert folded(f"- {words}").split("\n")[1].startswith("  palabra")
    assert folded(f"12. {words}").split("\n")[1].startswith("    palabra")
    assert folded(f"Qué sigue:  {words}").split("\n")[1].startswith(" " * 12 + "palabra")
    assert folded(f"   {words}").split("\n")[1].startswith("   palabra")


def test_non_breaking_blanks_hold() -> None:
    hour = "10:40\xa0a.\xa0m."
    assert hour in folded("palabra " * 8 + hour)


def test_a_long_word_stays_whole() -> None:
    link = "https://entidad.example/" + "x" * 90
    assert folded(f"Vea {link} hoy").split("\n")[:-1] == ["Vea", link, "hoy"]


def test_the_mark_before_a_signature_keeps_its_blank() -> None:
    assert folded("a\n\n-- \nb") == "a\n\n-- \nb\n"


def test_empty_lines_don_t_pile_up() -> None:
    assert folded("a\n\n\n\n\nb\n\n") == "a\n\nb\n"


def test_own_words_stand_three_columns_in() -> None:
    assert indented("a\n\nb") == "   a\n\n   b"


@given(st.text(alphabet="ab \n-.:1«»", max_size=400))
def test_folding_loses_no_word(text: str) -> None:
    result = folded(text)
    assert result.split() == text.split()
    assert all(len(line) <= WIDTH or " " not in line.strip() for line in result.split("\n"))
