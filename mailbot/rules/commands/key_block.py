"""The lines `clave=valor` right below a tag: among them a key that is none is a slip, no prose."""

import re
from collections.abc import Callable, Sequence

_MOST_WORDS = 6
"""A longer value is a sentence that happens to hold a sign: `saldo=0 y no deja continuar…`."""

_PAIR = re.compile(r"[ \t]{0,8}(?:[-*•·][ \t]{1,4})?([^\W\d]\w{1,29})=[ \t]{0,4}(\S[^\n]{0,200})")


def unknown_keys(
    lines: Sequence[str], *, begun: bool, known: Callable[[str], bool], ends: Callable[[str], bool]
) -> dict[int, str]:
    """The keys that are none, by their line, in the block that `lines` begin with.

    `begun` says that there are facts in the tag's brackets. `known` tells a line with a key of
    ours, `ends` whether words follow that key, where anything may stand. Without any known key
    there is no block: then every line is words. A blank line parts the block from the words below.
    """
    found: dict[int, str] = {}
    pending: dict[int, str] = {}
    touching = begun
    for place, line in enumerate(lines):
        if known(line):
            found |= pending
            pending, touching = {}, True
            if ends(line):
                return found
        elif not line.strip():
            touching = False
        elif key := _slip(line):
            pending[place] = key
            found |= pending if touching else {}
        else:
            return found
    return found


def _slip(line: str) -> str:
    """The key of a line that looks like a pair; "" for any other."""
    pair = _PAIR.fullmatch(line)
    return pair[1] if pair and len(pair[2].split()) <= _MOST_WORDS else ""
