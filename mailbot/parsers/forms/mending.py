"""Labels made whole that a narrow column broke in two."""

from collections.abc import Sequence

from mailbot.parsers.forms.labels import broken_label
from mailbot.parsers.forms.page import Block, Line, Row


def mended(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with those labels whole that a narrow column broke in two."""
    whole: list[Block] = []
    for block in blocks:
        first, others = _first_cell(block)
        before, beside = _first_cell(whole[-1]) if whole else ("", ())
        label = broken_label(before, first) if before and first else None
        if label is None:
            whole.append(block)
            continue
        cells = tuple(filter(None, (label[1], *beside, *others)))
        whole[-1] = Row((label[0], *cells)) if cells else Line(label[0])
    return whole


def _first_cell(block: Block) -> tuple[str, tuple[str, ...]]:
    return (block.text, ()) if isinstance(block, Line) else (block.cells[0], block.cells[1:])
