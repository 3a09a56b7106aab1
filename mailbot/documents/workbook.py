"""The line's forms as workbooks, for those who fill them in with Excel; by openpyxl.

Each answer is a named cell with its check and a message that helps; only answers can be typed in.
"""

import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from mailbot.documents.plans import VERSION, Plan, Question
from mailbot.documents.timeless import timeless
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import wording
from mailbot.parsers.forms.values import Extra
from mailbot.parsers.forms.wording import (
    ATTENDEE_COLUMNS,
    CASE_LABEL,
    CASE_MARK,
    FORM_MARK,
    LABELS,
    QUESTIONS,
    TAGS,
    VERSION_MARK,
    attendee_tag,
)

_BLUE, _GREY = "004884", "404040"
_HEAD, _LABEL = PatternFill("solid", "C9D8EC"), PatternFill("solid", "E8EEF7")
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(vertical="top", wrap_text=True)
_WIDTHS = {"A": 38, "B": 44, "C": 30}
_ROW_HEIGHT, _HIGHER, _TALL, _TITLE_HEIGHT = 30, 42, 110, 24
_ONE_LINE = 44
_LABEL_FONT = InlineFont(rFont="Arial", sz=10, b=True)
_HINT_FONT = InlineFont(rFont="Arial", sz=9, color=_GREY)
_LONGEST_PROMPT, _LONGEST_TITLE = 255, 32

# Checks warn and never refuse: a doubtful answer is worth more than none.
_CHECKS = {
    Field.EMAIL: 'AND(ISNUMBER(FIND("@",{0})),ISNUMBER(FIND(".",{0})))',
    Field.EXECUTING_UNIT: 'AND(LEN({0})>=6,ISNUMBER(VALUE(LEFT({0},2))))',
    Field.PHONE: 'LEN(SUBSTITUTE(SUBSTITUTE({0}," ",""),"-",""))>=7',
}  # fmt: skip


def form_workbook(plan: Plan, made: datetime) -> bytes:
    """A form as the bytes of a workbook, the same at every build."""
    book = Workbook()
    writer = _Writer(book, book.active)
    writer.write(plan)
    core = book.properties
    core.creator = core.lastModifiedBy = "Línea de Soporte SIIF Nación"
    core.title, core.language, core.created = plan.title, "es-CO", made
    for name, value in ((FORM_MARK, plan.kind.value), (VERSION_MARK, VERSION), (CASE_MARK, "")):
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    buffer = io.BytesIO()
    book.save(buffer)
    return timeless(buffer.getvalue(), made)


