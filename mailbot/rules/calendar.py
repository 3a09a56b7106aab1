"""Working time of the line: Colombia's holidays, the día cívico, and the hours of each day.

Wall-clock rules: a day's window is open from `opens` (included) to `closes` (excluded), so 07:00
is open and 19:00 is closed. A span that ends with the window ends at 19:00 of that day, not at
07:00 of the next. All methods take aware datetimes of any zone and give them in the calendar's.
Source: activity 4 (hours), Ley 51/1983 and Ley 2578/2026 (holidays), Decreto 500/2024.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

from mailbot.config.hours import Calendar, WorkingException

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)
_SATURDAY = 5
_FIRST_DIA_CIVICO = 2024

Window = tuple[datetime, datetime]


@lru_cache(maxsize=64)
def national_holidays(year: int) -> Mapping[date, str]:
    """Colombia's holidays of `year` with their Spanish names."""
    # The package costs about half a second of CPU to import: most commands never need it.
    from holidays import country_holidays

    found = country_holidays("CO", years=year, language="es")
    return MappingProxyType(dict(sorted(found.items())))


def dia_civico(year: int) -> date | None:
    """Día Cívico de la Paz con la Naturaleza: third Friday of April, since Decreto 500/2024."""
    if year < _FIRST_DIA_CIVICO:
        return None
    fifteenth = date(year, 4, 15)
    return fifteenth + timedelta(days=(4 - fifteenth.weekday()) % 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """When the line works.

    `exceptions` give other hours to days that are working days anyway (year-end closing, Q35);
    they never make a Saturday or a holiday working. Where two overlap, the later one in the list
    counts. The arithmetic is on wall-clock time: where a zone changes its hour, it does so at
    night, outside every window.
    """

    zone: ZoneInfo
    opens: time
    closes: time
    civic_day: bool = True
    extra_holidays: frozenset[date] = frozenset()
    exceptions: tuple[WorkingException, ...] = ()
    # What `_window` worked out for a day: a memory of a pure function, never part of the value.
    _windows: dict[date, Window | None] = field(
        default_factory=dict, compare=False, repr=False, init=False
    )
    # The same for `_sums`.
    _years: dict[int, tuple[timedelta, ...]] = field(
        default_factory=dict, compare=False, repr=False, init=False
    )

    @classmethod
    def from_config(cls, calendar: Calendar) -> Self:
        """The calendar that `[calendar]` describes."""
        return cls(
            zone=ZoneInfo(calendar.timezone),
            opens=calendar.opens,
            closes=calendar.closes,
            civic_day=calendar.dia_civico,
            extra_holidays=frozenset(calendar.extra_holidays),
            exceptions=calendar.working_exceptions,
        )

    def day(self, at: datetime) -> date:
        """The day of `at` on the line's wall clock."""
        return self._wall(at).date()

    def holiday(self, day: date) -> str | None:
        """Why `day` is a holiday ("Navidad"), or None; Saturdays and Sundays are no holidays."""
        name = national_holidays(day.year).get(day)
        if name is None and self.civic_day and day == dia_civico(day.year):
            name = "Día Cívico de la Paz con la Naturaleza"
        if name is None and day in self.extra_holidays:
            name = "Día no hábil de la entidad"
        return name

    def is_working_day(self, day: date) -> bool:
        """Whether the line works on `day`."""
        return self._window(day) is not None

    def is_open(self, at: datetime) -> bool:
        """Whether the line works at this very moment."""
        wall = self._wall(at)
        window = self._window(wall.date())
        return window is not None and window[0] <= wall < window[1]

    def next_open(self, at: datetime) -> datetime:
        """`at` itself while the line works, otherwise when it next opens."""
        wall = self._wall(at)
        day = wall.date()
        while True:
            window = self._window(day)
            if window is not None and wall < window[1]:
                return self._aware(max(wall, window[0]))
            day += _DAY

    def add(self, start: datetime, hours: float) -> datetime:
        """The end of `hours` working hours that begin at `start`."""
        return self.advance(start, timedelta(hours=hours))

    def advance(self, start: datetime, span: timedelta) -> datetime:
        """The end of `span` of working time that begins at `start` (nothing: `next_open`)."""
        if span <= _NOTHING:
            return self.next_open(start)
        wall = self._wall(start)
        day = wall.date()
        while True:
            window = self._window(day)
            if window is not None and wall < window[1]:
                begin = max(wall, window[0])
                left = window[1] - begin
                if span <= left:
                    return self._aware(begin + span)
                span -= left
            day += _DAY

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; nothing where `end` is not later."""
        first, last = self._wall(start), self._wall(end)
        if last <= first:
            return _NOTHING
        worked = self._worked_in_year(last) - self._worked_in_year(first)
        for year in range(first.year, last.year):
            worked += self._sums(year)[-1]
        return worked

    def working_days_after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself never counts; 0 gives `day`."""
        while count > 0:
            day += _DAY
            count -= self.is_working_day(day)
        return day

    def add_days(self, start: datetime, count: int) -> datetime:
        """The end of a term of `count` working days: 24:00 of the last day (midnight after it)."""
        last = self.working_days_after(self._wall(start).date(), count)
        return self._aware(datetime.combine(last + _DAY, time()))

    def last_day(self, end: datetime) -> date:
        """The last day of a term that `add_days` gave."""
        return (self._wall(end) - _DAY).date()

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """How many working days lie after the day of `start`, up to and with the day of `end`."""
        day, last = self._wall(start).date(), self._wall(end).date()
        return sum(self.is_working_day(day + _DAY * n) for n in range(1, (last - day).days + 1))

    def first_working_day(self, year: int, month: int) -> date:
        """The first working day of a month."""
        return self.working_days_after(date(year, month, 1) - _DAY, 1)

    def holidays_between(self, start: datetime, end: datetime) -> tuple[tuple[date, str], ...]:
        """Holidays from Monday to Friday touched by the span, with their names, in order."""
        day, last = self._wall(start).date(), self._wall(end).date()
        days = (day + _DAY * n for n in range((last - day).days + 1))
        named = ((each, self.holiday(each)) for each in days if each.weekday() < _SATURDAY)
        return tuple((each, name) for each, name in named if name)

    def _worked_in_year(self, wall: datetime) -> timedelta:
        """Working time from the beginning of the year."""
        day = wall.date()
        before = self._sums(day.year)[day.toordinal() - date(day.year, 1, 1).toordinal()]
        window = self._windows[day]
        if window is None or wall <= window[0]:
            return before
        return before + (min(wall, window[1]) - window[0])

    def _sums(self, year: int) -> tuple[timedelta, ...]:
        """Working time of a year before each of its days, and that of the whole year."""
        known = self._years.get(year)
        if known is None:
            first = date(year, 1, 1)
            days = (first + _DAY * place for place in range((date(year + 1, 1, 1) - first).days))
            windows = (self._window(day) for day in days)
            spans = (window[1] - window[0] if window else _NOTHING for window in windows)
            known = self._years[year] = tuple(accumulate(spans, initial=_NOTHING))
        return known

    def _wall(self, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError(f"a time without zone: {at.isoformat()}")
        return at.astimezone(self.zone).replace(tzinfo=None)

    def _aware(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone)

    def _window(self, day: date) -> Window | None:
        try:
            return self._windows[day]
        except KeyError:
            window = self._windows[day] = self._work_out(day)
            return window

    def _work_out(self, day: date) -> Window | None:
        if day.weekday() >= _SATURDAY or self.holiday(day):
            return None
        hours = (self.opens, self.closes)
        for exception in self.exceptions:
            if exception.from_ <= day <= exception.until:
                hours = (exception.opens, exception.closes)
        return datetime.combine(day, hours[0]), datetime.combine(day, hours[1])
