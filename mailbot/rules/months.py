"""Months as people write and read them: `2026-10`, `octubre de 2026`."""

import re
from datetime import date, timedelta

NAMES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip
_WRITTEN = re.compile(r"(?P<year>20\d\d)[-/](?P<month>\d{1,2})|(?P<mes>\d{1,2})[-/](?P<ano>20\d\d)")


def read_month(text: str) -> date:
    """The first day of the month `2026-10` or `10/2026`. Raises ValueError."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return date(int(found["year"] or found["ano"]), int(found["month"] or found["mes"]), 1)


def month_before(day: date) -> date:
    """The first day of the calendar month before that of `day`."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(day: date) -> date:
    """The first day of the calendar month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def month_name(day: date) -> str:
    """`octubre de 2026`."""
    return f"{NAMES[day.month - 1]} de {day.year}"
