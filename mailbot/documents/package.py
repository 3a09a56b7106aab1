"""A .docx as a ZIP package (ECMA-376): members in and out, bookmarks and properties set; pure."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCUMENT = "word/document.xml"
PROPERTIES = "docProps/custom.xml"

_TYPES = "[Content_Types].xml"
_RELATIONS = "_rels/.rels"
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)

_PROPERTIES_TYPE = b"application/vnd.openxmlformats-officedocument.custom-properties+xml"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006"
_NO_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="' + _OFFICE + b'/custom-properties"></Properties>'
)
_TEXT = re.compile(rb"(<w:t(?:\s[^>]*)?>)([^<]*)(</w:t>)")

Halves = tuple[bytes, bytes]
"""What stands before and after a text that changes."""


def read(content: bytes, main: str = DOCUMENT) -> dict[str, bytes]:
    """The members of a .docx, or of a package whose main part is `main`, in order.

    Raises ValueError if it is none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError("not a ZIP package") from error
    if not {_TYPES, _RELATIONS, main} <= members.keys():
        raise ValueError("not a document of this kind")
    return members


def write(members: Mapping[str, bytes | Iterable[bytes]]) -> bytes:
    """A package of `members`; the same bytes for the same input. What is large comes in pieces."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with package.open(entry, "w") as member:
                for piece in (content,) if isinstance(content, bytes) else content:
                    member.write(piece)
    return buffer.getvalue()


def around_bookmark(document: bytes, name: str) -> Halves | None:
    """`document` (the main part) before and after the text of bookmark `name`; None without it.

    Further runs in the bookmark lose their text: Word splits words into runs as it likes.
    """
    start = re.search(rb'<w:bookmarkStart\b[^>]*\bw:name="%b"[^>]*>' % name.encode(), document)
    number = re.search(rb'\bw:id="(\d+)"', start[0]) if start else None
    if start is None or number is None:
        return None
    end = re.compile(rb'<w:bookmarkEnd\b[^>]*\bw:id="%b"' % number[1]).search(document, start.end())
    stop = end.start() if end else start.end()
    first = _TEXT.search(document, start.end(), stop)
    if first is None:
        if not _in_paragraph(document, start.start()):
            return None
        head, tail = document[: start.end()], document[start.end() :]
        return head + b"<w:r><w:t>", b"</w:t></w:r>" + tail
    rest = _TEXT.sub(rb"\1\3", document[first.end() : stop])
    return document[: first.end(1)], first[3] + rest + document[stop:]


def fill_bookmark(document: bytes, name: str, text: str) -> bytes:
    """`document` (the main part) with `text` in bookmark `name`, unchanged without it."""
    halves = around_bookmark(document, name)
    return document if halves is None else join(halves, text)


def join(halves: Halves, text: str) -> bytes:
    """`text` as XML between `halves`."""
    return halves[0] + as_xml(text) + halves[1]


def as_xml(text: str) -> bytes:
    """`text` as it stands between tags."""
    return escape(text).encode()


def with_properties(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """`members` with a part for custom properties, as they are if they have one."""
    if PROPERTIES in members:
        return dict(members)
    override = (
        b'<Override xmlns="%b/content-types" PartName="/docProps/custom.xml" ContentType="%b"/>'
        % (_PACKAGE, _PROPERTIES_TYPE)
    )
    relation = (
        b'<Relationship xmlns="%b/relationships" Id="rIdCustomProperties" '
        b'Type="%b/relationships/custom-properties" Target="docProps/custom.xml"/>'
        % (_PACKAGE, _OFFICE)
    )
    return {
        **members,
        _TYPES: _before_end(members[_TYPES], b"Types", override),
        _RELATIONS: _before_end(members[_RELATIONS], b"Relationships", relation),
        PROPERTIES: _NO_PROPERTIES,
    }


def around_property(properties: bytes, name: str) -> Halves:
    """`properties` (the part) before and after the value of `name`, which is added if missing."""
    named = re.compile(
        rb'<property\b[^>]*\bname="%b"[^>]*>.*?</property>' % name.encode(), re.DOTALL
    )
    others = named.sub(b"", properties)
    numbers = [int(number) for number in re.findall(rb'\bpid="(\d+)"', others)]
    before = (
        b'<property xmlns="%b/custom-properties" xmlns:vt="%b/docPropsVTypes" '
        b'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="%b"><vt:lpwstr>'
        % (_OFFICE, _OFFICE, max(numbers, default=1) + 1, name.encode())
    )
    mark = b"\0"
    head, _, tail = _before_end(others, b"Properties", before + mark).partition(mark)
    return head, b"</vt:lpwstr></property>" + tail


def _in_paragraph(document: bytes, position: int) -> bool:
    """Whether text may stand at `position`: Word also puts bookmarks between paragraphs."""
    opened = max(document.rfind(b"<w:p>", 0, position), document.rfind(b"<w:p ", 0, position))
    return opened > document.rfind(b"</w:p>", 0, position)


def _before_end(xml: bytes, element: bytes, addition: bytes) -> bytes:
    """`xml` with `addition` as the last child of its root `element`, whatever its prefix."""
    end = re.search(rb"</(?:\w+:)?%b\s*>\s*\Z" % element, xml)
    if end is None:
        raise ValueError(f"no end of {element.decode()}")
    return xml[: end.start()] + addition + xml[end.start() :]
