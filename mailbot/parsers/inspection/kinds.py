"""The true type of a file by its bytes: signatures that can't be mistaken, then libmagic."""

import re
from dataclasses import dataclass

from mailbot.parsers.inspection.libmagic import UNKNOWN, detector
from mailbot.parsers.inspection.values import ENCRYPTED, HEAD_BYTES

_PROGRAM = "Por dentro es un programa."
_SCRIPT = "Por dentro es un archivo de órdenes (script)."
_SHORTCUT = "Por dentro es un acceso directo, que puede ejecutar programas."
_DISK = "Por dentro es una imagen de disco, que esconde archivos de la revisión."
_CLOSED = "Por dentro está en un formato que no se puede revisar."
_HELP = "Por dentro es un formato de ayuda o de notas que puede ejecutar programas."
_DATABASE = "Por dentro es una base de datos que puede traer programas."
_TEXT_BOOK = "Es un libro de Excel en texto (SYLK), que puede traer macros."
_OLD_BOOK = "Es un libro de una versión muy antigua de Excel, que puede traer macros."

ZIP = "application/zip"
OLE = "application/x-ole-storage"
RTF = "text/rtf"
PDF = "application/pdf"
HTML = "text/html"
SVG = "image/svg+xml"
XML = "text/xml"
TEXT = "text/plain"
GZIP, BZIP2, XZ = "application/gzip", "application/x-bzip2", "application/x-xz"
TAR = "application/x-tar"
RAR = "application/x-rar"
MESSAGE = "message/rfc822"
TNEF = "application/ms-tnef"
CMS = "application/pkcs7-mime"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """The media type that bytes show; `held` is why files of it are held back, "" if not."""

    type: str
    held: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """Bytes at an offset that only files of a type have; `held` says why such a file stays."""

    at: int
    mark: bytes
    type: str
    held: str = ""


def _mark(at: int, mark: bytes, media_type: str, held: str = "") -> _Mark:
    return _Mark(at=at, mark=mark, type=media_type, held=held)


