"""Whether something that is known can help with what is asked: a share from 0 to 1.

The database brings what has words in common; which of that is worth showing is decided here, so
that it does not depend on how a database ranks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Self

from mailbot.model.case import Case
from mailbot.model.faq import FaqEntry
from mailbot.rules.impersonal import PLACES
from mailbot.rules.intake.words import folded
from mailbot.rules.search_words import search_words
from mailbot.rules.similar import error_codes

LEAST = 0.5
"""Below this nothing is shown: a wrong answer costs more than none."""

MOST = 3
"""How many are shown."""

_LEAST_IN_COMMON = 1.5
"""How much must be shared: two words of everyday work say nothing."""
_EVERYDAY_WEIGHT = 0.25
_EVERYDAY = """anular autorizar cargar comprobante compromiso consultar crear cuenta documento
elaborar firmar gasto generar ingresar modificar obligacion orden pago pagar procesar registrar
registro reporte responder tercero transaccion valor validar"""
"""What people do in the system all day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a text says of a matter: its stems without figures, and the error codes it names."""

    words: frozenset[str]
    codes: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        words, codes = _said(text)
        return cls(words=words, codes=codes)


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """The stems that are worth searching for: those of everyday work stand in every second case."""
    return tuple(word for word in words if word not in _everyday())


def relevance(asked: Said, known: Said) -> float:
    """How much of the shorter of the two the other one says too.

    Where both name errors, these decide.
    """
    if asked.codes and known.codes:
        return 0.0 if asked.codes.isdisjoint(known.codes) else 1.0
    common = _weight(asked.words & known.words)
    if common < _LEAST_IN_COMMON:
        return 0.0
    return common / min(_weight(asked.words), _weight(known.words))


def helpful(asked: str, entries: Iterable[FaqEntry]) -> tuple[FaqEntry, ...]:
    """The questions that may help who writes `asked`, the best first; of equals the earlier one."""
    said = Said.of(asked)
    rated = [(relevance(said, Said.of(each.question)), each) for each in entries]
    worth = [each for each in rated if each[0] >= LEAST]
    return tuple(entry for _share, entry in sorted(worth, key=lambda each: -each[0])[:MOST])


def alike(case: Case, solved: Iterable[Case]) -> tuple[Case, ...]:
    """The solved cases about what `case` is about, the most alike first; of no other module."""
    said = Said.of(_matter(case))
    rated = [(relevance(said, Said.of(_matter(each))), each) for each in solved
             if each.row != case.row and _may_be_alike(case, each)]  # fmt: skip
    worth = [each for each in rated if each[0] >= LEAST]
    return tuple(found for _share, found in sorted(worth, key=lambda each: -each[0])[:MOST])


def _matter(case: Case) -> str:
    return f"{case.subject}\n{case.description}"


def _may_be_alike(case: Case, other: Case) -> bool:
    return not case.module or not other.module or case.module == other.module


@lru_cache(maxsize=512)
def _said(text: str) -> tuple[frozenset[str], frozenset[str]]:
    said = search_words(PLACES.sub("", text))
    words = frozenset(word for word in said if word.isalpha())
    return words, error_codes(folded(text))


def _weight(words: Iterable[str]) -> float:
    return sum(_EVERYDAY_WEIGHT if word in _everyday() else 1.0 for word in words)


@cache
def _everyday() -> frozenset[str]:
    return frozenset(search_words(_EVERYDAY))
