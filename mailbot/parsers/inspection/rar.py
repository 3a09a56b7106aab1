"""The directory of a RAR archive, versions 4 and 5: names and whether they are encrypted.

Source: RAR 5.0 archive format, and technote.txt for 4.x (rarlab.com).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.parsers.inspection.values import ENCRYPTED, LINKS, UNREADABLE, Held

_MARK_4, _MARK_5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_IN_VOLUMES = "Es parte de un archivo repartido en varios: no se puede revisar."

_BLOCK_4 = struct.Struct("<HBHH")
_FILE_4 = struct.Struct("<IIBIIBBHI")
_MAIN_4, _FILE_BLOCK_4, _END_4 = 0x73, 0x74, 0x7B
_HAS_BODY_4, _VOLUME_4, _LOCKED_4 = 0x8000, 0x0001, 0x0080
_ENCRYPTED_4, _LARGE_4, _UNICODE_4 = 0x04, 0x100, 0x200
_FOLDER_4 = 0xE0
_BOTH_4, _REPEATED_4 = 2, 3

_MAIN_5, _FILE_BLOCK_5, _LOCKED_5, _END_5 = 1, 2, 4, 5
_HAS_EXTRA_5, _HAS_BODY_5 = 0x1, 0x2
_VOLUME_5 = 0x1
_FOLDER_5, _TIME_5, _CHECKSUM_5 = 0x1, 0x2, 0x4
_ENCRYPTION_RECORD_5, _LINK_RECORD_5 = 1, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the archive."""

    name: str
    encrypted: bool


def entries(content: bytes) -> Iterator[Entry]:
    """Every file that the archive lists. Raises Held for one that can't be read to its end."""
    try:
        if content.startswith(_MARK_5):
            yield from _entries_5(content)
        elif content.startswith(_MARK_4):
            yield from _entries_4(content)
        else:
            raise Held(UNREADABLE)
    except (struct.error, IndexError):
        raise Held(UNREADABLE) from None


def _entries_4(content: bytes) -> Iterator[Entry]:
    at = len(_MARK_4)
    # Old archives have no block that ends them.
    while at != len(content):
        _crc, kind, flags, size = _BLOCK_4.unpack_from(content, at)
        if size < _BLOCK_4.size:
            raise Held(UNREADABLE)
        if kind == _END_4:
            return
        _check_main(kind == _MAIN_4, flags & _VOLUME_4, flags & _LOCKED_4)
        body = 0
        if kind == _FILE_BLOCK_4:
            entry, body = _file_4(content, at, flags)
            if flags & _FOLDER_4 != _FOLDER_4:
                yield entry
        elif flags & _HAS_BODY_4:
            (body,) = struct.unpack_from("<I", content, at + _BLOCK_4.size)
        at += size + body


def _file_4(content: bytes, at: int, flags: int) -> tuple[Entry, int]:
    fields = _FILE_4.unpack_from(content, at + _BLOCK_4.size)
    body, name_size = fields[0], fields[7]
    start = at + _BLOCK_4.size + _FILE_4.size
    if flags & _LARGE_4:
        body += struct.unpack_from("<I", content, start)[0] << 32
        start += 8
    raw = content[start : start + name_size]
    plain, _, packed = raw.partition(b"\0") if flags & _UNICODE_4 else (raw, b"", b"")
    name = _unpacked_name(plain, packed) if packed else _text(plain)
    return Entry(name=name, encrypted=bool(flags & _ENCRYPTED_4)), body


def _unpacked_name(plain: bytes, packed: bytes) -> str:
    """A name of version 4 with letters beyond ASCII, told by how it differs from `plain`."""
    high, at, letters = packed[0], 1, list[int]()
    flags = left = 0
    while at < len(packed):
        if not left:
            flags, left, at = packed[at], 8, at + 1
        left -= 2
        step = (flags >> left) & 3
        if step == _REPEATED_4:
            length, at = packed[at], at + 1
            shift, above = 0, 0
            if length & 0x80:
                shift, above, at = packed[at], high, at + 1
            for _ in range((length & 0x7F) + 2):
                letters.append((plain[len(letters)] + shift) & 0xFF | above << 8)
        else:
            above = (0, high, packed[at + 1] if step == _BOTH_4 else 0)[step]
            letters.append(packed[at] | above << 8)
            at += 2 if step == _BOTH_4 else 1
    return "".join(map(chr, letters))


def _entries_5(content: bytes) -> Iterator[Entry]:
    at = len(_MARK_5)
    while at != len(content):
        size, start = _number(content, at + 4)
        end = start + size
        kind, place = _number(content, start)
        flags, place = _number(content, place)
        extra = body = 0
        if flags & _HAS_EXTRA_5:
            extra, place = _number(content, place)
        if flags & _HAS_BODY_5:
            body, place = _number(content, place)
        if kind == _END_5:
            return
        if kind == _MAIN_5:
            volume, _ = _number(content, place)
            _check_main(True, volume & _VOLUME_5, 0)
        _check_main(kind == _LOCKED_5, 0, 1)
        if kind == _FILE_BLOCK_5:
            yield from _file_5(content, place, content[end - extra : end] if extra else b"")
        if end + body <= at:
            raise Held(UNREADABLE)
        at = end + body


def _file_5(content: bytes, place: int, extra: bytes) -> Iterator[Entry]:
    flags, place = _number(content, place)
    _size, place = _number(content, place)
    _attributes, place = _number(content, place)
    place += 4 * bool(flags & _TIME_5) + 4 * bool(flags & _CHECKSUM_5)
    _compression, place = _number(content, place)
    _system, place = _number(content, place)
    size, place = _number(content, place)
    name = _text(content[place : place + size])
    records = tuple(_records(extra))
    if _LINK_RECORD_5 in records:
        raise Held(LINKS)
    if not flags & _FOLDER_5:
        yield Entry(name=name, encrypted=_ENCRYPTION_RECORD_5 in records)


def _records(extra: bytes) -> Iterator[int]:
    """The kinds of what is told beside a file."""
    at = 0
    while at < len(extra):
        size, start = _number(extra, at)
        kind, _ = _number(extra, start)
        yield kind
        at = start + size


def _check_main(concerned: bool, volume: int, locked: int) -> None:
    if concerned and locked:
        raise Held(ENCRYPTED)
    if concerned and volume:
        raise Held(_IN_VOLUMES)


def _number(content: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = 0
    for shift in range(0, 70, 7):
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value, at
    raise Held(UNREADABLE)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
