"""Whether words answer SI or NO to "¿funcionó la solución?", or ask how the case stands (T18, T20).

A yes closes a case, so it is read only where nothing in the whole text stands against it: every
word must be known. A no leaves the case open, so it may stand among other words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mailbot.rules.intake.words import folded, tidy
from mailbot.rules.vote_phrases import SCANNER, kind_of
from mailbot.rules.vote_words import Kind

LONGEST = 20_000
"""Characters; a longer text is read up to here, and is no clear answer any more."""

_MOST_WORDS_ABOUT_STATE = 25
_LONG_LINE = 50
_FAR = 60

_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_MARKS = re.compile("[*_\"“”«»„'’‘`´<>|~\\[\\]-]")
_BLANKS = re.compile(r"[^\S\n]+")
_ACCENTED_YES = re.compile(r"\bsí\b,?", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"\bno\. ?(?=\d)", re.IGNORECASE)
_WRAPPED = re.compile(rf"(?<=[^\n]{{{_LONG_LINE}}})(?<![.,:;!?])\n(?=[a-záéíóúñ])")
_FAREWELL = re.compile(
    r"(?:muy )?(?:cordialmente|atentamente|atte|att|cordial saludo|saludos(?: cordiales)?"
    r"|(?:muchas )?gracias)[ .,:;!]*"
)
_GREETED = re.compile(
    r"\s*(?:hola|buen[oa]s?(?: (?:dias?|tardes?|noches?))?|cordial saludo|estimad[oa]s?"
    r"|respetad[oa]s?|apreciad[oa]s?|senor(?:es|as?)?|doctora?|dra?|ingenier[oa]|ing)\b[ .,:]*"
    r"(?:(?:senor(?:es|as?)?|doctora?|dra?|ingenier[oa]|ing)\b[ .]*)?"
)
_NAME = re.compile(r"[^\W\d_]+")
_NAMED = re.compile(r"(?:[A-ZÁÉÍÓÚÑ]\w*+ ?){1,4}(?=[,:.\n])")
_JOINERS = frozenset("de del la las los y e en".split())


class Answer(StrEnum):
    """What a text answers; NONE: it says something else."""

    YES = "yes"
    NO = "no"
    STATE = "state"
    UNCLEAR = "unclear"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """The answer, and whether the words say that it works now (T26)."""

    answer: Answer
    solved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """What stands in one sentence: its kinds in order, and how many words are not known."""

    kinds: frozenset[Kind]
    unknown: int

    @property
    def yes(self) -> bool:
        return not self.kinds.isdisjoint(_SAYS_YES)

    @property
    def no(self) -> bool:
        return Kind.NO in self.kinds


_AGAINST_YES = (Kind.ASK, Kind.LIMIT, Kind.HEDGE, Kind.DOUBT, Kind.NOT, Kind.PLEASE, Kind.GIVES,
                Kind.STATE, Kind.STATE_WORD)  # fmt: skip
_AGAINST_NO = (Kind.ASK, Kind.HEDGE)
_AFTER_YES = (Kind.COMMA, Kind.ASK, Kind.SI, Kind.YES, Kind.NOT)
_FORGIVABLE = (Kind.UNKNOWN, Kind.MATTER, Kind.SMALL)
_SOLVED = frozenset((Kind.SOLVED, Kind.FIXED))
_SAYS_OF_WHAT = _SOLVED | {Kind.ACCEPT, Kind.CLOSE}
_SAYS_YES = _SAYS_OF_WHAT | {Kind.YES}
_COURTESY = frozenset((Kind.FILLER, Kind.SMALL, Kind.RECEIPT))
_CLEAN_START = _SAYS_YES | _COURTESY | {Kind.COMMA, Kind.ASK, Kind.NO}


def read_vote(text: str, names: Sequence[str] = ()) -> Vote:
    """Read the writer's new words; `names` are his own, which a signature may repeat."""
    sentences = [s for s in _sentences(text[:LONGEST], names) if s.kinds]
    answer = _answer(sentences)
    if len(text) > LONGEST and answer is not Answer.NONE:
        answer = Answer.UNCLEAR
    solved = answer is Answer.YES and any(s.kinds & _SOLVED for s in sentences)
    return Vote(answer=answer, solved=solved)


def _answer(sentences: Sequence[_Sentence]) -> Answer:
    single = [_answer_of(sentence) for sentence in sentences]
    yes, no = any(s.yes for s in sentences), any(s.no for s in sentences)
    if yes and no:
        return Answer.UNCLEAR
    if Answer.NO in single:
        return Answer.NO
    if yes:
        clear = all(answer in (Answer.YES, None) for answer in single)
        clear = clear and not _may_tell_receipt(sentences)
        return Answer.YES if clear else Answer.UNCLEAR
    if no or Answer.UNCLEAR in single:
        return Answer.UNCLEAR
    if Answer.STATE in single and Answer.NONE not in single:
        return Answer.STATE
    return Answer.NONE


def _may_tell_receipt(sentences: Sequence[_Sentence]) -> bool:
    """Whether a yes may only tell that our mail came: «SI, recibido», as programs answer too."""
    kinds = frozenset[Kind]().union(*(s.kinds for s in sentences))
    return Kind.RECEIPT in kinds and kinds.isdisjoint(_SAYS_OF_WHAT)


def _answer_of(sentence: _Sentence) -> Answer | None:
    """What one sentence answers, None if it is mere courtesy."""
    kinds = sentence.kinds
    if sentence.yes or sentence.no:
        return _vote_of(sentence)
    if Kind.DOUBT in kinds:
        return Answer.UNCLEAR
    if _asks_for_state(sentence):
        return Answer.STATE
    return None if kinds <= _COURTESY else Answer.NONE


