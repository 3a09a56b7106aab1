"""Dates, hours and quantities as people in Colombia write them, without any locale.

Non-breaking blanks hold an hour, a date or an amount together: Word ignores CSS for that.
"""

from datetime import date, datetime, timedelta, tzinfo

NBSP = "\u00a0"

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def long_moment(moment: datetime, zone: tzinfo) -> str:
    """`miércoles 25 de noviembre de 2026, 10:40 a. m.`, on the wall clock of `zone`."""
    there = moment.astimezone(zone)
    return f"{long_day(there)}, {hour(there)}"


def long_day(day: date) -> str:
    """`miércoles 25 de noviembre de 2026`."""
    return f"{day_and_month(day)} de{NBSP}{day.year}"


def last_day(end: datetime, zone: tzinfo) -> str:
    """`lunes 30 de noviembre de 2026`: the last day of a term that ends at midnight after it."""
    return long_day(end.astimezone(zone) - timedelta(microseconds=1))


def span(first: date, last: date) -> str:
    """`del 16 al 22 de noviembre de 2026`; what both days share is said once."""
    start = f"{first.day}"
    if (first.year, first.month) != (last.year, last.month):
        start += f" de {_MONTHS[first.month - 1]}"
    if first.year != last.year:
        start += f" de {first.year}"
    return f"del {start} al {last.day} de {_MONTHS[last.month - 1]} de {last.year}"


def day_and_month(day: date) -> str:
    """`miércoles 25 de noviembre`."""
    return f"{_DAYS[day.weekday()]} {day.day}{NBSP}de {_MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """`mié 25 nov`, with ordinary blanks."""
    return f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def short_moment(moment: datetime, zone: tzinfo) -> str:
    """`mié 25 nov, 10:40 a. m.`: for subjects, hence with ordinary blanks."""
    there = moment.astimezone(zone)
    return f"{short_day(there)}, {hour(there)}".replace(NBSP, " ")


def hour(moment: datetime) -> str:
    """`10:40 a. m.`; noon is `12:00 m.`, as is usual in Colombia. Seconds are dropped."""
    if (moment.hour, moment.minute) == (12, 0):
        half = "m."
    else:
        half = f"a.{NBSP}m." if moment.hour < 12 else f"p.{NBSP}m."
    return f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02d}{NBSP}{half}"


def held_together(words: str) -> str:
    """`words` with the hours in them unbreakable."""
    return words.replace(" a. m.", f"{NBSP}a.{NBSP}m.").replace(" p. m.", f"{NBSP}p.{NBSP}m.")


def number(value: float) -> str:
    """`20`, `2,5`: decimal comma, one decimal at most."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")


def counted(count: int, one: str, many: str) -> str:
    """`1 etiqueta`, `3 etiquetas`."""
    return f"{count}{NBSP}{one if count == 1 else many}"
