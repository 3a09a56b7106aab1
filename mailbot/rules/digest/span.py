"""The times that a digest looks back on: yesterday's mail, and the days of the trend."""

from datetime import date, datetime, time, timedelta

from mailbot.rules.calendar import WorkingCalendar
from mailbot.rules.policy import Policy

TREND_DAYS = 10
"""Working days that the trend shows: two weeks."""

_DAY = timedelta(days=1)
_MARGIN = 2


def working_day_before(day: date, calendar: WorkingCalendar) -> date:
    """The last working day before `day`."""
    day -= _DAY
    while not calendar.is_working_day(day):
        day -= _DAY
    return day


def midnight(day: date, calendar: WorkingCalendar) -> datetime:
    """When `day` begins on the line's wall clock."""
    return datetime.combine(day, time(), calendar.zone)


def yesterday(now: datetime, calendar: WorkingCalendar) -> tuple[datetime, datetime]:
    """From the beginning of the last working day to the beginning of today."""
    today = calendar.day(now)
    return midnight(working_day_before(today, calendar), calendar), midnight(today, calendar)


def trend_days(now: datetime, calendar: WorkingCalendar) -> tuple[date, ...]:
    """The last working days before today, in order."""
    days = [calendar.day(now)]
    for _ in range(TREND_DAYS):
        days.append(working_day_before(days[-1], calendar))
    return tuple(reversed(days[1:]))


def closed_from(now: datetime, policy: Policy) -> datetime:
    """From when on closed cases matter: for the trend, and while their survey can be answered."""
    calendar = policy.calendar
    day = calendar.day(now)
    for _ in range(max(TREND_DAYS, policy.config.survey.valid_working_days) + _MARGIN):
        day = working_day_before(day, calendar)
    return midnight(day, calendar)
