"""Words as the full-text search keeps them: stems of Spanish words, figures, codes of errors.

Both databases index these plain tokens, so that they find the same for the same words.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from mailbot.model.case import Case
from mailbot.model.masking import hidden, identifications
from mailbot.model.vocabulary import State
from mailbot.rules import anonymous
from mailbot.rules.empty_words import EMPTY_WORDS
from mailbot.rules.intake.words import folded, words_of
from mailbot.rules.similar import error_codes

MOST_WORDS = 400
"""What stands further down in a text is signatures and quotes."""

_LONGEST_TEXT = 8_000
_LONGEST_WORD = 40
_SHORTEST_WORD = 3
_SOLVED = (State.RESUELTO, State.CERRADO)


def search_words(text: str) -> tuple[str, ...]:
    """The tokens of `text`, in order and as often as they stand in it: letters and figures only.

    Small letters without accents; stop words are out. A code of an error also stands in one piece
    (`APR-001` → `apr`, `001`, `apr001`).
    """
    plain = folded(text[:_LONGEST_TEXT])
    found = list(_words(plain))[:MOST_WORDS]
    return (*found, *sorted(code.lower() for code in error_codes(plain)))


def words_to_find(case: Case) -> tuple[str, ...]:
    """By which words a solved case is found; none for one that is not to be found.

    Who asked is not among them. A child of a mass incident is found by its parent.
    """
    if case.state not in _SOLVED or not case.solution or case.parent:
        return ()
    if anonymous.is_anonymous(case):
        return ()
    return _without_names(case, (case.subject, case.description, case.cause, case.solution))


def words_of_request(case: Case) -> tuple[str, ...]:
    """What a case is about, as words to look for."""
    return _without_names(case, (case.subject, case.description))


def _without_names(case: Case, texts: tuple[str, ...]) -> tuple[str, ...]:
    person = case.requester
    numbers = identifications(person.identification, case.attendees)
    names = set(search_words(f"{person.name} {person.siif_user} {person.email}"))
    words = search_words(hidden("\n".join(filter(None, texts)), numbers))
    return tuple(word for word in words if word not in names)


def _words(plain: str) -> Iterator[str]:
    for word in words_of(plain):
        if (len(word) >= _SHORTEST_WORD and word not in EMPTY_WORDS) or _has_figure(word):
            yield _stem(word[:_LONGEST_WORD])


def _has_figure(word: str) -> bool:
    return any(char.isdigit() for char in word)


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    """The stem of a folded word; a word with a figure in it stays whole."""
    if _has_figure(word):
        return word
    return str(_stemmer().stemWord(word))


@cache
def _stemmer():  # type: ignore[no-untyped-def]
    # All its languages come with it: it is loaded by who searches, not at every start.
    import snowballstemmer

    return snowballstemmer.stemmer("spanish")
