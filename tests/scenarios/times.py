"""Times as domain.md §13 writes them, in Bogotá: `Tue 24-Nov-2026 09:12`."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")

_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
    "octubre", "noviembre", "diciembre",
)  # fmt: skip


def when(text: str) -> datetime:
    """The moment; a wrong day of the week is a mistake of the test."""
    moment = datetime.strptime(text, "%a %d-%b-%Y %H:%M").replace(tzinfo=BOGOTA)
    assert shown(moment) == text, f"{text} is a {moment:%a}"
    return moment


def shown(moment: datetime) -> str:
    """The inverse of `when`; seconds show where there are any."""
    local = moment.astimezone(BOGOTA)
    seconds = f":{local:%S}" if local.second or local.microsecond else ""
    return f"{local:%a} {local.day}-{local:%b-%Y %H:%M}{seconds}"


def day_in_words(text: str) -> str:
    """`miércoles 23 de diciembre`, as a mail says the day of `Wed 23-Dec-2026 00:00`."""
    moment = when(text)
    return f"{_DAYS[moment.weekday()]} {moment.day} de {_MONTHS[moment.month - 1]}"


def in_words(text: str) -> re.Pattern[str]:
    """How a mail may say the day and hour of `text`: the day, the year or not, the hour."""
    moment = when(text)
    half = "a. m." if moment.hour < 12 else "p. m."
    hour = f"{moment.hour % 12 or 12}:{moment:%M} {half}"
    return re.compile(
        re.escape(day_in_words(text)) + f"( de {moment.year})?,? (a las )?" + re.escape(hour)
    )
