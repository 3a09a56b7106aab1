"""Days and hours as people write them in `desde=` and `hasta=`, on the line's wall clock."""

import re
from datetime import date, datetime, time, timedelta, tzinfo

from mailbot.rules.commands.rights import Refused
from mailbot.rules.intake.words import folded

_DAY = re.compile(
    r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<dia>\d{1,2})/(?P<mes>\d{1,2})/(?P<ano>\d{4}))(?:$|[t, ]\s*)"
)
_HOUR = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2})?)?\s*(?P<half>[apm]\.?\s?m\.?|m\.?)?"
)
_HELP = 'escriba 2027-02-03T10:00, "3/02/2027 10:00" o, si es hoy, 10:00'
_LAST = timedelta(days=1)
_FARTHEST = timedelta(days=2 * 366)
"""No absence, notice or failure is farther away than this, but a year is easily mistyped."""


def read_moment(
    said: str, *, key: str, today: datetime, zone: tzinfo, whole_day: bool = False
) -> datetime:
    """The moment that `said` names; an hour alone is one of the day of `today`.

    A day without an hour is its beginning, or with `whole_day` its end: the midnight behind it.
    Raises Refused, naming `key`.
    """
    text, present = folded(said).strip(), today.astimezone(zone).date()
    try:
        day, rest = _day(text, present)
        hour = _hour(rest) if rest else None
    except ValueError:
        raise Refused(f"No entiendo «{key}={said}»: {_HELP}.") from None
    if abs(day - present) > _FARTHEST:
        raise Refused(f"«{key}={said}» está a más de dos años de hoy: revise el año.")
    if hour is not None:
        return datetime.combine(day, hour, tzinfo=zone)
    return datetime.combine(day + _LAST if whole_day else day, time(), tzinfo=zone)


def shown(moment: datetime, zone: tzinfo) -> str:
    """A moment as people read it in receipts and histories: `03/02/2027 10:00`."""
    return f"{moment.astimezone(zone):%d/%m/%Y %H:%M}"


def shown_end(moment: datetime, zone: tzinfo) -> datetime | date:
    """The end of a term: its last day if it ends at midnight, else the moment itself."""
    wall = moment.astimezone(zone)
    return (wall - _LAST).date() if wall.time() == time() else wall


def shown_start(moment: datetime, zone: tzinfo) -> datetime | date:
    """The beginning of a term: its first day if it begins at midnight, else the moment itself."""
    wall = moment.astimezone(zone)
    return wall.date() if wall.time() == time() else wall


def _day(text: str, today: date) -> tuple[date, str]:
    """The day, and what stands behind it. Raises ValueError."""
    found = _DAY.match(text)
    if found is None:
        return today, text or "?"
    year, month, day = (
        found[iso] or found[ours]
        for iso, ours in (("year", "ano"), ("month", "mes"), ("day", "dia"))
    )
    return date(int(year), int(month), int(day)), text[found.end() :]


def _hour(text: str) -> time:
    """The hour, of 24 or with its half of the day. Raises ValueError."""
    found = _HOUR.fullmatch(text.strip())
    if found is None or not (found["minute"] or found["half"]):
        raise ValueError(text)
    hour, half = int(found["hour"]), (found["half"] or "").strip()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if half[0] == "p" or half.rstrip(".") == "m" else 0)
    return time(hour, int(found["minute"] or 0))
