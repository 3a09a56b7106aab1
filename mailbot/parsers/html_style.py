"""What the attributes of an element mean for a reader: hidden, preformatted, a link, a picture."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

Attributes = Mapping[str, str | None]

_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?<![\w-])opacity\s*:\s*0(?![.\d])"
    r"|max-height\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:!important\s*)?(?:;|$)", re.I)
_SOME_SIZE = re.compile(r"font(?:-size)?\s*:[^;]*[1-9]", re.IGNORECASE)
_NO_MARGIN = re.compile(r"margin(?:-top|-bottom)?\s*:\s*0", re.IGNORECASE)
_WEB = re.compile(r"https?://\S{1,2000}$", re.IGNORECASE)
_ADDRESS = re.compile(r"\w[.@/]\w")
_LONGEST_WORDS = 80


def is_hidden(node: LexborNode, attributes: Attributes) -> bool:
    """Whether the element is not shown: preheaders and the like. Letters of size 0 hide only what
    does not choose another size (mail builders set 0 on frames, to lose the gaps)."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if not style:
        return False
    if _HIDDEN.search(style):
        return True
    return bool(_NO_SIZE.search(style)) and not any(
        _SOME_SIZE.search(inner.attributes.get("style") or "")
        for inner in node.css("[style]")
        if inner.mem_id != node.mem_id
    )


def keeps_spaces(tag: str, attributes: Attributes) -> bool:
    """Whether line breaks in the source are line breaks for the reader."""
    return tag == "pre" or "white-space:pre" in (attributes.get("style") or "").replace(" ", "")


def is_tight(attributes: Attributes) -> bool:
    """Whether a paragraph has no space around it (Outlook's, where blank ones make the gaps)."""
    return "Mso" in (attributes.get("class") or "") or bool(
        _NO_MARGIN.search(attributes.get("style") or "")
    )


def link_target(attributes: Attributes, words: str) -> str:
    """" <address>" to add to the words of a link, "" where the words show an address already."""
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
