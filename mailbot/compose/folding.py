"""The text part's lines: folded to 72 columns, never inside what must stay together."""

import re

WIDTH = 72

# A bullet, a number or a label: the lines that follow begin below the first word after it.
_HANGING = re.compile(r"\s*(?:- |\d+\. |[^\W\d][\w ]{0,11}:  +)?")
_GAPS = re.compile(r"\n{3,}")


def folded(text: str) -> str:
    """`text` with long lines folded at blanks and at most one empty line in a row.

    Words longer than a line (links, names of files) stay whole; non-breaking blanks hold.
    """
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) <= WIDTH:
            lines.append(line if line == "-- " else line.rstrip())
        else:
            lines.extend(_fold(line.rstrip()))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip("\n") + "\n"


def indented(text: str) -> str:
    """`text` three columns in, as somebody's own words stand in ours."""
    return "\n".join(f"   {line}" if line else "" for line in text.split("\n"))


def _fold(line: str) -> list[str]:
    match = _HANGING.match(line)
    start = match[0] if match else ""
    rest = " " * len(start)
    rows: list[str] = []
    while len(line) > WIDTH:
        cut = line.rfind(" ", len(start) + 1, WIDTH + 1)
        if cut < 0:
            cut = line.find(" ", WIDTH)
        if cut < 0:
            break
        rows.append(line[:cut].rstrip(" "))
        line = rest + line[cut + 1 :].lstrip(" ")
    rows.append(line)
    return rows
