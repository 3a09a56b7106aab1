"""The documents that go out with mails: the operator's own, or the line's that ship here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from mailbot.config.supplied import Documents, Phones
from mailbot.documents import cells, fields, package
from mailbot.documents.mould import Mould, mould
from mailbot.errors import ConfigurationError
from mailbot.parsers.forms.wording import CASE_MARK

_TYPES = {
    ".docx": package.DOCX,
    ".doc": "application/msword",
    ".pdf": fields.PDF,
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xlsx": cells.XLSX,
}

_SHIPPED = {
    "circular_050": ("circular-050", "Guia_Circular_050"),
    "functional_form": ("plantilla-funcional", "Plantilla_funcional"),
    "accompaniment_form": ("plantilla-acompanamiento", "Plantilla_acompanamiento"),
}
_ONLY_IN_WORD = "circular_050"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file to enclose: its key in `[documents]`, the name it goes out with, and its bytes."""

    key: str
    file_name: str
    type: str
    content: bytes


def load_documents(
    documents: Documents, phones: Phones | None = None, address: str | None = None
) -> dict[str, Document]:
    """The three documents by key; the line's own show `phones` and the box's `address`.

    Raises ConfigurationError with one fault for each file that can't be used.
    """
    contact = _contact(phones, address)
    loaded = {}
    faults = []
    for key, (shipped, file_name) in _SHIPPED.items():
        path: Path | None = getattr(documents, key)
        if path is None:
            ending = ".docx" if key == _ONLY_IN_WORD else f".{documents.format}"
            content = resources.files(__name__).joinpath(shipped + ending).read_bytes()
            if ending == ".docx":
                content = _with(content, contact)
            loaded[key] = Document(
                key=key, file_name=file_name + ending, type=_TYPES[ending], content=content
            )
            continue
        try:
            loaded[key] = _own(key, path)
        except ValueError as error:
            faults.append(f"documents.{key}: {error}")
    if faults:
        raise ConfigurationError(faults)
    return loaded


def numbered(document: Document, case_number: str) -> bytes:
    """The content of `document` with the case number inside, in the ways of its format.

    The number is a property of the file, and the text of the bookmark `Caso` of a .docx, of the
    cell `siif_caso` of an .xlsx, of the field `siif_caso` of a .pdf, where there is one.
    """
    if document.type == fields.PDF:
        return fields.numbered(document.content, case_number)
    if document.type == cells.XLSX:
        return cells.numbered(document.content, case_number)
    if document.type != package.DOCX:
        return document.content
    return _mould(document.content).filled(case_number)


@lru_cache(maxsize=8)
def _mould(content: bytes) -> Mould:
    """A .docx with room for its number; ValueError if it is none."""
    members = package.with_properties(package.read(content))
    waiting = {package.PROPERTIES: package.around_property(members[package.PROPERTIES], CASE_MARK)}
    around_number = package.around_bookmark(members[package.DOCUMENT], CASE_MARK)
    if around_number is not None:
        waiting[package.DOCUMENT] = around_number
    rest = {name: content for name, content in members.items() if name not in waiting}
    return mould(rest, waiting)


def _own(key: str, path: Path) -> Document:
    """The operator's file; raises ValueError, in Spanish, if it can't be used."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ValueError(f"no existe el archivo {path}") from None
    except OSError as error:
        raise ValueError(f"no se puede leer {path} ({error.strerror})") from error
    kind = _TYPES.get(path.suffix.lower(), "application/octet-stream")
    if not content:
        raise ValueError(f"el archivo {path} está vacío")
    if kind == package.DOCX:
        try:
            _mould(content)
        except ValueError as error:
            raise ValueError(f"{path} no es un documento de Word (.docx) válido") from error
    if kind == cells.XLSX:
        try:
            cells.check(content)
        except ValueError as error:
            raise ValueError(f"{path} no es un libro de Excel (.xlsx) válido") from error
    return Document(key=key, file_name=path.name, type=kind, content=content)


def _contact(phones: Phones | None, address: str | None) -> Mapping[str, str]:
    """The text of each bookmark about how to reach the line, where it differs from the default."""
    texts = {}
    if phones is not None:
        texts = {
            "Bogota": phones.bogota,
            "Nacional": phones.national,
            "Opcion": phones.option,
            "Horario": phones.hours,
        }
    if address is not None:
        texts["Buzon"] = address
    return texts


def _with(content: bytes, texts: Mapping[str, str]) -> bytes:
    if not texts:
        return content
    members = package.read(content)
    for bookmark, text in texts.items():
        members[package.DOCUMENT] = package.fill_bookmark(members[package.DOCUMENT], bookmark, text)
    return package.write(members)
