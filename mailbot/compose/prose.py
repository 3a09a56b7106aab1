"""The advisor's words as paragraphs and lists: people work through numbered steps one by one."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_NUMBERED = re.compile(r"\s{0,6}(\d{1,2})\.\s+(?=\S)")
_BULLET = re.compile(r"\s{0,6}[-•*·]\s+(?=\S)")

Kind = Literal["p", "ol", "ul"]


class Piece(NamedTuple):
    """A paragraph (one item) or a list; `start` is the first number of an ordered one."""

    kind: Kind
    start: int
    items: tuple[str, ...]


def pieces(text: str) -> list[Piece]:
    """`text` cut into paragraphs and lists; lines that follow an item belong to it.

    Numbered lines are a list only where each counts one more than the one before.
    """
    found: list[Piece] = []
    for block in text.split("\n\n"):
        for piece in _in_block(block.split("\n")):
            if _goes_on(found, piece):
                last = found.pop()
                found.append(Piece(last.kind, last.start, (*last.items, *piece.items)))
            else:
                found.append(piece)
    return found


def _in_block(lines: list[str]) -> Iterator[Piece]:
    kind: Kind = "p"
    start = 1
    items: list[str] = []
    for line in lines:
        new, number, rest = _marked(line)
        follows = new == kind and (new == "ul" or number == start + len(items))
        if new == "p" and items:
            items[-1] += f"\n{line.strip() if kind != 'p' else line}"
        elif new != "p" and follows:
            items.append(rest)
        else:
            if items:
                yield Piece(kind, start, tuple(items))
            kind, start, items = new, number, [rest]
    if items:
        yield Piece(kind, start, tuple(items))


def _marked(line: str) -> tuple[Kind, int, str]:
    numbered = _NUMBERED.match(line)
    if numbered:
        return "ol", int(numbered[1]), line[numbered.end() :]
    bullet = _BULLET.match(line)
    return ("ul", 1, line[bullet.end() :]) if bullet else ("p", 1, line)


def _goes_on(found: list[Piece], piece: Piece) -> bool:
    """Whether a list goes on after an empty line, as mail programs leave between its items."""
    if not found or found[-1].kind != piece.kind or piece.kind == "p":
        return False
    last = found[-1]
    return piece.kind == "ul" or piece.start == last.start + len(last.items)
