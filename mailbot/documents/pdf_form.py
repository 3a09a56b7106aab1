"""The line's forms as PDF with fields, for those without an office program; by reportlab.

Every field has its question as its spoken name, and Tab goes from one to the next. The page is not
tagged: the Word form is the one for screen readers.
"""

import io
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from mailbot.documents.plans import VERSION, Plan, Question
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import wording
from mailbot.parsers.forms.values import Extra
from mailbot.parsers.forms.wording import (
    ATTENDEE_COLUMNS,
    CASE_LABEL,
    CASE_MARK,
    FORM_MARK,
    LABELS,
    VERSION_MARK,
    attendee_tag,
)

_FONT, _BOLD = "Helvetica", "Helvetica-Bold"
_BLUE, _GREY, _BLACK, _WHITE = (HexColor(c) for c in ("#004884", "#404040", "#000000", "#FFFFFF"))
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 556, 740, 60
_PLACE, _GAP = 246, 6
_LINE, _ROOM, _TALL = 12, 20, 74


def form_pdf(plan: Plan) -> bytes:
    """A form as the bytes of a PDF, the same at every build."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=LETTER, invariant=1, lang="es-CO", pageCompression=1)
    canvas.setTitle(plan.title)
    canvas.setAuthor("Línea de Soporte SIIF Nación")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _Page(canvas, plan.footer).write(plan)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(buffer.getvalue())))
    marks = {FORM_MARK: plan.kind.value, VERSION_MARK: VERSION, CASE_MARK: ""}
    writer.add_metadata({f"/{name}": value for name, value in marks.items()})
    marked = io.BytesIO()
    writer.write(marked)
    return marked.getvalue()


class _Page:
    """Writes a form from top to bottom, page after page."""

    def __init__(self, canvas: Canvas, footer: str) -> None:
        self.canvas, self.footer, self.at = canvas, footer, _TOP
        self._foot()

    def write(self, plan: Plan) -> None:
        """All of the form."""
        self._text(plan.title, _BOLD, 16, _BLUE)
        self._text(f"{wording.FORM_NAME}. {wording.NOT_OFFICIAL}", _FONT, 9, _GREY)
        self._text(plan.introduction, _FONT, 10, _BLACK)
        self._heading(wording.CASE_HEADING)
        self._question(
            Question(slot=Extra.CASE, label=CASE_LABEL), value=wording.NOT_YET, flags="readOnly"
        )
        for heading, questions in plan.sections:
            self._heading(heading)
            for question in questions:
                self._question(question)
        if plan.attendees:
            self._attendees(plan.attendees)
        self._heading(wording.BEFORE_SENDING)
        for note in (*plan.notes, wording.PRIVACY):
            self._text(note, _FONT, 10, _BLACK)

    def _foot(self) -> None:
        self.canvas.setFont(_FONT, 9)
        self.canvas.setFillColor(_GREY)
        self.canvas.drawString(_LEFT, _BOTTOM - 24, self.footer)

    def _room(self, height: float) -> None:
        if self.at - height < _BOTTOM:
            self.canvas.showPage()
            self.at = _TOP
            self._foot()

    def _text(self, text: str, font: str, size: int, colour: HexColor) -> None:
        for line in simpleSplit(text, font, size, _RIGHT - _LEFT):
            self._room(size + 4)
            self.at -= size + 3
            self._draw(line, _LEFT, self.at, font, size, colour)
        self.at -= 3

    def _draw(self, text: str, x: float, y: float, font: str, size: int, colour: HexColor) -> None:
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(colour)
        self.canvas.drawString(x, y, text)

    def _heading(self, text: str) -> None:
        self._room(_TALL)
        self.at -= 8
        self._text(text, _BOLD, 12, _BLUE)
        self.at -= 3

    def _question(self, question: Question, value: str = "", flags: str = "") -> None:
        hints = simpleSplit(question.hint, _FONT, 8, _PLACE - _LEFT - _GAP)
        labels = simpleSplit(question.label, _BOLD, 10, _PLACE - _LEFT - _GAP)
        told = len(labels) * _LINE + len(hints) * 10
        height = max(_TALL if question.long else _ROOM, told)
        self._room(height + _GAP)
        y = self.at - 10
        for line in labels:
            self._draw(line, _LEFT, y, _BOLD, 10, _BLACK)
            y -= _LINE
        for line in hints:
            self._draw(line, _LEFT, y, _FONT, 8, _GREY)
            y -= 10
        bottom = self.at - height
        if question.choices:
            self._choice(question, bottom)
        else:
            kind = flags or ("multiline" if question.long else "")
            self._field(
                question.tag, question.label, _PLACE, bottom, _RIGHT - _PLACE, height, value, kind
            )
        self.at = bottom - _GAP

    def _choice(self, question: Question, bottom: float) -> None:
        self.canvas.acroForm.choice(
            name=question.tag, tooltip=question.label, value=question.prompt,
            options=[question.prompt, *question.choices],
            x=_PLACE, y=bottom, width=_RIGHT - _PLACE, height=_ROOM, fieldFlags="combo",
            fontName=_FONT, fontSize=10, borderWidth=1, borderColor=_GREY, fillColor=_WHITE,
            textColor=_BLACK,
        )  # fmt: skip

    def _field(
        self, name: str, told: str, x: float, y: float, width: float, height: float,
        value: str = "", flags: str = "",
    ) -> None:  # fmt: skip
        self.canvas.acroForm.textfield(
            name=name, tooltip=told, value=value, x=x, y=y, width=width, height=height,
            fieldFlags=flags, maxlen=None, fontName=_FONT, fontSize=10, borderWidth=1,
            borderColor=_GREY, fillColor=_WHITE, textColor=_BLACK,
        )  # fmt: skip

    def _attendees(self, rows: int) -> None:
        self._room((rows + 3) * _ROOM)
        self._heading(LABELS[Field.ATTENDEES])
        width = (_RIGHT - _LEFT) / len(ATTENDEE_COLUMNS)
        self.at -= _LINE
        for x, column in self._columns(width):
            self._draw(LABELS[column], x, self.at, _BOLD, 10, _BLACK)
        self.at -= 4
        for number in range(1, rows + 1):
            self.at -= _ROOM
            for x, column in self._columns(width):
                told = f"{LABELS[column]}, asistente {number}"
                self._field(attendee_tag(number, column), told, x, self.at, width - 4, _ROOM - 2)
        self.at -= _GAP

    def _columns(self, width: float) -> Iterator[tuple[float, Field]]:
        return ((_LEFT + width * at, column) for at, column in enumerate(ATTENDEE_COLUMNS))
