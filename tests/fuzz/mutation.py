"""Damage with a structure: lines, headers and parts of seeds are cut, doubled, moved and mixed."""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

_MOST_CHANGES = 8
_LONGEST = 30_000
_REPEATS = (2, 3, 10, 100)

Change = Callable[[st.DrawFn, bytes, Sequence[bytes], Sequence[bytes]], bytes]


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """A seed with a few changes; `tokens` are pieces that mean something to the reader."""
    octets = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, _MOST_CHANGES))):
        change = draw(st.sampled_from(_CHANGES))
        octets = change(draw, octets, seeds, tokens)[:_LONGEST]
    return octets


def _span(draw: st.DrawFn, size: int, longest: int) -> tuple[int, int]:
    start = draw(st.integers(0, size))
    return start, min(size, start + draw(st.integers(0, longest)))


def _flip(draw: st.DrawFn, octets: bytes, _s: Sequence[bytes], _t: Sequence[bytes]) -> bytes:
    """One byte becomes another."""
    if not octets:
        return octets
    at = draw(st.integers(0, len(octets) - 1))
    return octets[:at] + bytes([draw(st.integers(0, 255))]) + octets[at + 1 :]


def _insert(draw: st.DrawFn, octets: bytes, _s: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """A token, or any bytes, come in between."""
    at, _ = _span(draw, len(octets), 0)
    piece = draw(st.sampled_from(tokens) | st.binary(max_size=8))
    return octets[:at] + piece + octets[at:]


def _cut(draw: st.DrawFn, octets: bytes, _s: Sequence[bytes], _t: Sequence[bytes]) -> bytes:
    start, end = _span(draw, len(octets), 60)
    return octets[:start] + octets[end:]


def _end(draw: st.DrawFn, octets: bytes, _s: Sequence[bytes], _t: Sequence[bytes]) -> bytes:
    """It breaks off."""
    return octets[: draw(st.integers(0, len(octets)))]


def _repeat(draw: st.DrawFn, octets: bytes, _s: Sequence[bytes], _t: Sequence[bytes]) -> bytes:
    start, end = _span(draw, len(octets), 60)
    return octets[:end] + octets[start:end] * draw(st.sampled_from(_REPEATS)) + octets[end:]


def _change_lines(
    draw: st.DrawFn, octets: bytes, _s: Sequence[bytes], tokens: Sequence[bytes]
) -> bytes:
    """A line goes, comes twice, changes its place, or becomes a token."""
    lines = octets.splitlines(keepends=True)
    if not lines:
        return octets
    at = draw(st.integers(0, len(lines) - 1))
    to = draw(st.integers(0, len(lines) - 1))
    line = lines.pop(at)
    match draw(st.sampled_from(("drop", "double", "move", "replace"))):
        case "double":
            lines[at:at] = [line, line]
        case "move":
            lines[to:to] = [line]
        case "replace":
            lines[at:at] = [draw(st.sampled_from(tokens)), b"\r\n"]
    return b"".join(lines)


def _mix(draw: st.DrawFn, octets: bytes, seeds: Sequence[bytes], _t: Sequence[bytes]) -> bytes:
    """It begins as one seed and goes on as another, or has a stretch of another inside."""
    other = draw(st.sampled_from(seeds))
    start, end = _span(draw, len(other), 2_000)
    at, _ = _span(draw, len(octets), 0)
    rest = octets[at:] if draw(st.booleans()) else b""
    return octets[:at] + other[start:end] + rest


_CHANGES: tuple[Change, ...] = (_flip, _insert, _cut, _end, _repeat, _change_lines, _mix)
