"""Lay out an HTML tree as lines of text: paragraphs, numbered lists, tables in columns, links.

A library was tried first (inscriptis): it needs twice the time that a whole mail may take, fills
tables that only lay out with spaces, and loses all text below 250 nested elements.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from mailbot.parsers.html_appearance import STRUCK, UNSTYLED, Appearance
from mailbot.parsers.html_colour import is_box
from mailbot.parsers.html_style import (
    PLAIN,
    Attributes,
    Style,
    link_target,
    picture_words,
    read_style,
)
from mailbot.parsers.html_table import Line, Table, trim_lines

_SKIPPED = frozenset(
    """script style head title template object svg math iframe noframes noembed select datalist
    canvas audio video map""".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote table pre hr".split())
_BLOCKS = _PARAGRAPHS | frozenset(
    """div li tr td th dt dd section article header footer main nav aside address center form
    fieldset figure figcaption caption legend details summary body button""".split()
)
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_ASIDE = frozenset("table pre dd cite q fieldset details".split())
"""What sets words apart from those above it, as a copy of somebody else's often is."""
# Lists are indented as such, and what is in a table stands apart with the whole of it.
_NO_BOXES = _LISTS | _CELLS | {"li", "tr"}
_MOST_INDENTED = 8


@dataclass(slots=True)
class _Numbering:
    """A list that is open: the number of its next item, or None for bullets."""

    next: int | None


@dataclass(slots=True)
class _Open:
    """An element that is open, with what its end gives back."""

    node: LexborNode
    tag: str
    attributes: Attributes
    label: str
    pieces: int
    verbatim: bool
    sizeless: bool
    tight: bool
    appearance: Appearance


