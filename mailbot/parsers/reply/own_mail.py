"""Our own mails, quoted without any mark: known by their heading and their panel of rows."""

import re
from collections.abc import Sequence

_HEADING = "Línea de Soporte SIIF Nación"
_ROW = re.compile(
    r"[|>*\s]{0,8}(Caso|Estado|Qué sigue|Plazo|Vence)(?:\*{0,2}\s?:|\s{2,}|\s?\||\t|$)"
)
_ROWS_NEEDED = frozenset({"Estado", "Qué sigue"})
_PANEL_LINES = 14
PANEL_WORDS = ("qué sigue",)
"""What the panel says and hardly any other mail (in lower case)."""
_LINES_ABOVE = 10


def may_be_panel(look: str) -> bool:
    """Whether a line can be a row of the panel."""
    return look[0] in "EQC|>*" and _ROW.match(look) is not None


def find_own_mail(looks: Sequence[str], row: int, first: int) -> int | None:
    """Where our mail starts whose panel has its first row in line `row`; None if it is no panel.

    The heading above belongs to it, but nothing above line `first`.
    """
    window = looks[row : row + _PANEL_LINES]
    names = {found[1] for look in window if look and (found := _ROW.match(look))}
    if not names >= _ROWS_NEEDED or not names & {"Plazo", "Vence", "Caso"}:
        return None
    highest = max(first, row - _LINES_ABOVE)
    for index in range(highest, row):
        if looks[index].startswith(_HEADING):
            return index
    # The text part opens with one heading in capitals.
    for index in range(row - 1, highest - 1, -1):
        if looks[index]:
            return index if looks[index].isupper() else row
    return row
