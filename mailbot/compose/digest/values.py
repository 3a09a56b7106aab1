"""A digest in words, as its two templates show it."""

from dataclasses import dataclass

from mailbot.compose.one_click import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of the four figures at the top; `tone` is "bad", "warn" or ""."""

    count: int
    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords:
    """A case: its situation beside the number, what it is about, and why it is here."""

    number: str
    status: str
    tone: str
    request: str
    facts: str
    fresh: bool = False
    reply: Reply | None = None
    aria: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows, and how many more there are in the file ("" if none)."""

    rows: tuple[RowWords, ...] = ()
    more: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWords:
    """An advisor's bar: `share` is its length in percent of the longest."""

    name: str
    note: str
    running: int
    overdue: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWords:
    """A group of the line: what it has in hand, and what is in trouble ("" if nothing)."""

    name: str
    facts: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """A day of the trend."""

    day: str
    entered: int
    left: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendWords:
    """The trend: its finding, the figures behind it, the picture in words, its days."""

    finding: str
    told: str
    alt: str
    days: tuple[DayWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxLine:
    """A sentence on the box: `strong` says how it is, in the colour of `tone`."""

    strong: str
    rest: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWords:
    """Everything that M-32 shows below its title."""

    intro: str
    fresh: str
    figures: tuple[Figure, ...]
    contingency: str
    decide: Section
    questions: tuple[Reply, ...]
    today: Section
    near: Section
    waiting: tuple[tuple[str, int], ...]
    loads: tuple[LoadWords, ...]
    more_loads: str
    away: str
    line: tuple[GroupWords, ...]
    technical: Section
    undocumented: str
    trend: TrendWords
    box: tuple[BoxLine, ...]
    more: tuple[Reply, ...]