@dataclass(slots=True)
class Page:
    """Reads a tree into lines.

    `regions` and `tails` give nodes (by `mem_id`) the label of their lines: a region's holds to
    the end of its element, a tail's to the end of the page unless it starts inside a region.
    `suspect` is the label of other lines with words that a reader overlooks or ignores; `apart` of
    those that an indent, a frame or a rule sets apart from others above, or the nodes `set_apart`.
    """

    regions: Mapping[int, str] = field(default_factory=dict)
    tails: Mapping[int, str] = field(default_factory=dict)
    suspect: str = ""
    apart: str = ""
    set_apart: Set[int] = frozenset()
    _lines: list[Line] = field(default_factory=list)
    _around: list[list[Line]] = field(default_factory=list)
    _tables: list[Table] = field(default_factory=list)
    _lists: list[_Numbering] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _label: str = ""
    _tail: str = ""
    _bullet: str = ""
    _gap: bool = False
    _filler: bool = False
    _verbatim: bool = False
    _sizeless: bool = False
    _appearance: Appearance = UNSTYLED
    _overlooked: bool = False
    """Whether the line that is begun has words that look so."""
    _stands_apart: bool = False
    """The same for words that are set apart."""
    _spoken: bool = False
    """Whether a line outside of the regions was written."""
    _below_rule: bool = False

    def read(self, root: LexborNode) -> list[Line]:
        """The lines of what is in `root`, with single blank lines between paragraphs."""
        path: list[_Open] = []
        node = root.first_child
        while node is not None or path:
            if node is None:
                closing = path.pop()
                self._leave(closing)
                node = closing.node.next
            elif (tag := node.tag) == "-text":
                self._text(node.text_content or "")
                node = node.next
            elif (opened := self._enter(node, tag or "")) is None:
                node = node.next
            else:
                path.append(opened)
                node = node.first_child
        self._end_line()
        return trim_lines(self._lines)

    def _enter(self, node: LexborNode, tag: str) -> _Open | None:
        if tag[0] in "-!" or tag in _SKIPPED:
            return None
        attributes: Attributes = node.attributes
        style = read_style(attributes)
        if style.hidden:
            return None
        if tag == "br":
            self._break()
            return None
        if tag == "img":
            self._pieces.append(picture_words(attributes))
            return None
        opened = _Open(
            node=node,
            tag=tag,
            attributes=attributes,
            label=self._label,
            pieces=len(self._pieces),
            verbatim=self._verbatim,
            sizeless=self._sizeless,
            tight=style.tight,
            appearance=self._appearance,
        )
        if style.sized is not None:
            # Mail builders set 0 on frames, to lose the gaps: what is inside may choose a size.
            self._sizeless = not style.sized
        apart = bool(self.apart) and self._sets_apart(node, tag, style)
        if style is not PLAIN or apart or tag in STRUCK:
            self._appearance = self._appearance.inside(tag, style, apart=apart)
        if style.verbatim or tag == "pre":
            self._verbatim = True
        if self.regions or self.tails:
            self._enter_label(node)
        if tag in _BLOCKS:
            self._enter_block(tag, opened)
        return opened

    def _sets_apart(self, node: LexborNode, tag: str, style: Style) -> bool:
        """Whether an element sets its words apart from others above: what opens a page does not."""
        if self.set_apart and node.mem_id in self.set_apart:
            return True
        aside, ruled = tag in _ASIDE, tag == "hr"
        if style is not PLAIN and tag in _BLOCKS and tag not in _NO_BOXES:
            aside |= style.apart or is_box(style.ground, self._appearance.ground)
            ruled |= style.below_line
        if not (aside or ruled) or not (self._spoken or "".join(self._pieces).strip()):
            return False
        self._below_rule |= ruled
        return aside

    def _enter_label(self, node: LexborNode) -> None:
        if self._label:
            return
        identity = node.mem_id
        label = self.regions.get(identity, "")
        if not label and identity in self.tails:
            label = self._tail = self.tails[identity]
        if label:
            self._end_line()
            self._label = label

    def _enter_block(self, tag: str, opened: _Open) -> None:
        self._end_line()
        if tag in _CELLS and self._tables:
            self._around.append(self._lines)
            self._lines, self._gap = [], False
        elif tag == "li":
            self._bullet = self._next_bullet()
        elif tag in _PARAGRAPHS:
            # The items of a list within a list follow without a gap.
            self._gap |= not opened.tight and not (self._lists and tag in _LISTS)
            if tag == "table":
                if self._gap:
                    self._blank()
                self._around.append(self._lines)
                self._tables.append(Table(faint=(self.suspect, self.apart)))
                self._lines = []
            elif tag in _LISTS:
                start = opened.attributes.get("start") or "1"
                number = int(start) if start.isascii() and start.isdigit() else 1
                self._lists.append(_Numbering(number if tag == "ol" else None))

    def _leave(self, closing: _Open) -> None:
        if closing.tag in _BLOCKS:
            self._leave_block(closing)
        elif closing.tag == "a":
            words = "".join(self._pieces[closing.pieces :]).strip()
            self._pieces.append(link_target(closing.attributes, words))
        if self._label != (label := closing.label or self._tail):
            self._end_line()
            self._label = label
        self._verbatim, self._sizeless = closing.verbatim, closing.sizeless
        self._appearance = closing.appearance

    def _leave_block(self, closing: _Open) -> None:
        self._end_line()
        tag = closing.tag
        if tag in _CELLS and self._tables:
            self._tables[-1].row.append(trim_lines(self._lines))
            self._lines, self._gap = self._around.pop(), False
        elif tag == "tr" and self._tables:
            self._tables[-1].end_row()
        elif tag == "li":
            self._bullet = ""
        elif tag in _PARAGRAPHS:
            if tag == "table":
                self._leave_table()
            elif tag in _LISTS:
                self._lists.pop()
            self._gap |= not closing.tight and not (self._lists and tag in _LISTS)

    def _leave_table(self) -> None:
        table = self._tables.pop()
        table.add(self._lines)
        self._lines = self._around.pop()
        self._lines += table.lines()

    def _next_bullet(self) -> str:
        if not self._lists:
            return "- "
        numbering = self._lists[-1]
        if numbering.next is None:
            return "- "
        numbering.next += 1
        return f"{numbering.next - 1}. "

    def _text(self, text: str) -> None:
        if self._sizeless:
            return
        if self._verbatim and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                self._words(line)
                self._break()
        self._words(text)
        self._filler |= "\xa0" in text

    def _words(self, words: str) -> None:
        if (self._below_rule or self._appearance is not UNSTYLED) and words.strip():
            self._overlooked |= self._appearance.suspect
            self._stands_apart |= self._below_rule or self._appearance.apart
        self._pieces.append(words)

    def _break(self) -> None:
        if not self._end_line():
            self._blank()

    def _end_line(self) -> bool:
        """Write the line that was begun; False if there was none."""
        if not self._pieces:
            return False
        joined = "".join(self._pieces)
        self._pieces.clear()
        label = self.suspect if self._overlooked else self.apart if self._stands_apart else ""
        self._overlooked = self._stands_apart = False
        text = joined.rstrip() if self._verbatim else " ".join(joined.split())
        if not text.strip():
            if self._filler:
                self._filler = False
                self._blank()
            return False
        if self._gap:
            self._blank()
        indent = "  " * min(len(self._lists) - 1, _MOST_INDENTED)
        self._spoken |= not self._label
        self._lines.append((indent + self._bullet + text, self._label or label))
        self._bullet, self._filler = "", False
        return True

    def _blank(self) -> None:
        self._gap = False
        if self._lines and self._lines[-1][0]:
            self._lines.append(("", self._label))
