"""The road of an inspection: the name, the true type, then what the file holds, and so on down."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from mailbot.parsers.cms import CMS_TYPES
from mailbot.parsers.inspection import archives, kinds, office
from mailbot.parsers.inspection.endings import check_name, ending_of
from mailbot.parsers.inspection.kinds import Kind, kind_of
from mailbot.parsers.inspection.messages import cms_members, message_members, tnef_members
from mailbot.parsers.inspection.ole import ole_members
from mailbot.parsers.inspection.pages import check_page, check_xml, is_of_office
from mailbot.parsers.inspection.pdf import pdf_members
from mailbot.parsers.inspection.rtf import check_rtf
from mailbot.parsers.inspection.tables import check_table
from mailbot.parsers.inspection.values import (
    MOST_ARCHIVES,
    MOST_NESTING,
    UNREADABLE,
    Budget,
    Held,
    Member,
    within,
)
from mailbot.parsers.inspection.zips import Zip

_TOO_DEEP = "Trae archivos comprimidos dentro de otros: no se puede revisar hasta el fondo."

# By the ending alone a browser or an archiver opens these, whatever their first bytes are.
_PAGES = frozenset({"html", "htm", "xhtml", "xht", "shtml", "svg"})
_TEXT_TABLES = frozenset({"csv", "tsv", "tab"})
_READ_AS_TEXT = frozenset({"txt", "log", "md", "json", *_TEXT_TABLES})
# Excel reads a text under these names as a table.
_TABLES = frozenset({*_TEXT_TABLES, "xls"})
_TABLE = "text/csv"
_BY_ENDING = {"zip": kinds.ZIP, "rar": kinds.RAR, "gz": kinds.GZIP, "tgz": kinds.GZIP,
              "bz2": kinds.BZIP2, "xz": kinds.XZ, "tar": kinds.TAR, "pdf": kinds.PDF,
              "eml": kinds.MESSAGE, "p7m": kinds.CMS, "xml": kinds.XML, "rtf": kinds.RTF,
              **dict.fromkeys(_PAGES, kinds.HTML)}  # fmt: skip
_MAILS = frozenset({"eml", "txt", "log"})
# At most a few header fields stand before the one that tells.
_PAGE_WITH_PARTS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,64}(?:[a-z-]{1,40}:[^\n]{0,400}\n){0,8}?mime-version:", re.IGNORECASE
)
_SAVED_PAGE = "Es una página guardada con sus partes (MHT), que puede traer macros."
_ARCHIVES = frozenset({"zip", "jar"})
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
_MESSAGES = frozenset({"message/rfc822", "message/global"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A file that is looked at: how deep it lies in others, and what may still be spent."""

    name: str
    type: str
    content: bytes
    budget: Budget
    archives: int = 0
    nesting: int = 0

    @property
    def ending(self) -> str:
        return ending_of(self.name, self.type)


def look_into(look: Look, kind: Kind) -> None:
    """Raise Held for a file that must be held back, or that holds one."""
    if not _is_named_harmlessly(look, kind):
        check_name(look.name, look.type)
    if kind.held:
        raise Held(kind.held)
    if _is_saved_page(look):
        raise Held(_SAVED_PAGE)
    for media_type in _readings(look, kind):
        _look_as(media_type, look)


def _is_named_harmlessly(look: Look, kind: Kind) -> bool:
    """Whether the type decides how a file is opened, whatever ends its name.

    Attached mails are called by their subject, and kept with the ending of a mail. A picture whose
    name ends like an address of the web is shown; nothing else that ends so is believed.
    """
    if look.type in _MESSAGES:
        return True
    return look.ending == "com" and kind.type in _PICTURES and look.type == kind.type


def _is_saved_page(look: Look) -> bool:
    """Whether Office would open a file as a page with its parts (MHTML, RFC 2557), macros too."""
    is_mail = look.type in _MESSAGES or look.ending in _MAILS
    return not is_mail and bool(_PAGE_WITH_PARTS.match(look.content))


