"""Text tables that a spreadsheet opens: formulas that start a program (DDE)."""

import re

from mailbot.parsers.inspection.pages import as_text
from mailbot.parsers.inspection.values import Budget, Held

# What stands before a formula: blanks, and what parts cells by one custom or another.
_BETWEEN = r"\s,;>\"'"
_FORMULA = re.compile(rf"(?:\A|(?<![{_BETWEEN}])(?=[{_BETWEEN}]))(?P<before>[{_BETWEEN}]*+)[=+\-@]")
_SEPARATORS = frozenset(",;\t")
_OF_LINES = frozenset("\r\n>")
_LINE = re.compile(r"[^\r\n]*+")
_CELLS = {each: re.compile(rf"[^\r\n{each}]*+") for each in _SEPARATORS}
_QUOTED = re.compile(r"(?:[^\"]|\"\")*+")
_TEXT = re.compile(r"\"[^\"]*+\"")
# A program, the bar, and what it is told: =cmd|'/C calc'!A0
_BAR = re.compile(r"[\w.')\]]\s*+\|")
_PROGRAM = re.compile(r"[a-z][\w.']*+$")
_LONGEST_PROGRAM = 60
# What a cell, and each bar in it, costs in bytes that are searched.
_OF_CELL = 32


def check_table(content: bytes, budget: Budget) -> None:
    """Raise Held for a text table with a formula that starts a program (DDE)."""
    text = as_text(content, budget).lower()
    if "|" not in text:
        return
    last = text.rfind("|")
    for formula in _FORMULA.finditer(text, 0, last):
        if any(_calls(cell, budget) for cell in _cells(text, formula, budget)):
            raise Held("Es una tabla con una fórmula que ejecuta programas.")


def _cells(text: str, formula: re.Match[str], budget: Budget) -> list[str]:
    """What the cell of a formula may be, by each way of reading the table."""
    before, at = formula["before"], formula.end() - 1
    cells: list[str] = []
    if '"' in before and (quoted := _QUOTED.match(text, at)):
        cells.append(quoted[0].replace('""', '"'))
    if _OF_LINES & set(before) or not formula.start():
        ends = [_LINE]
    else:
        ends = [_CELLS[each] for each in _SEPARATORS & set(before)]
    cells += [found[0] for end in ends if (found := end.match(text, at))]
    budget.search(_OF_CELL + sum(map(len, cells)))
    return cells


def _calls(cell: str, budget: Budget) -> bool:
    """Whether a cell calls a program: an equals sign takes any bar, other signs are words too."""
    if "|" not in cell:
        return False
    formula = _TEXT.sub("", cell)
    told = formula.rfind("!")
    for bar in _BAR.finditer(formula):
        budget.search(_OF_CELL)
        if formula[0] == "=":
            return True
        if bar.end() > told:
            return False
        if _PROGRAM.search(formula[max(0, bar.start() - _LONGEST_PROGRAM) : bar.start() + 1]):
            return True
    return False
