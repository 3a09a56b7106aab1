"""Writes the line's documents that ship with mailbot: `python -m mailbot.documents.build [DIR]`."""

import io
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from mailbot.config.schema import Phones
from mailbot.documents import CASE_MARK, package
from mailbot.documents.labels import CASE_LABEL, HINTS, LABELS, MODULE_LABEL, REQUESTER
from mailbot.documents.sheet import LANGUAGE, Sheet
from mailbot.model.vocabulary import Field

VERSION = "1"
BOX = "siifsoporte@minhacienda.gov.co"
NOT_YET = "Lo asigna la Línea de Soporte"

_MADE = datetime(2026, 11, 1, 12, tzinfo=UTC)
_OFFICIAL = "No reproduce el texto oficial de la Circular Externa 050 de 2011."
_PRIVACY = (
    "La Línea de Soporte usa estos datos únicamente para atender su solicitud (Ley 1581 de 2012)."
)
_NO_PASSWORDS = "No envíe contraseñas ni claves de firma digital: la Línea de Soporte no las pide."


def circular() -> bytes:
    """The sheet that says which data to send and how (activity 6)."""
    sheet = Sheet("Cómo solicitar soporte a la Línea SIIF Nación")
    sheet.note(
        "Hoja de instrucciones de la Línea de Soporte SIIF Nación para reunir la información "
        f"requerida según la Circular 050 de 2011. {_OFFICIAL}"
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


def functional_form() -> bytes:
    """The form of a request for support (activity 6)."""
    sheet = Sheet("Plantilla de funcionales")
    _introduction(sheet, "soporte")
    sheet.heading("Datos de quien solicita")
    sheet.table("Datos de quien solicita", _QUESTIONS, _rows(REQUESTER), hints=True)
    sheet.heading("Problema que se presenta")
    sheet.table(
        "Problema que se presenta",
        _QUESTIONS,
        [
            *_rows((Field.DESCRIPTION, Field.SCREENSHOTS)),
            (f"{MODULE_LABEL}\nPor ejemplo: gastos, contabilidad, PAC, usuarios y perfiles.", ""),
        ],
        hints=True,
        tall=2,
    )
    _ending(sheet, "Anexe al correo las pantallas del error o mensaje que le aparece.")
    _contact(sheet)
    return _finished(sheet, "plantilla-funcional")


def accompaniment_form() -> bytes:
    """The form of a request for accompaniment (activity 7)."""
    sheet = Sheet("Plantilla de acompañamiento")
    _introduction(sheet, "acompañamiento")
    sheet.heading("Datos de quien solicita")
    name, *others = REQUESTER
    requester = (name, Field.IDENTIFICATION, *others)
    sheet.table("Datos de quien solicita", _QUESTIONS, _rows(requester), hints=True)
    sheet.heading("Acompañamiento que se solicita")
    asked = _rows((Field.TOPICS, Field.DESCRIPTION))
    sheet.table("Acompañamiento que se solicita", _QUESTIONS, asked, hints=True, tall=2)
    attendees = LABELS[Field.ATTENDEES]
    sheet.heading(attendees)
    columns = tuple(LABELS[field] for field in (Field.NAME, Field.IDENTIFICATION, Field.SIIF_USER))
    sheet.table(attendees, columns, [("", "", "")] * 6)
    _ending(sheet, "Si asisten más personas, agregue filas a la tabla.")
    _contact(sheet)
    return _finished(sheet, "plantilla-acompanamiento")


DOCUMENTS = {
    "circular-050.docx": circular,
    "plantilla-funcional.docx": functional_form,
    "plantilla-acompanamiento.docx": accompaniment_form,
}

_QUESTIONS = ("Dato", "Respuesta")


def _rows(fields: Iterable[Field]) -> list[tuple[str, str]]:
    return [(f"{LABELS[field]}\n{HINTS[field]}", "") for field in fields]


def _introduction(sheet: Sheet, asked: str) -> None:
    sheet.note(f"Formato de la Línea de Soporte SIIF Nación. {_OFFICIAL}")
    sheet.paragraph(
        f"Diligencie esta plantilla para solicitar {asked} y envíela en respuesta al correo de la "
        "Línea de Soporte. Todos los datos son necesarios, salvo los opcionales."
    )
    sheet.heading("Caso")
    sheet.table("Caso", _QUESTIONS, [(CASE_LABEL, "")])
    sheet.bookmark_last_answer(CASE_MARK, NOT_YET)


def _ending(sheet: Sheet, first: str) -> None:
    sheet.heading("Antes de enviar")
    sheet.steps(first, "Conserve el número del caso en el asunto del correo.", _NO_PASSWORDS)
    sheet.paragraph(_PRIVACY)


def _contact(sheet: Sheet) -> None:
    phones = Phones()
    sheet.heading("Cómo comunicarse")
    sheet.marked_paragraph(
        "Correo de la Línea de Soporte: ", ("Buzon", BOX), ". Teléfono en Bogotá: ",
        ("Bogota", phones.bogota), "; a nivel nacional: ", ("Nacional", phones.national),
        "; opción ", ("Opcion", phones.option), ". Horario: ", ("Horario", phones.hours), ".",
    )  # fmt: skip


def _finished(sheet: Sheet, form: str) -> bytes:
    """The package's bytes, the same at every build."""
    sheet.footer(f"Formato de la Línea de Soporte SIIF Nación · versión {VERSION}")
    sheet.drop_leftovers()
    core = sheet.document.core_properties
    core.author = core.last_modified_by = "Línea de Soporte SIIF Nación"
    core.title = sheet.title
    core.comments = ""
    core.language = LANGUAGE
    core.created = core.modified = _MADE
    buffer = io.BytesIO()
    sheet.document.save(buffer)
    members = package.with_properties(package.read(buffer.getvalue()))
    for name, value in (("Formulario", form), ("Version", VERSION), (CASE_MARK, "")):
        around = package.around_property(members[package.PROPERTIES], name)
        members[package.PROPERTIES] = package.join(around, value)
    return package.write(members)


def main(folder: Path) -> None:
    """Write the three documents into `folder`."""
    for name, build in DOCUMENTS.items():
        (folder / name).write_bytes(build())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
