"""The picture of a trend: small, the same for the same numbers, and true to them."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from mailbot.documents.trend_picture import HEIGHT, WIDTH, trend_picture
from mailbot.model.digest import TrendDay

_CAME, _WENT = (255, 193, 69), (140, 196, 255)


def days(*counts: tuple[int, int]) -> tuple[TrendDay, ...]:
    first = date(2026, 11, 9)
    return tuple(
        TrendDay(day=first + timedelta(days=place), entered=came, left=went, open=0)
        for place, (came, went) in enumerate(counts)
    )


def pixels(content: bytes, colour: tuple[int, int, int]) -> int:
    counted = Image.open(io.BytesIO(content)).convert("RGB").getcolors()
    return {shade: count for count, shade in counted or ()}.get(colour, 0)


MONTHS = [
    days(*((n % 17, n % 11) for n in range(10))), days(*((n * 997, n * 1009) for n in range(10))),
    days(*[(0, 0)] * 10), days((3, 1)), (),
]  # fmt: skip


@pytest.mark.parametrize("shown", MONTHS, ids=["usual", "huge", "nothing", "one day", "no days"])
def test_it_is_a_small_picture_of_few_colours_twice_its_size(shown: tuple[TrendDay, ...]):
    content = trend_picture(shown)
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("PNG", (2 * WIDTH, 2 * HEIGHT))
    assert len(content) <= 8_000
    assert len(image.getcolors() or ()) <= 64


def test_the_same_numbers_make_the_same_bytes():
    counts = ((1, 2), (3, 4), (5, 6))
    assert trend_picture(days(*counts)) == trend_picture(days(*counts))
    assert trend_picture(days(*counts)) != trend_picture(days((1, 2), (3, 4), (5, 7)))


def test_a_bar_is_as_high_as_its_number():
    even = trend_picture(days((4, 4)))
    half = trend_picture(days((4, 2)))
    legend = trend_picture(days((0, 0)))
    came, went = (pixels(half, each) - pixels(legend, each) for each in (_CAME, _WENT))
    assert went == pytest.approx(came / 2, rel=0.02)
    assert pixels(even, _CAME) == pixels(even, _WENT)
