"""What the attributes of an element mean for a reader: hidden, preformatted, a link, a picture."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from mailbot.parsers.html_colour import Colour, read_colour, read_ground

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
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_FAR_AWAY = re.compile(
    r"(?:left|right|top|bottom|text-indent|margin|translate[xy]?\()\s*:?\s*"
    r"(?:-\s*(?:[2-9]\d\d|\d{4}|\d{2,3}(?:\.\d+)?(?:r?em|v[wh]|%))|\d{4})"
    r"|(?<![\w-])clip(?:-path)?\s*:\s*(?:rect|inset|circle|polygon)"
    r"|scale[xy]?\(\s*0(?:\.0+)?\s*[,)]",
    re.IGNORECASE,
)
# Without height or width, hardly there, or as fine as dust.
_TINY = re.compile(
    rf"(?<![\w-])(?:height|width|max-width|line-height){_ZERO}"
    r"|(?<![\w-])opacity\s*:\s*(?:0?\.[01]\d*|\d(?:\.\d+)?%)"
    r"|font(?:-size)?\s*:[^;]{0,40}?(?<![\d.])"
    r"(?:[0-2](?:\.\d+)?(?:px|pt)|0?\.[0-2]\d*(?:r?em|cm|in|px|pt)|(?:1?\d|20)(?:\.\d+)?%)",
    re.IGNORECASE,
)
_BAR = re.compile(
    r"border-(?:left|inline-start)(?:-width|-style)?\s*:\s*(?!none|hidden|0|medium|inherit|initial)"
    r"|border-width\s*:(?:\s*0\w*){3}\s+[1-9.]",
    re.IGNORECASE,
)
# A box around, not the bar of one side that `_BAR` sees.
_BOX = re.compile(
    r"(?<![\w-])border\s*:\s*(?!none|0|hidden|medium|inherit|initial|unset)[^;]{0,60}[a-z]"
    r"|border-width\s*:\s*0?[.1-9][\d.]*[a-z]{2}\s*(?:;|!|$)",
    re.IGNORECASE,
)
_LINE_ABOVE = re.compile(
    r"border-top(?:-width|-style)?\s*:\s*(?!none|hidden|0|medium|inherit|initial)", re.IGNORECASE
)
_LENGTH = r"(\d{0,5}(?:\.\d{1,5})?)(px|pt|pc|r?em|ex|ch|in|cm|mm|%|vw)"
_INDENT = re.compile(
    rf"(?:margin|padding)-(?:left|inline-start)\s*:\s*{_LENGTH}"
    rf"|(?<![\w-])(?:margin|padding)\s*:(?:\s*[\w.%-]{{1,12}}){{3}}\s+{_LENGTH}",
    re.IGNORECASE,
)
# The lines of Word's lists are indented, and their bullets hang to the left.
_HANGING = re.compile(r"text-indent\s*:\s*-", re.IGNORECASE)
_PIXELS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "em": 13.4, "rem": 13.4, "ex": 8.0, "ch": 8.0, "in": 96.0,
    "cm": 37.8, "mm": 3.78, "%": 6.0, "vw": 6.0,
}  # fmt: skip
_LEAST_INDENT = 19.9
"""In pixels: 20px, 15pt, 1.5em."""
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]{1,60})", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([^;!]{1,100})", re.IGNORECASE)
_LONGEST_WORDS = 80
# Of every width: what reads tags sees them as one.
_BRACKETS = str.maketrans("[]［］", "()()")
_LONGEST_STYLE = 1_000


@dataclass(frozen=True, slots=True)
class Style:
    """The part of a `style` that matters in text. `sized` is whether its letters have a size
    above 0, None where they have that of the element around it."""

    hidden: bool = False
    sized: bool | None = None
    verbatim: bool = False
    tight: bool = False
    suspect: bool = False
    """Whether its words are struck out, out of sight, or behind a bar like a quote."""
    apart: bool = False
    """Whether its words are indented, or stand in a box."""
    below_line: bool = False
    """Whether a line is drawn above its words."""
    colour: Colour | None = None
    ground: Colour | None = None
    """What it is written on, where it says so."""


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
        style = replace(style, tight=True)
    if "color" in attributes:
        style = replace(style, colour=style.colour or read_colour(attributes["color"] or ""))
    if "bgcolor" in attributes:
        style = replace(style, ground=style.ground or read_ground(attributes["bgcolor"] or ""))
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
        suspect=any(sign.search(style) for sign in (_STRUCK, _FAR_AWAY, _TINY, _BAR)),
        apart=_BOX.search(style) is not None or _is_indented(style),
        below_line=_LINE_ABOVE.search(style) is not None,
        colour=read_colour(found[1]) if (found := _COLOUR.search(style)) else None,
        ground=read_ground(found[1]) if (found := _BACKGROUND.search(style)) else None,
    )


def _is_indented(style: str) -> bool:
    return _HANGING.search(style) is None and any(
        float((found[1] or found[3] or "0").strip(".") or 0)
        * _PIXELS[(found[2] or found[4]).lower()]
        >= _LEAST_INDENT
        for found in _INDENT.finditer(style)
    )


def link_target(attributes: Attributes, words: str) -> str:
    """ " <address>" to add to the words of a link, "" where the words show an address already."""
    target = (attributes.get("href") or "").strip()
    if not words or not _WEB.match(target) or _ADDRESS.search(words):
        return ""
    return f" <{target}>"


def picture_words(attributes: Attributes) -> str:
    """What a picture says to those who don't see it: an emoji as itself, words as a picture's.

    Words alone in brackets would read as a tag of the writer's: «[Escudo]» as a misspelt one.
    """
    words = " ".join((attributes.get("alt") or "").translate(_BRACKETS).split())
    if not words or len(words) > _LONGEST_WORDS:
        return ""
    return f"[Imagen: {words}]" if any(letter.isalnum() for letter in words) else words
