"""Names of people taken out of running text: those that are known, and those that show."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailbot.rules.empty_words import EMPTY_WORDS
from mailbot.rules.given_names import ALSO_WORDS, GIVEN_NAMES
from mailbot.rules.intake.people import person_name
from mailbot.rules.intake.words import folded, words_of

NAME = "(nombre)"

_LETTERS = r"[A-ZÁÉÍÓÚÑÜ][A-Za-zÁÉÍÓÚÑÜáéíóúñü'’]*\.?"
_PARTICLE = r"(?:de|del|de la|de los|y)"
_MORE = rf"(?: (?:{_PARTICLE} )?{_LETTERS}){{0,4}}"
_TITLED = re.compile(
    r"(\b(?i:señor(?:a|ita)?|sr|sra|dr|dra|doctora?|ing|ingenier[oa]|don|doña|compañer[oa]"
    r"|de nombre|me llamo|mi nombre es|soy|a nombre de|hablé con|atendid[oa] por|remitid[oa] por"
    rf"|respetad[oa]|estimad[oa]|apreciad[oa])\b\.?(?:\(a\))? )({_LETTERS}{_MORE})"
)
# These words have other things behind them too: only what looks like a whole name is one.
_NAMED = re.compile(
    r"(\b(?i:solicitantes?|funcionari[oa]s?|beneficiari[oa]s?|firma|terceros?|contratistas?"
    rf"|supervisor(?:a|es)?|pagador(?:a|es)?)\b:? )({_LETTERS} (?:{_PARTICLE} )?{_LETTERS}{_MORE})"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_PARTICLES = frozenset(("de", "del", "la", "los", "y"))
_SHORTEST = 3
_MOST_AFTER = 3
_FARTHEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """Words of names: those of who asked are names however they are written, those of the line's
    people with a capital only.
    """

    asking: frozenset[str]
    of_line: frozenset[str]

    def has(self, word: str) -> bool:
        plain = folded(word)
        return plain in self.asking or (plain in self.of_line and word[0].isupper())


def without_names(text: str, asking: Iterable[str] = (), of_line: Iterable[str] = ()) -> str:
    """`text` with `(nombre)` for each name: of the people `asking` and those `of_line`, behind a
    title, or beginning with a given name.
    """
    text = _TITLED.sub(lambda found: found[1] + _instead(found[2]), text)
    text = _NAMED.sub(lambda found: found[1] + _instead(found[2]), text)
    people = _People(asking=_words(asking), of_line=_words(of_line))
    parts: list[str] = []
    done = 0
    for start, end in _names(text, people):
        parts += (text[done:start], NAME)
        done = end
    return "".join((*parts, text[done:]))


def _words(names: Iterable[str]) -> frozenset[str]:
    words = (word for name in names for word in words_of(name) if len(word) >= _SHORTEST)
    return frozenset(words) - EMPTY_WORDS


def _instead(words: str) -> str:
    return NAME if person_name(words, trusted=True) else words


def _names(text: str, people: _People) -> Iterable[tuple[int, int]]:
    """Where names stand in `text`."""
    words = list(_WORD.finditer(text))
    place = 0
    while place < len(words):
        last = _end_of_name(text, words, place, people)
        if last is not None:
            yield words[place].start(), words[last].end()
            place = last
        place += 1


def _end_of_name(
    text: str, words: list[re.Match[str]], place: int, people: _People
) -> int | None:  # fmt: skip
    """The place of the last word of the name that begins here; None if none does."""
    word = words[place][0]
    plain = folded(word)
    follows = _follows(text, words, place, people)
    given = plain in GIVEN_NAMES and word[0].isupper()
    if not given and not people.has(word):
        return None
    # A word that may be something else is a name inside a sentence, if it has a capital there.
    alone = plain not in ALSO_WORDS or (word[0].isupper() and _inside(text, words[place].start()))
    return max((place, *follows)) if alone or follows else None


def _inside(text: str, start: int) -> bool:
    """Whether a word stands behind another one of its sentence."""
    before = text[:start].rstrip(" \"'«“(¿¡")
    return bool(before) and (before[-1].isalnum() or before[-1] in ",;)")


def _follows(text: str, words: list[re.Match[str]], place: int, people: _People) -> list[int]:
    """The places of the words behind that belong to the same name: `María de la Paz Rojas`."""
    found: list[int] = []
    small, end = words[place][0][0].islower(), words[place].end()
    for after in range(place + 1, min(place + _FARTHEST, len(words))):
        word = words[after]
        if text[end : word.start()] != " ":
            break
        end = word.end()
        if folded(word[0]) in _PARTICLES:
            continue
        if len(found) == _MOST_AFTER or not _continues(word[0], people, small=small):
            break
        found.append(after)
    return found


def _continues(word: str, people: _People, *, small: bool) -> bool:
    plain = folded(word)
    if people.has(word):
        return True
    return not small and word[0].isupper() and len(word) > 1 and plain not in EMPTY_WORDS