# fmt: off
_MARKS = (
    _mark(0, b"MZ", "application/x-dosexec", _PROGRAM),
    _mark(0, b"ZM", "application/x-dosexec", _PROGRAM),
    _mark(0, b"\x7fELF", "application/x-executable", _PROGRAM),
    _mark(0, b"\xfe\xed\xfa\xce", "application/x-mach-binary", _PROGRAM),
    _mark(0, b"\xfe\xed\xfa\xcf", "application/x-mach-binary", _PROGRAM),
    _mark(0, b"\xce\xfa\xed\xfe", "application/x-mach-binary", _PROGRAM),
    _mark(0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary", _PROGRAM),
    # A Java class, or a Mach-O for several machines.
    _mark(0, b"\xca\xfe\xba\xbe", "application/x-java-applet", _PROGRAM),
    _mark(0, b"dex\n", "application/x-dex", _PROGRAM),
    _mark(0, b"\0asm", "application/wasm", _PROGRAM),
    _mark(0, b"FWS", "application/x-shockwave-flash", _PROGRAM),
    _mark(0, b"CWS", "application/x-shockwave-flash", _PROGRAM),
    _mark(0, b"ZWS", "application/x-shockwave-flash", _PROGRAM),
    _mark(0, b"!<arch>\ndebian", "application/x-debian-package", _PROGRAM),
    _mark(0, b"\xed\xab\xee\xdb", "application/x-rpm", _PROGRAM),
    _mark(0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut", _SHORTCUT),
    _mark(0, b"ITSF", "application/vnd.ms-htmlhelp", _HELP),
    _mark(0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3",
          "application/onenote", _HELP),
    _mark(0x8001, b"CD001", "application/x-iso9660-image", _DISK),
    _mark(0x8001, b"BEA01", "application/x-iso9660-image", _DISK),
    _mark(0, b"conectix", "application/x-vhd", _DISK),
    _mark(0, b"vhdxfile", "application/x-vhdx", _DISK),
    _mark(0, b"KDMV", "application/x-vmdk", _DISK),
    _mark(0, b"MSWIM\0\0\0", "application/x-ms-wim", _DISK),
    _mark(4, b"Standard Jet DB", "application/x-msaccess", _DATABASE),
    _mark(4, b"Standard ACE DB", "application/x-msaccess", _DATABASE),
    _mark(0, b"\x09\x02\x06\0", "application/vnd.ms-excel", _OLD_BOOK),
    _mark(0, b"\x09\x04\x06\0", "application/vnd.ms-excel", _OLD_BOOK),
    _mark(0, b"MSCF", "application/vnd.ms-cab-compressed", _CLOSED),
    _mark(0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", _CLOSED),
    _mark(7, b"**ACE**", "application/x-ace", _CLOSED),
    _mark(0, b"\x60\xea", "application/x-arj", _CLOSED),
    _mark(0, b"\x28\xb5\x2f\xfd", "application/zstd", _CLOSED),
    _mark(0, b"\x04\x22\x4d\x18", "application/x-lz4", _CLOSED),
    _mark(0, b"\x1f\x9d", "application/x-compress", _CLOSED),
    _mark(0, b"LZIP", "application/x-lzip", _CLOSED),
    _mark(0, b"!BDN", "application/vnd.ms-outlook", _CLOSED),
    _mark(0, b"-----BEGIN PGP MESSAGE", "application/pgp-encrypted", ENCRYPTED),
    _mark(0, b"PK\x03\x04", ZIP),
    _mark(0, b"PK\x05\x06", ZIP),
    _mark(0, b"PK\x07\x08", ZIP),
    _mark(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    _mark(0, b"{\\rt", RTF),
    _mark(0, b"%PDF-", PDF),
    _mark(0, b"Rar!\x1a\x07", RAR),
    _mark(0, b"\x1f\x8b", GZIP),
    _mark(0, b"BZh", BZIP2),
    _mark(0, b"\xfd7zXZ\0", XZ),
    _mark(257, b"ustar", TAR),
    _mark(0, b"\x78\x9f\x3e\x22", TNEF),
    _mark(0, b"\x89PNG\r\n\x1a\n", "image/png"),
    _mark(0, b"\xff\xd8\xff", "image/jpeg"),
    _mark(0, b"GIF8", "image/gif"),
    _mark(0, b"II*\0", "image/tiff"),
    _mark(0, b"MM\0*", "image/tiff"),
    _mark(0, b"BM", "image/bmp"),
)
# fmt: on

_OLD_LZH = re.compile(rb"-l[hz][\dds]-")
_SCRIPT_BEGINS = re.compile(
    rb"#!\s?/|@echo off|<\?php|<job[\s>]|<package>|<scriptlet>|<hta:application", re.IGNORECASE
)
_SHORTCUT_BEGINS = re.compile(
    rb"\[(?:internetshortcut|desktop entry|shell)\]|<libraryDescription|<searchConnectorDescription"
    rb"|<persistedQuery|<PCSettings",
    re.IGNORECASE,
)
# Excel opens it as a book under any of its names; a table whose first column is ID begins so too.
_TEXT_BOOK_BEGINS = re.compile(rb"ID;[PNE][^\n]{0,400}\n(?:B|C|E|F|NN|NE|NU|O|P|W);?[A-Z\r\n]")
_PAGE_BEGINS = re.compile(rb"<(?:!doctype html|html|head|body|script|meta|title|table)[\s>]")
_MARKUP_BEGINS = re.compile(rb"<(?:[?!a-z])")
_TEXT_HEAD = 4096
_FEW_LETTERS = 3
# No text has them, in whatever alphabet and encoding of one byte a letter.
_CONTROLS = re.compile(rb"[\0-\x08\x0b\x0e-\x19\x1c-\x1f\x7f]")
# Of a text without any of these libmagic could tell nothing more that is acted upon, and it takes
# 3 ms: markup (an address is none), armour, a table with commas, what may be a mail in other words.
_MORE_THAN_WORDS = re.compile(
    rb"[\0-\x08\x0b\x0e-\x19\x1c-\x1f\x7f]|<(?!(?!(?i:svg))[\w.+=-]{1,100}@)|-----BEGIN"
    # A table (its first row may break its line within quotes), other marks of RTF and of archives,
    # the checksum of an old tar.
    rb"|\A[^\n]*[,\"]|\A(?:\{\\|BZh|RE~\^)|(?s:\A.{148}\s*[0-7]{5})"
    rb"|\A(?!From:|Received:|Date:|Return-Path:|Delivered-To:)(?:\xef\xbb\xbf)?"
    rb"(?:(?i:from|received|date|return-path|delivered-to|relay-version):|(?:Forward|Pipe) to"
    rb"|N?#! rnews)"
)
_MAIL_BEGINS = re.compile(rb"(?:From|Received|Date|Return-Path|Delivered-To):")
# libmagic knows more programs than the marks above.
_PROGRAM_TYPES = re.compile(
    r"application/(?:x-(?:dosexec|executable|sharedlib|pie-executable|object|mach-binary"
    r"|java-applet|msdownload|msi|ms-shortcut)"
    r"|vnd\.microsoft\.portable-executable|java-archive|vnd\.android\.package-archive)"
)


def kind_of(content: bytes) -> Kind:
    """What the bytes are, whatever the file is called."""
    head = content[:HEAD_BYTES]
    for each in _MARKS:
        if head.startswith(each.mark, each.at) and _is_sure(each, head):
            return Kind(type=each.type, held=each.held)
    if _OLD_LZH.match(head, 2):
        return Kind(type="application/x-lzh", held=_CLOSED)
    found = _of_text(head)
    if found:
        return found
    # Readers look for it in the first kilobyte.
    if b"%PDF-" in head[:1024]:
        return Kind(type=PDF)
    if head and not _MORE_THAN_WORDS.search(head, 0, _TEXT_HEAD):
        return Kind(type=MESSAGE if _MAIL_BEGINS.match(head) else TEXT)
    return _by_libmagic(head)


def _is_sure(mark: _Mark, head: bytes) -> bool:
    """Three letters alone can begin a text: a program has bytes that no text has."""
    return len(mark.mark) > _FEW_LETTERS or _is_binary(head)


def _is_binary(head: bytes) -> bool:
    return bool(_CONTROLS.search(head, 0, _TEXT_HEAD))


def _of_text(head: bytes) -> Kind | None:
    """What a text is by how it begins; None for plain text and all else."""
    text = head[:_TEXT_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _SCRIPT_BEGINS.match(text):
        return Kind(type="text/x-shellscript", held=_SCRIPT)
    if _TEXT_BOOK_BEGINS.match(text):
        return Kind(type="application/x-sylk", held=_TEXT_BOOK)
    if _SHORTCUT_BEGINS.match(text) or b"<libraryDescription" in text:
        return Kind(type="application/x-mswinurl", held=_SHORTCUT)
    lower = text.lower()
    if not _MARKUP_BEGINS.match(lower):
        return None
    if b"<svg" in lower or b":svg" in lower:
        return Kind(type=SVG)
    if _PAGE_BEGINS.search(lower):
        return Kind(type=HTML)
    return Kind(type=XML) if lower.startswith(b"<?xml") else None


def _by_libmagic(head: bytes) -> Kind:
    detect = detector()
    found = detect(head) if detect and head else UNKNOWN
    is_program = _PROGRAM_TYPES.fullmatch(found) and _is_binary(head)
    return Kind(type=found, held=_PROGRAM if is_program else "")
