"""What the attributes of an element mean for a reader: hidden, preformatted, a link, a picture."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

Attributes = Mapping[str, str | None]

_ZERO = r"\s*:\s*0(?:\.0+)?(?:px|pt|em|cm|in|%)?\s*(?=;|!|$)"
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?<![\w-])opacity"
    rf"{_ZERO}|max-height{_ZERO}",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(rf"font-size{_ZERO}", re.IGNORECASE)
_SOME_SIZE = re.compile(r"font(?:-size)?\s*:[^;]*[1-9]", re.IGNORECASE)
_NO_MARGIN = re.compile(
    r"(?<![\w-])margin\s*:(?:\s*0(?:\.0+)?[a-z]{0,2}(?=[\s;!]|$))+\s*(?:;|!|$)"
    r"|margin-bottom\s*:\s*0(?:\.0+)?[a-z]{0,2}\s*(?:;|!|$)",
    re.IGNORECASE,
)
_VERBATIM = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_WEB = re.compile(r"https?://\S{1,2000}$", re.IGNORECASE)
_ADDRESS = re.compile(r"\w[.@/]\w")
_LONGEST_WORDS = 80
_LONGEST_STYLE = 1_000


@dataclass(frozen=True, slots=True)
class Style:
    """The part of a `style` that matters in text. `sized` is whether its letters have a size
    above 0, None where they have that of the element around it."""

    hidden: bool = False
    sized: bool | None = None
    verbatim: bool = False
    tight: bool = False


PLAIN = Style()


def read_style(attributes: Attributes) -> Style:
    """What the `style`, `class` and `hidden` of an element say."""
    if not attributes:
        return PLAIN
    if "hidden" in attributes:
        return Style(hidden=True)
    style = _parse_style((attributes.get("style") or "")[:_LONGEST_STYLE])
    if not style.tight and "Mso" in (attributes.get("class") or ""):
        # Outlook's paragraphs have no space around them: blank ones make the gaps.
        return Style(style.hidden, style.sized, style.verbatim, tight=True)
    return style


@lru_cache(maxsize=1024)
def _parse_style(style: str) -> Style:
    if not style:
        return PLAIN
    return Style(
        hidden=_HIDDEN.search(style) is not None,
        sized=False if _NO_SIZE.search(style) else True if _SOME_SIZE.search(style) else None,
        verbatim=_VERBATIM.search(style) is not None,
        tight=_NO_MARGIN.search(style) is not None,
    )


def link_target(attributes: Attributes, words: str) -> str:
    """ " <address>" to add to the words of a link, "" where the words show an address already."""
    target = (attributes.get("href") or "").strip()
    if not words or not _WEB.match(target) or _ADDRESS.search(words):
        return ""
    return f" <{target}>"


def picture_words(attributes: Attributes) -> str:
    """What a picture says to those who don't see it: an emoji as itself, words in brackets."""
    words = " ".join((attributes.get("alt") or "").split())
    if not words or len(words) > _LONGEST_WORDS:
        return ""
    return f"[{words}]" if any(letter.isalnum() for letter in words) else words
