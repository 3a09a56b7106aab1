"""Builders of winmail.dat files, attribute by attribute ([MS-OXTNEF])."""

import struct
from collections.abc import Iterable

_START = struct.pack("<IH", 0x223E9F78, 1)
_MESSAGE, _FILE = 1, 2
_UNICODE, _BINARY, _OBJECT, _NUMBER = 0x1F, 0x102, 0x0D, 0x03
_INTERFACE_OF_MESSAGES = bytes.fromhex("0703020000000000c000000000000046")

Property = tuple[int, int, bytes]


def text(tag: int, value: str) -> Property:
    """A Unicode property."""
    return _UNICODE, tag, value.encode("utf-16-le") + b"\0\0"


def octets(tag: int, value: bytes) -> Property:
    """A binary property."""
    return _BINARY, tag, value


def number(tag: int, value: int) -> Property:
    """A property of four bytes."""
    return _NUMBER, tag, struct.pack("<I", value)


def enclosed_message(file: bytes) -> Property:
    """The content of an attachment that is a message."""
    return _OBJECT, 0x3701, _INTERFACE_OF_MESSAGES + file


def properties(*given: Property) -> bytes:
    """Properties packed one after the other."""
    packed = [struct.pack("<I", len(given))]
    for kind, tag, value in given:
        packed.append(struct.pack("<HH", kind, tag))
        if kind != _NUMBER:
            packed.append(struct.pack("<II", 1, len(value)))
        packed.append(value + bytes(-len(value) % 4))
    return b"".join(packed)


def attribute(name: int, content: bytes, level: int = _MESSAGE) -> bytes:
    """One attribute with its checksum."""
    head = struct.pack("<BHHI", level, name, 6, len(content))
    return head + content + struct.pack("<H", sum(content) & 0xFFFF)


def file(*given: Property, title: str = "", content: bytes | None = None) -> bytes:
    """The attributes of one attachment."""
    parts = [attribute(0x9002, bytes(14), _FILE)]
    if title:
        parts.append(attribute(0x8010, title.encode("cp1252") + b"\0", _FILE))
    if content is not None:
        parts.append(attribute(0x800F, content, _FILE))
    if given:
        parts.append(attribute(0x9005, properties(*given), _FILE))
    return b"".join(parts)


def winmail(*given: Property, files: Iterable[bytes] = ()) -> bytes:
    """A whole winmail.dat: properties of the message, then its files."""
    head = attribute(0x9006, struct.pack("<I", 0x10000)) + attribute(
        0x9007, struct.pack("<II", 1252, 0)
    )
    said = attribute(0x9003, properties(*given)) if given else b""
    return _START + head + said + b"".join(files)
