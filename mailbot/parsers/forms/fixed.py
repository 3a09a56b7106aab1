"""The fixed words of the line's forms: what stands there before anybody writes."""

import re
from typing import NamedTuple

from mailbot.parsers.forms import wording
from mailbot.parsers.forms.values import FormKind
from mailbot.parsers.forms.words import folded

_SHORTEST_BEGUN = 14
_LONGEST_TITLE = 90

_TITLE = re.compile(
    r"(?:plantilla|formato|formulario|solicitud)(?: [a-z]+){0,2}? (?:de |para )?(?:el |la )?"
    r"(?:(?P<functional>funcional(?:es)?|soporte(?: funcional)?)|(?P<other>acompanamientos?))\b"
)
_VERSION = re.compile(
    r"\bversi[oó]n[ :.]*(?:no?[.º°]? ?)?(\d{1,3}(?:[.]\d{1,3}){0,2})", re.IGNORECASE
)

_HINTS = (
    *wording.HINTS.values(),
    wording.DESCRIPTION_OF_ACCOMPANIMENT_HINT,
    wording.MODULE_HINT,
    wording.ATTENDEES_HINT,
)
_HEADINGS = (
    wording.REQUESTER_HEADING,
    wording.PROBLEM_HEADING,
    wording.ACCOMPANIMENT_HEADING,
    wording.BEFORE_SENDING,
    wording.CONTACT_HEADING,
    *wording.TITLES.values(),
)
_NOTES = (
    wording.NOT_OFFICIAL,
    *(wording.HOW_TO_FILL.format(asked=asked) for asked in ("soporte", "acompañamiento")),
    wording.ADD_SCREENS,
    wording.KEEP_NUMBER,
    wording.NO_PASSWORDS,
    wording.PRIVACY,
    wording.CONTACT.strip(),
)


class Fixed(NamedTuple):
    """A line of fixed words: whether an answer ends there, and how it goes on in the next line."""

    ends: bool
    rest: str


class _Sentence(NamedTuple):
    """A fixed sentence, folded; whether an answer ends there; whether more may follow it."""

    text: str
    ends: bool
    open: bool


_SENTENCES = (
    # It stands at the foot of each page too, in the midst of an answer.
    _Sentence(folded(wording.FORM_NAME), ends=False, open=True),
    *(_Sentence(folded(text), ends=False, open=False) for text in _HINTS),
    *(_Sentence(folded(text), ends=True, open=False) for text in _HEADINGS),
    *(_Sentence(folded(text), ends=True, open=True) for text in _NOTES),
)


def fixed_line(line: str) -> Fixed | None:
    """The fixed words that `line` is, or begins with; None if somebody wrote it."""
    plain = folded(line.strip(" -•·*\uf0b7"))
    if not plain:
        return None
    for sentence in _SENTENCES:
        if sentence.open and plain.startswith(sentence.text):
            return Fixed(sentence.ends, "")
        if plain.rstrip(".:") == sentence.text.rstrip("."):
            return Fixed(sentence.ends, "")
        begun = len(plain) >= _SHORTEST_BEGUN and " " in plain
        if begun and sentence.text.startswith(f"{plain} "):
            return Fixed(sentence.ends, sentence.text[len(plain) :].strip())
    return None


def goes_on(rest: str, line: str) -> str | None:
    """What is left of a fixed sentence after `line`; None if the line is not part of it."""
    plain = folded(line)
    if not rest or not plain or not rest.startswith(plain):
        return None
    return rest[len(plain) :].strip()


def without_hints(text: str) -> str:
    """`text` without the help of the form in it, whole lines or the beginning of the first."""
    kept: list[str] = []
    rest = ""
    for line in text.split("\n"):
        left = goes_on(rest, line)
        if left is not None:
            rest = left
            continue
        found = fixed_line(line)
        rest = found.rest if found else ""
        if found is None:
            kept.append(_after_hint(line))
    return "\n".join(line for line in kept if line.strip()).strip()


def _after_hint(line: str) -> str:
    """`line` without a hint that it begins with: some programs put cells on one line."""
    plain = folded(line)
    for sentence in _SENTENCES:
        if not sentence.ends and plain.startswith(sentence.text):
            # Folding keeps the words apart by single blanks, as the line has them.
            return " ".join(line.split()[len(sentence.text.split()) :])
    return line


def title_kind(line: str) -> FormKind | None:
    """Which form a line is the title of, None if of none."""
    plain = folded(line)
    found = _TITLE.search(plain) if len(plain) <= _LONGEST_TITLE else None
    if not found or ":" in line or found.start() > 40:
        return None
    return FormKind.FUNCTIONAL if found["functional"] else FormKind.ACCOMPANIMENT


def version_in(line: str) -> str:
    """The version that a line of the form's name tells, "" without."""
    plain = folded(line)
    if not ("formato" in plain or "plantilla" in plain or plain.startswith("version")):
        return ""
    found = _VERSION.search(line)
    return found[1] if found else ""
