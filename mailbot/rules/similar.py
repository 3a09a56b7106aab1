"""Whether two cases are about the same matter (domain.md §16.18), and which stand close in time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import sqrt
from typing import Self

from mailbot.model.case import Case
from mailbot.rules.calendar import WorkingCalendar
from mailbot.rules.empty_words import EMPTY_WORDS
from mailbot.rules.intake.words import folded, words_of
from mailbot.rules.policy import Policy

_MOST_TEXT = 4_000
"""What stands further down in a description is signatures and quotes."""

_LEAST_IN_COMMON = 2
_SHORTEST_WORD = 3
_STEM = 6
_PAIR = re.compile(r"\d\d")

# "error APR-001", "código de error 20013", "mensaje ORA-01403": figures alone only where an error
# is named, since "orden de pago 184526" or "código 130101" are none.
_NAMED = r"[\s:#.°º\"'«(-]{0,4}(?:(?:no|nro|num|numero|codigo)\b[\s:#.°º\"'«(-]{0,4})?"
_LETTERED = r"[a-z]{1,6}[-_]?\d{2,7}"
_END = r"(?![\w-])"
_CODES = (
    re.compile(
        r"\b(?:error|codigo del? (?:error|mensaje)|mensaje de error|excepcion)\b"
        rf"{_NAMED}({_LETTERED}|\d{{3,7}}){_END}"
    ),
    re.compile(rf"\b(?:codigo|mensaje)\b{_NAMED}({_LETTERED}){_END}"),
    re.compile(rf"\b(ora[- _]?\d{{3,6}}){_END}"),
)

# What people do in the system all day: two cases that share only these are not the same matter.
_EVERYDAY = frozenset(
    "anular anula autori carga cargar compro consul crear creaci cuenta docume elabor firma gasto "
    "ingres modifi obliga orden pago pagar proces regist report tercer transa valor".split()
)
_LESS = 0.75
"""How much less an everyday word weighs than one that tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a case is about: its module, the error codes that it names, and its telling words."""

    module: str | None
    codes: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, case: Case) -> Self:
        """The matter of `case`, from its subject and description."""
        person = case.requester
        names = (person.name, person.entity, person.city)
        return cls.said(case.module, case.subject, case.description, names)

    @classmethod
    def said(
        cls, module: str | None, subject: str, description: str, names: Iterable[str]
    ) -> Self:  # fmt: skip
        """The matter of a case whose person, entity and city have these names."""
        codes, words = _said(f"{subject}\n{description[:_MOST_TEXT]}", " ".join(names))
        return cls(module=module, codes=codes, words=words)

    def same(self, other: Self, threshold: float) -> bool:
        """Same module, and the same error code or, without one, clearly similar words."""
        if self.module is None or self.module != other.module:
            return False
        return self.like(other, threshold)

    def like(self, other: Self, threshold: float) -> bool:
        """The same, whatever the modules."""
        if self.codes and other.codes:
            return not self.codes.isdisjoint(other.codes)
        return likeness(self.words, other.words) >= threshold


@lru_cache(maxsize=1024)
def _said(text: str, names: str) -> tuple[frozenset[str], frozenset[str]]:
    # A case of a busy module is compared again with each that comes after it.
    text, known = folded(text), set(words_of(names))
    words = frozenset(_stem(word) for word in words_of(text) if _tells(word, known))
    return error_codes(text), words


def error_codes(text: str) -> frozenset[str]:
    """The codes of errors that `text` (folded) names, in one spelling: `apr-001` → `APR001`."""
    found = (match[1] for pattern in _CODES for match in pattern.finditer(text))
    return frozenset("".join(c for c in code if c.isalnum()).upper() for code in found)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two sets of words are, 0 to 1 (the cosine); one word in common says nothing."""
    common = one & other
    if len(common) < _LEAST_IN_COMMON:
        return 0.0
    return _weight_of(common) / sqrt(_weight_of(one) * _weight_of(other))


def section_of(case: Case, groups: int) -> str:
    """The budget section of the executing unit: its first `groups` groups, "" if unknown (Q9).

    `13-01-01` in section 1301 with two groups; a code without hyphens reads the same.
    """
    parts = case.requester.executing_unit.strip().split("-")
    if len(parts) == 1:
        parts = _PAIR.findall(parts[0])
    return "".join(parts[:groups]) if len(parts) >= groups and parts[0] else ""


def sections_of(cases: Iterable[Case], groups: int) -> dict[str, tuple[str, ...]]:
    """Section → numbers of its cases, both in order; cases without a known unit have no part."""
    found: dict[str, tuple[str, ...]] = {}
    for case in cases:
        if section := section_of(case, groups):
            found[section] = (*found.get(section, ()), case.number)
    return dict(sorted(found.items()))


def cluster(
    case: Case, candidates: Iterable[Case], hours: float, policy: Policy
) -> tuple[Case, ...]:
    """`case` and those of the same matter that arrived with it within `hours` working hours.

    The window slides: of those that hold `case`, the one with the most sections counts, then the
    one with the most cases. In order of arrival.
    """
    alike = _alike(case, candidates, policy)
    span = timedelta(hours=hours)
    placed = sorted(
        ((_distance(case, each, policy.calendar), each.opened_at, each.service_number, each)
         for each in (case, *alike)),
        key=lambda row: row[:3],
    )  # fmt: skip
    groups = policy.config.mass.section_groups
    best: tuple[Case, ...] = (case,)
    for start in sorted({row[0] for row in placed if -span <= row[0] <= timedelta(0)}):
        within = tuple(row[3] for row in placed if start <= row[0] <= start + span)
        if _weight(within, groups) > _weight(best, groups):
            best = within
    return best


def look_back(moment: datetime, hours: float, calendar: WorkingCalendar) -> datetime:
    """A moment from which on everything within `hours` working hours before `moment` arrived."""
    span, start = timedelta(hours=hours), moment
    while calendar.between(start, moment) < span:
        start -= max(timedelta(days=1), (span - calendar.between(start, moment)) / 2)
    return start


def _alike(case: Case, candidates: Iterable[Case], policy: Policy) -> Sequence[Case]:
    matter, threshold = Matter.of(case), policy.config.similar.threshold
    return [
        each
        for each in candidates
        if each.service_number != case.service_number
        and matter.same(Matter.of(each), threshold)
    ]  # fmt: skip


def _distance(case: Case, other: Case, calendar: WorkingCalendar) -> timedelta:
    """Working time from the arrival of `case` to that of `other`; negative where it came before."""
    if other.opened_at < case.opened_at:
        return -calendar.between(other.opened_at, case.opened_at)
    return calendar.between(case.opened_at, other.opened_at)


def _weight_of(words: frozenset[str]) -> float:
    return len(words) - _LESS * len(words & _EVERYDAY)


def _weight(cases: Sequence[Case], groups: int) -> tuple[int, int]:
    return len(sections_of(cases, groups)), len(cases)


def _tells(word: str, names: set[str]) -> bool:
    return (
        len(word) >= _SHORTEST_WORD
        and not any(char.isdigit() for char in word)
        and word not in EMPTY_WORDS
        and word not in names
    )


def _stem(word: str) -> str:
    """The beginning of a word, which its forms share: `autorizar`, `autorización`."""
    if word.endswith("es") and word[-3:-2] in "nrldz":
        word = word[:-2]
    return word.removesuffix("s")[:_STEM]
