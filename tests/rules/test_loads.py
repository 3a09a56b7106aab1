"""How busy an advisor is, in words."""

import pytest

from mailbot.rules.assignment import MOST_COUNTED, told_load


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 casos"),
        (1, "1 caso"),
        (2, "2 casos"),
        (MOST_COUNTED - 1, "499 casos"),
        (MOST_COUNTED, "500 casos o más"),
    ],
)
def test_what_is_not_counted_further_is_told_as_such(count: int, words: str) -> None:
    assert told_load(count) == words
