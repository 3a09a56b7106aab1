"""The look of the line's documents: a page of headings, tables and steps, by python-docx.

Accessible as Word's checker wants it: a language, a title, real headings, tables with a header row
and a description.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

LANGUAGE = "es-CO"

_FONT = "Arial"
_BLUE = RGBColor(0x00, 0x48, 0x84)
_GREY = RGBColor(0x40, 0x40, 0x40)
_LABEL_SHADE = "E8EEF7"
_TALL = Cm(2.2)
_WIDTH = Cm(17.6)
_LABEL_WIDTH = Cm(6.6)

_STYLES_KEPT = frozenset(
    {
        *("Normal", "Heading1", "Heading1Char", "Heading2", "Heading2Char", "ListBullet", "Nota"),
        *("TableGrid", "TableNormal", "DefaultParagraphFont", "NoList", "PlaceholderText"),
    }
)
_PARTS_DROPPED = ("/stylesWithEffects", "/customXml", "/metadata/thumbnail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to fill in, which Word shows as a content control named `name`.

    `prompt` stands there until something is written or, with `choices`, chosen.
    """

    tag: str
    name: str
    prompt: str
    choices: tuple[str, ...] = ()
    long: bool = False


class Sheet:
    """A document that grows from top to bottom; `title` is its first heading too."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.document: Any = docx.Document()
        self._bookmarks = self._controls = 0
        self._set_page()
        self._set_language()
        self._set_styles()
        self.document.add_heading(title, level=1)

    def heading(self, text: str, *, new_page: bool = False) -> None:
        """A heading of the second level, on a new page if a table must not break below it."""
        heading = self.document.add_heading(text, level=2)
        if new_page:
            heading.paragraph_format.page_break_before = True

    def paragraph(self, text: str) -> None:
        """A paragraph of plain text."""
        self.document.add_paragraph(text)

    def note(self, text: str) -> None:
        """A paragraph that says what this document is."""
        self.document.add_paragraph(text, style="Nota")

    def steps(self, *texts: str) -> None:
        """A bulleted list."""
        for text in texts:
            self.document.add_paragraph(text, style="List Bullet")

    def marked_paragraph(self, *pieces: str | tuple[str, str]) -> None:
        """A paragraph of texts and of (bookmark, text) pairs, whose text can be replaced later."""
        paragraph = self.document.add_paragraph()
        for piece in pieces:
            if isinstance(piece, str):
                paragraph.add_run(piece)
            else:
                self._bookmark(paragraph, *piece)

    def table(
        self,
        description: str,
        header: Sequence[str],
        rows: Iterable[Sequence[str | Place]],
        *,
        hints: bool = False,
        tall: int = 0,
    ) -> None:
        """A table with a header row; with `hints`, a label's second line is set as help.

        The first `tall` rows leave room for long answers.
        """
        table = self.document.add_table(rows=1, cols=len(header), style="Table Grid")
        table.autofit = False
        self._describe(table, description)
        for cell, column_head in zip(table.rows[0].cells, header, strict=True):
            _write(cell, column_head, bold=True)
            _shade(cell, "C9D8EC")
        _mark_row(table.rows[0], "w:tblHeader")
        for number, texts in enumerate(rows):
            row = table.add_row()
            _mark_row(row, "w:cantSplit")
            for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                if isinstance(text, Place):
                    self._control(cell.paragraphs[0], text)
                    continue
                is_label = column == 0 and bool(text)
                _write(cell, text, bold=is_label, hints=hints)
                if is_label:
                    _shade(cell, _LABEL_SHADE)
            if number < tall:
                row.height = _TALL
        _set_widths(table)

    def bookmark_last_answer(self, name: str, text: str) -> None:
        """Put `text` under a bookmark into the last cell of the last table."""
        self._bookmark(self.document.tables[-1].rows[-1].cells[-1].paragraphs[0], name, text)

    def footer(self, text: str) -> None:
        """One line at the foot of every page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.text = text
        paragraph.style = self.document.styles["Nota"]

    def drop_leftovers(self) -> None:
        """Leave out what the template brings and nothing uses: it goes out with many mails."""
        styles = self.document.styles.element
        for style in styles.findall(qn("w:style")):
            if style.get(qn("w:styleId")) not in _STYLES_KEPT:
                styles.remove(style)
        part = self.document.part
        for relations in (part.rels, part.package.rels):
            for key, relation in tuple(relations.items()):
                if relation.reltype.endswith(_PARTS_DROPPED):
                    del relations[key]

    def _bookmark(self, paragraph: Any, name: str, text: str) -> None:
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), name)
        self._bookmarks += 1
        paragraph._p.append(start)
        paragraph.add_run(text)
        paragraph._p.append(end)

    def _control(self, paragraph: Any, place: Place) -> None:
        """A content control (ECMA-376 part 1, §17.5.2) that holds nothing but its prompt."""
        self._controls += 1
        settings = _element("sdtPr")
        for tag, value in (("alias", place.name), ("tag", place.tag), ("id", str(self._controls))):
            settings.append(_element(tag, val=value))
        settings.append(_element("showingPlcHdr"))
        if place.choices:
            kind = _element("dropDownList")
            kind.append(_element("listItem", displayText=place.prompt, value=""))
            for choice in place.choices:
                kind.append(_element("listItem", displayText=choice, value=choice))
            settings.append(kind)
        elif not place.long:
            settings.append(_element("text"))
        control, content = _element("sdt"), _element("sdtContent")
        run = paragraph.add_run(place.prompt)
        run.style = self.document.styles["Placeholder Text"]
        # Several paragraphs need a control around them; LibreOffice loses the breaks of one within.
        inner = paragraph._p if place.long else run._r
        inner.getparent().replace(inner, control)
        content.append(inner)
        control.append(settings)
        control.append(content)

    def _set_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21.59), Cm(27.94)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.6)

    def _set_language(self) -> None:
        for part in (self.document.styles.element, self.document.settings.element):
            for element in part.iter(qn("w:lang"), qn("w:themeFontLang")):
                element.set(qn("w:val"), LANGUAGE)

    def _set_styles(self) -> None:
        styles = self.document.styles
        styles.add_style("Nota", WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        prompt = styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
        prompt.font.color.rgb = _GREY
        _set_style(styles["Normal"], size=10, after=3)
        _set_style(styles["Heading 1"], size=16, colour=_BLUE, after=3)
        _set_style(styles["Heading 2"], size=12, colour=_BLUE, before=8, after=3)
        _set_style(styles["List Bullet"], size=10, after=1)
        _set_style(styles["Nota"], size=9, colour=_GREY, after=3)

    def _describe(self, table: Any, description: str) -> None:
        for tag in ("w:tblCaption", "w:tblDescription"):
            element = OxmlElement(tag)
            element.set(qn("w:val"), description)
            table._tbl.tblPr.append(element)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _set_style(
    style: Any, *, size: int, after: int, before: int = 0, colour: RGBColor | None = None
) -> None:
    style.font.name = _FONT
    style.font.size = Pt(size)
    # The theme's fonts, which the template names too, would win over the name.
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    if colour is not None:
        style.font.color.rgb = colour
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)


def _write(cell: Any, text: str, *, bold: bool, hints: bool = False) -> None:
    label, _, hint = text.partition("\n")
    paragraph = cell.paragraphs[0]
    if label:
        paragraph.add_run(label).bold = bold
    if hint and hints:
        cell.add_paragraph(hint, style="Nota")


def _shade(cell: Any, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _mark_row(row: Any, tag: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _set_widths(table: Any) -> None:
    columns = len(table.columns)
    widths = (
        [_LABEL_WIDTH, _WIDTH - _LABEL_WIDTH] if columns == 2 else [_WIDTH // columns] * columns
    )
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
