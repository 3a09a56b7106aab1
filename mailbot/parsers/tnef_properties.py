"""MAPI properties as a winmail.dat packs them ([MS-OXTNEF] §2.1.3.4)."""

import struct
from dataclasses import dataclass, field
from enum import IntEnum

from mailbot.parsers.charset import decode_text, scrub

_NUMBER = struct.Struct("<I")
_HEAD = struct.Struct("<HH")
_SEVERAL = 0x1000
_NAMED = 0x8000
_GUID_SIZE = 16
_BY_STRING = 1
_UNICODE, _STRING, _OBJECT, _BINARY = 0x1F, 0x1E, 0x0D, 0x102
_COUNTED = frozenset({_UNICODE, _STRING, _OBJECT, _BINARY, 0x00})
# Shorter ones are filled up to four bytes.
_SIZES = {
    0x02: 4, 0x0B: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8,
    0x48: 16, 0x01: 0,
}  # fmt: skip
_SHORT_SIZES = {0x02: 2, 0x0B: 2}


class Tag(IntEnum):
    """The properties that matter for reading ([MS-OXPROPS])."""

    SUBJECT = 0x0037
    BODY = 0x1000
    RTF = 0x1009
    HTML = 0x1013
    DISPLAY_NAME = 0x3001
    FILE_CONTENT = 0x3701
    NAME = 0x3704
    LONG_NAME = 0x3707
    MEDIA_TYPE = 0x370E
    CONTENT_ID = 0x3712
    INTERNET_CODEPAGE = 0x3FDE
    SENDER_SMTP = 0x5D01


_WANTED = frozenset(int(tag) for tag in Tag)


class _TooShort(Exception):
    """The bytes end before the property does."""


@dataclass(slots=True)
class Properties:
    """The wanted properties with their type and bytes; `damaged` where some could not be read."""

    found: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    damaged: bool = False

    def octets(self, tag: Tag) -> bytes:
        """The bytes of a property, b"" without it; text as the encoding that it came in."""
        return self.found.get(tag, (0, b""))[1]

    def number(self, tag: Tag) -> int:
        """A property as a number, 0 without it."""
        return int.from_bytes(self.octets(tag)[: _NUMBER.size], "little")

    def text(self, tag: Tag, codec: str) -> str:
        """A property as text; `codec` is for those that are not Unicode."""
        kind, octets = self.found.get(tag, (0, b""))
        if kind == _UNICODE:
            return scrub(octets.decode("utf-16-le", "replace")).strip("\0")
        return decode_text(octets, codec, lambda _fault: None).strip("\0")


def read_properties(octets: bytes) -> Properties:
    """Read any bytes, as far as they make sense; never raises."""
    properties = Properties()
    reader = _Reader(octets)
    try:
        for _ in range(reader.number()):
            if reader.at_end:
                properties.damaged = True
                break
            _read_one(reader, properties)
    except _TooShort:
        properties.damaged = True
    return properties


def _read_one(reader: "_Reader", properties: Properties) -> None:
    kind, tag = reader.head()
    if tag >= _NAMED:
        reader.take(_GUID_SIZE)
        if reader.number() == _BY_STRING:
            reader.take_padded(reader.number())
        else:
            reader.number()
    several, kind = bool(kind & _SEVERAL), kind & ~_SEVERAL
    if kind in _COUNTED:
        values = [reader.take_padded(reader.number()) for _ in reader.times(_NUMBER.size)]
    elif kind in _SIZES:
        size = _SHORT_SIZES.get(kind, _SIZES[kind]) if several else _SIZES[kind]
        count = reader.number() if several else 1
        values = [reader.take_padded(size * count)]
    else:
        raise _TooShort
    if tag in _WANTED and values:
        properties.found.setdefault(tag, (kind, values[0]))


class _Reader:
    """Takes bytes off the front; no count is believed that the bytes left can't hold."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._octets)

    def take(self, size: int) -> bytes:
        """The next `size` bytes. Raises _TooShort."""
        start, self._at = self._at, self._at + size
        if self._at > len(self._octets):
            raise _TooShort
        return self._octets[start : self._at]

    def take_padded(self, size: int) -> bytes:
        """The next `size` bytes, and those that fill them up to a multiple of four."""
        taken = self.take(size)
        self._at += -size % 4
        return taken

    def number(self) -> int:
        """The next four bytes as a number."""
        number: int = _NUMBER.unpack(self.take(_NUMBER.size))[0]
        return number

    def head(self) -> tuple[int, int]:
        """The type and the tag of the next property."""
        kind, tag = _HEAD.unpack(self.take(_HEAD.size))
        return kind, tag

    def times(self, least: int) -> range:
        """How often something follows that takes `least` bytes or more."""
        count = self.number()
        if count * least > len(self._octets) - self._at:
            raise _TooShort
        return range(count)
