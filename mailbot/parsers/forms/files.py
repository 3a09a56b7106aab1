"""Which reader a file needs, by its bytes before its name, and why some can't be read at all."""

import re
from collections.abc import Callable, Sequence

from mailbot.model.mail import Attachment
from mailbot.model.vocabulary import FileVerdict
from mailbot.parsers.forms.archives import documents_within
from mailbot.parsers.forms.docx import read_docx
from mailbot.parsers.forms.opendocument import read_opendocument
from mailbot.parsers.forms.package import damaged, members
from mailbot.parsers.forms.page import NotReadable, Page
from mailbot.parsers.forms.pdf import read_pdf, scan
from mailbot.parsers.forms.plain_text import read_text
from mailbot.parsers.forms.values import Obstacle
from mailbot.parsers.forms.words import folded
from mailbot.parsers.forms.xlsx import read_xlsx
from mailbot.parsers.html import html_to_text

LARGEST_FILE = 12_000_000
"""Bytes of a file that is read as a form; pictures pasted into it count."""

_LARGEST_TEXT = 400_000
_CALLED_A_FORM = re.compile(
    r"plantilla|formato|formulario|acompanamiento|circular|funcional|diligenciad"
    r"|solicitud de soporte"
)
_CALLED_A_SCAN = re.compile(r"scan|escane|camscanner|digitaliz")
_LARGEST_PAGE = 2_000_000
_READ_TYPES = ("text/html", "text/plain")
_PAGE_NAMES = (".html", ".htm")
_TEXT_NAMES = (".txt", ".text")
_IMAGE_NAMES = tuple(".png .jpg .jpeg .jpe .gif .bmp .tif .tiff .webp .heic .heif".split())
_ZIP, _PDF, _OLE, _RTF = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0", b"{\\rtf"
_OLD = "Está en un formato anterior ({}), que no se lee: guárdelo como {} y envíelo de nuevo."

Reader = Callable[[bytes], tuple[Page, ...]]


def may_be_form(file: Attachment) -> bool:
    """Whether the name of a file says that it is a form."""
    return _CALLED_A_FORM.search(folded(file.name)) is not None


def pages_of(file: Attachment) -> tuple[Page, ...]:
    """The pages of a file, () for one that is no document. Raises NotReadable."""
    if file.verdict is not FileVerdict.OK:
        raise NotReadable(Obstacle.HELD, file.why or "La revisión de anexos retuvo el archivo.")
    content, name = file.content, folded(file.name)
    if is_picture(file):
        raise scan()
    reader = _reader(content, name, file.type)
    if reader is None:
        return ()
    if len(content) > LARGEST_FILE:
        raise NotReadable(Obstacle.TOO_LARGE, "El archivo es demasiado grande para un formulario.")
    try:
        return reader(content)
    except NotReadable:
        raise
    except Exception:
        # Elements in one another without end, and what else nobody thought of.
        raise damaged() from None


def laid_out(file: Attachment) -> Page:
    """The page of a PDF that could be read, as it is laid out."""
    (page,) = read_pdf(file.content, laid_out=True)
    return page


def unpacked(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The files of a mail, with those documents that lie in its zip archives in their place."""
    return [each for file in attachments for each in _opened(file)]


def _opened(file: Attachment) -> Sequence[Attachment]:
    if file.verdict is not FileVerdict.OK or not file.content.startswith(_ZIP):
        return (file,)
    return documents_within(file) or (file,)


def is_document(file: Attachment) -> bool:
    """Whether a reader opens a file: then it costs time and memory to see if it is a form."""
    if file.verdict is not FileVerdict.OK or is_picture(file):
        return False
    packed = file.content.startswith(_ZIP) or _PDF in file.content[:1024]
    written = file.type in _READ_TYPES or folded(file.name).endswith(_PAGE_NAMES + _TEXT_NAMES)
    return packed or written


def is_picture(file: Attachment) -> bool:
    """Whether a file is a picture, as most screens are."""
    return file.type.startswith("image/") or folded(file.name).endswith(_IMAGE_NAMES)


def is_called_a_scan(file: Attachment) -> bool:
    """Whether the name of a picture says that it shows paper."""
    return may_be_form(file) or _CALLED_A_SCAN.search(folded(file.name)) is not None


def _reader(content: bytes, name: str, type_: str) -> Reader | None:
    head = content[:1024]
    if head.startswith(_ZIP):
        return _zip_reader(content)
    if _PDF in head:
        return read_pdf
    if head.startswith(_OLE):
        return _refuse_old(name)
    if head.lstrip().startswith(_RTF):
        raise NotReadable(Obstacle.OLD_FORMAT, _OLD.format("RTF", "documento de Word (.docx)"))
    if type_ == "text/html" or name.endswith(_PAGE_NAMES):
        return _read_html if len(content) <= _LARGEST_PAGE else None
    if (type_ == "text/plain" or name.endswith(_TEXT_NAMES)) and len(content) <= _LARGEST_TEXT:
        return _read_text_file
    return None


def _zip_reader(content: bytes) -> Reader | None:
    names = members(content)
    if any(name.startswith("word/") for name in names):
        return read_docx
    if any(name.startswith("xl/") for name in names):
        return read_xlsx
    return read_opendocument if "content.xml" in names else None


def _refuse_old(name: str) -> Reader | None:
    """Files of Office 97 to 2003 hold no words that can be read safely; locked ones none at all."""
    ending = name.rpartition(".")[2]
    if ending in ("docx", "xlsx"):
        raise NotReadable(Obstacle.LOCKED, "El archivo tiene contraseña y no se puede leer.")
    if ending in ("doc", "dot"):
        raise NotReadable(Obstacle.OLD_FORMAT, _OLD.format(".doc", "documento de Word (.docx)"))
    if ending in ("xls", "xlt"):
        raise NotReadable(Obstacle.OLD_FORMAT, _OLD.format(".xls", "libro de Excel (.xlsx)"))
    return None


def _read_html(content: bytes) -> tuple[Page, ...]:
    return read_text(html_to_text(_decoded(content)))


def _read_text_file(content: bytes) -> tuple[Page, ...]:
    return read_text(_decoded(content))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
