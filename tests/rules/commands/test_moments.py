"""Days and hours as people write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailbot.rules.commands.moments import read_moment, shown, shown_end, shown_start
from mailbot.rules.commands.rights import Refused

BOGOTA = ZoneInfo("America/Bogota")
TODAY = datetime(2027, 2, 4, 13, tzinfo=UTC)


def read(said: str, *, whole_day: bool = False) -> str:
    moment = read_moment(said, key="desde", today=TODAY, zone=BOGOTA, whole_day=whole_day)
    assert moment.tzinfo is BOGOTA
    return f"{moment:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2027-02-03T10:00", "2027-02-03 10:00"),
        ("2027-02-03t10:00", "2027-02-03 10:00"),
        ("2027-02-03T10:00:30", "2027-02-03 10:00"),
        ("2027-02-03 10:00", "2027-02-03 10:00"),
        ("2027-02-03, 10:00", "2027-02-03 10:00"),
        ("2027-2-3", "2027-02-03 00:00"),
        ("2027-02-03T", "2027-02-03 00:00"),
        ("3/02/2027", "2027-02-03 00:00"),
        ("03/02/2027 10:00", "2027-02-03 10:00"),
        ("3/2/2027 3:30 p. m.", "2027-02-03 15:30"),
        ("3/2/2027 3:30pm", "2027-02-03 15:30"),
        ("10:00", "2027-02-04 10:00"),
        ("  7:05 ", "2027-02-04 07:05"),
        ("7 a.m.", "2027-02-04 07:00"),
        ("12:00 m.", "2027-02-04 12:00"),
        ("12:30 a. m.", "2027-02-04 00:30"),
        ("12:30 p. m.", "2027-02-04 12:30"),
    ],
)
def test_a_moment_is_read_on_the_wall_clock_of_the_line(said, moment):
    assert read(said) == moment


@pytest.mark.parametrize(
    "said",
    ["mañana", "2027-02-30", "31/04/2027", "2027-13-01", "3/02/27", "25:00", "10:75", "10", "-",
     "2027-02-03Tdiez", "2027-02-03 13:00 p. m.", "02-03-2027", "10:00 pm pm"],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_an_example(said):
    with pytest.raises(Refused, match=r"No entiendo «desde=.*»: escriba 2027-02-03T10:00"):
        read(said)


@pytest.mark.parametrize("said", ["9999-12-31", "9999-12-31 23:30", "0001-01-01", "4/02/2017 8:00"])
def test_a_day_of_another_time_is_refused(said):
    for whole_day in (False, True):
        with pytest.raises(Refused, match="está a más de dos años de hoy: revise el año"):
            read(said, whole_day=whole_day)


def test_two_years_ahead_and_back_are_read():
    assert read("2029-02-04") == "2029-02-04 00:00"
    assert read("2025-02-04 10:00") == "2025-02-04 10:00"


def test_a_day_ends_at_the_midnight_behind_it():
    assert read("2027-03-05", whole_day=True) == "2027-03-06 00:00"
    assert read("2027-03-05T15:00", whole_day=True) == "2027-03-05 15:00"


def test_an_hour_alone_is_of_the_day_in_bogota_not_in_greenwich():
    late = datetime(2027, 2, 5, 2, tzinfo=UTC)
    moment = read_moment("20:00", key="desde", today=late, zone=BOGOTA)
    assert shown(moment, BOGOTA) == "04/02/2027 20:00"


def test_whole_days_are_shown_as_days():
    midnight, three = datetime(2027, 3, 6, 5, tzinfo=UTC), datetime(2027, 3, 5, 20, tzinfo=UTC)
    assert shown_end(midnight, BOGOTA) == date(2027, 3, 5)
    assert shown_start(midnight, BOGOTA) == date(2027, 3, 6)
    assert shown_end(three, BOGOTA) == shown_start(three, BOGOTA) == three