def _vote_of(sentence: _Sentence) -> Answer:
    kinds = sentence.kinds
    if sentence.yes and sentence.no:
        return Answer.UNCLEAR
    if sentence.no:
        return Answer.NO if kinds.isdisjoint(_AGAINST_NO) else Answer.UNCLEAR
    vague = Kind.MATTER in kinds and kinds.isdisjoint(_SOLVED | {Kind.CLOSE})
    vague = vague or (Kind.TROUBLE in kinds and Kind.FIXED not in kinds)
    clear = kinds.isdisjoint(_AGAINST_YES) and not sentence.unknown and not vague
    return Answer.YES if clear else Answer.UNCLEAR


def _asks_for_state(sentence: _Sentence) -> bool:
    kinds = sentence.kinds
    if Kind.STATE in kinds:
        return Kind.GIVES not in kinds and sentence.unknown <= _MOST_WORDS_ABOUT_STATE
    rest = kinds - _COURTESY - {Kind.STATE_WORD, Kind.ASK, Kind.PLEASE}
    return Kind.STATE_WORD in kinds and not rest and not sentence.unknown


def _sentences(text: str, names: Sequence[str]) -> Iterator[_Sentence]:
    clean = _clean(text)
    plain = folded(clean)
    own = frozenset(_NAME.findall(folded(" ".join(names))))
    forgiven = list(_forgiven(clean, plain, own))
    place, kinds = 0, list[Kind]()
    for match in SCANNER.finditer(plain):
        kind = kind_of(match)
        if kind is Kind.STOP:
            yield _sentence(kinds)
            kinds = []
            continue
        while place < len(forgiven) and forgiven[place][1] <= match.start():
            place += 1
        known = place < len(forgiven) and forgiven[place][0] <= match.start()
        known = known or match[0] in own
        kinds.append(Kind.FILLER if known and kind in _FORGIVABLE else kind)
        if kind is Kind.ASK and "?" in match[0]:
            yield _sentence(kinds)
            kinds = []
    yield _sentence(kinds)


def _sentence(kinds: Sequence[Kind]) -> _Sentence:
    """Decide what each "si" and "no" is by its place, then sum up."""
    decided: list[Kind] = []
    fresh = True
    for place, kind in enumerate(kinds):
        following = kinds[place + 1 : place + 1 + _FAR]
        alone = not following or following[0] in (Kind.COMMA, Kind.ASK)
        apart = alone and place > 0 and kinds[place - 1] is Kind.COMMA
        if kind is Kind.SI:
            kind = Kind.YES if apart or (fresh and _affirms(following)) else Kind.HEDGE
        elif kind is Kind.NOT and alone and (fresh or apart):
            kind = Kind.NO
        fresh = fresh and kind in _CLEAN_START
        decided.append(kind)
    counted = frozenset(decided) - {Kind.COMMA, Kind.UNKNOWN}
    unknown = decided.count(Kind.UNKNOWN)
    return _Sentence(kinds=counted | ({Kind.MATTER} if unknown else set()), unknown=unknown)


def _affirms(following: Sequence[Kind]) -> bool:
    """Whether a "si" before these says yes: "si ya quedó, pueden cerrar" sets a condition."""
    if not following or following[0] in _AFTER_YES:
        return True
    if Kind.CLOSE in following or Kind.UNKNOWN in following:
        return False
    clause = following[: following.index(Kind.COMMA)] if Kind.COMMA in following else following
    behind = set(following[len(clause) :]) - {Kind.COMMA}
    said = clause[0] in (Kind.FILLER, Kind.RECEIPT) or not _SAYS_YES.isdisjoint(clause)
    return said and behind <= _COURTESY


def _clean(text: str) -> str:
    """Ordinary blanks, one line for a wrapped one, marks gone, and "sí" apart from "si"."""
    clean = tidy(_BREAK.sub("\n", text)).replace("\r", "\n")
    clean = _ACCENTED_YES.sub("si,", _MARKS.sub(" ", clean))
    clean = _BLANKS.sub(" ", _NUMBER_SIGN.sub("Nro ", clean))
    return _WRAPPED.sub(" ", clean)


def _forgiven(clean: str, plain: str, own: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Spans whose unknown words are names: who is greeted, and who signs."""
    greeted = _GREETED.match(plain)
    if greeted and (named := _NAMED.match(clean, greeted.end())):
        yield named.span()
    start, said, signing = 0, False, False
    for line in clean.split("\n"):
        end = start + len(line)
        words = line.split()
        if said and words and _signs(words, own, signing):
            yield start, end
            signing = True
        signing = signing or (said and bool(_FAREWELL.fullmatch(plain[start:end].strip())))
        said = said or bool(words)
        start = end + 1


def _signs(words: Sequence[str], own: frozenset[str], signing: bool) -> bool:
    """Whether a line below the first is a signature by its looks."""
    names = [word.strip(".,;:()") for word in words]
    letters = [word for word in names if word and folded(word) not in _JOINERS]
    if not letters or len(letters) > 10:
        return False
    if all(folded(word) in own for word in letters):
        return True
    if signing:
        return all(not word[0].islower() or "@" in word or "." in word for word in letters)
    shouted = all(word.isupper() for word in letters)
    named = all(word.isalpha() and word[0].isupper() for word in letters)
    return len(letters) >= 2 and named and not shouted
