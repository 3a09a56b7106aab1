"""PDF documents: what starts programs, and the files that they carry (ISO 32000-1).

JavaScript alone is let through: fillable forms are made of it, ours among them, and readers run it
in a sandbox. /Launch has no use in a document that is sent to us.
"""

from collections.abc import Iterator

from mailbot.parsers.inspection.pdf_objects import Document, names_of
from mailbot.parsers.inspection.pdf_syntax import (
    Dictionary,
    Name,
    Reference,
    Value,
    Word,
    within_value,
)
from mailbot.parsers.inspection.values import UNREADABLE, Budget, Held, Member

_LAUNCHES = "Es un PDF que ejecuta programas (/Launch)."
_LAUNCH = b"Launch"
_NAMES = (b"F", b"UF", b"DOS", b"Mac", b"Unix")
_ENCODINGS = {b"\xfe\xff": "utf-16-be", b"\xff\xfe": "utf-16-le", b"\xef\xbb": "utf-8-sig"}


def pdf_members(content: bytes, budget: Budget) -> Iterator[Member]:
    """The files that a PDF carries: their names, and their bytes where they can be read.

    Raises Held for one that starts programs, or that hides what it carries. Of an encrypted one
    only what can be read is looked at.
    """
    document = Document(content, budget)
    carrying: list[Dictionary] = []
    for each in document.objects:
        _check_actions(each.value)
        carrying += [told for told in within_value(each.value) if b"EF" in told]
    for told in carrying:
        yield from _carried(document, told, budget)
    for each in document.objects:
        is_carried = b"EmbeddedFile" in names_of(each.told.get(b"Type", []))
        if each.start and is_carried and not document.encrypted:
            budget.count(1)
            yield Member(name="", content=document.bytes_of(each))


def _check_actions(value: Value) -> None:
    """Raise Held for an action that starts a program, or the name of one that stands alone."""
    if isinstance(value, Name) and value == _LAUNCH:
        raise Held(_LAUNCHES)
    if any(_LAUNCH in names_of(told.get(b"S", [])) for told in within_value(value)):
        raise Held(_LAUNCHES)


def _carried(document: Document, told: Dictionary, budget: Budget) -> Iterator[Member]:
    """What a file specification (§7.11) carries, under each name that it gives."""
    names = [name for key in _NAMES for name in _names(document, told.get(key, []))] or [""]
    budget.count(len(names))
    for name in names:
        yield Member(name=name, content=b"")
    if b"RF" in told:
        raise Held(UNREADABLE)
    if document.encrypted:
        return
    for content in _contents(document, told[b"EF"]):
        budget.count(len(names))
        for name in names:
            yield Member(name=name, content=content)


def _names(document: Document, values: list[Value]) -> Iterator[str]:
    for value in values:
        found = document.resolve(value)
        if not found or not all(_is_text(each) for each in found):
            raise Held(UNREADABLE)
        yield from (_decoded(each) for each in found if isinstance(each, bytes))


def _is_text(value: Value) -> bool:
    return isinstance(value, bytes) and not isinstance(value, Name | Word)


def _contents(document: Document, values: list[Value]) -> Iterator[bytes]:
    for value in values:
        for table in document.resolve(value):
            if not isinstance(table, dict):
                raise Held(UNREADABLE)
            for stream in (each for streams in table.values() for each in streams):
                yield from _streams(document, stream)


def _streams(document: Document, value: Value) -> Iterator[bytes]:
    found = list(document.numbered(value.number)) if isinstance(value, Reference) else []
    streams = [each for each in found if each.start]
    if not streams:
        raise Held(UNREADABLE)
    yield from map(document.bytes_of, streams)


def _decoded(raw: bytes) -> str:
    encoding = _ENCODINGS.get(raw[:2])
    return raw.decode(encoding or "latin-1", "replace").lstrip("\ufeff")
