"""Colours of HTML and CSS, and whether letters of one can be seen on another."""

import re
from functools import lru_cache

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
UNSEEN = (-1, -1, -1)
"""Of letters that are transparent: they show on nothing."""

_NAMES = {
    "white": WHITE, "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": BLACK,
    "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240), "mintcream": (245, 255, 250),
    "whitesmoke": (245, 245, 245), "azure": (240, 255, 255), "red": (255, 0, 0),
    "window": WHITE, "windowtext": BLACK, "gray": (128, 128, 128), "grey": (128, 128, 128),
    "navy": (0, 0, 128), "blue": (0, 0, 255), "green": (0, 128, 0), "yellow": (255, 255, 0),
    "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "gainsboro": (220, 220, 220),
    "lightyellow": (255, 255, 224), "beige": (245, 245, 220), "lavender": (230, 230, 250),
    "aliceblue": (240, 248, 255), "lightblue": (173, 216, 230), "linen": (250, 240, 230),
    "cornsilk": (255, 248, 220), "lightcyan": (224, 255, 255), "honeydew": (240, 255, 240),
    "silver": (192, 192, 192), "maroon": (128, 0, 0), "purple": (128, 0, 128),
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})(?![0-9a-z])")
_RGB = re.compile(
    r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]{1,6})(%?)\s*)?\)"
)
_HSL_WHITE = re.compile(r"hsla?\([^)]{0,40}?\b(?:9[5-9]|100)%\s*(?:[,/)]|$)")
_LEAST = 40
_LEAST_OF_A_BOX = 4
_FAINT = 0.15


def is_seen(letters: Colour | None, ground: Colour) -> bool:
    """Whether letters differ enough from what they are written on; without a colour they do."""
    if letters is None:
        return True
    if letters == UNSEEN:
        return False
    return max(abs(a - b) for a, b in zip(letters, ground, strict=True)) >= _LEAST


def is_box(ground: Colour | None, around: Colour) -> bool:
    """Whether what is written on `ground` stands out as a box from what is around it."""
    return ground is not None and (
        max(abs(a - b) for a, b in zip(ground, around, strict=True)) >= _LEAST_OF_A_BOX
    )


@lru_cache(maxsize=512)
def read_colour(value: str) -> Colour | None:
    """The colour that a CSS value or an HTML attribute names; None where it names none we know.

    Of a value with more than a colour ("#fff url(…)") the first colour counts.
    """
    value = value.strip().lower()
    if value.startswith("transparent"):
        return UNSEEN
    if rgb := _RGB.search(value):
        if rgb[4] and float(rgb[4].strip(".") or 0) / (100 if rgb[5] else 1) < _FAINT:
            return UNSEEN
        return (int(rgb[1]), int(rgb[2]), int(rgb[3]))
    if _HSL_WHITE.search(value):
        return WHITE
    if named := _NAMES.get(value.split()[0] if value else ""):
        return named
    found = _HEX.match(value)
    return _from_hex(found[1]) if found else None


def read_ground(value: str) -> Colour | None:
    """The colour of a background; None where what is behind it shows through."""
    colour = read_colour(value)
    return None if colour == UNSEEN else colour


def _from_hex(digits: str) -> Colour:
    wide = "".join(digit * 2 for digit in digits) if len(digits) < 6 else digits
    if len(wide) == 8 and int(wide[6:], 16) / 255 < _FAINT:
        return UNSEEN
    return (int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:6], 16))
