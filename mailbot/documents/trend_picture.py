"""The picture of a trend: what came and what went each day, as two bars a day; pure.

It is drawn on a dark panel of its own, because mail programs in dark mode invert no picture, and
at twice its size for sharp screens. Pillow's own typeface is used: a system's would differ.
"""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mailbot.model.digest import TrendDay

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

WIDTH, HEIGHT = 550, 200
"""In pixels of the mail; the picture has twice as many."""

_SCALE = 2
_EDGE, _TOP, _FLOOR, _BASE = 18, 66, 36, 24
_LETTERS = 17
"""Pixels; at a phone's 335 of 550 they are still above ten."""

_PANEL, _WHITE = (11, 37, 69), (255, 255, 255)
_WORDS, _AXIS, _CAME, _WENT = 252, 253, 254, 255
"""Shades that are drawn with; below `_WORDS` are the soft edges of letters."""
_COLOURS = {_AXIS: (91, 115, 148), _CAME: (255, 193, 69), _WENT: (140, 196, 255)}
_SOFT = 11


def trend_picture(days: Sequence[TrendDay]) -> bytes:
    """A PNG of these days, oldest first: the same bytes for the same numbers."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH * _SCALE, HEIGHT * _SCALE), 0)
    _draw(ImageDraw.Draw(image), days)
    # Fifteen colours fit in half a byte each: to look for them would cost more than to draw.
    few = image.point([_place(shade) for shade in range(256)])
    few.putpalette(_palette())
    written = io.BytesIO()
    few.save(written, format="PNG", optimize=True, bits=4)
    return written.getvalue()


def _place(shade: int) -> int:
    """The place in the palette of a shade that was drawn with."""
    return round(_SOFT * shade / _WORDS) if shade <= _WORDS else _SOFT + shade - _WORDS


def _palette() -> list[int]:
    ramp = (
        round(dark + (light - dark) * step / _SOFT)
        for step in range(_SOFT + 1)
        for dark, light in zip(_PANEL, _WHITE, strict=True)
    )
    return [*ramp, *(channel for shade in sorted(_COLOURS) for channel in _COLOURS[shade])]


def _draw(draw: "ImageDraw", days: Sequence[TrendDay]) -> None:
    from PIL.ImageFont import load_default

    letters = load_default(_LETTERS * _SCALE)
    left = _EDGE
    for shade, name in ((_CAME, "Entraron"), (_WENT, "Salieron")):
        _box(draw, (left, 16, left + 14, 30), shade)
        _say(draw, (left + 22, 23), name, letters, "lm")
        left += 150
    floor = HEIGHT - _FLOOR
    most = max((max(day.entered, day.left) for day in days), default=0)
    room = (WIDTH - 2 * _EDGE) / max(len(days), 1)
    bar = min(room * 0.36, 26)
    for place, day in enumerate(days):
        middle = _EDGE + room * (place + 0.5)
        for count, start, shade in (
            (day.entered, middle - bar - 1, _CAME),
            (day.left, middle + 1, _WENT),
        ):
            height = (floor - _TOP) * count / most if most else 0
            _box(draw, (start, floor - height, start + bar, floor), shade)
            # Only the highest is named: the others stand in the table below the picture.
            if count and count == most:
                _say(draw, (start + bar / 2, floor - height - 5), str(count), letters, "mb")
        _say(draw, (middle, HEIGHT - _BASE + 6), str(day.day.day), letters, "mm")
    _box(draw, (_EDGE, floor, WIDTH - _EDGE, floor + 1), _AXIS)


def _box(draw: "ImageDraw", corners: tuple[float, float, float, float], shade: int) -> None:
    x0, y0, x1, y1 = (round(each * _SCALE) for each in corners)
    if y1 > y0:
        draw.rectangle((x0, y0, x1 - 1, y1 - 1), fill=shade)


def _say(
    draw: "ImageDraw", at: tuple[float, float], words: str,
    letters: "FreeTypeFont | ImageFont", anchor: str,
) -> None:  # fmt: skip
    x, y = at
    draw.text((x * _SCALE, y * _SCALE), words, fill=_WORDS, font=letters, anchor=anchor)
