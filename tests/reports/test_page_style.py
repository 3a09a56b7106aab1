"""The page's style: of two rules for one thing the later one counts."""

from mailbot.reports.page_style import STYLE


def test_what_a_telephone_shows_is_hidden_elsewhere() -> None:
    """Such words are `less` as well, which shows them: the rule that hides them comes after it."""
    screen, telephone = STYLE.split("@media (max-width:600px)")
    assert screen.index(".phone{display:none}") > screen.index(".less{display:block")
    assert ".phone{display:block}" in telephone
