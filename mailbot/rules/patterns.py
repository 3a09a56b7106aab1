"""How long patterns are put together from lists of words."""


def any_of(words: str) -> str:
    """A pattern for one of `words`, which stand between blanks; each may be a pattern itself."""
    return f"(?:{'|'.join(words.split())})"