def needs_all(name: str, head: bytes) -> bool:
    """Whether more than the first bytes of a member must be looked at."""
    kind = kind_of(head)
    readings = _readings(Look(name=name, type="", content=head, budget=Budget()), kind)
    return bool(readings & (_OPENERS.keys() | _CHECKS.keys()))


def _readings(look: Look, kind: Kind) -> set[str]:
    """All types that some program would take the file for, by its bytes and by its name."""
    readings = {kind.type}
    if look.type in _MESSAGES:
        readings.add(kinds.MESSAGE)
    if look.type in CMS_TYPES:
        readings.add(kinds.CMS)
    if look.content and look.ending in _BY_ENDING:
        readings.add(_BY_ENDING[look.ending])
    if look.ending in _READ_AS_TEXT:
        # An editor shows it, and runs nothing.
        readings -= {kinds.HTML, kinds.XML, kinds.SVG}
    if look.ending in _TABLES:
        readings.add(_TABLE)
    return readings


def _look_as(media_type: str, look: Look) -> None:
    try:
        check = _CHECKS.get(media_type)
        if check:
            check(look)
        opener = _OPENERS.get(media_type)
        if opener:
            _look_at_members(opener(look), look)
    except Held:
        raise
    except Exception:
        # Whatever a hostile file does to a reader, the mail lives: the file is held back.
        raise Held(UNREADABLE) from None


def _look_at_members(members: Iterator[Member], look: Look) -> None:
    for member in members:
        inner = replace(
            look, name=member.name, type=member.type, content=member.content,
            archives=look.archives + member.archived, nesting=look.nesting + 1,
        )  # fmt: skip
        if inner.archives > MOST_ARCHIVES or inner.nesting > MOST_NESTING:
            raise Held(_TOO_DEEP)
        try:
            look_into(inner, kind_of(inner.content))
        except Held as held:
            raise Held(within(member.name, str(held))) from None


def _zip_members(look: Look) -> Iterator[Member]:
    archive = Zip(look.content, look.budget)
    is_document = office.is_document(archive)
    if is_document:
        yield from office.document_members(archive, look.budget, needs_all)
    # By its name an archiver opens it, which lets out what a document would keep.
    if look.ending in _ARCHIVES or not is_document:
        yield from archive.members(needs_all)


def _check_xml(look: Look) -> None:
    check_xml(look.content, look.budget)
    if is_of_office(look.content):
        office.check_part(look.content, look.budget)
        check_table(look.content, look.budget)


def _unwrapping(kind: str) -> Callable[[Look], Iterator[Member]]:
    return lambda look: archives.unwrapped(look.name, kind, look.content, look.budget)


_OPENERS: dict[str, Callable[[Look], Iterator[Member]]] = {
    kinds.ZIP: _zip_members,
    kinds.OLE: lambda look: ole_members(look.content, look.budget),
    kinds.PDF: lambda look: pdf_members(look.content, look.budget),
    kinds.RAR: lambda look: archives.rar_members(look.content, look.budget),
    kinds.TAR: lambda look: archives.tar_members(look.content, look.budget),
    kinds.MESSAGE: lambda look: message_members(look.content, look.budget),
    kinds.TNEF: lambda look: tnef_members(look.content, look.budget),
    kinds.CMS: lambda look: cms_members(look.content, look.budget),
    **{kind: _unwrapping(kind) for kind in (kinds.GZIP, kinds.BZIP2, kinds.XZ)},
}
"""How what lies within a file is got at, by the types that hold something."""

_CHECKS: dict[str, Callable[[Look], None]] = {
    kinds.HTML: lambda look: check_page(look.content, look.budget),
    kinds.SVG: lambda look: check_page(look.content, look.budget),
    kinds.XML: _check_xml,
    kinds.RTF: lambda look: check_rtf(look.content, look.budget),
    _TABLE: lambda look: check_table(look.content, look.budget),
}
"""What is looked for in files that hold no other."""
