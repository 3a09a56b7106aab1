"""Dates, hours and figures as people say them in Colombia."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from mailbot.compose import spanish

BOGOTA = ZoneInfo("America/Bogota")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "long", "short"),
    [
        (utc(2026, 11, 25, 15, 40), "miércoles 25 de noviembre de 2026, 10:40 a. m.",
         "mié 25 nov, 10:40 a. m."),
        (utc(2026, 12, 5, 17, 0), "sábado 5 de diciembre de 2026, 12:00 m.", "sáb 5 dic, 12:00 m."),
        (utc(2026, 9, 1, 17, 1), "martes 1 de septiembre de 2026, 12:01 p. m.",
         "mar 1 sep, 12:01 p. m."),
        (utc(2027, 1, 1, 4, 59, 59), "jueves 31 de diciembre de 2026, 11:59 p. m.",
         "jue 31 dic, 11:59 p. m."),
        (utc(2027, 1, 1, 5, 0), "viernes 1 de enero de 2027, 12:00 a. m.",
         "vie 1 ene, 12:00 a. m."),
    ],
)  # fmt: skip
def test_moments(moment: datetime, long: str, short: str) -> None:
    assert spanish.long_moment(moment, BOGOTA).replace("\xa0", " ") == long
    assert spanish.short_moment(moment, BOGOTA) == short


def test_an_hour_is_never_broken() -> None:
    assert spanish.hour(utc(2026, 11, 25, 10, 40)) == "10:40\xa0a.\xa0m."


@pytest.mark.parametrize(
    ("value", "words"), [(20, "20"), (20.0, "20"), (27.4, "27,4"), (2.55, "2,5"), (0.04, "0")]
)
def test_figures(value: float, words: str) -> None:
    assert spanish.number(value) == words


@pytest.mark.parametrize(("count", "words"), [(1, "1\xa0día"), (0, "0\xa0días"), (2, "2\xa0días")])
def test_counted(count: int, words: str) -> None:
    assert spanish.counted(count, "día", "días") == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "del 16 al 22 de noviembre de 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "del 30 de noviembre al 6 de diciembre de 2026"),
        (date(2026, 12, 28), date(2027, 1, 3),
         "del 28 de diciembre de 2026 al 3 de enero de 2027"),
    ],
)  # fmt: skip
def test_a_span_says_once_what_its_days_share(first: date, last: date, words: str) -> None:
    assert spanish.span(first, last) == words


def test_a_term_ends_with_its_last_day() -> None:
    assert spanish.last_day(utc(2026, 12, 1, 5), BOGOTA).replace("\xa0", " ") == (
        "lunes 30 de noviembre de 2026"
    )
