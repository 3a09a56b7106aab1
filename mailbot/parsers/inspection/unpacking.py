"""Bounded unpacking: however small what comes in, what comes out is counted before it is kept."""

import bz2
import lzma
import re
import zlib
from collections.abc import Callable
from typing import Protocol

from mailbot.parsers.inspection.values import UNREADABLE, Budget, Held

_STEP = 256 * 1024
_XZ_MEMORY = 64 * 1024 * 1024
_GZIP_WINDOW = 31
_ZEROS = re.compile(rb"\0*+")


class _Unpacker(Protocol):
    """What bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Inflater:
    """zlib in the manner of the others: it keeps itself what it has not read yet."""

    def __init__(self, window: int) -> None:
        self._inflater = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflater.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inflater.decompress(self._inflater.unconsumed_tail + data, max_length)


def gunzipped(content: bytes, budget: Budget) -> bytes:
    """What a gzip file unpacks to, all of its members. Raises Held beyond the budget."""
    return _all_members(content, budget, lambda: _Inflater(_GZIP_WINDOW))


def unbzipped(content: bytes, budget: Budget) -> bytes:
    """What a bzip2 file unpacks to, all of its streams. Raises Held beyond the budget."""
    return _all_members(content, budget, bz2.BZ2Decompressor)


def unxzed(content: bytes, budget: Budget) -> bytes:
    """What an xz file unpacks to. Raises Held beyond the budget, and an error beyond its memory."""
    return _all_members(content, budget, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY))


def inflated(content: bytes, budget: Budget, start: int) -> bytes:
    """What the deflated stream at `start` unpacks to; what stands behind its end does not count.

    Raises Held beyond the budget, and for a stream that can't be read to its end.
    """
    try:
        return _Unpacking(content, budget).member(_Inflater(zlib.MAX_WBITS), start)[0]
    except zlib.error:
        raise Held(UNREADABLE) from None


def _all_members(content: bytes, budget: Budget, begin: Callable[[], _Unpacker]) -> bytes:
    """All that a compressor wrote one behind the other; zeros at the end fill up."""
    unpacking = _Unpacking(content, budget)
    piece, at = unpacking.member(begin(), 0)
    pieces = [piece]
    while not _ZEROS.fullmatch(content, at):
        budget.count(1)
        piece, at = unpacking.member(begin(), at)
        pieces.append(piece)
    return b"".join(pieces)


class _Unpacking:
    """A file that is unpacked in steps, each of them counted before the next."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        self._view, self._budget = memoryview(content), budget
        self._total = 0

    def member(self, unpacker: _Unpacker, at: int) -> tuple[bytes, int]:
        """What one member unpacks to, and where the next would begin."""
        pieces: list[bytes] = []
        while not unpacker.eof:
            packed = bytes(self._view[at : at + _STEP]) if unpacker.needs_input else b""
            at += len(packed)
            piece = unpacker.decompress(packed, _STEP)
            if not (packed or piece or unpacker.eof):
                raise Held(UNREADABLE)
            self._total += len(piece)
            self._budget.spend(len(piece), self._total)
            pieces.append(piece)
        return b"".join(pieces), at - len(unpacker.unused_data)
