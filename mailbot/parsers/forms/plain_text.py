"""Words of a mail, or of a text file: lines, and rows where cells stand beside each other."""

import re
from collections.abc import Iterator

from mailbot.parsers.forms.page import LONGEST_TEXT, MOST_BLOCKS, Block, Line, Page, Row
from mailbot.parsers.forms.values import Medium
from mailbot.parsers.forms.words import tidy

_LONGEST = 200_000
_CELLS = re.compile(r"[ ]*(?:\t|\|)[ ]*|[ ]{2,}")
_SIGNATURE = "--"
_FAR = " " * 6
_RULE = re.compile(r"[\s|+=_:*-]*")


def read_text(text: str) -> tuple[Page, ...]:
    """The text as one page."""
    lines = tidy(text[:_LONGEST]).split("\n")
    return (Page(medium=Medium.TEXT, blocks=tuple(blocks_of(lines))),)


def blocks_of(lines: list[str], *, laid_out: bool = False) -> Iterator[Block]:
    """Lines as blocks; on a page that is `laid_out` what begins far in stands in a later column."""
    for line in lines[:MOST_BLOCKS]:
        line = line[:LONGEST_TEXT]
        if _RULE.fullmatch(line) and line.strip() != _SIGNATURE:
            # The rule below the head of a table is no end of it.
            if not line.strip():
                yield Line("")
            continue
        cells = cells_of(line)
        if laid_out and line.startswith(_FAR):
            cells = ("", *cells)
        if len(cells) > 1:
            yield Row(cells)
        else:
            yield Line(cells[0])


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a line: parted by tabs, bars or wide gaps; starred words lose their stars."""
    line = line.strip(" |")
    gaps = "  " in line or "\t" in line or "|" in line
    return tuple(part.strip(" *") for part in (_CELLS.split(line) if gaps else [line]))
