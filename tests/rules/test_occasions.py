"""When digests and reports are due: by working days, never at a holiday, each once."""

from datetime import datetime, time

import pytest

from mailbot.config.hours import Calendar
from mailbot.rules import occasions
from mailbot.rules.calendar import WorkingCalendar

CALENDAR = WorkingCalendar.from_config(Calendar())


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00-05:00")


@pytest.mark.parametrize(
    ("every", "after", "until", "at", "due"),
    [
        # A weekend and Inmaculada lie between.
        (occasions.daily, "2026-12-04T07:00", "2026-12-09T12:00", time(7),
         ["2026-12-07T07:00", "2026-12-09T07:00"]),
        (occasions.daily, "2026-12-07T06:59", "2026-12-07T07:00", time(7), ["2026-12-07T07:00"]),
        (occasions.daily, "2026-12-07T07:00", "2026-12-07T18:00", time(7), []),
        # Independencia de Cartagena falls on a Monday.
        (occasions.weekly, "2026-11-10T12:00", "2026-11-24T07:30", time(7, 30),
         ["2026-11-17T07:30", "2026-11-23T07:30"]),
        # Año Nuevo is a Friday (S44).
        (occasions.monthly, "2026-12-02T00:00", "2027-01-04T08:00", time(8),
         ["2027-01-04T08:00"]),
        (occasions.monthly, "2026-12-02T00:00", "2027-01-04T07:59", time(8), []),
        (occasions.month_end, "2026-11-02T00:00", "2026-12-31T23:00", time(8),
         ["2026-11-30T08:00", "2026-12-31T08:00"]),
        # After half a year of silence the last two months are enough.
        (occasions.monthly, "2026-01-15T00:00", "2026-07-15T00:00", time(8),
         ["2026-06-01T08:00", "2026-07-01T08:00"]),
    ],
)  # fmt: skip
def test_what_is_due(every, after: str, until: str, at: time, due: list[str]):
    found = every(CALENDAR, moment(after), moment(until), at)
    assert found == tuple(moment(each) for each in due)
