"""What an advisor writes below his words: it is no part of the solution or the question (§9)."""

from mailbot.rules.intake.layout import is_closing
from mailbot.rules.intake.words import words_of

_LONGEST_SIGNATURE = 16
_LONGEST_NAME_LINE = 7
_ENOUGH_OF_A_NAME = 2


def without_signature(text: str, name: str) -> str:
    """`text` without the closing of a letter, or the line with its author's `name`, and below.

    Only the last lines are looked at, and never the first: a text that is all signature is "".
    """
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    own = set(words_of(name))
    for number in filled[-_LONGEST_SIGNATURE:]:
        if is_closing(lines[number]) or _is_name(lines[number], own):
            return "\n".join(lines[:number]).strip()
    return text


def _is_name(line: str, own: set[str]) -> bool:
    words = words_of(line)
    if len(words) > _LONGEST_NAME_LINE:
        return False
    return len(own & set(words)) >= min(_ENOUGH_OF_A_NAME, len(own)) > 0
