"""The answers to the survey in a reply: one digit alone, four in a row, or question by question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailbot.rules.courtesy import is_courtesy
from mailbot.rules.intake.words import folded, tidy

Scores = tuple[int | None, int | None, int | None, int | None]
"""The scores of questions 1 to 4 (domain.md §8), None where a question was left out."""

LONGEST = 20_000
"""Characters; what stands behind them is comment that nobody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A filled-in survey; `scores` None: it is one, but cannot be counted (a 10, a 4,5)."""

    scores: Scores | None
    comment: str = ""


_DIGITS = {"uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5}
_DIGIT = r"(?:\d{1,2}|uno|dos|tres|cuatro|cinco)"
_FIGURE = rf"(?P<score>{_DIGIT}|100|cero|seis|siete|ocho|nueve|diez)"
_FRACTION = r"(?:[.,]00?(?!\d)|(?P<fraction>[.,]\d{1,2}))?"
_SCALE = r"(?: ?(?:/|de|sobre) ?(?:5|cinco)\b)?"
_BASE = r"(?P<base> ?(?:/|de|sobre) ?(?:5|10|cinco|diez)\b)?"
_MARKS = str.maketrans(dict.fromkeys('*_"“”«»>', " "))
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_SMALL_TALK = re.compile(
    r"\s*(?:hola|buen[oa]s? (?:dias?|tardes?|noches?)|buenas|cordial saludo|si|estimados? senores"
    r"|(?:muchas )?gracias)\b[ ,.:;!\n]*"
)
_LEAD = (
    r"(?:(?:mi|la|su|nuestra|una|un|yo|para|le|les|doy|damos|daria|pongo|ponemos|pondria|otorgo"
    r"|califico|calificamos|calificacion|nota|puntaje|puntuacion|es|de|con|por|servicio|el|atencion"
    r"|general|satisfaccion) ?){0,7}[:=]? ?"
)
_UNIT = r"(?: (?:puntos?|estrellas?))?"
_LEVEL = r"(?: ?\(?(?:muy )?(?:in)?satisfech[oa]s?\)?)?"
_ONE = re.compile(
    rf"\s*{_LEAD}{_FIGURE}{_FRACTION}\b(?![.,:]\d){_BASE}{_UNIT}{_LEVEL}"
    r"(?P<end>[ .!]*(?:\n|$)|[ ]*[,;!.-]+ ?|[ ]+)"
)
_OPINION_FIRST = re.compile(
    r"\s*(?P<said>(?:(?:excelente|muy|buen[oa]?s?|bien|perfecto|regular|mal[oa]?|pesim[oa]"
    r"|servicio|atencion|gracias|la|el)[ ,.:]+){1,8})"
    rf"(?:un )?(?P<score>{_DIGIT})\b{_BASE}{_UNIT}[ .!]*$"
)
_BECAUSE = re.compile(r"(?:porque|por que|pues|ya que|dado que|debido a|por (?:el|la|lo|su))\b")
_TO_WHAT = re.compile(r"(?:al|a la|el|la|su) (?:servicio|atencion|soporte|ayuda)\b")
_RATES = re.compile(r"calific|puntaje|puntuacion|nota")
_GIVES = re.compile(r"\b(?:doy|damos|daria|pongo|ponemos|pondria|otorgo)\b")
_ALL = re.compile(
    rf"\s*(?:(?:todo|todas?)(?: (?:en|con|un|a|de|las|preguntas))* (?P<a>{_DIGIT})"
    rf"|{_LEAD}(?P<b>{_DIGIT})(?: puntos)? (?:en|a|para|por) tod[oa]s?(?: las? preguntas)?)\b"
    r"[ .,;!]*"
)
_GAP = r"[ \n]*[ ,;/\n-][ \n]*"
_ROW = re.compile(rf"\s*({_DIGIT})" + rf"{_GAP}({_DIGIT})" * 3 + r"\b(?P<end>[ .,;!]*)")
_OPINION = re.compile(
    r"(?:muy|todo|tod[oa]s|excelent\w*|buen\w*|bien|perfect\w*|regular\w*|mal\w*|pesim\w*|demor\w*"
    r"|lent\w*|satisf\w*|insatisf\w*|gracias|amabl\w*|rapid\w*|agil\w*|oportun\w*|efic\w*"
    r"|feli\w*|super|genial|(?:el |la |su )?(?:servicio|atencion)"
    r" (?:fue|es|muy|excelent\w*|buen\w*|rapid\w*|demor\w*))\b"
)
_TOPICS = (
    r"amabilidad",
    r"oportunidad",
    r"claridad(?: y utilidad(?: de la solucion)?)?|utilidad(?: de la solucion)?",
    r"(?:satisfaccion )?general|satisfaccion",
)
_NAMED = "|".join(f"(?P<n{number}>{topic})" for number, topic in enumerate(_TOPICS, start=1))
_TOPIC = "|".join(f"(?P<t{number}>{topic})" for number, topic in enumerate(_TOPICS, start=1))
_QUESTION = re.compile(
    rf"(?:(?<![\w.,:/-])(?:[pq]|pregunta )?(?P<number>[1-4]) ?[.):=-]+ ?(?:(?:{_NAMED})\b)?"
    rf"|\b(?:{_TOPIC})\b)(?:[ :=.-]*(?P<score>{_DIGIT})(?![\w:]|[.,]\d){_SCALE})?"
)
_REMARK = re.compile(r"(?:comentarios?|observaci[oó]n(?:es)?) ?[:=] ?", re.IGNORECASE)


def read_scores(text: str) -> Ballot | None:
    """Read the writer's new words as a survey answer; None if they are something else.

    One digit from 1 to 5 alone counts as question 4 (domain.md §8). A figure in a sentence
    ("tengo 3 facturas") is no score, nor is a list of steps.
    """
    clean = tidy(_BREAK.sub("\n", text[:LONGEST])).translate(_MARKS)
    clean = re.sub(r"[^\S\n]+", " ", clean)
    plain = folded(clean)
    start = 0
    while talk := _SMALL_TALK.match(plain, start):
        start = talk.end()
    for read in (_by_question, _in_a_row, _for_all, _single):
        if (ballot := read(clean[start:], plain[start:])) is not None:
            return ballot
    return None


def _by_question(clean: str, plain: str) -> Ballot | None:
    found = list(_QUESTION.finditer(plain))
    found = [m for m in found if m["number"] or m["score"] or _named(m)]
    topics = sum(1 for match in found if _named(match))
    if not found or plain[: found[0].start()].strip(" \n.,:;-"):
        return None
    scored = [match for match in found if match["score"]]
    if not topics and not _bare_pairs(found, plain):
        return None
    if not scored:
        return Ballot(scores=None, comment=_comment_of(clean, found)) if topics > 1 else None
    scores: list[int | None] = [None, None, None, None]
    for match in scored:
        question, score = _question_of(match), _value(match["score"])
        if question is None or score is None or scores[question] not in (None, score):
            return Ballot(scores=None, comment=clean.strip())
        scores[question] = score
    return Ballot(scores=_four(scores), comment=_comment_of(clean, found))


def _bare_pairs(found: Sequence[re.Match[str]], plain: str) -> bool:
    """Whether "1: 4 2: 2" stands there: at least two pairs, with nothing between them."""
    numbers = [match["number"] for match in found]
    gaps = [plain[a.end() : b.start()] for a, b in pairwise(found)]
    return (
        len(found) > 1
        and all(match["score"] for match in found)
        and numbers == sorted(set(numbers))
        and not any(gap.strip(" \n,;.-/") for gap in gaps)
    )


def _question_of(match: re.Match[str]) -> int | None:
    """The question from 0 that a pair answers; None where number and topic disagree."""
    named = _named(match)
    if match["number"] is None:
        return named - 1
    number = int(match["number"])
    return number - 1 if named in (0, number) else None


def _named(match: re.Match[str]) -> int:
    return next((n for n in range(1, 5) if match[f"t{n}"] or match[f"n{n}"]), 0)


def _comment_of(clean: str, found: Sequence[re.Match[str]]) -> str:
    pieces = [clean[a.end() : b.start()] for a, b in pairwise(found)]
    pieces.append(clean[found[-1].end() :])
    words = (_REMARK.sub("", piece).strip(" \n,;.:-/") for piece in pieces)
    return "\n".join(piece for piece in words if piece)


def _in_a_row(clean: str, plain: str) -> Ballot | None:
    match = _ROW.match(plain)
    if match is None or re.match(rf"{_GAP}{_DIGIT}\b", plain[match.end(4) :]):
        return None
    values = [_value(match[place]) for place in range(1, 5)]
    if any(value is None for value in values) or not _remark(plain[match.end() :]):
        return None
    return Ballot(scores=_four(values), comment=clean[match.end() :].strip())


def _for_all(clean: str, plain: str) -> Ballot | None:
    match = _ALL.match(plain)
    value = _value(match["a"] or match["b"]) if match else None
    if match is None or value is None or not _remark(plain[match.end() :]):
        return None
    return Ballot(scores=(value, value, value, value), comment=clean[match.end() :].strip())


def _single(clean: str, plain: str) -> Ballot | None:
    if first := _OPINION_FIRST.match(plain):
        said = clean[first.start("said") : first.end("said")].strip(" ,.:")
        return _ballot(first, said)
    match = _ONE.match(plain)
    if match is None:
        return None
    rest = plain[match.end() :]
    gives = _GIVES.search(plain, 0, match.start("score"))
    rates = _RATES.search(plain, 0, match.start("score"))
    off_scale = _value(match["score"]) is None or match["fraction"]
    if off_scale and not match["base"]:
        # Alone it rates off the scale; before other words it counts something else.
        reason = (gives or rates) and (_BECAUSE.match(rest) or _TO_WHAT.match(rest))
        if reason or not rest.strip() or _OPINION.match(rest.lstrip()) or is_courtesy(rest):
            return Ballot(scores=None, comment=clean[match.end() :].strip())
        return None
    # "Le doy 4. Tardaron": where the sentence ends at the figure, it counts nothing else.
    whole = "\n" in match["end"] or rates or (gives and match["end"].strip())
    if not (whole or _remark(rest)) or re.match(rf"\s*{_DIGIT}\b", rest):
        return None
    return _ballot(match, _REMARK.sub("", clean[match.end() :]).strip())


def _ballot(match: re.Match[str], comment: str) -> Ballot | None:
    """One score as a ballot: on a scale of ten it cannot be counted, off the scale it is none."""
    base = match["base"] or ""
    value = None if base.endswith(("10", "diez")) else _value(match["score"])
    if value is None and not base:
        return None
    return Ballot(scores=(None, None, None, value) if value else None, comment=comment)


def _remark(rest: str) -> bool:
    """Whether an opinion stands behind a score, and no sentence that began with a figure."""
    return (
        not rest.strip()
        or rest[0] == "\n"
        or bool(_OPINION.match(rest) or _BECAUSE.match(rest) or _REMARK.match(rest))
        or is_courtesy(rest)
    )


def _value(word: str) -> int | None:
    value = _DIGITS.get(word) or (int(word) if word.isdigit() else 0)
    return value if 1 <= value <= 5 else None


def _four(values: Sequence[int | None]) -> Scores:
    first, second, third, fourth = values
    return (first, second, third, fourth)
