"""Word documents: paragraphs, tables, text boxes and content controls, in their order.

A library was tried first (python-docx): it leaves out what stands in content controls, text boxes
and insertions under review, which are just the places that people fill in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailbot.parsers.forms.package import Element, Package, attribute, child, children, local
from mailbot.parsers.forms.page import LONGEST_TEXT, MOST_BLOCKS, Block, Line, Page, Row
from mailbot.parsers.forms.values import Medium
from mailbot.parsers.forms.words import squeezed, tidy

_EDGE = re.compile(r"word/(header|footer)\d*\.xml")
_DELETED = frozenset({"del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr"})
_TEXTS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_ON = frozenset({"", "1", "true", "on"})


def read_docx(content: bytes) -> tuple[Page, ...]:
    """The document as one page. Raises NotReadable."""
    package = Package(content)
    reader = _Reader()
    edges = sorted(name for name in package.names if _EDGE.fullmatch(name))
    for name in (*(each for each in edges if "header" in each), package.main_part(), *(
        each for each in edges if "footer" in each
    )):  # fmt: skip
        part = package.part(name)
        if part is not None:
            reader.in_body = not _EDGE.fullmatch(name)
            reader.read(part)
    return (
        Page(
            medium=Medium.DOCX,
            blocks=tuple(reader.blocks[:MOST_BLOCKS]),
            named=tuple(reader.named),
            properties=package.custom_properties(),
            pictures=reader.pictures,
        ),
    )


@dataclass(slots=True)
class _Reader:
    """Goes through a part; what it finds is kept in order.

    Without `names` it only collects words: controls within a named one are named by whoever goes
    on below it, and reading them at every level would double the work with each.
    """

    blocks: list[Block] = field(default_factory=list)
    named: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    in_body: bool = True
    names: bool = True
    _tables: int = 0

    def read(self, parent: Element | list[Element]) -> None:
        """Paragraphs and tables below `parent`, those in controls and insertions too."""
        for each in parent:
            name = local(each)
            if len(self.blocks) > MOST_BLOCKS or name in _DELETED:
                continue
            if name == "p":
                boxes: list[Element] = []
                text = tidy(self._text(each, boxes))[:LONGEST_TEXT]
                self.blocks += (Line(line) for line in squeezed_keeping_tabs(text))
                for box in boxes:
                    self.read(box)
            elif name == "tbl":
                self._read_table(each)
            else:
                self.read(self._opened(each))

    def _read_table(self, table: Element) -> None:
        self._tables += 1
        number = self._tables
        for row in _within(table, "tr", self):
            inner: list[Element] = []
            cells = tuple(self._cell(cell, inner) for cell in _within(row, "tc", self))
            self.blocks.append(Row(cells, number))
            for each in inner:
                self.read([each])

    def _cell(self, cell: Element, inner: list[Element]) -> str:
        merged = child(child(cell, "tcPr"), "vMerge")
        if merged is not None and attribute(merged, "val") != "restart":
            return ""
        lines = list(self._with_boxes(cell, inner))
        return squeezed(tidy("\n".join(lines)))[:LONGEST_TEXT]

    def _paragraphs(self, parent: Element, inner: list[Element]) -> Iterator[str]:
        for each in parent:
            name = local(each)
            if name == "p":
                yield self._text(each, inner)
            elif name == "tbl":
                inner.append(each)
            elif name not in _DELETED:
                yield from self._paragraphs(self._opened(each), inner)

    def _with_boxes(self, cell: Element, inner: list[Element]) -> Iterator[str]:
        """The lines of a cell; a text box that was laid over it is an answer in it."""
        anchored: list[Element] = []
        yield from self._paragraphs(cell, anchored)
        for each in anchored:
            if local(each) == "tbl":
                inner.append(each)
            else:
                yield from self._paragraphs(each, inner)

    def _text(self, parent: Element, boxes: list[Element]) -> str:
        """The words of a paragraph; the text boxes anchored in it are added to `boxes`."""
        pieces: list[str] = []
        for each in parent:
            name = local(each)
            if name == "t":
                pieces.append(each.text or "")
            elif name in _TEXTS:
                pieces.append(_TEXTS[name])
            elif name == "txbxContent":
                boxes.append(each)
            elif name not in _DELETED and not (name == "r" and _is_hidden(each)):
                self.pictures += self.in_body and name in ("blip", "imagedata")
                pieces.append(self._text(self._opened(each), boxes))
        return "".join(pieces)

    def _opened(self, element: Element) -> Element:
        """What counts of an element: of alternatives the first, of a control what was put in."""
        name = local(element)
        if name == "AlternateContent":
            choice = child(element, "Choice")
            return choice if choice is not None else element
        if name != "sdt":
            return element
        settings, content = child(element, "sdtPr"), child(element, "sdtContent")
        prompt = child(settings, "showingPlcHdr")
        if content is None or (prompt is not None and attribute(prompt, "val") in _ON):
            return _NOTHING
        tag = attribute(child(settings, "tag"), "val")
        if tag and self.names:
            inner = _Reader(in_body=False, names=False)
            text = "\n".join(inner._paragraphs(content, [])) or inner._text(content, [])
            self.named.append((tag, squeezed(tidy(text))[:LONGEST_TEXT]))
        return content


_NOTHING = Element("nothing")


def squeezed_keeping_tabs(text: str) -> Iterator[str]:
    """The lines of a paragraph with single blanks; tabs stay."""
    for line in text.split("\n"):
        yield "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip()


def _within(parent: Element, name: str, reader: _Reader) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in controls and insertions too."""
    for each in parent:
        if local(each) == name:
            yield each
        elif local(each) in ("sdt", "ins", "moveTo", "customXml", "AlternateContent"):
            yield from _within(reader._opened(each), name, reader)
        elif local(each) in ("sdtContent", "Choice"):
            yield from _within(each, name, reader)


def _is_hidden(run: Element) -> bool:
    hidden = next(children(child(run, "rPr"), "vanish"), None)
    return hidden is not None and attribute(hidden, "val") in _ON
