"""Ways in which people fill in the line's forms: each takes a form's bytes and gives them back."""

import copy
import hashlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import docx
from docx.oxml.ns import qn
from openpyxl import load_workbook

from mailbot.documents import Document, numbered, package
from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import Field, FileVerdict
from mailbot.parsers.forms.values import Extra, Slot
from mailbot.parsers.forms.wording import LABELS, TAGS, attendee_tag

NUMBER = "SERV-2026-000123"
DOCX = package.DOCX
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

ANSWERS: dict[Slot, str] = {
    Field.NAME: "Ana María Pérez Ñáñez",
    Field.SIIF_USER: "MHaperez",
    Field.EXECUTING_UNIT: "13-01-01",
    Field.ENTITY: "1301 Ministerio de Hacienda y Crédito Público",
    Field.EMAIL: "ana.perez@minhacienda.gov.co",
    Field.PHONE: "(601) 381 1700 ext. 2345",
    Field.CITY: "Bogotá D. C.",
    Field.DESCRIPTION: "Al generar la obligación sale «Saldo insuficiente».\nDesde el lunes.",
    Field.SCREENSHOTS: "No aplica",
    Extra.MODULE: "Gastos (EPG)",
}
WANTED: dict[Slot, str] = {
    **{
        slot: text
        for slot, text in ANSWERS.items()
        if slot in LABELS and slot is not Field.SCREENSHOTS
    },
    Field.IDENTIFICATION: "52.123.456",
    Field.TOPICS: "Cadena presupuestal\nCierre de vigencia",
}
PEOPLE = (
    ("Luis Gómez", "79123456", "MHlgomez"),
    ("Marta Díaz Rojas", "1.020.304.050", ""),
)


def shipped(name: str) -> bytes:
    """A form as it ships."""
    return resources.files("mailbot.documents").joinpath(name).read_bytes()


@cache
def sent(name: str, number: str = NUMBER) -> bytes:
    """A form as it goes out for a case."""
    kind = DOCX if name.endswith(".docx") else XLSX
    form = Document(key="functional_form", file_name=name, type=kind, content=shipped(name))
    return numbered(form, number)


def file(content: bytes, name: str, type_: str = "", **more) -> Attachment:
    return Attachment(
        name=name, type=type_ or "application/octet-stream", content=content,
        sha256=hashlib.sha256(content).hexdigest(), **{"verdict": FileVerdict.OK, **more},
    )  # fmt: skip


def in_controls(
    content: bytes, answers: Mapping[Slot, str], people: Sequence[Sequence[str]] = ()
) -> bytes:
    """Word: typed into the content controls, which lose their prompt."""
    return _in_controls(content, tuple(answers.items()), tuple(map(tuple, people)))


@cache
def _in_controls(content: bytes, told: tuple, people: tuple) -> bytes:
    answers = dict(told)
    texts = {TAGS[slot]: text for slot, text in answers.items()}
    for row, person in enumerate(people, start=1):
        for column, text in zip(
            (Field.NAME, Field.IDENTIFICATION, Field.SIIF_USER), person, strict=False
        ):
            texts[attendee_tag(row, column)] = text

    def fill(document):
        for control in document.element.body.iter(qn("w:sdt")):
            settings = control.find(qn("w:sdtPr"))
            text = texts.get(settings.find(qn("w:tag")).get(qn("w:val")))
            if text:
                settings.remove(settings.find(qn("w:showingPlcHdr")))
                paragraphs = list(control.iter(qn("w:p")))
                lines = text.split("\n")
                for _ in lines[1:]:
                    paragraphs[0].addnext(copy.deepcopy(paragraphs[0]))
                for place, line in zip(
                    list(control.iter(qn("w:p"))) or [control], lines, strict=False
                ):
                    next(place.iter(qn("w:t"))).text = line
        if Field.SCREENSHOTS in answers:
            labelled_cells(document)["Pantallas del error o mensaje"].text = answers[
                Field.SCREENSHOTS
            ]

    return edited(content, fill)


def edited(content: bytes, change) -> bytes:
    """The document after `change` was made in it."""
    document = docx.Document(io.BytesIO(content))
    change(document)
    return saved(document)


def saved(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def labelled_cells(document) -> dict[str, object]:
    """The answer cell of each label of a document's tables."""
    return {
        row.cells[0].paragraphs[0].text: row.cells[-1]
        for table in document.tables
        for row in table.rows
        if len(row.cells) == 2
    }


def in_cells(
    content: bytes, answers: Mapping[Slot, str], people: Sequence[Sequence[str]] = ()
) -> bytes:
    """Excel: typed into the named cells."""
    return _in_cells(content, tuple(answers.items()), tuple(map(tuple, people)))


@cache
def _in_cells(content: bytes, told: tuple, people: tuple) -> bytes:
    answers = dict(told)
    book = load_workbook(io.BytesIO(content))
    texts = {TAGS[slot]: text for slot, text in answers.items()}
    for row, person in enumerate(people, start=1):
        for column, text in zip(
            (Field.NAME, Field.IDENTIFICATION, Field.SIIF_USER), person, strict=False
        ):
            texts[attendee_tag(row, column)] = text
    for name, text in texts.items():
        if name in book.defined_names:
            for sheet, place in book.defined_names[name].destinations:
                book[sheet][place].value = text
    return saved(book)


def without(content: bytes, *members: str) -> bytes:
    """A package without some of its parts, as programs leave them out that re-save it."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            if name not in members:
                body = old.read(name)
                if name in ("[Content_Types].xml", "_rels/.rels"):
                    for member in members:
                        body = re.sub(
                            rb"<(?:Override|Relationship) [^>]*%b[^>]*/>" % member.encode(),
                            b"",
                            body,
                        )
                new.writestr(name, body)
    return kept.getvalue()
