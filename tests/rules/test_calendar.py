"""Working time, by the dates and vectors of the procedure's specification (domain.md §11)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.config.hours import Calendar
from mailbot.rules.calendar import WorkingCalendar, dia_civico, national_holidays

BOGOTA = ZoneInfo("America/Bogota")
CALENDAR = WorkingCalendar.from_config(Calendar())
WITHOUT_CIVIC_DAY = WorkingCalendar.from_config(Calendar(dia_civico=False))


def at(text: str) -> datetime:
    """A time in Bogotá: "2026-11-24 09:12"."""
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


def calendar(**keys: object) -> WorkingCalendar:
    return WorkingCalendar.from_config(Calendar.model_validate(keys))


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (
            2026,
            (
                "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-13 07-20 08-07 "
                "08-17 "
                "10-12 11-02 11-16 12-08 12-25"
            ),
        ),
        (
            2027,
            (
                "01-01 01-11 03-22 03-25 03-26 05-01 05-10 05-31 06-07 07-05 07-12 07-20 08-07 "
                "08-16 "
                "10-18 11-01 11-15 12-08 12-25"
            ),
        ),
        (
            2028,
            (
                "01-01 01-10 03-20 04-13 04-14 05-01 05-29 06-19 06-26 07-03 07-10 07-20 08-07 "
                "08-21 "
                "10-16 11-06 11-13 12-08 12-25"
            ),
        ),
    ],
)
def test_holidays_of_a_year(year: int, days: str) -> None:
    assert [f"{day:%m-%d}" for day in national_holidays(year)] == days.split()


def test_two_holidays_on_one_day_count_once() -> None:
    assert len(national_holidays(2025)) == 17
    assert not CALENDAR.is_working_day(date(2025, 6, 30))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2023, None),
        (2024, date(2024, 4, 19)),
        (2026, date(2026, 4, 17)),
        (2027, date(2027, 4, 16)),
        (2028, date(2028, 4, 21)),
    ],
)
def test_dia_civico_is_the_third_friday_of_april_since_2024(year: int, day: date | None) -> None:
    assert dia_civico(year) == day


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        pytest.param("2026-11-24 09:12", 4, "2026-11-24 13:12", id="within a day"),
        pytest.param("2026-11-13 18:30", 4, "2026-11-17 10:30", id="Independencia de Cartagena"),
        pytest.param("2026-12-04 18:59", 4, "2026-12-07 10:59", id="the last minute of Friday"),
        pytest.param("2026-12-04 19:00", 4, "2026-12-07 11:00", id="19:00 is closed"),
        pytest.param("2026-12-05 10:00", 4, "2026-12-07 11:00", id="Saturday"),
        pytest.param("2026-12-08 11:00", 4, "2026-12-09 11:00", id="Inmaculada itself"),
        pytest.param("2026-12-07 15:00", 24, "2026-12-10 15:00", id="across Inmaculada"),
        pytest.param("2026-12-23 11:00", 24, "2026-12-28 11:00", id="Navidad"),
        pytest.param("2026-12-30 14:00", 48, "2027-01-06 14:00", id="Año Nuevo"),
        pytest.param("2027-01-08 10:00", 48, "2027-01-15 10:00", id="Reyes"),
        pytest.param("2027-03-19 16:00", 24, "2027-03-24 16:00", id="San José"),
        pytest.param("2027-04-15 17:00", 12, "2027-04-19 17:00", id="día cívico (S49)"),
        pytest.param("2027-06-04 18:00", 36, "2027-06-10 18:00", id="Sagrado Corazón"),
        pytest.param("2026-07-10 17:00", 24, "2026-07-15 17:00", id="Chiquinquirá (S48)"),
        pytest.param("2027-03-01 07:00", 48, "2027-03-04 19:00", id="ends with the day, not after"),
        pytest.param("2026-11-24 09:00", 0.5, "2026-11-24 09:30", id="half an hour"),
        pytest.param("2026-12-05 10:00", 0, "2026-12-07 07:00", id="nothing, while closed"),
    ],
)
def test_due_times(start: str, hours: float, due: str) -> None:
    assert CALENDAR.add(at(start), hours) == at(due)


def test_without_dia_civico_the_line_works_that_friday() -> None:
    assert WITHOUT_CIVIC_DAY.add(at("2027-04-15 17:00"), 12) == at("2027-04-16 17:00")


@pytest.mark.parametrize(
    ("moment", "is_open", "next_open"),
    [
        ("2026-12-04 06:59:59", False, "2026-12-04 07:00"),
        ("2026-12-04 07:00", True, "2026-12-04 07:00"),
        ("2026-12-04 18:59:59", True, "2026-12-04 18:59:59"),
        ("2026-12-04 19:00", False, "2026-12-07 07:00"),
        ("2026-12-08 11:00", False, "2026-12-09 07:00"),
    ],
)
def test_opening_hours(moment: str, is_open: bool, next_open: str) -> None:
    assert CALENDAR.is_open(at(moment)) is is_open
    assert CALENDAR.next_open(at(moment)) == at(next_open)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-12-03 08:00", "2026-12-03 16:00", 8),
        ("2026-12-04 18:00", "2026-12-07 08:00", 2),
        ("2026-12-05 08:00", "2026-12-06 20:00", 0),
        ("2026-12-07 15:00", "2026-12-10 15:00", 24),
        ("2026-12-10 15:00", "2026-12-07 15:00", 0),
    ],
)
def test_working_time_between(start: str, end: str, hours: int) -> None:
    assert CALENDAR.between(at(start), at(end)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-12-01", 10, "2026-12-16"),
        ("2026-12-01", 15, "2026-12-23"),
        ("2026-12-01", 30, "2027-01-18"),
        ("2026-12-05", 1, "2026-12-07"),
        ("2026-12-07", 5, "2026-12-15"),
        ("2026-12-11", 10, "2026-12-28"),
    ],
)
def test_terms_in_working_days(start: str, count: int, last: str) -> None:
    day, end = date.fromisoformat(start), date.fromisoformat(last)
    assert CALENDAR.working_days_after(day, count) == end
    begin = datetime.combine(day, time(9, 30), BOGOTA)
    term = CALENDAR.add_days(begin, count)
    assert term == datetime.combine(end + timedelta(days=1), time(), BOGOTA)
    assert CALENDAR.working_days_between(begin, term - timedelta(seconds=1)) == count


def test_a_term_of_no_days_ends_with_its_own_day() -> None:
    assert CALENDAR.add_days(at("2026-12-01 09:00"), 0) == at("2026-12-02 00:00")


@pytest.mark.parametrize(("year", "month", "day"), [(2027, 1, 4), (2027, 11, 2), (2026, 12, 1)])
def test_first_working_day_of_a_month(year: int, month: int, day: int) -> None:
    assert CALENDAR.first_working_day(year, month) == date(year, month, day)


def test_extra_holidays_close_the_line() -> None:
    closed = calendar(extra_holidays=["2026-12-24"])
    assert closed.add(at("2026-12-23 11:00"), 12) == at("2026-12-28 11:00")
    assert closed.holiday(date(2026, 12, 24)) == "Día no hábil de la entidad"


def test_exceptions_give_other_hours_to_working_days_only() -> None:
    year_end = {"from": "2026-12-26", "until": "2026-12-31", "opens": "06:00", "closes": "23:00"}
    longer = calendar(working_exceptions=[year_end])
    assert longer.is_open(at("2026-12-28 22:59"))
    assert not longer.is_open(at("2026-12-28 23:00"))
    assert not longer.is_open(at("2026-12-26 10:00")), "a Saturday stays a Saturday"
    assert not longer.is_open(at("2027-01-04 22:00"))
    assert longer.add(at("2026-12-30 22:00"), 18) == at("2026-12-31 23:00")


def test_the_later_of_two_exceptions_counts() -> None:
    both = calendar(
        working_exceptions=[
            {"from": "2026-12-28", "until": "2026-12-31", "opens": "06:00", "closes": "23:00"},
            {"from": "2026-12-31", "until": "2026-12-31", "opens": "07:00", "closes": "12:00"},
        ]
    )
    assert both.is_open(at("2026-12-30 20:00"))
    assert not both.is_open(at("2026-12-31 12:00"))


def test_times_of_any_zone_come_back_in_the_calendars() -> None:
    due = CALENDAR.add(datetime(2026, 11, 24, 14, 12, tzinfo=UTC), 4)
    assert due == at("2026-11-24 13:12")
    assert due.tzinfo is CALENDAR.zone


def test_a_time_without_zone_is_a_mistake_of_the_caller() -> None:
    naive = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001
    with pytest.raises(ValueError, match="without zone"):
        CALENDAR.is_open(naive)


def test_holidays_between_names_those_that_cost_working_days() -> None:
    named = CALENDAR.holidays_between(at("2026-12-04 10:00"), at("2026-12-09 10:00"))
    assert [day for day, _ in named] == [date(2026, 12, 8)]
    assert "Inmaculada" in named[0][1]


moments = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001
    max_value=datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([BOGOTA, UTC, ZoneInfo("Europe/Madrid")]),
)
spans = st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(hours=400))


@given(moments, spans)
def test_adding_and_measuring_agree(start: datetime, span: timedelta) -> None:
    assert CALENDAR.between(start, CALENDAR.advance(start, span)) == span


@given(moments, spans)
def test_a_span_ends_in_working_time(start: datetime, span: timedelta) -> None:
    due = CALENDAR.advance(start, span)
    assert CALENDAR.is_open(due - timedelta(microseconds=1))
    assert due > start


@given(moments, spans, st.floats(min_value=0, max_value=1))
def test_splitting_a_span_changes_nothing(start: datetime, span: timedelta, share: float) -> None:
    part = span * share
    assert CALENDAR.advance(CALENDAR.advance(start, part), span - part) in (
        CALENDAR.advance(start, span),
        CALENDAR.next_open(CALENDAR.advance(start, span)),
    )


@given(moments, moments, moments)
def test_splitting_an_interval_changes_nothing(a: datetime, b: datetime, c: datetime) -> None:
    first, middle, last = sorted((a, b, c))
    parts = CALENDAR.between(first, middle) + CALENDAR.between(middle, last)
    assert CALENDAR.between(first, last) == parts


@given(moments)
def test_closed_time_never_counts(moment: datetime) -> None:
    opening = CALENDAR.next_open(moment)
    assert CALENDAR.is_open(opening)
    assert CALENDAR.between(moment, opening) == timedelta(0)
