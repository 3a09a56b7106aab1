"""Readable text of any HTML, in bounded time; nothing is fetched or run, hidden words stay out."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from mailbot.parsers.charset import scrub
from mailbot.parsers.html_limits import MAX_CHARACTERS, is_affordable, without_embedded_files
from mailbot.parsers.html_page import Page
from mailbot.parsers.html_table import Line, trim_lines

# Control characters, and those that show nothing or turn the direction of writing.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e"
    "\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufffc]"
)
_LINE_ENDS = re.compile(r"<(?:br|/?(?:p|div|li|tr|h[1-6]|blockquote|table))\b", re.IGNORECASE)
_UNREADABLE = re.compile(
    r"<(script|style|head|title)\b.*?(?:</\1|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^<>]*>?")


def html_to_text(html: str) -> str:
    """The words of `html` as lines of text: paragraphs apart, lists numbered, tables in columns,
    links as "words <address>". Never raises; past 3 million characters the rest is left out."""
    source, _ = prepare_html(html)
    tree = parse_html(source)
    lines = Page().read(tree.root) if tree is not None and tree.root else strip_tags(source)
    return visible("\n".join(text for text, _ in lines))


def prepare_html(html: str) -> tuple[str, bool]:
    """The part of `html` that is read, without embedded pictures, and whether that is all of it."""
    source = without_embedded_files(html)
    return source[:MAX_CHARACTERS], len(source) <= MAX_CHARACTERS


def parse_html(source: str) -> LexborHTMLParser | None:
    """The tree of what `prepare_html` gave; None where reading it would cost too much."""
    if not is_affordable(source):
        return None
    return LexborHTMLParser(source.encode("utf-8", "replace"))


def strip_tags(source: str) -> list[Line]:
    """The lines of HTML that is not worth a parser: its text, with the tags cut out."""
    readable = _LINE_ENDS.sub(r"\n\g<0>", _UNREADABLE.sub("\n", source))
    text = unescape(_TAG.sub("", readable))
    lines: list[Line] = []
    for line in text.split("\n"):
        words = " ".join(line.split())
        if words or (lines and lines[-1][0]):
            lines.append((words, ""))
    return trim_lines(lines)


def visible(text: str) -> str:
    """The text without the characters that show nothing, its letters composed again (see `scrub`):
    one could stand between a letter and its mark."""
    return scrub(_INVISIBLE.sub("", text))
