"""The state machine drawn from its table, as SVG: the picture that the procedure lacks.

Each state is a column and each transition a row with its arrow, so that nothing crosses and the
picture can be proof-read against domain.md §5.2 line by line.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape

from mailbot.model.vocabulary import State
from mailbot.rules.commands.table import TRANSITIONS, Back, Fact, Transition

_STATES = tuple(State)
_LEFT, _COLUMN, _ROW, _TOP = 330, 118, 34, 96
_RIGHT = 300
_WIDTH = _LEFT + _COLUMN * len(_STATES) + _RIGHT
_BACK = (State.ABIERTO, State.EN_PROGRESO)
"""Where a case can go back to."""

_STYLE = """
svg { background: #ffffff; font-family: Arial, Helvetica, sans-serif; }
text { fill: #1c2733; font-size: 12px; }
.name { font-weight: bold; } .small { font-size: 11px; fill: #4a5866; }
.state { font-weight: bold; font-size: 12px; text-anchor: middle; }
.life { stroke: #c3ccd6; stroke-width: 1; } .band { fill: #f3f6f9; }
.box { fill: #e3edf7; stroke: #2f6299; } .dot { fill: #2f6299; }
.arrow { stroke: #2f6299; stroke-width: 1.6; fill: none; }
.back { stroke-dasharray: 5 3; } .head { fill: #2f6299; }
@media (prefers-color-scheme: dark) {
  svg { background: #12181f; } text { fill: #e6edf3; } .small { fill: #a9b6c3; }
  .life { stroke: #3a4652; } .band { fill: #1a222b; } .box { fill: #1d3146; stroke: #7fb2e5; }
  .dot, .head { fill: #7fb2e5; } .arrow { stroke: #7fb2e5; }
}
"""


def state_diagram() -> str:
    """The whole SVG, ending with a newline; the same table gives the same bytes."""
    rows = tuple(_merged(TRANSITIONS))
    height = _TOP + _ROW * len(rows) + 24
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        "<title>Estados de un caso y lo que lleva de uno a otro</title>",
        f"<style>{_STYLE}</style>",
        *_columns(height),
    ]
    for place, row in enumerate(rows):
        lines += _transition(row, place)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _merged(rows: Sequence[Transition]) -> Iterator[tuple[Transition, tuple[str, ...]]]:
    """Rows that differ in who may act only are one arrow; with all who may."""
    places: dict[tuple[object, ...], list[Transition]] = {}
    for row in rows:
        places.setdefault((row.name, row.by, row.kinds, row.sources, row.target), []).append(row)
    for same in places.values():
        who = dict.fromkeys(role.value for row in same for role in row.who)
        activities = dict.fromkeys(row.activity for row in same)
        yield replace(same[0], activity=", ".join(activities)), tuple(who)


def _columns(height: int) -> Iterator[str]:
    for state in _STATES:
        x = _x(state)
        words = state.value.split(" ")
        half = -(-len(words) // 2)
        yield f'<line class="life" x1="{x}" y1="64" x2="{x}" y2="{height - 12}"/>'
        yield f'<rect class="box" x="{x - 54}" y="16" width="108" height="48" rx="6"/>'
        if len(words) == 1:
            yield f'<text class="state" x="{x}" y="45">{escape(state.value)}</text>'
            continue
        yield f'<text class="state" x="{x}" y="37">{escape(" ".join(words[:half]))}</text>'
        yield f'<text class="state" x="{x}" y="53">{escape(" ".join(words[half:]))}</text>'


def _transition(merged: tuple[Transition, tuple[str, ...]], place: int) -> Iterator[str]:
    row, who = merged
    y = _TOP + _ROW * place
    if place % 2 == 0:
        yield f'<rect class="band" x="0" y="{y - 16}" width="{_WIDTH}" height="{_ROW}"/>'
    cause = row.by.value if isinstance(row.by, Fact) else f"[{row.by}]"
    kinds = "" if len(row.kinds) > 1 else f" ({row.kinds[0]})"
    yield f'<text class="name" x="12" y="{y + 5}">{row.name}</text>'
    yield f'<text x="46" y="{y + 5}">{escape(cause + kinds)}</text>'
    yield from _arrows(row, y)
    people = "mailbot" if who == ("SYS",) else ", ".join(who)
    notes = " · ".join(filter(None, (people, ", ".join(row.mails), row.activity)))
    x = _LEFT + _COLUMN * len(_STATES)
    lines = _folded(notes, 46)
    for line, words in enumerate(lines):
        place_y = y + 10 - 6 * len(lines) + 13 * line
        yield f'<text class="small" x="{x}" y="{place_y}">{escape(words)}</text>'


def _arrows(row: Transition, y: int) -> Iterator[str]:
    targets = _BACK if row.target is Back.BEFORE else (State(row.target),)
    kind = "arrow back" if row.target is Back.BEFORE else "arrow"
    if not row.sources:
        yield from _arrow(_LEFT - 60, _x(targets[0]), y, kind)
    for source in row.sources:
        yield f'<circle class="dot" cx="{_x(source)}" cy="{y}" r="4"/>'
    for target in targets:
        away = [source for source in row.sources if source is not target]
        for source in _outermost(away, target):
            yield from _arrow(_x(source), _x(target), y, kind)
        if row.sources and not away:
            yield from _loop(_x(target), y, kind)


def _outermost(sources: Sequence[State], target: State) -> Iterable[State]:
    """The farthest source on either side: one line carries all that lie between."""
    places = {source: _STATES.index(source) - _STATES.index(target) for source in sources}
    left = [source for source in sources if places[source] < 0]
    right = [source for source in sources if places[source] > 0]
    return (*left[:1], *right[-1:])


def _arrow(start: int, end: int, y: int, kind: str) -> Iterator[str]:
    back = 9 if start < end else -9
    yield f'<line class="{kind}" x1="{start}" y1="{y}" x2="{end - back}" y2="{y}"/>'
    yield f'<path class="head" d="M{end} {y} l{-back} -5 v10 z"/>'


def _loop(x: int, y: int, kind: str) -> Iterator[str]:
    yield f'<path class="{kind}" d="M{x} {y - 5} h22 v10 h-13"/>'
    yield f'<path class="head" d="M{x} {y + 5} l9 -5 v10 z"/>'


def _x(state: State) -> int:
    return _LEFT + _COLUMN * _STATES.index(state)


def _folded(words: str, most: int) -> Sequence[str]:
    """`words` on one line, or on two."""
    if len(words) <= most:
        return (words,)
    cut = words.rfind(" ", 0, most)
    return (words[:cut], words[cut + 1 :])


if __name__ == "__main__":
    sys.stdout.write(state_diagram())
