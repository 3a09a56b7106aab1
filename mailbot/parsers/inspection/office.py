"""Office documents that are zips (OOXML, ODF): macros, controls, remote templates, what they hold.

Sources: ECMA-376 part 2 (content types, relationships), MS-OFFMACRO2, OASIS ODF 1.3 part 2.
"""

import re
from collections.abc import Iterator, Mapping

from mailbot.parsers.inspection.fields import runs_programs
from mailbot.parsers.inspection.markup import Listener, is_markup, listen, root_of
from mailbot.parsers.inspection.pages import as_text
from mailbot.parsers.inspection.values import (
    ENCRYPTED,
    HEAD_BYTES,
    UNREADABLE,
    Budget,
    Held,
    Member,
)
from mailbot.parsers.inspection.zips import NeedsAll, Zip

MACROS = "Trae macros, que son programas."
_CONTROLS = "Trae controles ActiveX, que son programas."
_REMOTE = "Carga al abrirse una plantilla u objeto de otro lugar de la red."
DDE = "Trae un campo o vínculo que ejecuta programas (DDE)."

# Office reads the names of parts in any case of their letters.
_OOXML, _ODF_MANIFEST = "[content_types].xml", "meta-inf/manifest.xml"
# Pieces of parts, which no program of ours puts together (ECMA-376 part 2, §10.1.1).
_IN_PIECES = ".piece"
_MACRO_PARTS = re.compile(
    r"(?:vbaproject|vbadata)[^/]*$|(?:^|/)(?:macrosheets|intlmacrosheets|dialogsheets)/"
    r"|^(?:basic|scripts)/",
    re.IGNORECASE,
)
_CONTROL_PARTS = re.compile(r"(?:^|/)activex/", re.IGNORECASE)
_BINARY_WORKBOOK = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_MACRO_TYPES = re.compile(
    r"vbaproject|macroenabled|macrosheet|dialogsheet|ms-office\.activex|activex\+xml", re.IGNORECASE
)
_LOADED = ("attachedtemplate", "oleobject", "frame", "subdocument", "package", "control")
# A template on the writer's own disk is what Word notes of every letter; one on a server is
# fetched when the letter is opened.
_AWAY = re.compile(
    r"\s*(?:(?!file:)[a-z][a-z0-9+.-]+:|[\\/]{2}|file:(?:[\\/]{4,}|[\\/]{2}[^\\/]))", re.IGNORECASE
)
# A picture on a share makes Windows send its user's password there.
_SHOWN = ("image", "audio", "video", "media")
_SHARE = re.compile(r"\s*(?:[\\/]{2}|file:(?:[\\/]{4,}|[\\/]{2}[^\\/]))", re.IGNORECASE)
# Parsing costs about as much as searching so often.
_PARSED = 2
_FIELD_WORDS = ("instrtext", "delinstrtext")
# Parts that nothing in them can be told of without one of these words are not read further.
_WORTH_READING = re.compile(rb"instrtext|fldsimple|ddelink|relationship|contenttype", re.IGNORECASE)
_FOREIGN = re.compile(
    rb"""[^<]*+<\?xml[^>]*?encoding\s*+=\s*+["'](?!utf-?(?:8|16)|us-ascii|iso-8859|windows-125)""",
    re.IGNORECASE,
)
# The parts that hold a workbook's figures, and may be large: no field or link stands in them.
_FIGURES = frozenset({"worksheet", "sst"})
_PAGES = frozenset({"html", "svg"})
_ODF_LINKS = re.compile(r"<(?:[^\s<>/:]++:)?dde-")


def is_document(archive: Zip) -> bool:
    """Whether a zip is an Office document."""
    return any(name.lower() in (_OOXML, _ODF_MANIFEST) for name in archive.names)


def document_members(archive: Zip, budget: Budget, needs_all: NeedsAll) -> Iterator[Member]:
    """The files within a document. Raises Held for what runs or is fetched when it is opened."""
    for name in archive.names:
        if _MACRO_PARTS.search(name):
            raise Held(MACROS)
        if _CONTROL_PARTS.search(name):
            raise Held(_CONTROLS)
        if name.lower().endswith(_IN_PIECES):
            raise Held(UNREADABLE)
    is_ooxml = any(name.lower() == _OOXML for name in archive.names)
    for entry in archive.entries:
        head = archive.read(entry, HEAD_BYTES)
        root = root_of(head) if is_markup(head) else ""
        # What a part is called does not tell what it is: its first bytes do.
        if not is_markup(head) or root in _PAGES:
            yield archive.member(entry, head, needs_all, archived=False)
        elif root not in _FIGURES or entry.file_size <= len(head):
            whole = archive.whole(entry, head)
            if is_ooxml:
                check_part(whole, budget)
            else:
                _check_odf(whole, budget)


def check_part(content: bytes, budget: Budget) -> None:
    """Raise Held for a part of OOXML that runs programs, or loads something from elsewhere."""
    budget.search(len(content))
    plain = content.replace(b"\0", b"")
    if _FOREIGN.match(plain):
        raise Held(UNREADABLE)
    if not _WORTH_READING.search(plain):
        return
    budget.search(_PARSED * len(content))
    words: list[str] = []

    def on_element(name: str, told: Mapping[str, str]) -> None:
        if name == "relationship":
            _check_relationship(told)
        elif name == "ddelink" or runs_programs(told.get("instr", "")):
            raise Held(DDE)
        elif name == "fldchar":
            # Here a field begins, or ends: the words before and behind it are not one.
            words.append("\n")
        # Every binary workbook is called "macro enabled": its parts tell whether it is.
        elif _MACRO_TYPES.search(told.get("contenttype", "").replace(_BINARY_WORKBOOK, "")):
            raise Held(MACROS)

    def on_words(name: str, text: str) -> None:
        if name in _FIELD_WORDS:
            words.append(text)

    listen(content, Listener(on_element=on_element, on_words=on_words))
    # Fields are written in pieces: their words are put together first.
    if runs_programs("".join(words)):
        raise Held(DDE)


def _check_relationship(told: Mapping[str, str]) -> None:
    kind = told.get("type", "").rpartition("/")[2].lower()
    if kind.startswith(("vbaproject", "xlmacrosheet", "xlintlmacrosheet")):
        raise Held(MACROS)
    if told.get("targetmode", "").lower() != "external":
        return
    target = told.get("target", "")
    is_loaded = kind in _LOADED and _AWAY.match(target)
    if is_loaded or (kind in _SHOWN and _SHARE.match(target)):
        raise Held(_REMOTE)


def _check_odf(content: bytes, budget: Budget) -> None:
    text = as_text(content, budget).lower()
    if "<!entity" in text:
        raise Held(UNREADABLE)
    if "encryption-data" in text:
        raise Held(ENCRYPTED)
    if "vnd.sun.star.script" in text:
        raise Held(MACROS)
    if _ODF_LINKS.search(text):
        raise Held(DDE)
