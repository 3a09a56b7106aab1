"""Small charts as SVG: lines over time, stacked areas, bars side by side. Pure.

Colours are the page's (`--c0` to `--c7`), with ones of their own where it names none. Each chart
has a title and a description for who does not see it. `width` is that of the drawing: half of it
for one that has to be read on a telephone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 960, 260
_LEFT, _TOP, _BOTTOM = 48, 12, 28
_ROW, _BAR, _ROOM_FOR_VALUE = 44, 20, 84
COLOURS = (
    "#004884", "#168050", "#b26a00", "#8c1d10", "#6b3fa0", "#0f7b8a", "#8a99a8", "#c2185b",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One quantity over the days."""

    name: str
    values: tuple[float, ...]


def areas(
    series: Sequence[Series], labels: Sequence[tuple[int, str]], title: str, told: str = "", *,
    width: int = WIDTH,
) -> str:  # fmt: skip
    """`series` stacked on each other; `labels` are (place, words) below the axis."""
    count = max((len(each.values) for each in series), default=0)
    totals = [sum(each.values[place] for each in series) for place in range(count)]
    top = _nice(max(totals, default=0))
    below = [0.0] * count
    shapes = []
    for place, each in enumerate(series):
        above = [low + value for low, value in zip(below, each.values, strict=True)]
        points = [*_points(above, top, width), *reversed(_points(below, top, width))]
        shapes.append(
            f'<polygon style="fill:{_colour(place)}" points="{" ".join(points)}">'
            f"<title>{escape(each.name)}</title></polygon>"
        )
        below = above
    return _frame(title, told, "".join(shapes), top, labels, count, width)


def lines(
    series: Sequence[Series], labels: Sequence[tuple[int, str]], title: str, told: str = "", *,
    width: int = WIDTH,
) -> str:  # fmt: skip
    """`series` as lines over each other."""
    count = max((len(each.values) for each in series), default=0)
    top = _nice(max((value for each in series for value in each.values), default=0))
    shapes = [
        f'<polyline fill="none" style="stroke:{_colour(place)}" stroke-width="2" '
        f'points="{" ".join(_points(each.values, top, width))}"><title>{escape(each.name)}</title>'
        "</polyline>"
        for place, each in enumerate(series)
    ]
    return _frame(title, told, "".join(shapes), top, labels, count, width)


def bars(
    values: Mapping[str, float], title: str, unit: str = "", *, told: str = "",
    top: float | None = None, mark: float | None = None, words: Mapping[str, str] | None = None,
    width: int = WIDTH,
) -> str:  # fmt: skip
    """One bar for each name, which stands above it, with its value in words.

    `top` is the value of a whole bar, the highest by default; `mark` draws a line at a target;
    `words` say the value of a name where its number does not.
    """
    whole = top or max(values.values(), default=0) or 1
    longest, height = width - _ROOM_FOR_VALUE, _ROW * len(values) + 8
    shapes, said = [], []
    for place, (name, value) in enumerate(values.items()):
        y = 4 + _ROW * place
        length = max(2.0, longest * min(value, whole) / whole)
        # Where a target is marked, words behind a long bar would stand on its line.
        inside = mark is not None and length > _ROOM_FOR_VALUE
        told_value = (words or {}).get(name, f"{value:g}{unit}".replace(".", ","))
        shapes.append(
            f'<rect x="0" y="{y + 18}" width="{length:.1f}" height="{_BAR}" rx="2" '
            f'style="fill:{_colour(0)}"/>'
        )
        said.append(
            f'<text x="0" y="{y + 13}">{escape(name)}</text>'
            f'<text class="{"inside" if inside else "value"}" y="{y + 33}" '
            f'x="{length - 8 if inside else length + 6:.1f}">{escape(told_value)}</text>'
        )
    if mark is not None:
        x = longest * min(mark, whole) / whole
        shapes.insert(
            0,
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{height}" stroke-width="2" '
            f'stroke-dasharray="5 4" style="stroke:{_colour(3)}"><title>Meta</title></line>',
        )
    return _svg(title, told, (width, height), "".join((*shapes, *said)))


def legend(names: Sequence[str]) -> str:
    """Which colour means what."""
    items = (
        f'<li><i style="background:{_colour(place)}"></i>{escape(name)}</li>'
        for place, name in enumerate(names)
    )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _colour(place: int) -> str:
    number = place % len(COLOURS)
    return f"var(--c{number},{COLOURS[number]})"


def _svg(title: str, told: str, size: tuple[int, int], shapes: str) -> str:
    described = f"<desc>{escape(told)}</desc>" if told else ""
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {size[0]} {size[1]}">'
        f"<title>{escape(title)}</title>{described}{shapes}</svg>"
    )


def _points(values: Sequence[float], top: float, width: int) -> list[str]:
    step = (width - _LEFT) / max(1, len(values) - 1)
    room = HEIGHT - _TOP - _BOTTOM
    return [
        f"{_LEFT + place * step:.1f},{_TOP + room * (1 - value / top):.1f}"
        for place, value in enumerate(values)
    ]


def _frame(
    title: str, told: str, shapes: str, top: float, labels: Sequence[tuple[int, str]], count: int,
    width: int,
) -> str:  # fmt: skip
    room = HEIGHT - _TOP - _BOTTOM
    grid = []
    for part in range(5):
        y, mark = _TOP + room * part / 4, f"{top * (4 - part) / 4:g}".replace(".", ",")
        grid.append(
            f'<line x1="{_LEFT}" x2="{width}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{mark}</text>'
        )
    step = (width - _LEFT) / max(1, count - 1)
    words = "".join(
        f'<text x="{_LEFT + place * step:.1f}" y="{HEIGHT - 8}">{escape(text)}</text>'
        for place, text in labels
    )
    framed = f'<g class="grid">{"".join(grid)}</g>{shapes}{words}'
    return _svg(title, told, (width, HEIGHT), framed)


def _nice(highest: float) -> float:
    """The end of the axis: a round number that is not below `highest`."""
    power = 1.0
    while 10 * power < highest:
        power *= 10
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= highest)