class _Writer:
    """Writes the rows of a form from top to bottom."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.book, self.sheet, self.at = book, sheet, 0

    def write(self, plan: Plan) -> None:
        """All rows, and how the sheet looks and prints."""
        self.sheet.title = plan.title[:31]
        self._text(plan.title, Font(name="Arial", size=16, bold=True, color=_BLUE), _TITLE_HEIGHT)
        self._text(f"{wording.FORM_NAME}. {wording.NOT_OFFICIAL}", _note())
        self._text(plan.introduction, Font(name="Arial", size=10), height=_ROW_HEIGHT)
        self._heading(wording.CASE_HEADING)
        self._head(QUESTIONS)
        self._row(CASE_LABEL, "", TAGS[Extra.CASE])
        answer = self.sheet.cell(self.at, 2)
        answer.value, answer.font = wording.NOT_YET, Font(name="Arial", size=10)
        for heading, questions in plan.sections:
            self._heading(heading)
            self._head(QUESTIONS)
            for question in questions:
                self._question(question)
        if plan.attendees:
            self._attendees(3 * plan.attendees)
        self._heading(wording.BEFORE_SENDING)
        for note in (*plan.notes, wording.PRIVACY):
            self._text(note, Font(name="Arial", size=10))
        self._text(plan.footer, _note())
        self._finish(plan)

    def _text(self, text: str, font: Font, height: int = 0) -> None:
        self.at += 1
        cell = self.sheet.cell(self.at, 1, text)
        cell.font, cell.alignment = font, _TOP
        self.sheet.merge_cells(start_row=self.at, end_row=self.at, start_column=1, end_column=3)
        if height:
            self.sheet.row_dimensions[self.at].height = height

    def _heading(self, text: str) -> None:
        self.at += 1
        self._text(text, Font(name="Arial", size=12, bold=True, color=_BLUE))

    def _head(self, texts: tuple[str, ...]) -> None:
        self.at += 1
        for column, text in enumerate(texts, start=1):
            cell = self.sheet.cell(self.at, column, text)
            cell.font, cell.fill, cell.border = Font(name="Arial", size=10, bold=True), _HEAD, _BOX
            cell.alignment = _TOP
        if len(texts) == len(QUESTIONS):
            self.sheet.cell(self.at, 3).border = _BOX
            self._join_answer()

    def _row(self, label: str, hint: str, tag: str) -> None:
        self.at += 1
        told = CellRichText(TextBlock(_LABEL_FONT, label))
        if hint:
            told.append(TextBlock(_HINT_FONT, f"\n{hint}"))
        first, answer = self.sheet.cell(self.at, 1, told), self.sheet.cell(self.at, 2)
        first.font, first.fill = Font(name="Arial", size=10, bold=True), _LABEL
        for cell in (first, answer, self.sheet.cell(self.at, 3)):
            cell.border, cell.alignment = _BOX, _TOP
        self._name(tag, answer)
        self._join_answer()
        self.sheet.row_dimensions[self.at].height = (
            _HIGHER if len(hint) > _ONE_LINE else _ROW_HEIGHT
        )

    def _join_answer(self) -> None:
        """Give the answer the width of two columns."""
        self.sheet.merge_cells(start_row=self.at, end_row=self.at, start_column=2, end_column=3)

    def _question(self, question: Question) -> None:
        self._row(question.label, question.hint, question.tag)
        answer = self.sheet.cell(self.at, 2)
        self._open(answer)
        if question.long:
            self.sheet.row_dimensions[self.at].height = _TALL
        self._check(question, answer.coordinate)

    def _attendees(self, rows: int) -> None:
        self._heading(LABELS[Field.ATTENDEES])
        self._text(wording.ATTENDEES_HINT, _note())
        self._head(tuple(LABELS[column] for column in ATTENDEE_COLUMNS))
        for number in range(1, rows + 1):
            self.at += 1
            for column, field in enumerate(ATTENDEE_COLUMNS, start=1):
                cell = self.sheet.cell(self.at, column)
                cell.border, cell.alignment = _BOX, _TOP
                self._open(cell)
                self._name(attendee_tag(number, field), cell)

    def _open(self, cell: Any) -> None:
        """A place to type in, as text: Excel must not make numbers or dates of codes."""
        cell.number_format, cell.font = "@", Font(name="Arial", size=10)
        cell.protection = Protection(locked=False)

    def _name(self, tag: str, cell: Any) -> None:
        place = f"'{self.sheet.title}'!${cell.column_letter}${cell.row}"
        self.book.defined_names[tag] = DefinedName(tag, attr_text=place)

    def _check(self, question: Question, place: str) -> None:
        if question.choices:
            check = DataValidation(type="list", formula1=self._choices(question.choices))
        elif isinstance(question.slot, Field) and question.slot in _CHECKS:
            formula = _CHECKS[question.slot].format(place)
            check = DataValidation(type="custom", formula1=formula)
        else:
            check = DataValidation(type="textLength", operator="lessThan", formula1="5000")
        check.allowBlank, check.errorStyle = True, "warning"
        check.showInputMessage = check.showErrorMessage = True
        check.promptTitle = check.errorTitle = question.label[:_LONGEST_TITLE]
        check.prompt = question.hint[:_LONGEST_PROMPT]
        check.error = f"Revise este dato. {question.hint}"[:_LONGEST_PROMPT]
        check.add(place)
        self.sheet.add_data_validation(check)

    def _choices(self, choices: tuple[str, ...]) -> str:
        """The list that a person chooses from; it stands on a sheet of its own, out of sight."""
        lists = self.book.create_sheet("Listas")
        lists.sheet_state = "hidden"
        for row, choice in enumerate(choices, start=1):
            lists.cell(row, 1, choice)
        return f"Listas!$A$1:$A${len(choices)}"

    def _finish(self, plan: Plan) -> None:
        sheet = self.sheet
        for letter, width in _WIDTHS.items():
            sheet.column_dimensions[letter].width = width
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", "1"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.center.text = plan.footer
        sheet.sheet_view.showGridLines = False
        # Without a password: Tab leads from place to place, and who must may open the rest.
        sheet.protection.sheet = True
        sheet.protection.formatRows = sheet.protection.formatColumns = False
        sheet.protection.insertRows = sheet.protection.objects = False


def _note() -> Font:
    return Font(name="Arial", size=9, color=_GREY)
