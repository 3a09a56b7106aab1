"""Fields of Word: which words in one start programs, in whatever format the document is kept."""

import re

# A field that runs (DDE, DDEAUTO), and one that writes its own words in numbers.
_RUNS = re.compile(r"ddeauto|(?:^|[\s\"])dde\s|\bquote(?:\s+\d{2,3}){3}", re.IGNORECASE)


def runs_programs(words: str) -> bool:
    """Whether the words of a field, put together from their pieces, start a program."""
    return bool(_RUNS.search(words))
