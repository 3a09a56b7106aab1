"""When the line's own calendar asks for something: each day, week and month that is worked."""

from datetime import date, datetime, time, timedelta

from mailbot.rules.calendar import WorkingCalendar

_LONGEST_LOOK_BACK = timedelta(days=62)
"""After a longer silence only the occasions of the last two months are still of use."""


def daily(
    calendar: WorkingCalendar, after: datetime, until: datetime, at: time
) -> tuple[datetime, ...]:
    """Every working day at `at`, after `after` and up to `until`, in order."""
    return tuple(
        moment
        for day in _days(calendar, after, until)
        if calendar.is_working_day(day) and after < (moment := _moment(calendar, day, at)) <= until
    )


def weekly(
    calendar: WorkingCalendar, after: datetime, until: datetime, at: time
) -> tuple[datetime, ...]:
    """The first working day of each week (Monday to Sunday) at `at`."""
    return tuple(each for each in daily(calendar, after, until, at) if _begins_week(calendar, each))


def monthly(
    calendar: WorkingCalendar, after: datetime, until: datetime, at: time
) -> tuple[datetime, ...]:
    """The first working day of each month at `at` (A26)."""
    return tuple(
        each
        for each in daily(calendar, after, until, at)
        if (day := calendar.day(each)) == calendar.first_working_day(day.year, day.month)
    )


def month_end(
    calendar: WorkingCalendar, after: datetime, until: datetime, at: time
) -> tuple[datetime, ...]:
    """The last working day of each month at `at`."""
    return tuple(
        each
        for each in daily(calendar, after, until, at)
        if calendar.working_days_after(calendar.day(each), 1).month != calendar.day(each).month
    )


def _days(calendar: WorkingCalendar, after: datetime, until: datetime) -> tuple[date, ...]:
    first = calendar.day(max(after, until - _LONGEST_LOOK_BACK))
    count = (calendar.day(until) - first).days
    return tuple(first + timedelta(days=number) for number in range(count + 1))


def _begins_week(calendar: WorkingCalendar, moment: datetime) -> bool:
    day = calendar.day(moment)
    return not any(
        calendar.is_working_day(day - timedelta(days=back)) for back in range(1, day.weekday() + 1)
    )


def _moment(calendar: WorkingCalendar, day: date, at: time) -> datetime:
    return datetime.combine(day, at, calendar.zone)
