"""The time that a report is about, in the line's own zone: a month (A26) or a week (R40)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailbot.compose.spanish import span
from mailbot.rules.months import month_after, month_name

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time from `start` (included) to `until` (excluded), which ends earlier if it still runs.

    `key` names it for ever (`2026-10`), `name` for people (`octubre de 2026`).
    """

    key: str
    name: str
    zone: ZoneInfo
    start: datetime
    until: datetime
    partial: bool = False
    """Whether it had not ended when it was asked about."""

    @property
    def first_day(self) -> date:
        """The first day that is told of."""
        return self.wall(self.start).date()

    @property
    def last_day(self) -> date:
        """The last day that is told of."""
        return self.wall(self.until - timedelta(microseconds=1)).date()

    def covers(self, at: datetime) -> bool:
        """Whether `at` lies in it."""
        return self.start <= at < self.until

    def wall(self, at: datetime) -> datetime:
        """`at` as the line's clock shows it."""
        return at.astimezone(self.zone)


def month_of(day: date, zone: ZoneInfo, now: datetime) -> Period:
    """The calendar month of `day`, up to `now` while it runs. ValueError if it did not begin."""
    first = day.replace(day=1)
    return _period(f"{first:%Y-%m}", month_name(first), first, month_after(first), zone, now)


def week_before(now: datetime, zone: ZoneInfo) -> Period:
    """The week from Monday to Sunday before that of `now`."""
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday()) - _WEEK
    last = monday + _WEEK - _DAY
    name = f"la semana {span(monday, last)}"
    return _period(f"{monday:%G-S%V}", name, monday, monday + _WEEK, zone, now)


def _period(
    key: str, name: str, first: date, following: date, zone: ZoneInfo, now: datetime
) -> Period:
    start, end = (datetime.combine(each, time(), tzinfo=zone) for each in (first, following))
    if now <= start:
        raise ValueError(key)
    until = min(end, now.astimezone(zone))
    return Period(key=key, name=name, zone=zone, start=start, until=until, partial=now < end)
