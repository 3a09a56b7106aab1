"""Small charts as SVG: bars over time, stacked areas, bars side by side. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 960, 260
_LEFT, _TOP, _BOTTOM = 48, 12, 28
COLOURS = (
    "#004884", "#168050", "#b26a00", "#8c1d10", "#6b3fa0", "#0f7b8a", "#8a99a8", "#c2185b",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One quantity over the days."""

    name: str
    values: tuple[float, ...]


def areas(series: Sequence[Series], labels: Sequence[tuple[int, str]], title: str) -> str:
    """`series` stacked on each other; `labels` are (place, words) below the axis."""
    count = max((len(each.values) for each in series), default=0)
    totals = [sum(each.values[place] for each in series) for place in range(count)]
    top = _nice(max(totals, default=0))
    below = [0.0] * count
    shapes = []
    for place, each in enumerate(series):
        above = [low + value for low, value in zip(below, each.values, strict=True)]
        points = [*_points(above, top), *reversed(_points(below, top))]
        colour = COLOURS[place % len(COLOURS)]
        shapes.append(
            f'<polygon fill="{colour}" points="{" ".join(points)}">'
            f"<title>{escape(each.name)}</title></polygon>"
        )
        below = above
    return _frame(title, "".join(shapes), top, labels, count)


def lines(series: Sequence[Series], labels: Sequence[tuple[int, str]], title: str) -> str:
    """`series` as lines over each other."""
    count = max((len(each.values) for each in series), default=0)
    top = _nice(max((value for each in series for value in each.values), default=0))
    shapes = [
        f'<polyline fill="none" stroke="{COLOURS[place % len(COLOURS)]}" stroke-width="1.5" '
        f'points="{" ".join(_points(each.values, top))}"><title>{escape(each.name)}</title>'
        "</polyline>"
        for place, each in enumerate(series)
    ]
    return _frame(title, "".join(shapes), top, labels, count)


def bars(values: Mapping[str, float], title: str, unit: str = "") -> str:
    """One bar for each name, with its value in words."""
    top = max(values.values(), default=0) or 1
    height = 30 * len(values) + 8
    rows = []
    for place, (name, value) in enumerate(values.items()):
        y = 4 + 30 * place
        length = max(2.0, 560 * value / top)
        rows.append(
            f'<text x="220" y="{y + 17}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="230" y="{y}" width="{length:.1f}" height="24" fill="{COLOURS[0]}"/>'
            f'<text x="{236 + length:.1f}" y="{y + 17}">{value:g}{escape(unit)}</text>'
        )
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {height}">'
        f"{''.join(rows)}</svg>"
    )


def legend(names: Sequence[str]) -> str:
    """Which colour means what."""
    items = (
        f'<li><i style="background:{COLOURS[place % len(COLOURS)]}"></i>{escape(name)}</li>'
        for place, name in enumerate(names)
    )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _points(values: Sequence[float], top: float) -> list[str]:
    step = (WIDTH - _LEFT) / max(1, len(values) - 1)
    room = HEIGHT - _TOP - _BOTTOM
    return [
        f"{_LEFT + place * step:.1f},{_TOP + room * (1 - value / top):.1f}"
        for place, value in enumerate(values)
    ]


def _frame(
    title: str, shapes: str, top: float, labels: Sequence[tuple[int, str]], count: int
) -> str:
    room = HEIGHT - _TOP - _BOTTOM
    grid = []
    for part in range(5):
        y, mark = _TOP + room * part / 4, f"{top * (4 - part) / 4:g}"
        grid.append(
            f'<line x1="{_LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{mark}</text>'
        )
    step = (WIDTH - _LEFT) / max(1, count - 1)
    words = "".join(
        f'<text x="{_LEFT + place * step:.1f}" y="{HEIGHT - 8}">{escape(text)}</text>'
        for place, text in labels
    )
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g class="grid">{"".join(grid)}</g>{shapes}{words}</svg>'
    )


def _nice(highest: float) -> float:
    """The end of the axis: a round number that is not below `highest`."""
    power = 1.0
    while 10 * power < highest:
        power *= 10
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= highest)
