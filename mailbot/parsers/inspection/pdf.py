"""PDF documents: what starts programs, and the files that they carry (ISO 32000-1).

JavaScript alone is let through: fillable forms are made of it, ours among them, and readers run it
in a sandbox. /Launch has no use in a document that is sent to us.
"""

import re
from collections.abc import Iterator

from mailbot.parsers.inspection.unpacking import inflated
from mailbot.parsers.inspection.values import Budget, Held, Member

_LAUNCHES = "Es un PDF que ejecuta programas (/Launch)."
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_LAUNCH = re.compile(rb"/Launch(?![0-9A-Za-z_])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD_OF_STREAM = 2000
_OBJECT_STREAM, _CARRIED = b"/ObjStm", b"/EmbeddedFile"
_PLAIN_FILTER = re.compile(rb"/Filter\s{0,9}(?:/FlateDecode|\[\s{0,9}/FlateDecode\s{0,9}\])")
_FILE_NAME = re.compile(
    rb"/U?F\s{0,9}(?:\(((?:\\.|[^\\()]){1,500})\)|<([0-9A-Fa-f\s]{2,2000})>)", re.DOTALL
)
_BACKSLASH = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_MOST_STREAMS = 5000


def pdf_members(content: bytes, budget: Budget) -> Iterator[Member]:
    """The files that a PDF carries: their names, and their bytes where they can be read.

    Raises Held for one that starts programs.
    """
    yield from _told(content)
    if _CARRIED not in content and _OBJECT_STREAM not in content and b"#" not in content:
        return
    encrypted = b"/Encrypt" in content
    for place, found in enumerate(_STREAM.finditer(content)):
        if place == _MOST_STREAMS:
            return
        head = _plain(content[max(0, found.start() - _HEAD_OF_STREAM) : found.start()])
        head = head[head.rfind(b"obj") :]
        if encrypted or not (_OBJECT_STREAM in head or _CARRIED in head):
            continue
        stream = _unpacked(head, content, found.end(), budget)
        if _OBJECT_STREAM in head:
            yield from _told(stream)
        else:
            yield Member(name="", content=stream)


def _told(text: bytes) -> Iterator[Member]:
    """The names of carried files in a stretch of the document. Raises Held for /Launch."""
    plain = _plain(text)
    if _LAUNCH.search(plain):
        raise Held(_LAUNCHES)
    if b"/EF" in plain or b"/Filespec" in plain:
        for written, hexadecimal in _FILE_NAME.findall(plain):
            yield Member(name=_name(written, hexadecimal), content=b"")


def _plain(text: bytes) -> bytes:
    """`text` with the letters of names that hide as numbers: `/#4caunch` is `/Launch`."""
    if b"#" not in text:
        return text
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), text)


def _unpacked(head: bytes, content: bytes, start: int, budget: Budget) -> bytes:
    end = content.find(b"endstream", start)
    packed = content[start : end if end >= 0 else len(content)]
    budget.search(len(packed))
    if b"/Filter" not in head:
        return packed
    if not _PLAIN_FILTER.search(head):
        raise Held("Es un PDF que esconde parte de su contenido: no se puede revisar.")
    return inflated(packed, budget)


def _name(written: bytes, hexadecimal: bytes) -> str:
    if hexadecimal:
        digits = b"".join(hexadecimal.split()).decode("ascii")
        raw = bytes.fromhex(digits + "0" * (len(digits) % 2))
    else:
        raw = _BACKSLASH.sub(_unescaped, written)
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    return raw.decode("latin-1")


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes((int(code, 8) & 0xFF,)) if code[:1].isdigit() else code
