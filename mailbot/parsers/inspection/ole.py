"""Compound files (MS-CFB): old Office documents, Outlook messages, installers, embedded objects.

Sources: MS-OVBA, MS-XLS §2.4 (FilePass, BoundSheet8), MS-DOC §2.5.2, MS-OFFCRYPTO, MS-OLEDS,
MS-OXMSG.
"""

import re
import struct
from collections.abc import Iterable, Iterator

from mailbot.parsers.inspection.compound import Compound, Entry
from mailbot.parsers.inspection.office import DDE, MACROS
from mailbot.parsers.inspection.values import ENCRYPTED, Budget, Held, Member

_PROGRAM = "Es un instalador de Windows."
_EQUATION = "Trae un objeto de ecuación antiguo, con el que se atacan equipos."

_VBA = frozenset({"vba", "_vba_project", "_vba_project_cur", "macros"})
_ENCRYPTED = frozenset({"encryptedpackage", "encryptioninfo", "drmencryptedtransform"})
# Class ids as they stand in the file, their first three numbers turned around.
_INSTALLERS = (bytes.fromhex("84100c00"), bytes.fromhex("86100c00"))
_EQUATIONS = (bytes.fromhex("02ce0200"), bytes.fromhex("03ce0200"))
_OF_THE_SYSTEM = bytes.fromhex("00000000c000000000000046")
_NATIVE = "\x01ole10native"
_PACKAGES = frozenset({"package", "contents"})
_BOOKS = ("workbook", "book")
_RECORD = struct.Struct("<HH")
_FILE_PASS, _BOUND_SHEET, _LINKED, _END_OF_PART = 0x2F, 0x85, 0x1AE, 0x0A
_DIVIDER = b"\x03"
_MOST_RECORDS = 200_000
_MACRO_SHEETS = (1, 6)
_ENCRYPTED_WORD = 0x0100
_ENCRYPTED_SLIDES = 0xF3D1C4DF
# In letters of one byte or two; a field begins with a mark of its own (MS-DOC §2.8.25).
_FIELD_RUNS = re.compile(rb"ddeauto|\x13\s*+dde\s", re.IGNORECASE)
_ATTACHMENT = "__attach_version1.0_"
_CONTENT, _LONG_NAME, _SHORT_NAME = "__substg1.0_37010102", "__substg1.0_3707", "__substg1.0_3704"


def ole_members(content: bytes, budget: Budget) -> Iterator[Member]:
    """What a compound file holds: embedded objects and the files of a message.

    Raises Held for macros, encryption and installers.
    """
    file = Compound(content, budget)
    _check_names(file.entries)
    _check_classes(file)
    _check_book(file)
    _check_document(file)
    for entry in file.entries:
        if not entry.is_stream:
            continue
        name = entry.name.lower()
        if name == _NATIVE:
            yield _native(file.read(entry))
        elif name == _CONTENT and len(entry.path) > 1 and entry.path[-2].startswith(_ATTACHMENT):
            yield Member(name=_name_of(file, entry), content=file.read(entry))
        elif name in _PACKAGES:
            yield Member(name="", content=file.read(entry))


def _check_names(entries: Iterable[Entry]) -> None:
    names = {entry.name.lower() for entry in entries}
    if names & _ENCRYPTED or any("encryptedpackage" in name for name in names):
        raise Held(ENCRYPTED)
    if names & _VBA:
        raise Held(MACROS)


def _check_classes(file: Compound) -> None:
    """Raise Held for the programs that a file, or an object within it, says it belongs to."""
    for class_id in (file.root_class, *(entry.class_id for entry in file.entries)):
        if not class_id.endswith(_OF_THE_SYSTEM):
            continue
        if class_id.startswith(_INSTALLERS):
            raise Held(_PROGRAM)
        if class_id.startswith(_EQUATIONS):
            raise Held(_EQUATION)


def _check_book(file: Compound) -> None:
    """Raise Held for a workbook that is encrypted, has Excel 4 macros, or calls a program."""
    for name in _BOOKS:
        for kind, body in _records(_stream(file, name)):
            if kind == _FILE_PASS:
                raise Held(ENCRYPTED)
            if kind == _BOUND_SHEET and body[5] in _MACRO_SHEETS:
                raise Held(MACROS)
            if kind == _LINKED and _is_dde(body):
                raise Held(DDE)


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a workbook's first part, which tells what is in the others."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + _RECORD.size > len(book):
            return
        kind, size = _RECORD.unpack_from(book, at)
        at += _RECORD.size
        if kind == _END_OF_PART:
            return
        yield kind, book[at : at + size]
        at += size
    raise Held("Trae demasiados registros: no se alcanzó a revisar.")


def _is_dde(link: bytes) -> bool:
    """Whether a link (MS-XLS §2.4.271) names a program: kinds of documents have dotted names."""
    path = link[4:].replace(b"\0", b"")
    program, divided, _topic = path.partition(_DIVIDER)
    return bool(divided) and b"." not in program


def _check_document(file: Compound) -> None:
    """Raise Held for a document or presentation that is encrypted, or a field that runs."""
    words = _stream(file, "worddocument")
    if words and struct.unpack_from("<H", words, 10)[0] & _ENCRYPTED_WORD:
        raise Held(ENCRYPTED)
    if _FIELD_RUNS.search(words.replace(b"\0", b"")):
        raise Held(DDE)
    user = _stream(file, "current user")
    if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_SLIDES:
        raise Held(ENCRYPTED)


def _stream(file: Compound, name: str) -> bytes:
    entry = file.find(name)
    return file.read(entry) if entry else b""


def _native(stream: bytes) -> Member:
    """The file in an embedded package (MS-OLEDS §2.3.6): its name, its path, its bytes."""
    name, rest = _zero_ended(stream[6:])
    _path, rest = _zero_ended(rest)
    temporary_size = int.from_bytes(rest[4:8], "little")
    at = 8 + temporary_size
    size = int.from_bytes(rest[at : at + 4], "little")
    return Member(name=name, content=rest[at + 4 : at + 4 + size])


def _zero_ended(stream: bytes) -> tuple[str, bytes]:
    text, _, rest = stream.partition(b"\0")
    return text.decode("latin-1"), rest


def _name_of(file: Compound, content: Entry) -> str:
    """The name of a message's attachment: the long one, else the short one."""
    beside = [e for e in file.entries if e.is_stream and e.path[:-1] == content.path[:-1]]
    for wanted in (_LONG_NAME, _SHORT_NAME):
        for entry in beside:
            if entry.name.startswith(wanted):
                encoding = "utf-16-le" if entry.name.endswith("001F") else "latin-1"
                return file.read(entry).decode(encoding, "replace").strip("\0")
    return ""
