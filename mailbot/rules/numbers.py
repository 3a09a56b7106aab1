"""Case numbers in text, however people write them (domain.md §4.1)."""

import re

_NUMBER = re.compile(r"\b(SERV|INC)[-_ #]?(20\d\d)[-_ ]?(C?)(\d{1,6})\b", re.IGNORECASE)


def numbers_in(text: str) -> tuple[str, ...]:
    """Every case number in `text` in its official form, in order, each once.

    `serv 2026 12` reads as SERV-2026-000012; numbers of a contingency (C0001) keep four digits.
    """
    found = (_official(match) for match in _NUMBER.finditer(text))
    return tuple(dict.fromkeys(found))


def _official(match: re.Match[str]) -> str:
    series, year, contingency, digits = match.groups()
    figures = f"C{int(digits):04d}" if contingency else f"{int(digits):06d}"
    return f"{series.upper()}-{year}-{figures}"
