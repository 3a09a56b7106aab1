"""A ZIP package with a text left open (APPNOTE, RFC 1951): filling it packs nothing again; pure.

The members that hold the text come last. Each is deflated in two halves, with the text between
them as a block that is stored: only its checksum and the directory are made anew.
"""

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from mailbot.documents import package

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_STORED = struct.Struct("<BHH")

_NEEDED = 20  # version 2.0: deflated
_MADE_BY_UNIX = 3 << 8 | _NEEDED
_DEFLATED = 8
_FIRST_DAY = 1 << 5 | 1  # 1 January 1980
_OWNER_ONLY = 0o600 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Mould:
    """The package's own members and their directory, and those that wait for the text."""

    members: bytes
    directory: bytes
    count: int
    waiting: tuple["_Waiting", ...]

    def filled(self, text: str) -> bytes:
        """The package with `text`, of less than 64 KB, in every place left open."""
        words = package.as_xml(text)
        pieces, entries = [self.members], [self.directory]
        place = len(self.members)
        for member in self.waiting:
            packed = member.packed(words)
            fields = (
                0, _DEFLATED, 0, _FIRST_DAY, member.checksum(words), len(packed),
                member.size + len(words), len(member.name), 0,
            )  # fmt: skip
            piece = _LOCAL.pack(b"PK\3\4", _NEEDED, *fields) + member.name + packed
            where = (0, 0, 0, _OWNER_ONLY, place)
            entries += (
                _CENTRAL.pack(b"PK\1\2", _MADE_BY_UNIX, _NEEDED, *fields, *where),
                member.name,
            )
            pieces.append(piece)
            place += len(piece)
        directory = b"".join(entries)
        count = self.count + len(self.waiting)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), place, 0)
        return b"".join((*pieces, directory, end))


def mould(members: Mapping[str, bytes], waiting: Mapping[str, package.Halves]) -> Mould:
    """A package of `members`, then of those in `waiting`: ASCII names, the text between halves."""
    whole = package.write(members)
    *_, count, _size, start, _comment = _END.unpack(whole[-_END.size :])
    return Mould(
        members=whole[:start],
        directory=whole[start : -_END.size],
        count=count,
        waiting=tuple(_Waiting.of(name, *halves) for name, halves in waiting.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    name: bytes
    crc: int
    """Of what stands before the text."""
    after: bytes
    size: int
    """Of both halves."""
    start: bytes
    end: bytes

    @classmethod
    def of(cls, name: str, before: bytes, after: bytes) -> "_Waiting":
        # After a full flush nothing refers back, and the next block begins with a byte of its own.
        first, last = (zlib.compressobj(wbits=-zlib.MAX_WBITS) for _ in range(2))
        return cls(
            name=name.encode("ascii"),
            crc=zlib.crc32(before),
            after=after,
            size=len(before) + len(after),
            start=first.compress(before) + first.flush(zlib.Z_FULL_FLUSH),
            end=last.compress(after) + last.flush(),
        )

    def packed(self, text: bytes) -> bytes:
        length = len(text)
        return self.start + _STORED.pack(0, length, length ^ 0xFFFF) + text + self.end

    def checksum(self, text: bytes) -> int:
        return zlib.crc32(self.after, zlib.crc32(text, self.crc))
