"""The sentence of an event, and words without what identifies a person."""

import re
from collections.abc import Mapping

from mailbot.model.masking import without_bare_numbers

_PART = re.compile(r"\[\[(.*?)\]\]|\[(.*?)\]")
_FIELD = re.compile(r"\{(\w+)\}")
_ADDRESS = re.compile(r"[^\s<>(),;:\"«»]+@[^\s<>(),;:\"«»]+")
_QUOTED = re.compile(r"«[^»]*»?|“[^”]*”?|\"[^\"]*\"?")
_LONGEST = 200


def sentence(words: str, fields: Mapping[str, object]) -> str:
    """`words` of an event with its fields; a bracketed part without a value is left out."""

    def part(found: re.Match[str]) -> str:
        if found[1] is not None:
            return f"[{found[1]}]"
        named = _FIELD.findall(found[2])
        return found[2] if all(fields.get(name) not in (None, "") for name in named) else ""

    return _PART.sub(part, words).format_map(fields)


def discreet(reason: str) -> str:
    """A reason of ours as the log may tell it: no address, no long number, nothing quoted."""
    told = _QUOTED.sub("«…»", " ".join(reason.split()))
    told = without_bare_numbers(_ADDRESS.sub("(dirección)", told))
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
