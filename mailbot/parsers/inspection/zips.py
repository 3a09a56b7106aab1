"""Zip archives: the directory is checked first, then what must be looked at is unpacked.

Source: APPNOTE.TXT 6.3.10 of PKWARE.
"""

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from mailbot.parsers.inspection.endings import check_name, ending_of
from mailbot.parsers.inspection.values import (
    ENCRYPTED,
    HEAD_BYTES,
    LINKS,
    Budget,
    Held,
    Member,
    shown,
)

_CONTRADICTS = "Su índice no coincide con su contenido: puede ser un ataque."
_CENTRAL = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s5H3I2H")
_LOCAL_MARK = b"PK\x03\x04"
# The other methods take memory, or the time of a whole block, before their first byte is out.
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
_RATIO, _SMALL = 250, 32 * 1024 * 1024
_LINK = 0o120000
_TYPE_OF_FILE = 0o170000
_EXTRA = struct.Struct("<HH")
_UNICODE_PATH = 0x7075
# Before the name: a version, and the checksum of the name that it stands for.
_BEFORE_PATH = 5
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:")

NeedsAll = Callable[[str, bytes], bool]
"""Whether a member of this name, which begins so, must be unpacked whole."""


class Zip:
    """An archive whose directory was found to be sound.

    Raises Held for one that is encrypted, explodes, overlaps or contradicts itself; any other
    exception says that it can't be read.
    """

    def __init__(self, content: bytes, budget: Budget) -> None:
        # A directory of a hundred thousand rows costs seconds to read: they are counted before.
        budget.count(content.count(_CENTRAL))
        self._budget = budget
        self._file = ZipFile(BytesIO(content))
        self.entries: Sequence[ZipInfo] = [e for e in self._file.infolist() if not e.is_dir()]
        self.names = frozenset(entry.filename for entry in self.entries)
        self._check_sizes(len(content))
        _check_places(self._file, content)
        for entry in self.entries:
            _check_entry(entry)

    def read(self, entry: ZipInfo, most: int) -> bytes:
        """The first `most` bytes of a member. Raises Held beyond the budget."""
        with self._file.open(entry) as member:
            content = member.read(min(most, self._budget.most + 1))
        self._budget.spend(len(content), len(content))
        return content

    def whole(self, entry: ZipInfo, head: bytes) -> bytes:
        """All of a member that begins so. Raises Held beyond the budget."""
        return self.read(entry, entry.file_size) if entry.file_size > len(head) else head

    def member(
        self, entry: ZipInfo, head: bytes, needs_all: NeedsAll, *, archived: bool = True
    ) -> Member:
        """A file that begins so, whole where `needs_all` asks for it."""
        content = self.whole(entry, head) if needs_all(entry.filename, head) else head
        return Member(name=entry.filename, content=content, archived=archived)

    def members(self, needs_all: NeedsAll) -> Iterator[Member]:
        """Each file, whole where `needs_all` asks for it, else its beginning."""
        for entry in self.entries:
            yield self.member(entry, self.read(entry, HEAD_BYTES), needs_all)

    def _check_sizes(self, size: int) -> None:
        announced = sum(entry.file_size for entry in self.entries)
        self._budget.announce(announced)
        if announced > max(_SMALL, _RATIO * size):
            raise Held("Al abrirse ocuparía cientos de veces su tamaño: puede ser un ataque.")


def check_inside(name: str) -> None:
    """Raise Held for a member that would be written outside of its folder."""
    if _OUTSIDE.search(name):
        raise Held("Trae archivos que se escribirían fuera de su carpeta: puede ser un ataque.")


def _check_entry(entry: ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise Held(ENCRYPTED)
    if entry.compress_type not in _METHODS:
        raise Held(f"Comprime «{shown(entry.filename)}» de una forma que no se puede revisar.")
    check_inside(entry.filename)
    if (entry.external_attr >> 16) & _TYPE_OF_FILE == _LINK:
        raise Held(LINKS)


def _check_places(file: ZipFile, content: bytes) -> None:
    """Members must lie one behind the other, each under the name that the directory gives it.

    Overlapping ones are how a few kilobytes explode, and two directories show each program
    another archive.
    """
    entries = sorted(file.infolist(), key=lambda each: each.header_offset)
    if entries and entries[0].header_offset and content.startswith(_LOCAL_MARK):
        raise Held("Son varios archivos comprimidos pegados: puede ser un ataque.")
    end = 0
    for entry in entries:
        start = entry.header_offset
        head = _LOCAL.unpack_from(content, start)
        name_size, extra_size = head[-2:]
        named = content[start + _LOCAL.size : start + _LOCAL.size + name_size]
        if head[0] != _LOCAL_MARK or start < end or not _is_same_name(entry, named):
            raise Held(_CONTRADICTS)
        behind = start + _LOCAL.size + name_size
        extra = content[behind : behind + extra_size]
        _check_other_names(entry, entry.extra + extra)
        end = start + _LOCAL.size + name_size + extra_size + entry.compress_size
    if end > file.start_dir:
        raise Held(_CONTRADICTS)


def _check_other_names(entry: ZipInfo, extra: bytes) -> None:
    """A file has a second name in Unicode (§4.6.9), under which some programs write it."""
    at = 0
    while at + _EXTRA.size <= len(extra):
        kind, size = _EXTRA.unpack_from(extra, at)
        at += _EXTRA.size
        if kind == _UNICODE_PATH:
            name = extra[at + _BEFORE_PATH : at + size].decode("utf-8", "replace")
            check_name(name)
            check_inside(name)
            # Each name would have it opened by another program.
            if ending_of(name) != ending_of(entry.filename):
                raise Held(_CONTRADICTS)
        at += size


def _is_same_name(entry: ZipInfo, named: bytes) -> bool:
    encoding = "utf-8" if entry.flag_bits & _UTF8_FLAG else "cp437"
    # Old programs write backslashes, which the reader of the directory turns.
    told = named.decode(encoding, "replace").partition("\0")[0].replace("\\", "/")
    return told == entry.orig_filename.partition("\0")[0].replace("\\", "/")
