"""What the line keeps and sends from: database, folder of files, templates, documents."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.config import Config
from mailbot.doctor.findings import Subject, Verdict, fault, fine, warning
from mailbot.errors import AntivirusError, disk_words
from mailbot.model.mail import Attachment

if TYPE_CHECKING:
    from mailbot.documents import Document
    from mailbot.parsers.forms import OwnTemplate

_FORMS = ("functional_form", "accompaniment_form")
_MEGABYTE = 1024 * 1024
_LITTLE_SPACE = 1024 * _MEGABYTE
_NO_SPACE = 100 * _MEGABYTE


def database(subject: Subject) -> Iterator[Verdict]:
    """Look into the database without making or changing anything."""
    # SQLAlchemy costs half a second, which a configuration that doesn't load need not wait for.
    from storage import database_folder, store_exists

    if told := _unwritable(subject.config):
        yield fault(
            told,
            "revise de quién es, sus permisos, y que el disco no esté lleno ni en solo lectura",
        )
    if database_folder(subject.config) and not store_exists(subject.config):
        yield fine("todavía no existe; se crea en el primer arranque")
        return
    yield from _schema(subject)


def _schema(subject: Subject) -> Iterator[Verdict]:
    from storage import numbers
    from storage.schema import REVISION, what_to_do
    from storage.store import Store, refuse_lost

    store = Store(subject.config.storage.database, subject.config.storage.files)
    try:
        revision = store.revision()
        store.refuse_encoding()
        if revision is None:
            refuse_lost(subject.config)
            yield fine("está vacía; recibe su esquema en el primer arranque")
        elif revision != REVISION:
            yield fault(
                f"tiene el esquema {revision} y este programa necesita {REVISION}",
                what_to_do(revision),
                bars_database=True,
            )
        else:
            with store.read() as connection:
                last = numbers.marked(connection, "pass")
            yield fine(f"responde, con el esquema {revision}")
            if last and last[0] > subject.now:
                yield fault(
                    f"la última pasada registrada está en el futuro ({last[0].isoformat()})",
                    "ponga en hora este equipo: mailbot no trabaja hacia atrás en el tiempo",
                )
    finally:
        store.close()


def files(subject: Subject) -> Iterator[Verdict]:
    """Whether the folder of files can be written, and has room."""
    folder = subject.config.storage.files
    there = _nearest_existing(folder)
    if refusal := _refusal(there):
        yield fault(
            f"no se puede escribir en {there}: {refusal}",
            "revise de quién es, sus permisos, y que el disco no esté lleno ni en solo lectura",
        )
        return
    free = shutil.disk_usage(there).free
    told = f"{folder}: quedan {free / _MEGABYTE:,.0f} MB".replace(",", ".")
    if free < _NO_SPACE:
        yield fault(told, "libere espacio: sin él no se recibe correo")
    elif free < _LITTLE_SPACE:
        yield warning(told, "libere espacio pronto")
    else:
        yield fine(told)


def templates(subject: Subject) -> Iterator[Verdict]:
    """Whether every mail can still be composed."""
    from mailbot.compose.check import check_templates

    faults = check_templates(subject.config)
    for told in faults:
        yield fault(told, "instale de nuevo mailbot, o corrija esa plantilla")
    if not faults:
        yield fine("todos los correos se pueden componer")


def documents(subject: Subject) -> Iterator[Verdict]:
    """Whether the documents that go out with mails can be used; ConfigurationError if not."""
    from mailbot.documents import load_documents

    config = subject.config
    loaded = load_documents(config.documents, config.phones, config.identity.address)
    yield fine("se adjuntan: " + ", ".join(document.file_name for document in loaded.values()))
    yield from _too_large(config, loaded)
    yield from _forms_that_return(config, loaded)


def _forms_that_return(config: Config, documents: Mapping[str, "Document"]) -> Iterator[Verdict]:
    """Whether each form that goes out is known again when it comes back."""
    from mailbot.parsers.forms import ReturnedForm, UnreadableForm, read_forms
    from mailbot.pipeline.form_reading import own_templates

    templates = own_templates(config)
    for key in _FORMS:
        document = documents[key]
        file = Attachment(
            name=document.file_name, type=document.type, content=document.content, sha256=""
        )
        found = read_forms((file,), "", templates)
        if any(isinstance(form, ReturnedForm) for form in found):
            yield from _unnumbered(key, document, templates)
            continue
        unread = (form.why for form in found if isinstance(form, UnreadableForm))
        why = next(unread, "no se le reconocen rótulos")
        yield warning(
            f"documents.{key}: {document.file_name} no se podrá leer cuando vuelva diligenciado: "
            f"{why}",
            "guárdelo como .docx, .xlsx o .pdf y describa sus rótulos con [[form]]",
        )


def _unnumbered(
    key: str, document: "Document", templates: "tuple[OwnTemplate, ...]"
) -> Iterator[Verdict]:
    """A form that keeps no case number comes back like any other file."""
    from mailbot.documents import numbered
    from mailbot.parsers.forms import ReturnedForm, read_forms

    number = "SERV-2026-000001"
    content = numbered(document, number)
    file = Attachment(name=document.file_name, type=document.type, content=content, sha256="")
    forms = read_forms((file,), "", templates)
    if not any(isinstance(each, ReturnedForm) and each.carried == number for each in forms):
        yield warning(
            f"documents.{key}: {document.file_name} no guarda el número del caso",
            "agregue el campo siif_caso (.pdf) o guárdelo como .docx o .xlsx",
        )


def _too_large(config: Config, loaded: Mapping[str, "Document"]) -> Iterator[Verdict]:
    size = sum(len(document.content) for document in loaded.values()) / _MEGABYTE
    # Base64 makes four bytes of three (RFC 2045, 6.8).
    if size * 4 / 3 > config.limits.outgoing_mb:
        yield warning(
            f"los documentos pesan {size:.1f} MB y no caben en limits.outgoing_mb "
            f"({config.limits.outgoing_mb:g})",
            "reduzca las imágenes de esos documentos o suba ese límite",
        )


def attachments(subject: Subject) -> Iterator[Verdict]:
    """Whether the files that come with mails can be told by their bytes, and shown to clamd."""
    from mailbot.parsers.inspection.libmagic import detector

    if detector() is None:
        yield warning(
            "libmagic no se pudo cargar: los archivos se reconocen solo por las firmas propias",
            "instale de nuevo los paquetes python-magic y pylibmagic",
        )
    else:
        yield fine("los archivos se reconocen por su contenido (libmagic)")
    yield from _antivirus(subject)


def _antivirus(subject: Subject) -> Iterator[Verdict]:
    from mailbot.antivirus import version

    config = subject.config.antivirus
    if config.clamd is None:
        return
    try:
        yield fine(f"antivirus: responde {version(config.clamd, config.timeout_seconds)}")
    except AntivirusError as error:
        todo = "revise que clamd esté en marcha y antivirus.clamd en la configuración"
        if config.required:
            yield fault(f"{error}: los archivos de cada correo quedan en cuarentena", todo)
        else:
            yield warning(f"{error}: los archivos pasan sin antivirus", todo)


def _unwritable(config: Config) -> str:
    """Why SQLite could not write the database, or its journals beside it; "" if it can."""
    from storage import database_files

    files = database_files(config)
    if not files:
        return ""
    there = _nearest_existing(files[0].parent)
    if refusal := _refusal(there):
        return f"no se puede escribir junto a la base, en {there}: {refusal}"
    # A journal is made with the database's permissions, and keeps them when those are mended.
    closed = [str(file) for file in files if file.exists() and not os.access(file, os.W_OK)]
    return f"no se puede escribir en {', '.join(closed)}" if closed else ""


def _nearest_existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _refusal(folder: Path) -> str:
    """Why the disk takes no new file in `folder`; "" if it does."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".mailbot-doctor-") as file:
            file.write(b"x")
    except OSError as error:
        return disk_words(error)
    return ""
