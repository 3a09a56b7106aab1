"""What the HTML itself says is quoted, forwarded or a signature: the marks of mail programs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from selectolax.lexbor import LexborNode

from mailbot.parsers.reply.attribution import may_end_attribution
from mailbot.parsers.reply.headers import may_open_header
from mailbot.parsers.reply.parts import FORWARD, INDENTED, QUOTE, SIGNATURE
from mailbot.parsers.reply.separators import separator_kind

_CANDIDATES = "[id],[class],[name],[data-marker],[style*=border],blockquote"
_TAILS = frozenset(
    """divrplyfwdmsg outlookmessageheader zwchr stopspelling orimsghtmlseperator oldcontent
    __divider__ replywithmessageheader""".split()
)
"""From these on all is an earlier mail: Outlook, Hotmail, Zimbra, BlueMail."""
_QUOTES = frozenset(
    """gmail_attr yahoo_quoted protonmail_quote tutanota_quote zmail_extra cm_quote email_quote
    front-blockquote sh-quoted-content nylas-quote-attribution fairemail_quote skiff-quote
    appleoriginalcontents isreplycontent messagereplysection __quoted_text__ reply-intro
    ms-outlook-mobile-reference-message mail-editor-reference-message-container
    mailru-blockquote hmquote quoted-plain-text moz-email-headers-table""".split()
)
_FORWARDS = frozenset({"moz-forward-container", "forwardbody1", "messageforwardsection"})
_SIGNATURE = re.compile(
    r"(?:.{0,40}[_-])?signature(?:_prefix|_block|_content)?$|applemailsignature$|_rc_sig$"
    r"|messagesignaturesection$|__sig_(?:pre|post)__$|.{0,20}mobile-signature$|moz-signature$"
)
# Exchange and Outlook write "x_" before the names that were in a mail; Yahoo "ydp" and a code.
_REWRITTEN = re.compile(r"^(?:x_|ecx|v\d)+|^ydp[0-9a-z]{8}|^aolmail_|^yiv\d+")
_NUMBERED = re.compile(r"[_-]\d+$")
_BORDER_ABOVE = re.compile(r"border-top\s*:\s*(?!none|0)", re.IGNORECASE)
_BAR = re.compile(r"border-left(?:-width|-style)?\s*:\s*(?!none|0|medium)", re.IGNORECASE)
_FIRST_LETTERS = 300
_FIRST_NODES = 80


@dataclass(slots=True)
class Marks:
    """Parts of nodes by `mem_id`: to the end of the node, or from there to the end of the page."""

    regions: dict[int, str] = field(default_factory=dict)
    tails: dict[int, str] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)
    """Nodes whose words may be somebody else's."""


def find_marks(root: LexborNode) -> Marks:
    """The quotes, forwards and signatures that mail programs marked in the tree."""
    marks = Marks()
    for node in root.css(_CANDIDATES):
        attributes = node.attributes
        names = _names(attributes)
        if names:
            _mark_named(marks, node, names)
        if node.tag == "blockquote":
            marks.regions.setdefault(node.mem_id, _blockquote_part(attributes, names))
        elif _BORDER_ABOVE.search(attributes.get("style") or "") and _opens_header(node):
            # Word's Outlook has no name for it: a line above, and "De:" first.
            marks.tails[node.mem_id] = QUOTE
    return marks


def _names(attributes: dict[str, str | None]) -> list[str]:
    """Its id, name, classes and markers, as the program that made them wrote them."""
    values = [attributes.get(key) for key in ("id", "name", "class", "data-marker")]
    return [
        _NUMBERED.sub("", _REWRITTEN.sub("", name))
        for value in values
        if value
        for name in value.lower().split()[:8]
    ]


def _mark_named(marks: Marks, node: LexborNode, names: Iterable[str]) -> None:
    for name in names:
        if name in _TAILS:
            marks.tails[node.mem_id] = QUOTE
        elif name in _QUOTES:
            marks.regions[node.mem_id] = _announced_part(node)
        elif name in _FORWARDS:
            marks.regions[node.mem_id] = FORWARD
        elif name == "gmail_quote" and node.tag != "blockquote":
            _mark_gmail(marks, node)
        elif name == "moz-cite-prefix":
            _mark_prefix(marks, node)
            if (following := _next_element(node)) is not None and following.tag == "div":
                marks.apart.add(following.mem_id)
        elif name == "composer_quoted":
            marks.apart.add(node.mem_id)
        elif name == "appendonsend":
            _mark_after_rule(marks, node)
        elif _SIGNATURE.match(name):
            marks.regions[node.mem_id] = SIGNATURE


def _mark_gmail(marks: Marks, node: LexborNode) -> None:
    """Gmail's container: a quote around which answers may stand, or a forward that fills it."""
    part = _announced_part(node)
    if part == FORWARD or node.css_first("blockquote") is None:
        marks.regions[node.mem_id] = part


def _mark_prefix(marks: Marks, node: LexborNode) -> None:
    """Thunderbird's line above a quote; people may have written into its box, above the line."""
    words = " ".join(node.text().split())
    if words and words == _first_words(node) and may_end_attribution(words):
        marks.regions[node.mem_id] = QUOTE


def _mark_after_rule(marks: Marks, node: LexborNode) -> None:
    """Outlook on the web: its empty box and a rule come before the earlier mail."""
    following = _next_element(node)
    if following is not None and following.tag == "hr":
        marks.tails[following.mem_id] = QUOTE


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following


def _blockquote_part(attributes: dict[str, str | None], names: list[str]) -> str:
    quoted = (
        (attributes.get("type") or "").lower() == "cite"
        or "cite" in attributes
        or any("quote" in name or name == "cite" for name in names)
        or _BAR.search(attributes.get("style") or "")
    )
    return QUOTE if quoted else INDENTED


def _announced_part(node: LexborNode) -> str:
    first = _first_words(node)
    return FORWARD if first and separator_kind(first) == "forward" else QUOTE


def _opens_header(node: LexborNode) -> bool:
    first = _first_words(node)
    return bool(first) and may_open_header(first)


def _first_words(node: LexborNode) -> str:
    """The first line of what the node says, as far as that can be told cheaply."""
    text = ""
    for inner in islice(node.traverse(include_text=True), _FIRST_NODES):
        if inner.is_text_node:
            text += (inner.text_content or "")[:_FIRST_LETTERS]
        elif text.strip() and inner.tag in ("br", "div", "p"):
            break
        if len(text) > _FIRST_LETTERS:
            break
    return " ".join(text.split())[:_FIRST_LETTERS]
