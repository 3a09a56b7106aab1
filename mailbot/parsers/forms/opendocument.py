"""Documents and workbooks of LibreOffice (OpenDocument 1.2 and later)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from mailbot.parsers.forms.package import Element, Package, attribute, child, damaged, local
from mailbot.parsers.forms.page import LONGEST_TEXT, MOST_BLOCKS, Block, Line, Page, Row
from mailbot.parsers.forms.values import Medium
from mailbot.parsers.forms.words import squeezed, tidy

_SKIPPED = frozenset("tracked-changes annotation annotation-end sequence-decls forms note".split())
_PARAGRAPHS = ("p", "h")
_MOST_COLUMNS = 40
_MOST_REPEATED = 50
_MOST_SHEETS = 12


def read_opendocument(content: bytes) -> tuple[Page, ...]:
    """A text as one page, a workbook as a page for each sheet. Raises NotReadable."""
    package = Package(content)
    root = package.part("content.xml")
    body = child(root, "body")
    properties = _properties(package)
    text, workbook = child(body, "text"), child(body, "spreadsheet")
    if text is not None:
        return (_page(text, Medium.ODT, properties),)
    if workbook is None:
        raise damaged()
    sheets = (each for each in workbook if local(each) == "table")
    read = islice(sheets, _MOST_SHEETS)
    return tuple(_page([sheet], Medium.ODS, properties) for sheet in read)


def _page(parts: Element | list[Element], medium: Medium, properties: dict[str, str]) -> Page:
    reader = _Reader()
    reader.read(parts)
    return Page(
        medium=medium, blocks=tuple(reader.blocks[:MOST_BLOCKS]), named=tuple(reader.named),
        properties=properties, pictures=reader.pictures,
    )  # fmt: skip


def _properties(package: Package) -> dict[str, str]:
    meta = child(package.part("meta.xml"), "meta")
    named = (each for each in (meta if meta is not None else ()) if local(each) == "user-defined")
    return {attribute(each, "name"): "".join(each.itertext()).strip() for each in named}


@dataclass(slots=True)
class _Reader:
    """Goes through a body; what it finds is kept in order."""

    blocks: list[Block] = field(default_factory=list)
    named: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0
    _tables: int = 0

    def read(self, parts: Element | list[Element]) -> None:
        """Paragraphs and tables, in order."""
        for each in parts:
            name = local(each)
            if len(self.blocks) > MOST_BLOCKS or name in _SKIPPED:
                continue
            if name in _PARAGRAPHS:
                boxes: list[Element] = []
                text = squeezed(tidy(self._text(each, boxes)))[:LONGEST_TEXT]
                self.blocks += (Line(line) for line in text.split("\n"))
                for box in boxes:
                    self.read(box)
            elif name == "table":
                self._tables += 1
                self._read_rows(each, self._tables)
            else:
                self.read(each)

    def _read_rows(self, parent: Element, table: int) -> None:
        for each in parent:
            if len(self.blocks) > MOST_BLOCKS:
                return
            if local(each) == "table-row":
                inner: list[Element] = []
                self.blocks.append(Row(tuple(self._cells(each, inner)), table))
                for within in inner:
                    self.read([within])
            elif local(each) in ("table-rows", "table-header-rows", "table-row-group"):
                self._read_rows(each, table)

    def _cells(self, row: Element, inner: list[Element]) -> Iterator[str]:
        count = 0
        for each in row:
            if local(each) not in ("table-cell", "covered-table-cell"):
                continue
            lines = list(self._paragraphs(each, inner))
            text = squeezed(tidy("\n".join(lines)))[:LONGEST_TEXT]
            repeated = attribute(each, "number-columns-repeated")
            times = int(repeated) if repeated.isdecimal() and len(repeated) < 6 else 1
            for _ in range(min(times, _MOST_REPEATED)):
                if count == _MOST_COLUMNS:
                    return
                count += 1
                yield text

    def _paragraphs(self, parent: Element, inner: list[Element]) -> Iterator[str]:
        for each in parent:
            name = local(each)
            if name in _PARAGRAPHS:
                yield self._text(each, inner)
            elif name == "table":
                inner.append(each)
            elif name not in _SKIPPED:
                yield from self._paragraphs(each, inner)

    def _text(self, parent: Element, boxes: list[Element]) -> str:
        pieces = [parent.text or ""]
        for each in parent:
            pieces += (self._piece(each, boxes), each.tail or "")
        return "".join(pieces)

    def _piece(self, each: Element, boxes: list[Element]) -> str:
        name = local(each)
        if name == "s":
            times = attribute(each, "c")
            return " " * min(int(times), 80) if times.isdecimal() and len(times) < 4 else " "
        if name in ("tab", "line-break"):
            return "\t" if name == "tab" else "\n"
        if name == "text-box":
            boxes.append(each)
            return ""
        self.pictures += name == "image"
        if name in _SKIPPED or name == "image":
            return ""
        if name != "content-control":
            return self._text(each, boxes)
        if attribute(each, "showing-place-holder") == "true":
            return ""
        text = self._text(each, boxes)
        if tag := attribute(each, "tag"):
            self.named.append((tag, squeezed(tidy(text))[:LONGEST_TEXT]))
        return text
