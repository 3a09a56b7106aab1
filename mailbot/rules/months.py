"""Months as people write and read them: `2026-10`, `octubre de 2026`."""

import re
from datetime import date, timedelta

from mailbot.rules.intake.words import folded

NAMES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip
_WRITTEN = re.compile(r"(?P<year>20\d\d)[-/](?P<month>\d{1,2})|(?P<mes>\d{1,2})[-/](?P<ano>20\d\d)")
_NAMED = re.compile(rf"(?P<name>{'|'.join(NAMES)}|setiembre)(?: (?:(?:de|del) )?(?P<year>20\d\d))?")


def read_month(text: str) -> date:
    """The first day of the month `2026-10` or `10/2026`. Raises ValueError."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return date(int(found["year"] or found["ano"]), int(found["month"] or found["mes"]), 1)


def last_month_named(text: str, today: date) -> date:
    """As `read_month`, or a name: `noviembre` is the last one that has begun. Raises ValueError."""
    found = _NAMED.fullmatch(folded(text).strip())
    if found is None:
        return read_month(text)
    month = NAMES.index(found["name"].replace("setiembre", "septiembre")) + 1
    year = int(found["year"] or today.year - (month > today.month))
    return date(year, month, 1)


def month_before(day: date) -> date:
    """The first day of the calendar month before that of `day`."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(day: date) -> date:
    """The first day of the calendar month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def month_name(day: date) -> str:
    """`octubre de 2026`."""
    return f"{NAMES[day.month - 1]} de {day.year}"
