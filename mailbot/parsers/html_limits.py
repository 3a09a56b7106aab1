"""Refuse HTML that costs the parser far more than its length: deep nesting, tags of attributes.

The parser's work grows with their squares, so that a few hundred kilobytes could hold a core for
half a minute. Both are estimated first, in linear time.
"""

import re
from collections import Counter

MAX_CHARACTERS = 3_000_000
"""More than this is not read as text; the raw mail keeps it."""
_MAX_WORK = 50_000_000
_MAX_ATTRIBUTES = 2_000
_SMALL_TAGS = 3_000
_SMALL_LENGTH = 40_000

_EMBEDDED = re.compile(r"data:[\w/+.-]{0,60};base64,[A-Za-z0-9+/=\s]*+", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(>)|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s>]*+))?+)"
)
_SELF_CLOSING = frozenset(
    """area base br col embed hr img input link meta param source track wbr p li td th tr dt dd
    option tbody thead tfoot colgroup""".split()
)


def without_embedded_files(html: str) -> str:
    """The HTML without the bytes of pictures written into it (`data:` addresses)."""
    return _EMBEDDED.sub("data:,", html) if "base64," in html else html


def is_affordable(html: str) -> bool:
    """Whether the parser reads this in a time that grows with its length only."""
    if len(html) <= _SMALL_LENGTH and html.count("<") <= _SMALL_TAGS:
        return True
    open_tags: Counter[str] = Counter()
    depth = work = position = 0
    while (tag := _TAG.search(html, position)) is not None:
        position, attributes = _after_attributes(html, tag.end())
        name = tag[2].lower()
        work += depth
        if attributes > _MAX_ATTRIBUTES or work > _MAX_WORK:
            return False
        if name in _SELF_CLOSING:
            continue
        # An end tag without its start closes nothing.
        step = 1 if not tag[1] else -1 if open_tags[name] else 0
        open_tags[name] += step
        depth += step
    return True


def _after_attributes(html: str, position: int) -> tuple[int, int]:
    count = 0
    while count <= _MAX_ATTRIBUTES:
        attribute = _ATTRIBUTE.match(html, position)
        if attribute is None:
            return len(html), count
        position = attribute.end()
        if attribute[1]:
            break
        count += 1
    return position, count
