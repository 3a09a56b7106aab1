"""Words of a mail, or of a text file: lines, and rows where cells stand beside each other."""

import re
from collections.abc import Iterator

from mailbot.parsers.forms.page import LONGEST_TEXT, MOST_BLOCKS, Block, Line, Page, Row
from mailbot.parsers.forms.values import Medium
from mailbot.parsers.forms.words import tidy

_LONGEST = 200_000
_CELLS = re.compile(r"[ ]*(?:\t|\|)[ ]*|[ ]{2,}")
_RULE = re.compile(r"[\s|+=_:*-]*")


def read_text(text: str) -> tuple[Page, ...]:
    """The text as one page."""
    lines = tidy(text[:_LONGEST]).split("\n")[:MOST_BLOCKS]
    return (Page(medium=Medium.TEXT, blocks=tuple(_blocks(lines))),)


def _blocks(lines: list[str]) -> Iterator[Block]:
    table = 0
    for line in lines:
        line = line.strip(" ")[:LONGEST_TEXT]
        if _RULE.fullmatch(line):
            # The rule below the head of a table is no end of it.
            if not line:
                table += 1
                yield Line("")
            continue
        cells = cells_of(line)
        if len(cells) > 1:
            yield Row(cells, table)
        else:
            yield Line(cells[0] if cells else "")


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a line: parted by tabs, bars or wide gaps; starred words lose their stars."""
    parts = (
        _CELLS.split(line.strip(" |")) if "  " in line or "\t" in line or "|" in line else [line]
    )
    return tuple(part.strip(" *") for part in parts)
