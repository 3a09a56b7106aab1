"""Office documents that are zips (OOXML, ODF): macros, controls, remote templates, what they hold.

Sources: ECMA-376 part 2 (content types, relationships), MS-OFFMACRO2, OASIS ODF 1.3 part 2.
"""

import re
from collections.abc import Iterator

from mailbot.parsers.inspection.pages import as_text
from mailbot.parsers.inspection.values import ENCRYPTED, Budget, Held, Member
from mailbot.parsers.inspection.zips import NeedsAll, Zip

MACROS = "Trae macros, que son programas."
_CONTROLS = "Trae controles ActiveX, que son programas."
_REMOTE = "Carga al abrirse una plantilla u objeto de otro lugar de la red."
DDE = "Trae un campo o vínculo que ejecuta programas (DDE)."

_OOXML, _ODF_MANIFEST = "[Content_Types].xml", "META-INF/manifest.xml"
_ARCHIVES = frozenset({"zip", "jar"})
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
_RELATIONSHIP = re.compile(r"<(?:[\w.-]{1,20}:)?Relationship\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(Type|Target|TargetMode)\s{0,5}=\s{0,5}[\"']([^\"']{0,2000})", re.IGNORECASE
)
_LOADED = ("attachedtemplate", "oleobject", "frame", "subdocument", "package", "control")
# A template on the writer's own disk is what Word notes of every letter; one on a server is
# fetched when the letter is opened.
_AWAY = re.compile(
    r"\s*(?:(?!file:)[a-z][a-z0-9+.-]+:|[\\/]{2}|file:(?:[\\/]{4,}|[\\/]{2}[^\\/]))", re.IGNORECASE
)
# A picture on a share makes Windows send its user's password there.
_SHARE = re.compile(r"\s*(?:[\\/]{2}|file:(?:[\\/]{4,}|[\\/]{2}[^\\/]))", re.IGNORECASE)
_FIELD = re.compile(r"<(?:[\w.-]{1,20}:)?instrText[^>]{0,200}>([^<]{0,2000})", re.IGNORECASE)
_SIMPLE_FIELD = re.compile(r"instr\s{0,5}=\s{0,5}[\"']\s{0,20}dde", re.IGNORECASE)
_TEXT_PARTS = re.compile(
    r"(?:^|/)(?:document|header\d*|footer\d*|footnotes|endnotes)\d*\.xml$", re.IGNORECASE
)
_LINK_PARTS = re.compile(r"(?:^|/)externalLinks/[^/]+\.xml$", re.IGNORECASE)
_MARKUP = (".xml", ".rels", ".vml")


def is_document(archive: Zip, ending: str) -> bool:
    """Whether a zip is an Office document; what is called an archive is one, whatever it holds."""
    return ending not in _ARCHIVES and bool({_OOXML, _ODF_MANIFEST} & archive.names)


def document_members(archive: Zip, budget: Budget, needs_all: NeedsAll) -> Iterator[Member]:
    """The files within a document. Raises Held for what runs or is fetched when it is opened."""
    for name in archive.names:
        if _MACRO_PARTS.search(name):
            raise Held(MACROS)
        if _CONTROL_PARTS.search(name):
            raise Held(_CONTROLS)
    if _OOXML in archive.names:
        # Every binary workbook is called "macro enabled": its parts tell whether it is.
        declared = _part(archive, _OOXML, budget).replace(_BINARY_WORKBOOK, "")
        if _MACRO_TYPES.search(declared):
            raise Held(MACROS)
        _check_parts(archive, budget)
    else:
        _check_odf(archive, budget)
    yield from archive.members(needs_all, archived=False, skip=_MARKUP)


def _check_odf(archive: Zip, budget: Budget) -> None:
    if "encryption-data" in _part(archive, _ODF_MANIFEST, budget):
        raise Held(ENCRYPTED)
    for name in ("content.xml", "styles.xml"):
        if name in archive.names and "vnd.sun.star.script" in _part(archive, name, budget):
            raise Held(MACROS)


def _check_parts(archive: Zip, budget: Budget) -> None:
    for name in archive.names:
        if name.lower().endswith(".rels"):
            _check_relationships(_part(archive, name, budget))
        elif _LINK_PARTS.search(name) and "ddelink" in _part(archive, name, budget).lower():
            raise Held(DDE)
        elif _TEXT_PARTS.search(name):
            _check_fields(_part(archive, name, budget))


def _check_relationships(text: str) -> None:
    for relationship in _RELATIONSHIP.finditer(text):
        told = {key.lower(): value for key, value in _ATTRIBUTE.findall(relationship[1])}
        kind = told.get("type", "").rpartition("/")[2].lower()
        if kind.startswith(("vbaproject", "xlmacrosheet", "xlintlmacrosheet")):
            raise Held(MACROS)
        outside = told.get("targetmode", "").lower() == "external"
        target = told.get("target", "")
        if outside and (
            (kind in _LOADED and _AWAY.match(target)) or (kind == "image" and _SHARE.match(target))
        ):
            raise Held(_REMOTE)


def _check_fields(text: str) -> None:
    """Fields are written in pieces: their words are put together first."""
    if "dde" not in text.lower():
        return
    words = "".join(found[1] for found in _FIELD.finditer(text)).lower()
    if "ddeauto" in words or re.search(r"(?:^|[\s\"])dde\s", words) or _SIMPLE_FIELD.search(text):
        raise Held(DDE)


def _part(archive: Zip, name: str, budget: Budget) -> str:
    return as_text(archive.read(name, budget.most + 1), budget)
