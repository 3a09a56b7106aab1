"""PDF: the fields of a form that was filled in, or the text of one that was printed to a file."""

import logging
from io import BytesIO
from typing import Any

from mailbot.parsers.forms.package import damaged
from mailbot.parsers.forms.page import LONGEST_TEXT, MOST_BLOCKS, Block, Line, NotReadable, Page
from mailbot.parsers.forms.plain_text import blocks_of
from mailbot.parsers.forms.values import Medium, Obstacle
from mailbot.parsers.forms.words import squeezed, tidy

_MOST_PAGES = 8
_MOST_GLANCED_AT = 2
_MOST_FIELDS = 1_000
_MOST_ANNOTATIONS = 200
_NOTES = "Tiene textos puestos encima del formulario, que no se pueden atribuir a un campo: {}."
_CUT = f"Solo se leyeron las primeras {_MOST_PAGES} páginas."


def locked() -> NotReadable:
    """The answer for a password."""
    return NotReadable(Obstacle.LOCKED, "El PDF tiene contraseña y no se puede leer.")


def dynamic() -> NotReadable:
    """The answer for a form that is a program of its own."""
    return NotReadable(
        Obstacle.DYNAMIC, "Es un formulario PDF dinámico (XFA), que solo abre Adobe Reader."
    )


def scan() -> NotReadable:
    """The answer for what shows paper or a screen."""
    return NotReadable(
        Obstacle.IMAGE, "Es un escaneo o una foto: se guarda como anexo, pero sus datos no se leen."
    )


def read_pdf(content: bytes, *, laid_out: bool = False) -> tuple[Page, ...]:
    """The document as one page. Raises NotReadable, for one that is nothing but pictures too.

    With `laid_out` what stands beside a label stays on its line, at several times the cost; without
    it the words are there in some order, which is enough to tell whether it is a form.
    """
    # A library of thousands of lines on hostile bytes: whatever it raises, the file is unreadable.
    try:
        return (_page(content, laid_out),)
    except NotReadable:
        raise
    except Exception:
        raise damaged() from None


def _page(content: bytes, laid_out: bool) -> Page:
    from pypdf import PdfReader

    # Its complaints about each bad file tell the operator nothing.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise locked()
    named = tuple(_fields(reader))
    most = _MOST_PAGES if laid_out else _MOST_GLANCED_AT
    pages = [reader.pages[number] for number in range(min(len(reader.pages), most))]
    blocks: list[Block] = []
    for page in pages:
        blocks += blocks_of(_lines(page, laid_out), laid_out=laid_out)
    written = any(block != Line("") for block in blocks)
    if not named and (not written or _is_dynamic(reader)):
        raise dynamic() if _is_dynamic(reader) else scan()
    doubts = [_CUT] if len(reader.pages) > _MOST_PAGES else []
    notes = _notes(pages)
    if notes:
        doubts.append(_NOTES.format(", ".join(f"«{note}»" for note in notes)))
    return Page(
        medium=Medium.PDF,
        blocks=tuple(blocks[:MOST_BLOCKS]),
        named=named,
        properties=_properties(reader),
        pictures=sum(map(_pictures, pages)),
        doubts=tuple(doubts),
    )


def _lines(page: Any, laid_out: bool) -> list[str]:
    mode = {"extraction_mode": "layout"} if laid_out else {}
    # The layout of odd pages is beyond the library, their words are not.
    try:
        text = page.extract_text(**mode)
    except Exception:
        text = page.extract_text()
    return tidy(text or "").split("\n")


def _fields(reader: Any) -> list[tuple[str, str]]:
    found = reader.get_fields() or {}
    texts = []
    for name, field in list(found.items())[:_MOST_FIELDS]:
        value = field.get("/V")
        if field.get("/FT") in ("/Tx", "/Ch") and isinstance(value, (str, list)):
            shown = value if isinstance(value, str) else "\n".join(map(str, value))
            texts.append((str(name).rpartition(".")[2], squeezed(tidy(shown))[:LONGEST_TEXT]))
        elif field.get("/FT") in ("/Tx", "/Ch"):
            texts.append((str(name).rpartition(".")[2], ""))
    return texts


def _properties(reader: Any) -> dict[str, str]:
    return {str(key).lstrip("/"): str(value) for key, value in (reader.metadata or {}).items()}


def _is_dynamic(reader: Any) -> bool:
    form = reader.trailer["/Root"].get("/AcroForm")
    return form is not None and "/XFA" in form.get_object()


def _notes(pages: list[Any]) -> list[str]:
    """The texts that a reader program lays over a page ("rellenar y firmar")."""
    notes = []
    for page in pages:
        for each in list(page.get("/Annots") or ())[:_MOST_ANNOTATIONS]:
            note = each.get_object()
            if note.get("/Subtype") == "/FreeText":
                notes.append(squeezed(tidy(str(note.get("/Contents", ""))))[:60])
    return [note for note in notes if note][:20]


def _pictures(page: Any) -> int:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return 0
    shown = list(objects.get_object().values())[:_MOST_ANNOTATIONS]
    return sum(each.get_object().get("/Subtype") == "/Image" for each in shown)
