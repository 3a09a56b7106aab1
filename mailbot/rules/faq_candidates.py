"""What could become a frequent question: the same cause again and again in a month (R15)."""

from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.model.case import Case
from mailbot.model.faq import FaqEntry, FaqState
from mailbot.model.vocabulary import State
from mailbot.rules.search_words import search_words

LEAST = 3
"""So many cases of a month with the same module and cause are worth a question."""

_SOLVED = (State.RESUELTO, State.CERRADO)

_Key = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Solved cases of a module with the same cause, and no question about it yet.

    `cause` is in the words of the latest of them; `numbers` are theirs, in order of arrival.
    """

    module: str
    cause: str
    numbers: tuple[str, ...]


def candidates(
    cases: Iterable[Case], entries: Iterable[FaqEntry], least: int = LEAST
) -> tuple[Candidate, ...]:
    """The causes of at least `least` of these cases that no entry covers, the most frequent first.

    `cases` are those of the month, `entries` all that were ever proposed: one that was withdrawn
    covers nothing. Causes are the same if they are said with the same words, in any form.
    """
    groups: dict[_Key, list[Case]] = {}
    for case in sorted(cases, key=lambda each: (each.opened_at, each.service_number)):
        key = _key(case.module, case.cause)
        if key and case.state in _SOLVED and not case.mass:
            groups.setdefault(key, []).append(case)
    standing = [each for each in entries if each.state is not FaqState.RETIRADA]
    covered = {_key(each.module, each.cause) for each in standing}
    drawn = {each.case_number for each in standing}
    found = [
        Candidate(
            module=alike[-1].module or "",
            cause=alike[-1].cause,
            numbers=tuple(case.number for case in alike),
        )
        for key, alike in groups.items()
        if len(alike) >= least and key not in covered and not drawn & _numbers(alike)
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.numbers), each.module, each.cause)))


def _key(module: str | None, cause: str) -> _Key | None:
    words = frozenset(search_words(cause))
    return (module, words) if module and words else None


def _numbers(cases: Iterable[Case]) -> set[str | None]:
    return {number for case in cases for number in case.numbers}
