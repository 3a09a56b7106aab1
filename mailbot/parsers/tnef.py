"""Files and words out of a winmail.dat: TNEF, Outlook's own format ([MS-OXTNEF]).

A library was tried first (tnefparse): it believes every count that it reads, so that fifty bytes
keep it busy for hours; one damaged attribute costs it all files, and it cuts zeros off their ends.
Here each step takes bytes off the file, so that the time grows with its length only.
"""

import struct
from dataclasses import dataclass, field

from mailbot.parsers.charset import codec_for, decode_text
from mailbot.parsers.rtf import Rtf, read_rtf
from mailbot.parsers.tnef_properties import (
    Properties,
    Tag,
    read_properties,
)

TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})

_SIGNATURE = 0x223E9F78
_START = struct.Struct("<IH")
_ATTRIBUTE = struct.Struct("<BHHI")
_CHECKSUM_SIZE = 2
_NUMBER = struct.Struct("<I")
_OF_FILE = 2

# Attributes ([MS-OXTNEF] §2.1.3.3).
_BODY, _FILE_CONTENT, _FILE_TITLE = 0x800C, 0x800F, 0x8010
_FILE_BEGINS, _MESSAGE_PROPERTIES, _FILE_PROPERTIES, _CODEPAGE = 0x9002, 0x9003, 0x9005, 0x9007

_MESSAGE_OBJECT = bytes.fromhex("0703020000000000c000000000000046")
"""IID_IMessage: what follows it is a message, in this same format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TnefFile:
    """A file; `message` is set instead of `content` for an enclosed message."""

    name: str
    type: str
    content_id: str
    content: bytes
    message: "Tnef | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tnef:
    """What stands in a winmail.dat; `damaged` where it ends before its time or makes no sense.

    `left_out` tells that files beyond the limits were not taken.
    """

    subject: str = ""
    sender: str = ""
    plain: str = ""
    html: str = ""
    files: tuple[TnefFile, ...] = ()
    damaged: bool = False
    left_out: bool = False


def is_tnef(octets: bytes) -> bool:
    """Whether the bytes begin as this format does."""
    return octets.startswith(_NUMBER.pack(_SIGNATURE))


def read_tnef(octets: bytes, most_files: int, depth: int = 3) -> Tnef:
    """Read any bytes; never raises. Messages within messages are read down to `depth`."""
    if not is_tnef(octets) or len(octets) < _START.size:
        return Tnef(damaged=True)
    reading = _Reading(most_files=most_files, depth=depth)
    at = _START.size
    # Some programs leave a few bytes behind the last attribute.
    while at + _ATTRIBUTE.size + _CHECKSUM_SIZE <= len(octets):
        level, name, _kind, length = _ATTRIBUTE.unpack_from(octets, at)
        at += _ATTRIBUTE.size
        if level not in (1, _OF_FILE) or at + length > len(octets):
            reading.damaged = True
            break
        reading.take(level, name, octets[at : at + length])
        at += length + _CHECKSUM_SIZE
    return reading.result()


@dataclass(slots=True)
class _FileDraft:
    """A file while its attributes come in."""

    title: bytes = b""
    content: bytes = b""
    properties: Properties = field(default_factory=Properties)


@dataclass(slots=True)
class _Reading:
    """One pass over the attributes."""

    most_files: int
    depth: int
    codec: str = "cp1252"
    body: bytes = b""
    properties: Properties = field(default_factory=Properties)
    files: list[_FileDraft] = field(default_factory=list)
    damaged: bool = False
    left_out: bool = False
    _open: bool = False

    def take(self, level: int, name: int, content: bytes) -> None:
        """Take in one attribute; those that say nothing to people are passed over."""
        if level == _OF_FILE:
            self._take_of_file(name, content)
        elif name == _MESSAGE_PROPERTIES:
            self.properties = self._properties(content)
        elif name == _BODY:
            self.body = content
        elif name == _CODEPAGE and len(content) >= _NUMBER.size:
            self.codec = codec_of(_NUMBER.unpack_from(content)[0]) or self.codec

    def _take_of_file(self, name: int, content: bytes) -> None:
        if name == _FILE_BEGINS:
            self._open = len(self.files) < self.most_files
            self.left_out |= not self._open
            if self._open:
                self.files.append(_FileDraft())
        elif not self._open:
            self.damaged |= not self.files
        elif name == _FILE_TITLE:
            self.files[-1].title = content
        elif name == _FILE_CONTENT:
            self.files[-1].content = content
        elif name == _FILE_PROPERTIES:
            self.files[-1].properties = self._properties(content)

    def _properties(self, content: bytes) -> Properties:
        properties = read_properties(content)
        self.damaged |= properties.damaged
        return properties

    def result(self) -> Tnef:
        """All that came in, with its texts decoded."""
        said = self.properties
        rtf = read_rtf(said.octets(Tag.RTF)) if said.octets(Tag.RTF) else Rtf()
        page = codec_of(said.number(Tag.INTERNET_CODEPAGE)) or ""
        html = decode_text(said.octets(Tag.HTML), page, _ignore).strip("\0") or rtf.html
        plain = said.text(Tag.BODY, self.codec) or decode_text(self.body, self.codec, _ignore)
        return Tnef(
            subject=said.text(Tag.SUBJECT, self.codec),
            sender=said.text(Tag.SENDER_SMTP, self.codec),
            plain=plain.strip("\0") or rtf.plain,
            html=html,
            files=tuple(self._file(each) for each in self.files),
            damaged=self.damaged,
            left_out=self.left_out,
        )

    def _file(self, draft: _FileDraft) -> TnefFile:
        said = draft.properties
        title = decode_text(draft.title, self.codec, _ignore).strip("\0")
        names = (said.text(tag, self.codec) for tag in (Tag.LONG_NAME, Tag.NAME))
        name = next(filter(None, names), "") or title or said.text(Tag.DISPLAY_NAME, self.codec)
        content = said.octets(Tag.FILE_CONTENT) or draft.content
        message = None
        if content.startswith(_MESSAGE_OBJECT) and self.depth:
            content = content[len(_MESSAGE_OBJECT) :]
            message = read_tnef(content, self.most_files, self.depth - 1)
            self.damaged |= message.damaged
        return TnefFile(
            name=name,
            type=said.text(Tag.MEDIA_TYPE, self.codec).strip().lower(),
            content_id=said.text(Tag.CONTENT_ID, self.codec).strip("<> "),
            content=content,
            message=message,
        )


def codec_of(page: int) -> str | None:
    """The codec for a Windows code page, None where there is none."""
    return {65001: "utf-8", 20127: "ascii", 28591: "cp1252"}.get(page) or codec_for(f"cp{page}")


def _ignore(_fault: str) -> None:
    """What the code page does not hold is shown as a replacement; the mail has no fault by it."""
