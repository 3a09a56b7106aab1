"""What could become a frequent question: the same cause again and again in a month (R15)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.vocabulary import State
from mailbot.reports.as_of import Seen
from mailbot.reports.period import Period
from mailbot.rules import reasons

LEAST = 3
"""So many cases of a month with the same module and cause are worth a question."""

_SOLVED = (State.RESUELTO, State.CERRADO)

_Key = tuple[str, str]
NAMELESS = "causa anonimizada"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaqCandidate:
    """Solved cases of a module with the same cause, and no question about it yet.

    `cause` is in the words of the latest of them that are not erased; `numbers` are theirs, in
    order of arrival.
    """

    module: str
    cause: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Solved:
    opened_at: datetime
    number: str
    numbers: tuple[str, ...]
    module: str
    cause: str


class FaqCandidates:
    """Gathers the causes of what was solved in the month, and stayed so to its end."""

    def __init__(self, period: Period) -> None:
        self._period = period
        self._alike: dict[_Key, list[_Solved]] = {}

    def add(self, seen: Seen) -> None:
        """Keep the cause of a case, as its history tells it with the last solution."""
        case = seen.case
        solution = next((e for e in reversed(seen.events) if reasons.cause_key(e)), None)
        solved = solution is not None and self._period.covers(solution.at)
        if solution is None or not solved or case.mass or seen.now.state not in _SOLVED:
            return
        if case.module:
            key = case.module, reasons.cause_key(solution)
            alike = _Solved(
                opened_at=case.opened_at, number=seen.number, numbers=case.numbers, module=key[0],
                cause=reasons.cause_in(solution),
            )  # fmt: skip
            self._alike.setdefault(key, []).append(alike)

    def figures(self, entries: Iterable[FaqEntry]) -> tuple[FaqCandidate, ...]:
        """The causes of at least `LEAST` cases that no entry covers, the most frequent first.

        `entries` are all that were proposed by then, as they stood: one that was withdrawn covers
        nothing. Causes are the same if they are said with the same words, in any form.
        """
        standing = [each for each in entries if each.state is not FaqState.RETIRADA]
        covered = {(each.module, reasons.key_of(each.cause)) for each in standing}
        drawn = {each.case_number for each in standing}
        found = [
            _candidate(alike)
            for key, alike in self._alike.items()
            if len(alike) >= LEAST and key not in covered and not drawn & _numbers(alike)
        ]
        return tuple(sorted(found, key=lambda each: (-len(each.numbers), each.module, each.cause)))


def _candidate(alike: Iterable[_Solved]) -> FaqCandidate:
    ordered = sorted(alike, key=lambda each: (each.opened_at, each.number))
    last = next((each for each in reversed(ordered) if each.cause), ordered[-1])
    numbers = tuple(each.number for each in ordered)
    return FaqCandidate(module=last.module, cause=last.cause or NAMELESS, numbers=numbers)


def _numbers(alike: Iterable[_Solved]) -> set[str | None]:
    return {number for each in alike for number in each.numbers}
