"""Bounded unpacking: however small what comes in, what comes out is counted before it is kept."""

import bz2
import lzma
import zlib
from typing import Protocol

from mailbot.parsers.inspection.values import UNREADABLE, Budget, Held

_STEP = 256 * 1024
_XZ_MEMORY = 64 * 1024 * 1024
_GZIP_WINDOW = 31


class _Unpacker(Protocol):
    """What bz2 and lzma have in common."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


def gunzipped(content: bytes, budget: Budget) -> bytes:
    """What a gzip file unpacks to, its first member. Raises Held beyond the budget."""
    unpacked, ended = _inflated(content, budget, _GZIP_WINDOW)
    if not ended:
        raise Held(UNREADABLE)
    return unpacked


def inflated(content: bytes, budget: Budget) -> bytes:
    """What a deflated stream unpacks to, as far as it goes. Raises Held beyond the budget."""
    return _inflated(content, budget, zlib.MAX_WBITS)[0]


def unbzipped(content: bytes, budget: Budget) -> bytes:
    """What a bzip2 file unpacks to. Raises Held beyond the budget."""
    return _unpacked(bz2.BZ2Decompressor(), content, budget)


def unxzed(content: bytes, budget: Budget) -> bytes:
    """What an xz file unpacks to. Raises Held beyond the budget, and an error beyond its memory."""
    return _unpacked(lzma.LZMADecompressor(memlimit=_XZ_MEMORY), content, budget)


def _inflated(content: bytes, budget: Budget, window: int) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj(window)
    pieces: list[bytes] = []
    rest, total = content, 0
    while rest and not unpacker.eof:
        try:
            piece = unpacker.decompress(rest, _STEP)
        except zlib.error:
            break
        total += len(piece)
        budget.spend(len(piece), total)
        pieces.append(piece)
        rest = unpacker.unconsumed_tail
    return b"".join(pieces), unpacker.eof


def _unpacked(unpacker: _Unpacker, content: bytes, budget: Budget) -> bytes:
    pieces: list[bytes] = []
    rest, total = content, 0
    while not unpacker.eof and (rest or not unpacker.needs_input):
        piece = unpacker.decompress(rest, _STEP)
        rest = b""
        total += len(piece)
        budget.spend(len(piece), total)
        pieces.append(piece)
    if not unpacker.eof:
        raise Held(UNREADABLE)
    return b"".join(pieces)
