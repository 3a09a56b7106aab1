"""Writes the line's documents that ship with mailbot: `python -m mailbot.documents.build [DIR]`."""

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mailbot.config.supplied import Phones
from mailbot.documents import package
from mailbot.documents.pdf_form import form_pdf
from mailbot.documents.plans import PLANS, VERSION, Plan, Question
from mailbot.documents.sheet import LANGUAGE, Place, Sheet
from mailbot.documents.workbook import form_workbook
from mailbot.model.vocabulary import Field
from mailbot.parsers.forms import wording
from mailbot.parsers.forms.wording import (
    ATTENDEE_COLUMNS,
    CASE_LABEL,
    CASE_MARK,
    FORM_MARK,
    HINTS,
    LABELS,
    QUESTIONS,
    REQUESTER,
    VERSION_MARK,
    attendee_tag,
)

BOX = "siifsoporte@minhacienda.gov.co"

MADE = datetime(2026, 11, 1, 12, tzinfo=UTC)


def circular() -> bytes:
    """The sheet that says which data to send and how (activity 6)."""
    sheet = Sheet("Cómo solicitar soporte a la Línea SIIF Nación")
    sheet.note(
        "Hoja de instrucciones de la Línea de Soporte SIIF Nación para reunir la información "
        f"requerida según la Circular 050 de 2011. {wording.NOT_OFFICIAL}"
    )
    sheet.heading("Qué datos enviar")
    needed = (*REQUESTER, Field.DESCRIPTION, Field.SCREENSHOTS)
    sheet.table(
        "Datos que se requieren",
        ("Dato", "Cómo escribirlo"),
        ((LABELS[field], HINTS[field]) for field in needed),
    )
    sheet.heading("Cómo enviarlos")
    sheet.steps(
        "Diligencie la plantilla que recibió con esta hoja.",
        "Anexe las pantallas del error o mensaje que le aparece.",
        "Responda el correo de la Línea de Soporte sin cambiar el asunto, que lleva el número "
        "del caso.",
    )
    sheet.heading("Si solicita acompañamiento")
    sheet.paragraph(
        "Indique además su número de identificación, el tema o los temas específicos y las "
        "personas que asistirán. Use la plantilla de acompañamiento."
    )
    _contact(sheet)
    return _finished(sheet, "circular-050")


def form_document(plan: Plan) -> bytes:
    """A form as a Word document with a content control at each place to fill in."""
    sheet = Sheet(plan.title)
    sheet.note(f"{wording.FORM_NAME}. {wording.NOT_OFFICIAL}")
    sheet.paragraph(plan.introduction)
    sheet.heading(wording.CASE_HEADING)
    sheet.table(wording.CASE_HEADING, QUESTIONS, [(CASE_LABEL, "")])
    sheet.bookmark_last_answer(CASE_MARK, wording.NOT_YET)
    for heading, questions in plan.sections:
        sheet.heading(heading)
        rows = [(f"{each.label}\n{each.hint}", _place(each)) for each in questions]
        tall = sum(each.long for each in questions)
        sheet.table(heading, QUESTIONS, rows, hints=True, tall=tall)
    if plan.attendees:
        sheet.heading(LABELS[Field.ATTENDEES], new_page=True)
        sheet.note(wording.ATTENDEES_HINT)
        numbers = range(1, plan.attendees + 1)
        sheet.table(
            LABELS[Field.ATTENDEES],
            tuple(LABELS[column] for column in ATTENDEE_COLUMNS),
            [tuple(_attendee(number, column) for column in ATTENDEE_COLUMNS) for number in numbers],
        )
    sheet.heading(wording.BEFORE_SENDING)
    sheet.steps(*plan.notes)
    sheet.paragraph(wording.PRIVACY)
    _contact(sheet)
    return _finished(sheet, plan.kind.value, plan.footer)


_FORMATS: dict[str, Callable[[Plan], bytes]] = {
    "docx": form_document,
    "xlsx": lambda plan: form_workbook(plan, MADE),
    "pdf": form_pdf,
}

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "circular-050.docx": circular,
    **{
        f"{plan.kind}.{ending}": partial(build, plan)
        for ending, build in _FORMATS.items()
        for plan in PLANS
    },
}
"""What ships, by its name in the package."""


def _place(question: Question) -> str | Place:
    if question.free:
        return ""
    return Place(
        tag=question.tag, name=question.label, prompt=question.prompt, choices=question.choices,
        long=question.long,
    )  # fmt: skip


def _attendee(number: int, column: Field) -> Place:
    label = LABELS[column]
    return Place(
        tag=attendee_tag(number, column), name=f"{label}, asistente {number}", prompt=wording.PROMPT
    )


def _contact(sheet: Sheet) -> None:
    phones = Phones()
    sheet.heading(wording.CONTACT_HEADING)
    sheet.marked_paragraph(
        wording.CONTACT, ("Buzon", BOX), ". Teléfono en Bogotá: ",
        ("Bogota", phones.bogota), "; a nivel nacional: ", ("Nacional", phones.national),
        "; opción ", ("Opcion", phones.option), ". Horario: ", ("Horario", phones.hours), ".",
    )  # fmt: skip


def _finished(sheet: Sheet, form: str, footer: str = "") -> bytes:
    """The package's bytes, the same at every build."""
    sheet.footer(footer or f"{wording.FORM_NAME} · versión {VERSION}")
    sheet.drop_leftovers()
    core = sheet.document.core_properties
    core.author = core.last_modified_by = "Línea de Soporte SIIF Nación"
    core.title = sheet.title
    core.comments = ""
    core.language = LANGUAGE
    core.created = core.modified = MADE
    buffer = io.BytesIO()
    sheet.document.save(buffer)
    members = package.with_properties(package.read(buffer.getvalue()))
    for name, value in ((FORM_MARK, form), (VERSION_MARK, VERSION), (CASE_MARK, "")):
        around = package.around_property(members[package.PROPERTIES], name)
        members[package.PROPERTIES] = package.join(around, value)
    return package.write(members)


def main(folder: Path) -> None:
    """Write the documents into `folder`."""
    for name, build in DOCUMENTS.items():
        (folder / name).write_bytes(build())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
